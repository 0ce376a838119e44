import type { RequestView } from './request-view.js';

/** Ends the holding that is open, if any. */
export function endHolding(view: RequestView, at: string, endedBecause: string): RequestView {
  return {
    ...view,
    holdings: view.holdings.map((holding) =>
      holding.until === null ? { ...holding, until: at, endedBecause } : holding,
    ),
  };
}

import type { RequestState } from '../../../services/assignment/src/domain/request-state.js';
import type { Change } from './transaction.js';

/** `assignment.holding`: a row for what is open, none for the rest; by officer, for who is away. */
export class HoldingTable {
  readonly rows = new Map<string, { readonly number: number; readonly officerId: string }>();

  save({ requestId, state }: Change): void {
    const request = state as RequestState;
    if (request.status !== 'open') {
      this.rows.delete(requestId);
      return;
    }
    const { number, officerId } = request.holding;
    if (this.rows.get(requestId)?.number !== number) this.rows.set(requestId, { number, officerId });
  }

  heldBy(officerId: string): string[] {
    return [...this.rows].flatMap(([requestId, row]) => (row.officerId === officerId ? [requestId] : []));
  }
}

import type { CityEvent } from '../city/city-log.js';

export interface Stay {
  readonly level: string;
  readonly from: number;
  until: number | null;
}

export interface Climb {
  readonly at: number;
  readonly from: string;
  readonly to: string;
  readonly cause: string;
}

/** What the log tells about one request, as far as the report needs it. Times are epoch ms. */
export interface History {
  readonly submittedAt: number;
  readonly stays: Stay[];
  readonly climbs: Climb[];
  /** Each stay at most once for each kind of deadline, though one that is set again may pass again. */
  readonly late: { readonly level: string; readonly kind: string; readonly stay: number }[];
  triagedBy: string | null;
  queued: boolean;
  declined: boolean;
  resolvedAt: number | null;
  closedAt: number | null;
  rating: number | null;
  disputes: number;
}

/** Collects the histories of all requests from the ordered log. */
export class RequestHistories {
  readonly byId = new Map<string, History>();

  /** Requests that are closed or were declined. */
  get ended(): number {
    let ended = 0;
    for (const { closedAt, declined } of this.byId.values()) if (closedAt !== null || declined) ended += 1;
    return ended;
  }

  observe(events: readonly CityEvent[]): void {
    for (const event of events) this.observeOne(event);
  }

  private observeOne(event: CityEvent): void {
    const at = Date.parse(event.time);
    const id = event.body.requestId;
    if (event.name === 'RequestSubmitted') this.byId.set(id, begun(at));
    const history = this.byId.get(id);
    if (!history) return;
    switch (event.name) {
      case 'TriageQueued':
        history.queued = true;
        break;
      case 'RequestTriaged':
        history.triagedBy = event.body.reason.rule;
        break;
      case 'RequestDeclined':
        history.declined = true;
        break;
      case 'RequestAssigned':
        endStay(history, at);
        history.stays.push({ level: event.body.assignment.level, from: at, until: null });
        break;
      case 'EscalationRaised':
        history.climbs.push({
          at,
          from: event.body.fromLevel,
          to: event.body.toLevel,
          cause: event.body.cause,
        });
        if (event.body.cause === 'deadline') noteLate(history, event.body.fromLevel, 'resolve');
        break;
      case 'DeadlinePassed':
        // That a resident does not answer, or that triage ran into its fallback, makes no level late.
        if (event.body.kind !== 'follow_up' && event.body.kind !== 'triage')
          noteLate(history, history.stays.at(-1)?.level ?? '', event.body.kind);
        break;
      case 'RequestResolved':
        history.resolvedAt = at;
        endStay(history, at);
        break;
      case 'SolutionConfirmed':
        history.rating = event.body.rating;
        break;
      case 'SolutionDisputed':
        history.disputes += 1;
        history.resolvedAt = null;
        break;
      case 'RequestClosed':
        history.closedAt = at;
        endStay(history, at);
        break;
      default:
    }
  }
}

const begun = (submittedAt: number): History => ({
  submittedAt,
  stays: [],
  climbs: [],
  late: [],
  triagedBy: null,
  queued: false,
  declined: false,
  resolvedAt: null,
  closedAt: null,
  rating: null,
  disputes: 0,
});

function noteLate({ late, stays }: History, level: string, kind: string): void {
  const stay = stays.length - 1;
  if (!late.some((known) => known.stay === stay && known.kind === kind)) late.push({ level, kind, stay });
}

function endStay(history: History, at: number): void {
  const last = history.stays.at(-1);
  if (last && last.until === null) last.until = at;
}

import type { Profile } from '#profile/model.js';
import { type Closure, NO_CLOSURES } from '#working-time/closure.js';
import { OFFICIAL_CALENDAR } from '#working-time/official-calendar.js';
import type { WorkingContext } from '#working-time/working-index.js';
import { WorkingCalendar } from '../../../services/escalation/src/calendar/calendar-cache.js';
import { recomputeWhenCalendarChanged } from '../../../services/escalation/src/domain/recompute-when-calendar-changed.js';
import type { ServiceNode } from './service-node.js';
import type { Transaction } from './transaction.js';

const AT_ONCE = 20;

interface Order {
  readonly facts: { readonly area: string };
  doneUntil: string;
}

/** Calendar and local closures, and the counting again that a new closure orders: calendar-changes.ts and recalculation.ts. */
export class CalendarDesk {
  private calendar = new WorkingCalendar(1, OFFICIAL_CALENDAR, NO_CLOSURES);
  private orders: Order[] = [];

  constructor(private readonly node: () => ServiceNode) {}

  at(areaCode: string, profile: Profile): WorkingContext {
    return this.calendar.at(areaCode, profile);
  }

  /** Offices of different places may have different days off. */
  get hasClosures(): boolean {
    return this.calendar.closures.length > 0;
  }

  get isDue(): boolean {
    return this.orders.length > 0;
  }

  /** Waits for deadlines being counted by the calendar before: false while a transaction has read it. */
  announce(closure: Closure & { readonly area: string }): boolean {
    if (this.node().open.some(({ prepared }) => prepared)) return false;
    const { revision, calendar, closures } = this.calendar;
    this.calendar = new WorkingCalendar(revision + 1, calendar, [...closures, closure]);
    this.orders.push({ facts: { area: closure.area }, doneUntil: '' });
    return true;
  }

  /** The next requests in the order of their ids; how far it came is kept. More than those the closure touches is harmless. */
  recalculation(replica: number): Transaction | null {
    const [order] = this.orders;
    if (!order) return null;
    const ids = [...this.node().states.keys()].filter((id) => id > order.doneUntil).toSorted();
    const requestIds = ids.slice(0, AT_ONCE);
    if (requestIds.length === 0) {
      this.orders = this.orders.slice(1);
      return null;
    }
    const why = { rule: 'closure.announced' as const, facts: order.facts };
    return {
      purpose: 'recalculation',
      replica,
      requestIds,
      prepare: () =>
        this.node().decide(
          requestIds.map((requestId) => ({
            requestId,
            decide: (state: any, context: any) => recomputeWhenCalendarChanged(state, why, context),
          })),
        ),
      after: () => {
        order.doneUntil = requestIds.at(-1)!;
      },
      prepared: null,
    };
  }
}

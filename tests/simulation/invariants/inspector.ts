import { chain } from '#contracts/chain.js';
import type { EventName, Outgoing } from '#contracts/catalogue.js';
import { faultOf } from '#eventlog/event-schemas.js';
import type { OutboxRow } from '../model/outbox.js';
import type { ServiceNode } from '../model/service-node.js';
import type { ServiceName } from '../model/services.js';
import type { Prepared, Purpose, Transaction } from '../model/transaction.js';
import type { World } from '../model/world.js';
import { must } from '../violation.js';
import type { Judge } from '../wave.js';
import { checkClosing } from './closing.js';
import { checkDeadlines } from './deadlines.js';
import { checkFencing } from './fencing.js';
import { checkFiring } from './firing.js';
import { checkHolding, checkHoldingRow } from './holding.js';
import type { Look } from './look.js';
import { checkNotices } from './notices.js';
import { checkPauses } from './pauses.js';
import { checkRelief } from './relief.js';
import { checkRights } from './rights.js';
import { checkRouting } from './routing.js';
import { checkSettled } from './settled.js';
import { checkTriage } from './triage.js';
import { newWatch, type Watch } from './watch.js';

type Check = (look: Look) => void;

const CHECKS: Readonly<Record<ServiceName, readonly Check[]>> = {
  intake: [checkFencing, checkRights, checkClosing],
  triage: [checkRights, checkTriage],
  assignment: [checkFencing, checkRights, checkHolding, checkRelief, checkRouting],
  escalation: [checkFencing, checkRights, checkFiring, checkDeadlines, checkPauses],
  notification: [checkNotices],
  ledger: [],
};

const READERS = new Map(chain.map(({ event, readers }) => [event, readers]));
/** The schemas are checked by sample: the product checks every event it writes. */
const SCHEMA_EVERY = 16;

/** Only time asks for a firing. */
const UNASKED: Partial<Look> = {};
const NO_EVENTS: readonly Outgoing[] = [];

/** Judges everything that is committed, as it is committed, and the whole when it has come to rest. */
export class Inspector implements Judge {
  private readonly watches = new Map<string, Watch>();
  private seen = 0;

  constructor(private readonly world: World) {}

  watchOf(requestId: string): Watch {
    let watch = this.watches.get(requestId);
    if (!watch) this.watches.set(requestId, (watch = newWatch()));
    return watch;
  }

  committed(node: ServiceNode, prepared: Prepared, { purpose }: Transaction): void {
    for (const { record } of prepared.rows)
      this.written(node.name, record.requestId, record.name, record.sequence, record.body);
    if (purpose === 'firing') {
      for (const { requestId, previous, state, events } of prepared.decided.saved)
        this.look(node.name, prepared.now, purpose, requestId, previous, state, events, UNASKED);
      return;
    }
    const { inputs, decided } = prepared;
    if (node.name === 'assignment')
      for (const { requestId, previous } of decided.saved) checkHoldingRow(this.world, requestId, previous);
    const current = new Map<string, unknown>();
    for (let at = 0; at < inputs.length; at += 1) {
      const [input, outcome] = [inputs[at]!, decided.outcomes[at]!];
      const { requestId } = input;
      if (input.eventId) this.handled(node.name, input as never, outcome.kind === 'duplicate');
      const before = current.has(requestId) ? current.get(requestId) : node.states.get(requestId)?.state;
      const after = outcome.kind === 'changed' ? outcome.state : before;
      const events = outcome.kind === 'changed' ? outcome.events : NO_EVENTS;
      if (inputs.length > 1) current.set(requestId, after);
      if (outcome.kind !== 'duplicate' && outcome.kind !== 'replayed' && outcome.kind !== 'key_reused')
        this.look(node.name, prepared.now, purpose, requestId, before, after, events, input);
    }
  }

  private look(
    service: ServiceName,
    now: string,
    purpose: Purpose,
    requestId: string,
    before: unknown,
    after: unknown,
    events: readonly Outgoing[],
    { event, act, command, standInFor }: Partial<Look>,
  ): void {
    const look: Look = {
      world: this.world,
      watch: this.watchOf(requestId),
      service,
      requestId,
      purpose,
      event,
      act,
      command,
      standInFor,
      before,
      after,
      events,
      now,
    };
    for (const check of CHECKS[service]) check(look);
  }

  private written(
    service: ServiceName,
    requestId: string,
    name: EventName,
    sequence: number,
    body: unknown,
  ): void {
    const watch = this.watchOf(requestId);
    const last = watch.written[service];
    must(
      sequence === last + 1,
      'sequence_without_gaps',
      requestId,
      () => `${service} wrote ${sequence} after ${last}`,
    );
    watch.written[service] = sequence;
    for (const reader of READERS.get(name)!) if (owes(reader, name, body)) watch.owed[reader] += 1;
    this.seen += 1;
    if (this.seen % SCHEMA_EVERY === 0)
      must(
        faultOf(name, body) === undefined,
        'event_fits_its_schema',
        requestId,
        () => `${name}: ${faultOf(name, body)}`,
      );
  }

  private handled(
    reader: ServiceName,
    { event }: { event: OutboxRow['record'] },
    isDuplicate: boolean,
  ): void {
    if (isDuplicate || reader === 'ledger') return;
    const { requestId, writer, sequence, name } = event;
    const watch = this.watchOf(requestId);
    const own = watch.handled[reader];
    const last = own[writer];
    must(
      sequence > last,
      'once_and_in_order',
      requestId,
      () => `${reader} handles ${name} (${writer} ${sequence}) after ${writer} ${last}`,
    );
    own[writer] = sequence;
    watch.owed[reader] -= 1;
  }

  sent({ record: { requestId, writer, sequence } }: OutboxRow): void {
    const watch = this.watchOf(requestId);
    const last = watch.sent[writer];
    must(
      sequence <= last + 1,
      'order_on_the_log',
      requestId,
      () => `${writer} ${sequence} reaches the log after ${writer} ${last}`,
    );
    if (sequence > last) watch.sent[writer] = sequence;
  }

  settled(): void {
    checkSettled(this.world, (requestId) => this.watchOf(requestId));
  }
}

/** Two reactions look into the event and let some of it pass by. */
function owes(reader: ServiceName, name: EventName, body: any): boolean {
  if (reader === 'assignment' && name === 'RequestSubmitted') return !body.onTheSpot;
  if (reader === 'triage' && name === 'DeadlinePassed') return body.kind === 'triage';
  return true;
}

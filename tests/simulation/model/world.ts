import type { Now } from '#eventlog/input.js';
import { NO_CLOSURES } from '#working-time/closure.js';
import { DEFAULT_OFFICE_HOURS, type OfficeHours } from '#working-time/office-hours.js';
import { OFFICIAL_CALENDAR } from '#working-time/official-calendar.js';
import type { WorkingContext } from '#working-time/working-index.js';
import type { Life } from '../actors/life.js';
import type { Officer } from '../../../services/assignment/src/domain/registry.js';
import type { Open } from '../../../services/assignment/src/domain/request-state.js';
import { CalendarDesk } from './calendar-desk.js';
import { DeadlineTable } from './deadline-table.js';
import { HoldingTable } from './holding-table.js';
import { Log } from './log.js';
import { NoticeQueue } from './notice-queue.js';
import type { OutboxRow } from './outbox.js';
import { Reader } from './reader.js';
import { RegistryDesk } from './registry-desk.js';
import { RelayModel } from './relay.js';
import { ServiceNode } from './service-node.js';
import { REACTIONS, SERVICES, type ServiceName } from './services.js';
import type { Town } from './town.js';
import type { Change, Prepared, Transaction } from './transaction.js';

/** Sees everything that is committed and sent. */
export interface Observer {
  committed(node: ServiceNode, prepared: Prepared, transaction: Transaction): void;
  sent(row: OutboxRow): void;
}

/** A whole installation in memory: six services, their stores, one log, one town, and the true time. */
export class World {
  time: number;
  readonly log = new Log();
  readonly lives: Life[] = [];
  readonly nodes: Readonly<Record<ServiceName, ServiceNode>>;
  readonly readers: Readonly<Record<ServiceName, Reader>>;
  readonly relays: Readonly<Record<ServiceName, RelayModel>>;
  readonly deadlines = new DeadlineTable();
  readonly holdings = new HoldingTable();
  readonly notices = new NoticeQueue();
  readonly registry: RegistryDesk;
  readonly calendar: CalendarDesk;
  private readonly sealed: object[] = [];

  constructor(
    readonly town: Town,
    start: number,
    private readonly observer: Observer,
    ledger: boolean,
  ) {
    this.time = start;
    this.registry = new RegistryDesk(town.rows, () => this.nodes.assignment, this.holdings);
    this.calendar = new CalendarDesk(() => this.nodes.escalation);
    this.nodes = byService((name) => this.nodeOf(name));
    this.readers = byService(
      (name) => new Reader(this.nodes[name], this.log, ledger || name !== 'ledger' ? REACTIONS[name] : null),
    );
    this.relays = byService(
      (name) => new RelayModel(this.nodes[name], this.log, (row) => this.observer.sent(row)),
    );
  }

  /** Stands for the encryption of the product: only what holds the word can be opened. */
  readonly seal = (content: object): string => `k1:${this.sealed.push(content) - 1}`;
  readonly open = (sealed: string | null): any => (sealed ? this.sealed[Number(sealed.slice(3))] : null);

  private nodeOf(name: ServiceName): ServiceNode {
    return new ServiceNode(name, () => this.time, {
      contextAt: this.contexts[name],
      afterSave: this.sideTables[name],
      observe: (node, prepared, transaction) => this.observer.committed(node, prepared, transaction),
    });
  }

  private readonly profileOf = () => this.town.profile;

  private readonly contentOf = (sealed: string | null) => this.open(sealed) ?? { title: '', text: '' };
  private readonly placeOf = (sealed: string | null) => {
    const content = this.open(sealed);
    return content && { address: content.address ?? null, text: content.text, location: null };
  };
  private readonly contactOf = ({ id, contact }: Officer) =>
    contact === null ? null : this.seal({ officerName: id, officerPhone: '13900000000' });
  private readonly workingAt = (areaCode: string) => this.calendar.at(areaCode, this.town.profile);

  private readonly contexts: Readonly<Record<ServiceName, (now: string) => Now>> = {
    intake: (now) => ({ now, profileOf: this.profileOf }),
    triage: (now) => ({ now, profileOf: this.profileOf, contentOf: this.contentOf }),
    assignment: (now) => ({
      now,
      registry: this.registry.snapshot,
      profileOf: this.profileOf,
      placeOf: this.placeOf,
      contactOf: this.contactOf,
    }),
    escalation: (now) => ({ now, profileOf: this.profileOf, workingAt: this.workingAt }),
    notification: (now) => ({
      now,
      channel: 'catcher',
      profileOf: this.profileOf,
      open: this.open,
      seal: this.seal,
    }),
    ledger: (now) => ({ now }),
  };

  private readonly sideTables: Partial<
    Record<ServiceName, (changes: readonly Change[], transaction: Transaction) => void>
  > = {
    assignment: (changes) => {
      for (const change of changes) {
        this.holdings.save(change);
        this.show(change);
      }
    },
    escalation: (changes) => {
      for (const change of changes) this.deadlines.save(change);
    },
    notification: (changes) => {
      for (const change of changes) this.notices.save(change);
    },
  };

  /** Without local closures. */
  get plainCalendar(): WorkingContext {
    const { profile } = this.town;
    const officeHours = (profile.officeHours as OfficeHours | undefined) ?? DEFAULT_OFFICE_HOURS;
    return { calendar: OFFICIAL_CALENDAR, officeHours, closures: NO_CLOSURES };
  }

  lifeOf(requestId: string): Life {
    return this.lives[Number.parseInt(requestId.slice(-6), 16)]!;
  }

  /** What people who look at the request see from now on. */
  private show({ requestId, state }: Change): void {
    const { holding, revision } = state as Open;
    if (!holding) return;
    const life = this.lifeOf(requestId);
    const { number, level, areaCode, office, officerId } = holding;
    const held = { level, areaCode, officeCode: office.code, officerId };
    life.tags = [...life.tags.slice(-1), { number, revision, held }];
  }

  /** The process of a replica dies, and a new one takes its place. */
  kill(service: ServiceName, replica: number): void {
    const node = this.nodes[service];
    for (const transaction of node.open.filter((one) => one.replica === replica)) node.release(transaction);
    this.readers[service].restart(replica);
  }
}

const byService = <T>(make: (name: ServiceName) => T): Record<ServiceName, T> =>
  Object.fromEntries(SERVICES.map((name) => [name, make(name)])) as Record<ServiceName, T>;

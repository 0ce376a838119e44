import { chooseAct } from './actors/choose-act.js';
import { drawSubmission } from './actors/submissions.js';
import type { Receipt } from './model/delivery.js';
import { DueQueue } from './model/due-queue.js';
import { PARTITIONS } from './model/log.js';
import { REPLICAS, type BatchFate } from './model/reader.js';
import type { RelayFate } from './model/relay.js';
import { SERVICES, type ServiceName } from './model/services.js';
import type { ActFate, Step, WorkFate } from './model/step.js';
import type { World } from './model/world.js';
import type { Random } from './random.js';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Nobody touches a request more often. */
const MOST_ACTS = 16;
const LIMITS = [1, 4, 30, 100, 100];

/** How likely each fault is, per step of its kind. All 0: a quiet day. */
const FAULTY = 0.1;
const UNREST = 0.02;
/** How eagerly what waits is done before the clock goes on; drawn for each wave. */
const EAGERNESS = [0.15, 0.25, 0.4, 0.8];
/** How likely it is that somebody acts within two hours; drawn for each wave: where officers are slow, much climbs. */
const PACE = [0.5, 0.8, 0.9];

/** Draws what happens next, looking at the world as it is. */
export class Schedule {
  private readonly acts = new DueQueue<number>();
  private readonly taken: number[];
  private readonly eagerness: number;
  private readonly pace: number;

  constructor(
    private readonly world: World,
    private readonly random: Random,
    requests: number,
  ) {
    this.eagerness = random.pick(EAGERNESS);
    this.pace = random.pick(PACE);
    this.taken = Array.from({ length: requests }, () => 0);
    for (let life = 0; life < requests; life += 1)
      this.acts.add(world.time + random.below(8 * 24 * 60) * MINUTE, life);
  }

  /** null when nobody has anything more to do. */
  next(): Step | null {
    const { random } = this;
    if (random.chance(UNREST)) return this.unrest();
    if (random.chance(this.eagerness)) {
      const step = this.work();
      if (step) return step;
    }
    return this.actOrTime();
  }

  private actOrTime(): Step | null {
    const { world, acts } = this;
    for (;;) {
      if (acts.nextAt === Infinity) return null;
      const life = acts.take(world.time);
      if (life === undefined) return { step: 'time', to: this.nextTime() };
      const step = this.actOf(life);
      if (step) return step;
    }
  }

  private nextTime(): number {
    const { world, random, acts } = this;
    const { escalation } = world.nodes;
    const due = Math.max(world.time, world.deadlines.queue.nextAt - escalation.skew);
    const notice = world.notices.size > 0 ? Math.max(world.time, world.notices.nextAt()) : Infinity;
    const next = Math.min(
      acts.nextAt,
      due > world.time ? due : Infinity,
      notice > world.time ? notice : Infinity,
    );
    return Math.max(world.time + 1, next + (random.chance(0.4) ? random.below(120) * MINUTE : 0));
  }

  private actOf(life: number): Step | null {
    const { world, random } = this;
    const turn = (this.taken[life]! += 1);
    if (turn < MOST_ACTS && !this.isOver(life)) this.acts.add(world.time + this.gap(life), life);
    const act =
      turn === 1
        ? ({
            kind: 'submit',
            by: 'resident',
            seen: 'never',
            submission: drawSubmission(random, world.town),
          } as const)
        : chooseAct(world, world.lives[life]!, random);
    if (!act) return null;
    const fate = random.chance(FAULTY * 1.5)
      ? random.pick<ActFate>(['hold', 'hold', 'die_before_commit', 'die_after_commit', 'twice', 'key_reused'])
      : 'ok';
    return { step: 'act', life, act, replica: random.below(REPLICAS), fate };
  }

  /** One more look after the end, by chance. */
  private isOver(life: number): boolean {
    const state = this.world.nodes.intake.states.get(this.world.lives[life]!.id)?.state.state;
    return state && state !== 'received' && state !== 'resolved' && this.random.chance(0.8);
  }

  /** How long until somebody acts on it again: soon, later, or at the very moment something falls due. */
  private gap(life: number): number {
    const { world, random } = this;
    if (random.chance(this.pace)) return MINUTE * (1 + random.below(120));
    const kind = random.next();
    if (kind < 0.4) return HOUR * (2 + random.below(10));
    if (kind < 0.7) return DAY * (1 + random.below(5));
    const rows = [...world.deadlines.of(world.lives[life]!.id).values()].filter(
      (row) => row.state === 'pending',
    );
    if (rows.length === 0) return HOUR;
    const dueAt = Date.parse(random.pick(rows).deadline.dueAt) - world.nodes.escalation.skew;
    return Math.max(1, dueAt - world.time + random.below(3) - 1);
  }

  /** Something of what waits to be done by a service, from a service drawn by chance. */
  private work(): Step | null {
    const first = this.random.below(SERVICES.length);
    for (let i = 0; i < SERVICES.length; i += 1) {
      const step = this.workOf(SERVICES[(first + i) % SERVICES.length]!);
      if (step) return step;
    }
    return null;
  }

  private workOf(service: ServiceName): Step | null {
    const { world, random } = this;
    const node = world.nodes[service];
    if (node.open.length > 0 && random.chance(0.3))
      return { step: 'commit', service, nth: random.below(node.open.length) };
    const special = this.specialWork(service);
    if (special && random.chance(0.5)) return special;
    if (node.outbox.size > 0 && random.chance(0.6)) {
      const fate = this.fate<RelayFate>('die_before_send', 'die_after_send', 'part_sent', 'stall');
      return { step: 'relay', service, limit: random.pick(LIMITS), fate };
    }
    const replica = world.readers[service].ready(random.below(REPLICAS));
    if (replica < 0) return null;
    const fate = this.fate<BatchFate>(
      'no_offset',
      'hold',
      'hold',
      'stall',
      'die_before_commit',
      'die_after_commit',
    );
    return { step: 'read', service, replica, limit: random.pick(LIMITS), fate };
  }

  private specialWork(service: ServiceName): Step | null {
    const { world, random } = this;
    const replica = random.below(REPLICAS);
    const fate = () => this.fate<WorkFate>('hold', 'hold', 'die_before_commit', 'die_after_commit');
    switch (service) {
      case 'escalation':
        if (world.deadlines.queue.nextAt <= world.nodes.escalation.now())
          return { step: 'fire', replica, limit: random.pick(LIMITS), fate: fate() };
        return world.calendar.isDue ? { step: 'recalculate', replica, fate: fate() } : null;
      case 'notification':
        if (world.notices.size === 0 || world.notices.nextAt() > world.time) return null;
        return { step: 'deliver', replica, receipts: this.receipts(random.pick(LIMITS)), fate: fate() };
      case 'assignment':
        return world.registry.nextDueAt <= world.nodes.assignment.now()
          ? { step: 'stand_in', replica, fate: fate() }
          : null;
      default:
        return null;
    }
  }

  private receipts(many: number): Receipt[] {
    const receipts: Receipt[] = [];
    for (let i = 0; i < many; i += 1)
      receipts.push(this.random.chance(0.93) ? 'sent' : this.random.pick(['failed', 'failed', 'refused']));
    return receipts;
  }

  private fate<F extends string>(...faults: F[]): F | 'ok' {
    return this.random.chance(FAULTY) ? this.random.pick(faults) : 'ok';
  }

  /** What nobody asked for. */
  private unrest(): Step {
    const { world, random } = this;
    const service = random.pick(SERVICES);
    const replica = random.below(REPLICAS);
    switch (
      random.weighted({ kill: 3, rebalance: 4, skew: 2, send_late: 4, absence: 2, leave: 0.2, closure: 0.3 })
    ) {
      case 'kill':
        return { step: 'kill', service, replica };
      case 'rebalance': {
        // Best while a member is in the middle of something.
        const busy = SERVICES.filter((name) => world.nodes[name].open.length > 0);
        const of = busy.length > 0 ? random.pick(busy) : service;
        return { step: 'rebalance', service: of, partition: random.below(PARTITIONS), replica };
      }
      case 'skew':
        return { step: 'skew', service, ms: this.skew() };
      case 'send_late':
        return {
          step: 'send_late',
          service: SERVICES.find((name) => world.relays[name].hasStalled) ?? service,
        };
      case 'absence': {
        const from = world.time + (random.chance(0.5) ? 0 : random.below(DAY));
        return {
          step: 'absence',
          officerId: this.officer(),
          from,
          until: from + random.below(4 * DAY) + HOUR,
        };
      }
      case 'leave':
        return { step: 'leave', officerId: this.officer() };
      case 'closure': {
        const area = random.pick(world.town.places);
        const day = (ms: number) => new Date(ms).toISOString().slice(0, 10);
        const from = world.time + random.below(4 * DAY);
        return { step: 'closure', area, from: day(from), until: day(from + random.below(2) * DAY) };
      }
    }
  }

  /** ±1 s … ±5 h, or right again. */
  private skew(): number {
    const { random } = this;
    if (random.chance(0.4)) return 0;
    return (random.chance(0.5) ? 1 : -1) * random.pick([1_000, MINUTE, 7 * MINUTE, HOUR, 5 * HOUR]);
  }

  private officer(): string {
    return this.random.pick(this.world.town.rows.officers).id;
  }
}

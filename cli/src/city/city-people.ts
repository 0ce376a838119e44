import type { Profile } from '#profile/model.js';
import { type CityClient, Refused } from './city-client.js';
import type { CityEvent } from './city-log.js';
import type { Deed, Holding, OfficerDeed } from './deed.js';
import { planAgain, planOfficer, planResident } from './officer-model.js';
import { performOfficerDeed, performResidentDeed, residentClaims } from './perform-deed.js';
import type { Random } from './random.js';
import type { RoundTime } from './round-times.js';
import { Schedule } from './schedule.js';

interface Known {
  readonly jurisdiction: string;
  readonly requester: string;
  holding?: Holding;
  resolved?: boolean;
  /** The assignment for which the officer has made up his mind. */
  plannedFor?: number;
  /** How often the deadline of the last rung, or the follow-up, has passed without an answer. */
  reminders: number;
  /** The record's answer is due, but nobody held the request when its time came. */
  owed?: boolean;
}

export interface DeedCounts {
  accepted: number;
  resolved: number;
  helped: number;
  confirmed: number;
  disputed: number;
  /** Refused because the request had moved on meanwhile: the other side won, and said so. */
  overtaken: number;
}

export interface CityHabits {
  readonly profileOf: (jurisdiction: string) => Profile;
  /** The stream of numbers that decides one occasion of one request. */
  readonly randomOf: (requestId: string, occasion: string) => Random;
  readonly roundTime: RoundTime;
}

const HOUR = 3_600_000;
/** Where the profile gives no time to accept, it is taken as this part of the time to answer. */
const UNTIMED_ACCEPT = 0.1;
const OVERTAKEN = new Set([404, 409, 412]);
const COUNTED_AS = {
  accept: 'accepted',
  resolve: 'resolved',
  help: 'helped',
  confirm: 'confirmed',
  dispute: 'disputed',
} as const;

/** The officers and residents of the demo city: they read the log, make plans by the seeded model and act through REST. */
export class CityPeople {
  readonly counts: DeedCounts = {
    accepted: 0,
    resolved: 0,
    helped: 0,
    confirmed: 0,
    disputed: 0,
    overtaken: 0,
  };
  readonly unexpected: string[] = [];
  private readonly known = new Map<string, Known>();
  private readonly deeds = new Schedule<Deed>();
  /** Requests of a record that tells when they were answered: resolved at that time by whoever holds them. */
  private readonly repliedAt = new Map<string, number>();

  constructor(
    private readonly client: CityClient,
    private readonly habits: CityHabits,
  ) {}

  /** When somebody acts next; epoch ms, null when nobody means to. Deeds that events have overtaken are forgotten. */
  get nextAt(): number | null {
    this.deeds.dropFirstWhile((deed) => !this.stands(deed));
    return this.deeds.nextAt;
  }

  /** The record says that the request was answered at this time. */
  answeredAt(id: string, at: number): void {
    this.repliedAt.set(id, at);
    this.deeds.add(at, { by: 'officer', id, number: null, act: 'resolve' });
  }

  observe(events: readonly CityEvent[]): void {
    for (const event of events) this.observeOne(event);
  }

  private observeOne(event: CityEvent): void {
    const id = event.body.requestId;
    const at = Date.parse(event.time);
    if (event.name === 'RequestSubmitted') {
      const { jurisdiction, requester } = event.body;
      this.known.set(id, { jurisdiction, requester: requester.id, reminders: 0 });
      return;
    }
    const known = this.known.get(id);
    if (!known) return;
    switch (event.name) {
      case 'RequestAssigned':
        this.takeOver(id, known, event.body.assignment, at);
        break;
      case 'DeadlinesSet':
        this.planHolding(id, known, event.body, at);
        break;
      case 'DeadlinePassed':
        this.remember(id, known, event.body.kind, at);
        break;
      case 'RequestResolved':
        known.resolved = true;
        this.planAnswer(id, known, at);
        break;
      case 'SolutionDisputed':
        known.resolved = false;
        delete known.plannedFor;
        break;
      case 'RequestClosed':
      case 'RequestWithdrawn':
      case 'RequestDeclined':
        this.known.delete(id);
        break;
      default:
    }
  }

  private takeOver(
    id: string,
    known: Known,
    assignment: Extract<CityEvent, { name: 'RequestAssigned' }>['body']['assignment'],
    at: number,
  ): void {
    const { number, level, areaCode, office, officerId } = assignment;
    known.holding = { number, level, areaCode, office: office.code, officer: officerId, openedAt: at };
    known.resolved = false;
    known.reminders = 0;
    if (known.owed) this.deeds.add(at, { by: 'officer', id, number: null, act: 'resolve' });
    known.owed = false;
  }

  private planHolding(
    id: string,
    known: Known,
    body: Extract<CityEvent, { name: 'DeadlinesSet' }>['body'],
    from: number,
  ): void {
    const { holding } = known;
    const due = body.deadlines.find((d) => d.kind === 'resolve' || d.kind === 'beyond_reply');
    if (!holding || !due || known.resolved || holding.number !== body.assignmentNumber) return;
    if (known.plannedFor === holding.number) return;
    known.plannedFor = holding.number;
    const { levels } = this.habits.profileOf(known.jurisdiction);
    const rung = levels.findIndex((l) => l.id === holding.level);
    const random = this.habits.randomOf(id, `officer ${holding.number} ${known.reminders}`);
    const plan =
      known.reminders > 0
        ? planAgain(random)
        : planOfficer(random, rung < 0 ? levels.length : rung, levels.length);
    const dueAt = Date.parse(due.dueAt);
    const officer = (act: OfficerDeed['act'], part: number, until: number) => {
      const at = this.habits.roundTime(from + part * (until - from), part < 1 ? until : dueAt);
      this.deeds.add(at, { by: 'officer', id, number: holding.number, act });
    };
    const acceptBy = body.deadlines.find((d) => d.kind === 'accept')?.dueAt;
    const acceptWithin = acceptBy ? Date.parse(acceptBy) : from + UNTIMED_ACCEPT * (dueAt - from);
    if (plan.act !== 'ignore') officer('accept', plan.acceptAt, acceptWithin);
    // When it was answered, the record says; what the officer did with it meanwhile, it does not.
    if (this.repliedAt.has(id) && from <= this.repliedAt.get(id)!) return;
    if (plan.act === 'resolve') officer('resolve', plan.resolveAt, dueAt);
    // On the rung beyond there is nobody left to ask.
    if (plan.act === 'help') officer(rung < 0 ? 'resolve' : 'help', plan.helpAt, dueAt);
  }

  // A deadline that climbs nowhere is set again; whoever let it pass was reminded and thinks anew.
  private remember(id: string, known: Known, kind: string, at: number): void {
    if (kind !== 'resolve' && kind !== 'beyond_reply' && kind !== 'follow_up') return;
    known.reminders += 1;
    if (kind === 'follow_up') this.planAnswer(id, known, at);
    else delete known.plannedFor;
  }

  private planAnswer(id: string, known: Known, at: number): void {
    const random = this.habits.randomOf(id, `resident ${known.holding?.number ?? 0} ${known.reminders}`);
    const { act, rating } = planResident(random);
    const when = this.habits.roundTime(at + (2 + random() * 40) * HOUR, Infinity);
    // A record that says when it was answered does not say that it was disputed; neither is that told on the telephone.
    const disputes = act === 'dispute' && known.reminders === 0 && !this.repliedAt.has(id);
    if (act === 'confirm') this.deeds.add(when, { by: 'resident', id, act, rating });
    else if (disputes) this.deeds.add(when, { by: 'resident', id, act, rating });
  }

  /** Does everything planned until `now`; different requests side by side. Resolves with the number of deeds. */
  async actUntil(now: number): Promise<number> {
    const due = this.deeds.takeDue(now).filter((deed) => this.stands(deed));
    const perRequest = Map.groupBy(due, (deed) => deed.id);
    await Promise.all(
      [...perRequest.values()].map(async (deeds) => {
        for (const deed of deeds) await this.act(deed, now);
      }),
    );
    return due.length;
  }

  private stands(deed: Deed): boolean {
    const known = this.known.get(deed.id);
    if (!known) return false;
    if (deed.by === 'resident') return known.resolved === true;
    return !known.resolved && (deed.number === null || deed.number === known.holding?.number);
  }

  private async act(deed: Deed, now: number): Promise<void> {
    const { holding, jurisdiction, requester } = this.known.get(deed.id)!;
    try {
      if (deed.by === 'resident')
        await performResidentDeed(this.client, deed, residentClaims(requester, jurisdiction));
      else if (holding)
        await performOfficerDeed(
          this.client,
          deed,
          holding,
          jurisdiction,
          this.habits.profileOf(jurisdiction),
          now,
        );
      else return this.owe(deed);
      this.counts[COUNTED_AS[deed.act]] += 1;
    } catch (error) {
      this.owe(deed);
      if (error instanceof Refused && OVERTAKEN.has(error.status)) this.counts.overtaken += 1;
      else this.unexpected.push(String(error));
    }
  }

  private owe(deed: Deed): void {
    if (deed.by === 'officer' && deed.number === null) this.known.get(deed.id)!.owed = true;
  }
}

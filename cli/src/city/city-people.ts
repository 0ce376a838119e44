import type { Claims } from '#local-system/claims.js';
import type { Profile } from '#profile/model.js';
import type { CityClient } from './city-client.js';
import { Refused } from './city-client.js';
import type { CityEvent } from './city-log.js';
import { planOfficer, planResident } from './officer-model.js';
import type { Random } from './random.js';
import { Schedule } from './schedule.js';

interface Holding {
  readonly number: number;
  readonly level: string;
  readonly areaCode: string;
  readonly office: string;
  readonly officer: string;
  readonly kind: string;
  readonly openedAt: number;
}

interface Known {
  readonly jurisdiction: string;
  readonly requester: string;
  holding?: Holding;
  /** The assignment for which the officer has made up his mind. */
  plannedFor?: number;
}

type Deed =
  | {
      readonly by: 'officer';
      readonly id: string;
      readonly number: number;
      readonly act: 'accept' | 'resolve' | 'help';
    }
  | {
      readonly by: 'resident';
      readonly id: string;
      readonly act: 'confirm' | 'dispute';
      readonly rating: number;
    };

export interface DeedCounts {
  accepted: number;
  resolved: number;
  helped: number;
  confirmed: number;
  disputed: number;
  /** Refused because the request had moved on meanwhile: the other side won, and said so. */
  overtaken: number;
}

const HOUR = 3_600_000;
const OPINION_FORM: Record<string, string> = { ordinary: 'office', major: 'meeting', joint: 'centre' };
const OVERTAKEN = new Set([404, 409, 412]);

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
    private readonly profileOf: (jurisdiction: string) => Profile,
    private readonly random: Random,
  ) {}

  get nextAt(): number | null {
    return this.deeds.nextAt;
  }

  answeredAt(id: string, at: number): void {
    this.repliedAt.set(id, at);
  }

  observe(events: readonly CityEvent[]): void {
    for (const event of events) this.observeOne(event);
  }

  private observeOne(event: CityEvent): void {
    const id = event.body.requestId;
    const at = Date.parse(event.time);
    if (event.name === 'RequestSubmitted') {
      this.known.set(id, { jurisdiction: event.body.jurisdiction, requester: event.body.requester.id });
      return;
    }
    const known = this.known.get(id);
    if (!known) return;
    if (event.name === 'RequestAssigned') {
      const { number, level, areaCode, office, officerId } = event.body.assignment;
      known.holding = {
        number,
        level,
        areaCode,
        office: office.code,
        officer: officerId,
        kind: event.body.kind,
        openedAt: at,
      };
    } else if (event.name === 'DeadlinesSet') this.planHolding(id, known, event.body);
    else if (event.name === 'RequestResolved') this.planAnswer(id, at);
    else if (event.name === 'RequestClosed' || event.name === 'RequestWithdrawn') this.known.delete(id);
  }

  private planHolding(
    id: string,
    known: Known,
    body: Extract<CityEvent, { name: 'DeadlinesSet' }>['body'],
  ): void {
    const { holding } = known;
    const due = body.deadlines.find((d) => d.kind === 'resolve' || d.kind === 'beyond_reply');
    if (!holding || !due || holding.number !== body.assignmentNumber || known.plannedFor === holding.number)
      return;
    known.plannedFor = holding.number;
    const levels = this.profileOf(known.jurisdiction).levels;
    const rung = levels.findIndex((l) => l.id === holding.level);
    const plan = planOfficer(this.random, rung < 0 ? levels.length : rung, levels.length);
    const span = Date.parse(due.dueAt) - holding.openedAt;
    const at = (part: number) => roundUp(holding.openedAt + part * span);
    const officer = (when: number, act: 'accept' | 'resolve' | 'help') =>
      this.deeds.add(when, { by: 'officer', id, number: holding.number, act });
    if (plan.act !== 'ignore') officer(at(plan.acceptAt), 'accept');
    const replied = this.repliedAt.get(id);
    if (replied !== undefined) {
      if (replied < Date.parse(due.dueAt)) officer(Math.max(replied, holding.openedAt), 'resolve');
      return;
    }
    if (plan.act === 'resolve') officer(at(plan.resolveAt), 'resolve');
    // On the rung beyond there is nobody left to ask.
    if (plan.act === 'help') officer(at(plan.helpAt), rung < 0 ? 'resolve' : 'help');
  }

  private planAnswer(id: string, at: number): void {
    const plan = planResident(this.random);
    const when = roundUp(at + (2 + this.random() * 40) * HOUR);
    if (plan.act === 'confirm')
      this.deeds.add(when, { by: 'resident', id, act: 'confirm', rating: plan.rating });
    // A record that says when it was answered does not say that it was disputed.
    if (plan.act === 'dispute' && !this.repliedAt.has(id))
      this.deeds.add(when, { by: 'resident', id, act: 'dispute', rating: 0 });
  }

  /** Does everything planned until `now`; different requests side by side. Resolves with the number of deeds. */
  async actUntil(now: number): Promise<number> {
    const due = this.deeds.takeDue(now);
    const perRequest = Map.groupBy(due, (deed) => deed.id);
    await Promise.all(
      [...perRequest.values()].map(async (deeds) => {
        for (const deed of deeds) await this.act(deed);
      }),
    );
    return due.length;
  }

  private async act(deed: Deed): Promise<void> {
    const known = this.known.get(deed.id);
    if (!known) return;
    try {
      if (deed.by === 'resident') await this.answer(deed, known);
      else if (known.holding?.number === deed.number)
        await this.work(deed, known.holding, known.jurisdiction);
    } catch (error) {
      if (error instanceof Refused && OVERTAKEN.has(error.status)) this.counts.overtaken += 1;
      else this.unexpected.push(String(error));
    }
  }

  private async work(deed: Deed & { by: 'officer' }, holding: Holding, jurisdiction: string): Promise<void> {
    const as = officerClaims(holding, jurisdiction);
    if (deed.act === 'accept') {
      await this.client.act(deed.id, 'assignment/accept', as, {});
      this.counts.accepted += 1;
    } else if (deed.act === 'help') {
      const reasonCode = this.profileOf(jurisdiction).help.reasons[0]!.code;
      await this.client.act(deed.id, 'assignment/help', as, {
        reasonCode,
        text: '本级没有条件解决,请上级协调。',
      });
      this.counts.helped += 1;
    } else {
      await this.resolve(deed.id, holding, as);
      this.counts.resolved += 1;
    }
  }

  private async resolve(id: string, holding: Holding, as: Claims): Promise<void> {
    const solved = { text: '已到现场处理,问题已经解决。' };
    try {
      await this.client.act(id, 'assignment/resolve', as, solved);
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.code !== 'opinion_required') throw error;
      const form = OPINION_FORM[holding.kind] ?? 'office';
      const meeting =
        form === 'meeting' ? { meeting: { heldOn: '2026-01-01', minutes: '会议同意办理意见。' } } : {};
      await this.client.act(id, 'assignment/opinion', as, {
        form,
        text: '同意办理,按职责落实。',
        ...meeting,
      });
      await this.client.act(id, 'assignment/resolve', as, solved);
    }
  }

  private async answer(deed: Deed & { by: 'resident' }, known: Known): Promise<void> {
    const as = residentClaims(known.requester, known.jurisdiction);
    if (deed.act === 'confirm') {
      await this.client.send('POST', `/v1/requests/${deed.id}/confirmation`, as, {
        solved: true,
        rating: deed.rating,
      });
      this.counts.confirmed += 1;
    } else {
      await this.client.send('POST', `/v1/requests/${deed.id}/dispute`, as, { text: '问题还在,没有解决。' });
      this.counts.disputed += 1;
    }
  }
}

export const residentClaims = (sub: string, jurisdiction: string): Claims => ({
  sub,
  role: 'resident',
  jurisdiction,
});

const officerClaims = (holding: Holding, jurisdiction: string): Claims => ({
  sub: holding.officer,
  role: 'officer',
  jurisdiction,
  level: holding.level,
  area: holding.areaCode,
  office: holding.office,
});

// People act at round times; what falls together is played together.
const roundUp = (ms: number): number => Math.ceil(ms / 900_000) * 900_000;

import { readFileSync } from 'node:fs';
import type { BodyOf, EventName, Outgoing } from '#contracts/catalogue.js';
import { outgoing } from '#contracts/catalogue.js';
import type { Profile } from '#profile/model.js';
import { readProfile } from '#profile/read-profile.js';
import { plainSubmission } from '#testing/plain-submission.js';
import type { NotificationContext, NotificationDecision } from '../src/domain/context.js';
import type { NoticeEvent } from '../src/domain/occasion.js';
import { planNotices } from '../src/domain/plan-notices.js';
import type { RequestState } from '../src/domain/request-state.js';

export const NOW = '2026-11-24T01:00:00.000Z';
export const DUE = '2026-11-30T09:00:00.000Z';
export const REQUEST = '01a20d41-e605-75d1-a94f-128f9ff33141';
export const NUMBER = '310106-261124-00017-4';
export const BLOCK = '310106011001001';

export function profileOf(name: string): Profile {
  const read = readProfile(readFileSync(`profiles/${name}.yaml`, 'utf8'));
  if ('faults' in read) throw new Error(`profiles/${name}.yaml is not sound`);
  return read.profile;
}

export const shanghai = profileOf('shanghai');

/** Sealing that a specification can read. */
export const contextOf = (profile: Profile = shanghai): NotificationContext => ({
  now: NOW,
  channel: 'catcher',
  profileOf: () => profile,
  open: (sealed) => (sealed ? JSON.parse(sealed) : null),
  seal: (content) => JSON.stringify(content),
});

const system = { kind: 'system', id: null, level: null } as const;
export const about = { requestId: REQUEST, by: system, reason: { rule: 'test', facts: {} } };

export const submitted = (changes: Partial<BodyOf<'RequestSubmitted'>> = {}) =>
  outgoing('RequestSubmitted', {
    ...plainSubmission,
    requestId: REQUEST,
    number: NUMBER,
    jurisdiction: '310106',
    areaCode: BLOCK,
    sealed: JSON.stringify({ text: '路灯不亮', contact: { name: '李某', phone: '19900010001' } }),
    ...changes,
  });

export const assigned = (number = 1, changes: Partial<BodyOf<'RequestAssigned'>> = {}) =>
  outgoing('RequestAssigned', {
    ...about,
    assignment: {
      number,
      level: number === 1 ? 'block' : 'village',
      beyond: false,
      areaCode: BLOCK,
      office: { code: `office-${number}`, name: number === 1 ? '一号块区' : '示例居委会' },
      officerId: `officer-${number}`,
    },
    cause: number === 1 ? 'triage' : 'deadline',
    previous: number - 1 || null,
    skipped: [],
    above: [],
    category: 'general',
    severity: 'ordinary',
    kind: 'ordinary',
    sealed: JSON.stringify({ officerName: '王某', officerPhone: '19900020002' }),
    ...changes,
  });

export const deadlinesSet = (assignmentNumber = 1, dueAt: string | null = DUE) =>
  outgoing('DeadlinesSet', {
    ...about,
    assignmentNumber,
    deadlines: dueAt
      ? [
          { kind: 'accept', dueAt: NOW, provisional: false, rule: 'accept' },
          { kind: 'resolve', dueAt, provisional: false, rule: 'resolve' },
        ]
      : [],
    next: null,
    calendarVersion: 'test',
  });

export const resolved = (assignmentNumber = 1) =>
  outgoing('RequestResolved', { ...about, assignmentNumber, level: 'block', sealed: null });

/** Everything that happened, and what came of it. */
export class Life {
  state: RequestState | undefined;
  readonly words: string[] = [];
  readonly said: Outgoing[] = [];

  constructor(private readonly context: NotificationContext = contextOf()) {}

  hear(...events: Outgoing[]): this {
    for (const event of events)
      this.decide((state) => planNotices(state, event as NoticeEvent, this.context));
    return this;
  }

  decide(
    decide: (state: RequestState | undefined, context: NotificationContext) => NotificationDecision,
  ): this {
    const decision = decide(this.state, this.context);
    this.words.push(decision.kind === 'ignored' ? decision.reason : decision.kind);
    if (decision.kind === 'changed') {
      this.state = decision.state;
      this.said.push(...decision.events);
    }
    return this;
  }

  /** `purpose→recipient` of what is owed or settled, in the order of planning. */
  get owed(): string[] {
    return Object.values(this.state?.notices ?? {})
      .filter((notice) => notice.state !== 'not_owed')
      .map(({ purpose, recipient }) => `${purpose}→${recipient}`);
  }

  text(key: string): string {
    const notice = this.state?.notices[key];
    if (notice?.state !== 'pending') throw new Error(`${key} is not pending`);
    return JSON.parse(notice.text).text;
  }

  keys(): string[] {
    return Object.keys(this.state?.notices ?? {});
  }

  told<N extends EventName>(name: N): BodyOf<N>[] {
    return this.said.filter((event) => event.name === name).map(({ body }) => body as unknown as BodyOf<N>);
  }
}

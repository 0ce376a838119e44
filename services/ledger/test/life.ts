import { randomUUID, randomUUIDv7 } from 'node:crypto';
import { type BodyOf, catalogue, type EventName, type Received } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import { plainSubmission } from '#testing/plain-submission.js';

export const JURISDICTION = '310106';
export const BLOCK = '310106011001001';
export const system: Actor = { kind: 'system', id: null, level: null };
export const resident: Actor = { kind: 'resident', id: 'resident-1', level: null };
export const officer: Actor = { kind: 'officer', id: 'officer-1', level: 'block' };
const because = (rule: string, facts: Reason['facts'] = {}): Reason => ({ rule, facts });

type Said<N extends EventName> = Partial<BodyOf<N>> & { at?: string };

/** The events of one request, in the order of the log, each a minute after the one before unless it says when. */
export class Life {
  readonly events: Received[] = [];
  readonly id: string;
  readonly number: string;
  private readonly written = new Map<string, number>();
  private now = Date.parse('2026-11-24T02:00:00.000Z');

  constructor(serial = 1, id: string = randomUUIDv7()) {
    this.id = id;
    this.number = `310106-261124-${String(serial).padStart(5, '0')}-7`;
  }

  say<N extends EventName>(name: N, { at, ...body }: Said<N> & Record<string, unknown>): this {
    const { writer } = catalogue[name];
    const sequence = (this.written.get(writer) ?? 0) + 1;
    this.written.set(writer, sequence);
    this.now = at ? Date.parse(at) : this.now + 60_000;
    this.events.push({
      id: randomUUID(),
      name,
      time: new Date(this.now).toISOString(),
      source: `/liandong/${writer}`,
      sequence,
      body: { requestId: this.id, by: system, reason: because('test'), ...body },
    } as unknown as Received);
    return this;
  }

  submitted(changes: Partial<BodyOf<'RequestSubmitted'>> = {}): this {
    return this.say('RequestSubmitted', {
      ...plainSubmission,
      number: this.number,
      jurisdiction: JURISDICTION,
      areaCode: BLOCK,
      ...changes,
    });
  }

  triaged(changes: Partial<BodyOf<'RequestTriaged'>> = {}): this {
    return this.say('RequestTriaged', {
      reason: because('triage.rule.home_and_street', { words: ['车位'] }),
      areaCode: BLOCK,
      category: 'urban_construction',
      severity: 'ordinary',
      kind: 'ordinary',
      entryLevel: 'block',
      ...changes,
    });
  }

  assigned(
    number: number,
    level: string,
    areaCode: string,
    cause = 'triage',
    changes: Partial<BodyOf<'RequestAssigned'>> = {},
  ): this {
    return this.say('RequestAssigned', {
      reason: because(cause === 'triage' ? 'assignment.entry' : `deadline.resolve`, {
        dueAt: '2026-11-24T09:00:00.000Z',
      }),
      assignment: {
        number,
        level,
        beyond: false,
        areaCode,
        office: { code: `o-${areaCode}`, name: `${level} office` },
        officerId: `officer-${number}`,
      },
      cause,
      previous: number > 1 ? number - 1 : null,
      skipped: [],
      above: [
        { level: 'village', office: null },
        { level: 'street', office: { code: 'o-street', name: 'street office' } },
      ],
      category: 'urban_construction',
      severity: 'ordinary',
      kind: 'ordinary',
      sealed: null,
      ...changes,
    });
  }

  deadlines(assignmentNumber: number, due: Record<string, string>, next: string | null = null): this {
    const deadlines = Object.entries(due).map(([kind, dueAt]) => ({
      kind,
      dueAt,
      provisional: false,
      rule: `levels.x.${kind}`,
    }));
    return this.say('DeadlinesSet', {
      assignmentNumber,
      deadlines: deadlines as BodyOf<'DeadlinesSet'>['deadlines'],
      next: next ? { level: next, at: due['resolve'] ?? '', rule: 'deadline.resolve' } : null,
      calendarVersion: 'test',
    });
  }

  accepted(assignmentNumber: number, at?: string): this {
    return this.say('AssignmentAccepted', { by: officer, assignmentNumber, ...(at ? { at } : {}) });
  }

  escalated(assignmentNumber: number, fromLevel: string, toLevel: string, at?: string): this {
    return this.say('EscalationRaised', {
      reason: because('deadline.resolve', { dueAt: '2026-11-24T09:00:00.000Z' }),
      assignmentNumber,
      fromLevel,
      toLevel,
      beyond: false,
      cause: 'deadline',
      dueAt: '2026-11-24T09:00:00.000Z',
      ...(at ? { at } : {}),
    });
  }

  /** Submitted, triaged, held by the block with deadlines. */
  held(): this {
    return this.submitted()
      .triaged()
      .assigned(1, 'block', BLOCK)
      .deadlines(1, { accept: '2026-11-24T04:00:00.000Z', resolve: '2026-11-24T09:00:00.000Z' }, 'village');
  }

  resolved(assignmentNumber: number, level: string, sealed: string | null = null): this {
    return this.say('RequestResolved', { by: officer, assignmentNumber, level, sealed });
  }

  closed(assignmentNumber: number): this {
    return this.say('SolutionConfirmed', { by: resident, assignmentNumber, rating: 5, sealed: null })
      .say('RequestClosed', { by: resident, how: 'confirmed', assignmentNumber })
      .say('AssignmentEnded', { assignmentNumber, because: 'closed' })
      .deadlines(assignmentNumber, {});
  }
}

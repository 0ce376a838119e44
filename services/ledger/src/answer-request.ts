import type { Language } from '#chassis/language.js';
import type { Sealer } from '#chassis/sealer.js';
import { toOffsetTime } from '#chassis/time.js';
import type { Names } from './domain/event-text.js';
import { isLate } from './domain/lateness.js';
import type { RequestView } from './domain/request-view.js';
import { ruleText } from './domain/rule-text.js';

export interface Asked {
  readonly language: Language;
  readonly names: Names;
  readonly sealer: Pick<Sealer, 'open'>;
  /** Domain time, RFC 3339 UTC. */
  readonly now: string;
}

const orNull = (instant: string | null): string | null => (instant === null ? null : toOffsetTime(instant));

/** A request as REST answers it; times with offset. */
export function answerRequest(view: RequestView, asked: Asked) {
  const { supervision, extension } = view;
  return {
    id: view.requestId,
    number: view.number,
    state: view.state,
    category: view.category,
    severity: view.severity,
    kind: view.kind,
    level: view.level,
    assignment: answerAssignment(view, asked.sealer),
    deadlines: view.deadlines.map(({ kind, dueAt, provisional, rule }) => ({
      kind,
      dueAt: toOffsetTime(dueAt),
      provisional,
      rule,
    })),
    next: answerNext(view, asked),
    late: isLate(view, asked.now),
    overdueSince: orNull(view.overdue?.since ?? null),
    receivedAt: toOffsetTime(view.receivedAt),
    resolvedAt: orNull(view.resolvedAt),
    endedAt: orNull(view.endedAt),
    ...(view.state === 'closed' && view.endedAt !== null ? { closedAt: toOffsetTime(view.endedAt) } : {}),
    closedHow: view.closedHow,
    rating: view.rating,
    climbs: view.climbs,
    disputes: view.disputes,
    jurisdiction: view.jurisdiction,
    areaCode: view.areaCode,
    channel: view.channel,
    profile: view.profile,
    pausedUntil: orNull(view.pausedUntil),
    supervision: supervision && {
      replyBy: toOffsetTime(supervision.replyBy),
      answeredAt: orNull(supervision.answeredAt),
    },
    extension: extension && { until: toOffsetTime(extension.until), decision: extension.decision },
    returnAsked: view.returnAsked,
  };
}

export type RequestAnswer = ReturnType<typeof answerRequest>;

function answerAssignment({ assignment }: RequestView, sealer: Asked['sealer']) {
  if (!assignment) return null;
  const contact = sealer.open<{ officerName?: string }>(assignment.officerSealed);
  return {
    number: assignment.number,
    level: assignment.level,
    beyond: assignment.beyond,
    areaCode: assignment.areaCode,
    office: assignment.office,
    officer: { id: assignment.officerId, name: contact?.officerName ?? '' },
    since: toOffsetTime(assignment.since),
    ...(assignment.acceptedAt === null ? {} : { acceptedAt: toOffsetTime(assignment.acceptedAt) }),
  };
}

/** Where it goes if nothing happens, as the registry stood at the assignment: rosters and absences may change until then. */
function answerNext({ next, assignment }: RequestView, { names, language }: Asked) {
  if (!next) return null;
  const { zh, en } = ruleText({ rule: next.rule, facts: { dueAt: next.at } }, names);
  return {
    level: next.level,
    office: officeAt(next.level, assignment?.above ?? []),
    at: toOffsetTime(next.at),
    rule: next.rule,
    reason: language === 'en' ? en : zh,
  };
}

/** A level where nobody is present is climbed past. */
function officeAt(level: string, above: NonNullable<RequestView['assignment']>['above']) {
  const from = above.findIndex((rung) => rung.level === level);
  return from < 0 ? null : (above.slice(from).find(({ office }) => office)?.office ?? null);
}

import { type Static, Type, type TProperties } from '@sinclair/typebox';
import { Kind, LevelId, Severity } from '#contracts/parts.js';
import { DURATION_EXAMPLES } from '#working-time/duration-words.js';

const object = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(properties, { additionalProperties: false, ...(description ? { description } : {}) });

const Id = Type.String({ pattern: '^[a-z][a-z0-9_]*$' });

/** Chinese first, English beside it. */
export const Words = object({ zh: Type.String({ minLength: 1 }), en: Type.String({ minLength: 1 }) });

/** A length of time that says its own kind of time; read by `readDuration` of working-time. */
export const DurationText = Type.String({
  minLength: 1,
  examples: [...DURATION_EXAMPLES],
  description:
    'e.g. "2 working hours", "5 working days from next day", "15 calendar days", "10 minutes round-the-clock"',
});

/** A deadline by severity; `ordinary` holds where a severity is not named. */
const BySeverity = object({
  ordinary: DurationText,
  urgent: Type.Optional(DurationText),
  emergency: Type.Optional(DurationText),
});

/** What passing the deadline does: `climb` moves the request to the next level, `report` only tells. */
const OnExpiry = Type.Union([Type.Literal('climb'), Type.Literal('report')]);

const LevelDeadlines = object({
  accept: Type.Optional(object({ within: BySeverity, onExpiry: OnExpiry })),
  resolve: object({ within: BySeverity, onExpiry: OnExpiry }),
  warn: Type.Optional(
    object(
      { before: DurationText },
      'how long before `resolve` the holder is warned, counted backwards in working or elapsed time',
    ),
  ),
});

export const Level = object({
  id: LevelId,
  title: Words,
  codeLength: Type.Integer({
    minimum: 2,
    maximum: 15,
    description: 'length of the area codes on this level',
  }),
  routing: Type.Union([Type.Literal('area'), Type.Literal('matter')], {
    description:
      'area: the area’s general office; matter: the office whose `matters` name the category, else the general one',
  }),
  deadlines: LevelDeadlines,
});

/** The rung beyond the top level: a relation (deputy paired with the area) or a coordinating office. */
export const Beyond = object({
  id: LevelId,
  title: Words,
  holder: Type.Union([Type.Literal('deputy'), Type.Literal('office')]),
  reply: object({ within: DurationText }),
});

/** All stated parts must hold. `words`: any of them occurs in title or text. */
const When = object({
  words: Type.Optional(Type.Array(Type.String({ minLength: 1 }), { minItems: 1 })),
  lead: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description:
        '`words` count only in the title and in so many first characters of the text: what the matter is, not what it mentions',
    }),
  ),
  category: Type.Optional(Type.Array(Id, { minItems: 1 })),
  channel: Type.Optional(Type.Array(Id, { minItems: 1 })),
  urgency: Type.Optional(Type.Array(Severity, { minItems: 1 })),
});

export const TriageRule = object({
  id: Id,
  clause: Type.Optional(Type.String({ description: 'where the rule comes from' })),
  when: When,
  then: object({
    category: Type.Optional(Id),
    severity: Type.Optional(Severity),
    kind: Type.Optional(Kind),
    entryLevel: Type.Optional(LevelId),
  }),
});

export const DeclineRule = object({ id: Id, when: When, redirect: Words });

/** Before one of `acts`, a written opinion of the given form must stand in the assignment’s record. */
export const Gate = object({
  id: Id,
  when: object({ kind: Type.Array(Kind, { minItems: 1 }) }),
  levels: Type.Optional(
    Type.Array(LevelId, { minItems: 1, description: 'only on these levels; all when absent' }),
  ),
  before: Type.Array(Type.Union([Type.Literal('progress'), Type.Literal('resolve')]), { minItems: 1 }),
  requires: Type.Union([Type.Literal('office'), Type.Literal('meeting'), Type.Literal('centre')], {
    description:
      'office: the office’s opinion; meeting: the leadership meeting’s, with its minutes; centre: the coordination centre’s',
  }),
});

/** One notice owed. `on` names the event that makes it due. */
export const NoticeRule = object({
  purpose: Id,
  on: Type.Union(
    (
      [
        'RequestSubmitted',
        'RequestAssigned',
        'DeadlinesSet',
        'OpinionGiven',
        'RequestResolved',
        'EscalationRaised',
        'DeadlineWarned',
        'ExtensionDecided',
        'RequestPaused',
        'SupervisionOpened',
        'RequestClosed',
        'RequestDeclined',
        'RequestWithdrawn',
        'DeadlinePassed',
      ] as const
    ).map((e) => Type.Literal(e)),
  ),
  assignments: Type.Optional(
    Type.Union([Type.Literal('first'), Type.Literal('later')], {
      description: 'only for the first assignment, or only for later ones',
    }),
  ),
  to: Type.Array(Type.Union([Type.Literal('resident'), Type.Literal('handler')]), { minItems: 1 }),
  text: object(
    { resident: Type.Optional(Words), handler: Type.Optional(Words) },
    'templates; {number} {office} {officer} {phone} {until} {level} {redirect} are filled in',
  ),
});

export const Profile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    name: Id,
    version: Type.Integer({ minimum: 1 }),
    title: Words,
    source: Type.Optional(Type.String({ description: 'the practice it models' })),
    officeHours: Type.Optional(
      Type.Array(
        object({
          from: Type.String({ pattern: '^\\d{2}:\\d{2}$' }),
          to: Type.String({ pattern: '^\\d{2}:\\d{2}$' }),
          days: Type.Optional(Type.Array(Type.String())),
        }),
        { minItems: 1 },
      ),
    ),
    channels: Type.Array(object({ id: Id, title: Words }), { minItems: 1 }),
    categories: Type.Array(object({ id: Id, title: Words }), { minItems: 1 }),
    levels: Type.Array(Level, { minItems: 1, maxItems: 7, description: 'lowest first' }),
    beyond: Type.Optional(Beyond),
    triage: object({
      entryLevel: LevelId,
      rules: Type.Array(TriageRule),
      decline: Type.Array(DeclineRule),
      queue: object({
        within: DurationText,
        fallback: object({ category: Id, severity: Severity, kind: Kind, entryLevel: LevelId }),
      }),
    }),
    gates: Type.Array(Gate),
    help: object({ reasons: Type.Array(object({ code: Id, title: Words }), { minItems: 1 }) }),
    returns: object({
      reasons: Type.Array(object({ code: Id, title: Words, basis: Type.String() }), { minItems: 1 }),
      within: object(
        { ask: DurationText, decide: DurationText },
        'how long after assignment a return may be asked; how long one level up may take',
      ),
    }),
    extension: object({
      atMost: Type.Integer({ minimum: 0 }),
      longest: DurationText,
      decideWithin: DurationText,
    }),
    pause: object({
      longest: DurationText,
      reasons: Type.Array(object({ code: Id, title: Words }), { minItems: 1 }),
    }),
    supervision: object({ replyWithin: DurationText }),
    closing: object({
      onTheSpotLevels: Type.Array(LevelId, {
        description: 'levels whose officers may record what was answered on the spot',
      }),
      waitForNotices: Type.Array(Id, {
        description: 'purposes whose notices must be settled before closing',
      }),
      followUp: object(
        { within: DurationText },
        'when the holder follows up a solved request nobody confirmed',
      ),
      exceptionReasons: Type.Array(object({ code: Id, title: Words }), { minItems: 1 }),
    }),
    notices: Type.Array(NoticeRule),
  },
  {
    $id: 'https://liandong.dev/profiles/profile.schema.json',
    title: 'Liandong profile',
    description: 'A practice as data: levels, deadlines, gates, notices, closing.',
    additionalProperties: false,
  },
);

export type Profile = Static<typeof Profile>;
export type Level = Static<typeof Level>;
export type Gate = Static<typeof Gate>;
export type NoticeRule = Static<typeof NoticeRule>;
export type TriageRule = Static<typeof TriageRule>;

/** A jurisdiction: a root area and the profile in force there. */
export interface Jurisdiction {
  readonly code: string;
  readonly name: string;
  readonly profile: string;
}

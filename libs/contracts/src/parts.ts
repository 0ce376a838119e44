import { type Static, Type, type TObject, type TProperties } from '@sinclair/typebox';

/** An instant on the wire and in states: RFC 3339 in UTC with milliseconds, so that text order is time order. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$',
  description: 'RFC 3339, UTC, milliseconds',
});

/** Division code: 6 digits county, 9 street, 12 village, 15 block; a code is the prefix of all it contains. */
export const AreaCode = Type.String({
  pattern: '^\\d{2,15}$',
  description: 'division code; prefix of what it contains',
});

/** A rung's id in the profile (`block`, `village`, …, or the id of the rung beyond). */
export const LevelId = Type.String({ pattern: '^[a-z][a-z0-9_]*$', description: 'level id of the profile' });

export const AssignmentNumber = Type.Integer({
  minimum: 1,
  description: 'fencing token: 1, 2, 3 … within the request',
});

export const Severity = Type.Union([
  Type.Literal('ordinary'),
  Type.Literal('urgent'),
  Type.Literal('emergency'),
]);
export type Severity = Static<typeof Severity>;

export const Kind = Type.Union([Type.Literal('ordinary'), Type.Literal('major'), Type.Literal('joint')]);
export type Kind = Static<typeof Kind>;

/** Why a move was made: the rule by name and the facts it looked at. Never personal data, never free text. */
export const Reason = Type.Object(
  {
    rule: Type.String({ minLength: 1, description: 'rule id, e.g. deadline.resolve' }),
    facts: Type.Record(
      Type.String(),
      Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null(), Type.Array(Type.String())]),
    ),
  },
  { additionalProperties: false },
);
export type Reason = Static<typeof Reason>;

/** Who acted. `id` is opaque (token subject or officer id). */
export const Actor = Type.Object(
  {
    kind: Type.Union([
      Type.Literal('resident'),
      Type.Literal('officer'),
      Type.Literal('admin'),
      Type.Literal('system'),
    ]),
    id: Type.Union([Type.String(), Type.Null()]),
    level: Type.Union([LevelId, Type.Null()]),
  },
  { additionalProperties: false },
);
export type Actor = Static<typeof Actor>;

/** Free text and personal data, encrypted (AES-256-GCM); opened only by services that hold the key. */
export const Sealed = Type.Union(
  [Type.String({ pattern: '^[A-Za-z0-9._-]+:[A-Za-z0-9_-]+$' }), Type.Null()],
  {
    description: 'key id, colon, base64url of nonce + ciphertext + tag; null where there is nothing to say',
  },
);

export const ProfileRef = Type.Object(
  { name: Type.String(), version: Type.Integer({ minimum: 1 }) },
  { additionalProperties: false },
);
export type ProfileRef = Static<typeof ProfileRef>;

const common = { requestId: Type.String({ format: 'uuid' }), by: Actor, reason: Reason };

/** Every body: the request, who acted, why. The time is the CloudEvents attribute `time`. */
export function message<P extends TProperties>(
  title: string,
  writer: Writer,
  description: string,
  properties: P,
) {
  const schema: TObject<P & typeof common> = Type.Object(
    { ...common, ...properties },
    { $id: `https://liandong.dev/events/${title}.v1.json`, title, description, additionalProperties: false },
  );
  return Object.assign(schema, { writer });
}

/** The services that write to the log; each event has exactly one. */
export type Writer = 'intake' | 'triage' | 'assignment' | 'escalation' | 'notification';

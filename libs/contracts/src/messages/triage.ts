import { Type } from '@sinclair/typebox';
import { AreaCode, Kind, LevelId, message, Sealed, Severity } from '../parts.js';

export const TriageQueued = message(
  'TriageQueued',
  'triage',
  'No rule decides; people shall, until the triage deadline.',
  {
    areaCode: Type.Union([AreaCode, Type.Null()]),
  },
);

export const RequestTriaged = message(
  'RequestTriaged',
  'triage',
  'What it is, how urgent, which kind, where it starts.',
  {
    areaCode: Type.Union([AreaCode, Type.Null()]),
    category: Type.String(),
    severity: Severity,
    kind: Kind,
    entryLevel: LevelId,
  },
);

export const RequestDeclined = message(
  'RequestDeclined',
  'triage',
  'Not for this door; the requester is told which one is.',
  {
    redirect: Type.Object({ zh: Type.String(), en: Type.String() }, { additionalProperties: false }),
    sealed: Sealed,
  },
);

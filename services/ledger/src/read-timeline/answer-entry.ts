import type { Language } from '#chassis/language.js';
import { toOffsetTime } from '#chassis/time.js';
import type { EventName } from '#contracts/catalogue.js';
import type { Actor, Reason } from '#contracts/parts.js';
import type { Names } from '../domain/event-text.js';
import { reasonText } from '../domain/reason-text.js';
import { toldFacts } from '../domain/told-facts.js';

export interface EntryRow {
  readonly seq: number;
  readonly at: Date;
  readonly type: EventName;
  readonly by: Actor;
  readonly level: string | null;
  readonly assignment_number: number | null;
  readonly reason: Reason;
  readonly about: Readonly<Record<string, unknown>>;
  readonly sealed: string | null;
}

export interface EntryAnswer {
  readonly seq: number;
  readonly at: string;
  readonly type: EventName;
  readonly by: Actor;
  readonly level?: string;
  readonly assignmentNumber?: number;
  readonly reason: Reason & { readonly text: string };
  /** What was written, where the caller may read it. */
  readonly text?: string;
}

export interface Reading {
  readonly language: Language;
  readonly names: Names;
  readonly open: (sealed: string | null) => Record<string, unknown> | null;
  readonly hidesRequester: boolean;
}

export function answerEntry(row: EntryRow, { language, names, open, hidesRequester }: Reading): EntryAnswer {
  const { zh, en } = reasonText(row.type, row.about, row.reason, names);
  const written = open(row.sealed)?.['text'];
  return {
    seq: row.seq,
    at: toOffsetTime(row.at),
    type: row.type,
    by: hidesRequester && row.by.kind === 'resident' ? { ...row.by, id: null } : row.by,
    ...(row.level === null ? {} : { level: row.level }),
    ...(row.assignment_number === null ? {} : { assignmentNumber: row.assignment_number }),
    reason: {
      rule: row.reason.rule,
      facts: toldFacts(row.type, row.about, row.reason.facts),
      text: language === 'en' ? en : zh,
    },
    ...(typeof written === 'string' && written !== '' ? { text: written } : {}),
  };
}

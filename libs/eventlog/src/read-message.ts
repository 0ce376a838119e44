import type { EventName, Received } from '#contracts/catalogue.js';
import { readInstant } from '#contracts/read-instant.js';
import type { IHeaders } from 'kafkajs';
import { readHeaders } from './mended-kafkajs/decode-headers-when-asked.js';
import { faultOf, isEventName, isUuid } from './event-schemas.js';

/** A record as it came from the log, or from the dead letters. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
}

export type ReadMessage =
  /** Nobody here wants it: not even parsed. */
  | { readonly kind: 'skipped'; readonly why: 'no_handler' | 'unknown_type' }
  | {
      readonly kind: 'event';
      readonly event: Received;
      readonly requestId: string;
      readonly traceparent?: string;
    }
  | { readonly kind: 'poison'; readonly cause: PoisonCause; readonly detail: string };

/** Why an event cannot be handled, as kept in the dead letters. */
export type PoisonCause =
  | 'no_type'
  | 'unknown_version'
  | 'bad_key'
  | 'bad_header'
  | 'null_value'
  | 'broken_json'
  | 'schema_mismatch'
  | 'handler_failed'
  | 'waiting';

const TYPE = /^liandong\.([A-Za-z]+)\.v(\d+)$/;

/** Why an event of this type is not looked into here, told by the type alone; null: it is. One without a type is looked into, and is poison. */
export function passedOver(
  type: string | undefined,
  wanted: (name: EventName) => boolean,
): 'no_handler' | 'unknown_type' | null {
  if (!type) return null;
  const known = knownType(type);
  if (!known) return 'unknown_type';
  return wanted(known.name) ? null : 'no_handler';
}

/** @returns null for what is no event of the catalogue */
function knownType(type: string): { readonly name: EventName; readonly version: string } | null {
  const [, name = '', version = ''] = TYPE.exec(type) ?? [];
  return isEventName(name) ? { name, version } : null;
}

/** Headers first: what no handler wants is told by its type alone. */
export function readMessage(record: LogRecord, wanted: (name: EventName) => boolean): ReadMessage {
  const { headers, key, value } = record;
  const type = headers.ce_type;
  if (!type) return poison('no_type', 'the header ce_type is missing');
  const why = passedOver(type, wanted);
  if (why) return { kind: 'skipped', why };
  const { name, version } = knownType(type)!;
  if (version !== '1') return poison('unknown_version', `${name} version ${version}`);
  if (!isUuid(key)) return poison('bad_key', 'the key is not a UUID');
  const { ce_id: id, ce_time: time, ce_source: source, ce_sequence: sequence } = headers;
  if (!isUuid(id)) return poison('bad_header', 'ce_id is not a UUID');
  const at = time ? readInstant(time) : null;
  if (!at) return poison('bad_header', 'ce_time is not an instant');
  if (!source) return poison('bad_header', 'ce_source is missing');
  if (!sequence || !/^\d{1,9}$/.test(sequence)) return poison('bad_header', 'ce_sequence is not a number');
  if (value === null) return poison('null_value', 'the value is null');
  let body: unknown;
  try {
    body = JSON.parse(value.toString('utf8'));
  } catch {
    return poison('broken_json', 'the value is not JSON');
  }
  const fault = faultOf(name, body);
  if (fault) return poison('schema_mismatch', fault);
  const requestId = key.toLowerCase();
  if ((body as { requestId: string }).requestId.toLowerCase() !== requestId)
    return poison('bad_key', 'the key is not the request of the body');
  const event = {
    id: id.toLowerCase(),
    name,
    time: at,
    source,
    sequence: Number(sequence),
    body,
  } as Received;
  return {
    kind: 'event',
    event,
    requestId,
    ...(headers.traceparent ? { traceparent: headers.traceparent } : {}),
  };
}

/** Header values as text; a header given twice counts by its first. */
export function textHeaders(headers: IHeaders | undefined): Record<string, string> {
  const text: Record<string, string> = {};
  const read = headers && readHeaders(headers);
  for (const name in read) {
    const value = textOf(read[name]);
    if (value !== undefined) text[name] = value;
  }
  return text;
}

export function textOf(header: IHeaders[string]): string | undefined {
  const value = Array.isArray(header) ? header[0] : header;
  return value?.toString();
}

/** The request a record belongs to, as far as its key tells. */
export const requestOf = (record: LogRecord): string | null =>
  isUuid(record.key) ? record.key.toLowerCase() : null;

const poison = (cause: PoisonCause, detail: string): ReadMessage => ({ kind: 'poison', cause, detail });

import { catalogue, type EventName } from '#contracts/catalogue.js';
import { FormatRegistry } from '@sinclair/typebox';
import { type TypeCheck, TypeCompiler } from '@sinclair/typebox/compiler';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const isUuid = (text: unknown): text is string => typeof text === 'string' && UUID.test(text);

FormatRegistry.Set('uuid', isUuid);

type Schema = (typeof catalogue)[EventName];
const compiled = new Map<EventName, TypeCheck<Schema>>();

export const isEventName = (name: string): name is EventName => Object.hasOwn(catalogue, name);

/** What is wrong with a body, as `path: message`; undefined if it fits the schema of its event. Values are never quoted. */
export function faultOf(name: EventName, body: unknown): string | undefined {
  let check = compiled.get(name);
  if (!check) {
    check = TypeCompiler.Compile<Schema>(catalogue[name]);
    compiled.set(name, check);
  }
  if (check.Check(body)) return undefined;
  const first = check.Errors(body).First();
  return first ? `${first.path || '/'}: ${first.message}` : 'does not fit its schema';
}

import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { escaped, faultOfValue } from './check-text.js';
import { type FieldFault, Problem } from './problem.js';
import { wordsOfRule } from './rule-words.js';

const MOST_FAULTS = 50;
const PRIMITIVES = new Set<unknown>([String, Number, Boolean, Array, Object, undefined]);

/** class-validator at the door: unknown fields refused, every fault named by its pointer. */
@Injectable()
export class InputPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: false },
      exceptionFactory: (errors) => new Problem('validation_failed', { errors: faultsOf(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const place = metadata.type === 'param' ? 'path' : metadata.type === 'query' ? 'query' : undefined;
    if (metadata.type === 'custom') return value;
    const name = metadata.data ? `/${escaped(metadata.data)}` : '';
    const fault = place ? faultOfValue(value) : null; // bodies were looked at before they came here
    if (fault) throw refused([fault], name, place);
    // An array or a bare value would pass unlooked at: the class's rules speak of fields.
    if (metadata.type === 'body' && !metadata.data && !PRIMITIVES.has(metadata.metatype))
      if (value !== undefined && (value === null || typeof value !== 'object' || Array.isArray(value)))
        throw refused([
          { pointer: '', detail: { zh: '应为对象', en: 'must be an object' }, rule: 'isObject' },
        ]);
    if (metadata.type === 'body') {
      const nulls = nullFaults(value);
      if (nulls.length > 0) throw refused(nulls);
    }
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (error) {
      if (error instanceof Problem) throw refused(error.options.errors ?? [], name, place);
      throw error;
    }
  }
}

// `@IsOptional` lets null pass, and then `field !== undefined` and `field` would decide differently about the same input.
function nullFaults(value: unknown, parent = ''): FieldFault[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const pointer = `${parent}/${escaped(key)}`;
    return inner === null ? [{ pointer, detail: NOT_NULL, rule: 'notNull' }] : nullFaults(inner, pointer);
  });
}

const NOT_NULL = { zh: '不能为 null;没有就省略', en: 'must not be null; leave it out' };

function refused(faults: readonly FieldFault[], name = '', place?: 'query' | 'path'): Problem {
  const errors = faults.map((fault) => ({
    ...fault,
    pointer: name + fault.pointer,
    ...(place ? { in: place } : {}),
  }));
  return new Problem('validation_failed', { errors });
}

function faultsOf(errors: readonly ValidationError[], parent = ''): FieldFault[] {
  return errors
    .flatMap((error) => {
      const pointer = `${parent}/${escaped(error.property)}`;
      const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
        pointer,
        detail: wordsOfRule(rule, message),
        rule,
      }));
      return [...own, ...faultsOf(error.children ?? [], pointer)];
    })
    .slice(0, MOST_FAULTS);
}

import { Problem } from '#chassis/problem.js';
import { readDuration } from '#working-time/read-duration.js';
import type { ExtensionDto } from './acts.dto.js';

/**
 * Until when more time is wished for.
 * @throws Problem validation_failed naming the field
 */
export function extensionWish({ until, duration }: ExtensionDto): string | { readonly duration: string } {
  if (until !== undefined && duration !== undefined)
    throw refused('until 与 duration 只能填一个', 'either until or duration, not both', 'either');
  if (until !== undefined) return until;
  const read = readDuration(duration);
  if ('fault' in read) throw refused('写法不对，例如 2 working days', read.fault, 'duration');
  return { duration: duration as string };
}

const refused = (zh: string, en: string, rule: string): Problem =>
  new Problem('validation_failed', { errors: [{ pointer: '/duration', rule, detail: { zh, en } }] });

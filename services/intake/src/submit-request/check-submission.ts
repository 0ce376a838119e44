import { type FieldFault, Problem } from '#chassis/problem.js';
import type { Profile } from '#profile/model.js';
import type { SubmissionDto } from './submission.dto.js';

/** Channel and category are the profile's to name. @throws Problem validation_failed with the allowed values */
export function checkAgainstProfile({ channel, category }: SubmissionDto, profile: Profile): void {
  const faults = [
    ...unknownIn('channel', channel, profile.channels),
    ...unknownIn('category', category, profile.categories),
  ];
  if (faults.length > 0) throw refused(faults);
}

export const unknownJurisdiction = (codes: readonly string[]): Problem =>
  refused([oneOf('jurisdiction', codes)]);

function unknownIn(
  field: string,
  value: string | undefined | null,
  known: readonly { readonly id: string }[],
): FieldFault[] {
  const ids = known.map(({ id }) => id);
  return value === undefined || value === null || ids.includes(value) ? [] : [oneOf(field, ids)];
}

const oneOf = (field: string, allowed: readonly string[]): FieldFault => ({
  pointer: `/${field}`,
  rule: 'isIn',
  detail: {
    zh: `应为下列之一：${allowed.join('、')}`,
    en: `must be one of the following values: ${allowed.join(', ')}`,
  },
});

const refused = (errors: readonly FieldFault[]): Problem => new Problem('validation_failed', { errors });

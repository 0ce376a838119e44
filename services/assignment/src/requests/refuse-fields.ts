import { escaped } from '#chassis/check-text.js';
import { Problem } from '#chassis/problem.js';

/** An act that says nothing takes no body, or an empty object: a field nobody reads would be a misunderstanding. */
export function refuseFields(body: object | undefined): void {
  const names = body && typeof body === 'object' ? Object.keys(body) : [];
  if (names.length === 0) return;
  throw new Problem('validation_failed', {
    errors: names.slice(0, 50).map((name) => ({
      pointer: `/${escaped(name)}`,
      rule: 'whitelistValidation',
      detail: { zh: '不认识的字段', en: 'unknown field' },
    })),
  });
}

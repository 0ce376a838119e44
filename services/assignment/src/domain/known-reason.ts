import { rejected, type Rejected } from '#decider/decision.js';

interface Coded {
  readonly code: string;
}

/** Refuses a reason code the profile does not list; names those it does. */
export function unknownReason(reasons: readonly Coded[], reasonCode: string): Rejected | null {
  const codes = reasons.map(({ code }) => code);
  if (codes.includes(reasonCode)) return null;
  const list = codes.join(', ');
  return rejected('unknown_reason_code', {
    allowed: codes,
    errors: [
      {
        pointer: '/reasonCode',
        rule: 'oneOf',
        detail: { zh: `须为下列之一：${list}`, en: `must be one of: ${list}` },
      },
    ],
  });
}

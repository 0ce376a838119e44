import { Problem } from '#chassis/problem.js';

/** What a single field's rule cannot see. @throws Problem validation_failed unless exactly one of the fields is given */
export function checkExactlyOne<T extends object>(dto: T, names: readonly (keyof T & string)[]): void {
  const given = names.filter((name) => dto[name] !== undefined && dto[name] !== null);
  if (given.length === 1) return;
  throw new Problem('validation_failed', {
    errors: [
      {
        pointer: `/${given[1] ?? names[0]}`,
        rule: 'exactlyOne',
        detail: {
          zh: `${names.join('、')} 须填且只填一个`,
          en: `exactly one of ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`,
        },
      },
    ],
  });
}

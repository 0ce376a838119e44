import { schemaOfRules } from './schema-of-rules.js';

const rule = (name: string, constraints: unknown[] = [], each = false) => ({ name, constraints, each });

describe('schemaOfRules', () => {
  it('joins the rules of a field', () => {
    expect(
      schemaOfRules([rule('isString'), rule('isLength', [1, 20]), rule('whitelistValidation')], false),
    ).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 20,
    });
    expect(schemaOfRules([rule('isInt'), rule('min', [1]), rule('max', [200])], false)).toEqual({
      type: 'integer',
      minimum: 1,
      maximum: 200,
    });
    expect(schemaOfRules([rule('isIn', [[1, 2]])], false)).toEqual({ type: 'number', enum: [1, 2] });
    expect(schemaOfRules([rule('isIn', [[true]])], false)).toEqual({ type: 'boolean', enum: [true] });
    expect(schemaOfRules([rule('matches', [/^a$/])], false)).toEqual({ type: 'string', pattern: '^a$' });
    // JSON Schema has no flags: a pattern that would refuse more than the rule does is left out.
    expect(schemaOfRules([rule('matches', [/^a$/i])], false)).toEqual({ type: 'string' });
  });

  it('tells a list from its items', () => {
    const rules = [
      rule('isArray'),
      rule('arrayMaxSize', [5]),
      rule('isString', [], true),
      rule('maxLength', [9], true),
    ];
    expect(schemaOfRules(rules, true)).toEqual({
      type: 'array',
      maxItems: 5,
      items: { type: 'string', maxLength: 9 },
    });
  });
});

import { escaped, faultOfValue } from './check-text.js';

describe('faultOfValue', () => {
  it.each([null, 1, true, 'text 𠮷', [], {}, { a: [{ b: '中' }] }])('%j is fine', (value) => {
    expect(faultOfValue(value)).toBeNull();
  });

  it.each([
    [{ a: ['x', '\0'] }, '/a/1', 'text'],
    [{ a: { 'b/c~d': '\ud800' } }, '/a/b~1c~0d', 'text'],
    [{ a: { '\udfff': 1 } }, '/a', 'text'],
    [Array(30_000).fill(0), '', 'size'],
  ])('names the place', (value, pointer, rule) => {
    expect(faultOfValue(value)).toMatchObject({ pointer, rule });
  });

  it('goes no deeper than it must', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 100_000; level += 1) deep = { a: deep };
    expect(faultOfValue(deep)).toMatchObject({ rule: 'depth' });
  });

  it('cuts what a caller may have made long', () => {
    expect(escaped('x'.repeat(1_000))).toHaveLength(100);
  });
});

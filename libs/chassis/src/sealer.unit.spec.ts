import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Sealer } from './sealer.js';

const key = (id: string) => ({ id, key: randomBytes(32) });
const k1 = key('k1');
const k2 = key('k2');

describe('the sealer', () => {
  const sealer = new Sealer([k1]);

  it('gives back what was sealed, and shows nothing of it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.string()), (content) => {
        expect(sealer.open(sealer.seal(content))).toEqual({ ...content });
      }),
    );
    expect(sealer.seal({ phone: '13800000000' })).toMatch(/^k1:[\w-]+$/);
  });

  it('seals the same twice in different words', () => {
    expect(sealer.seal({ a: 1 })).not.toBe(sealer.seal({ a: 1 }));
  });

  it('opens what an older key sealed, while that key is held', () => {
    const old = sealer.seal({ a: 1 });
    const rotated = new Sealer([k2, k1]);
    expect(rotated.open(old)).toEqual({ a: 1 });
    expect(rotated.seal({ a: 1 })).toMatch(/^k2:/);
    expect(new Sealer([k2]).open(old)).toBeNull();
  });

  it('opens nothing that was altered, renamed, cut or never sealed', () => {
    const sealed = sealer.seal({ a: 'some text that is longer' });
    const flipped = sealed.slice(0, 30) + (sealed[30] === 'A' ? 'B' : 'A') + sealed.slice(31);
    const both = new Sealer([k1, { id: 'k9', key: k1.key }]);
    for (const text of [
      flipped,
      sealed.replace('k1:', 'k9:'),
      sealed.slice(0, -4),
      'k1:',
      'nothing',
      '',
      null,
      undefined,
    ])
      expect(both.open(text)).toBeNull();
  });
});

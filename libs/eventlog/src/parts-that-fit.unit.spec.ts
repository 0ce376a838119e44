import fc from 'fast-check';
import { partsThatFit } from './parts-that-fit.js';

const MOST = 100;
const rows = fc.array(fc.record({ partition: fc.nat(3), bytes: fc.integer({ min: 1, max: 150 }) }), {
  maxLength: 60,
});

it('together the parts are the rows in their order, and none overfills a partition', () => {
  fc.assert(
    fc.property(rows, (given) => {
      const parts = partsThatFit(given, MOST);
      expect(parts.flat()).toEqual(given);
      for (const part of parts)
        for (const own of Map.groupBy(part, ({ partition }) => partition).values())
          expect(own.length === 1 || own.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST).toBe(true);
    }),
  );
});

it('begins a part only where a partition would overflow', () => {
  const row = (partition: number, bytes: number) => ({ partition, bytes });
  expect(partsThatFit([row(0, 60), row(1, 60), row(0, 40), row(0, 1), row(1, 90)], MOST)).toEqual([
    [row(0, 60), row(1, 60), row(0, 40)],
    [row(0, 1), row(1, 90)],
  ]);
  expect(partsThatFit([], MOST)).toEqual([]);
});

import { readSpan } from './read-span.js';

it.each([
  ['PT3H', 10_800_000],
  ['P2DT12H', 216_000_000],
  ['PT0.5S', 500],
  ['90m', 5_400_000],
  ['P', null],
  ['PT', null],
  ['three hours', null],
  ['', null],
])('%s → %s ms', (text, ms) => expect(readSpan(text)).toBe(ms));

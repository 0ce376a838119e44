import { languageOf } from './language.js';
import { toOffsetTime } from './time.js';
import { traceIdOf, traceparentOf } from './trace.js';

describe('language', () => {
  it.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['zh-CN', 'zh-CN'],
    ['en', 'en'],
    ['en-GB,en;q=0.9', 'en'],
    ['zh;q=0.3, en;q=0.8', 'en'],
    ['en;q=0.3, zh-TW;q=0.8', 'zh-CN'],
    ['fr, en;q=0.1', 'en'],
    ['fr', 'zh-CN'],
    ['en;q=0', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en;q=abc', 'zh-CN'],
    [';;;,,,', 'zh-CN'],
  ])('%s: %s', (header, expected) => expect(languageOf(header)).toBe(expected));
});

describe('time for people', () => {
  it('is China’s, with its offset', () => {
    expect(toOffsetTime('2026-11-24T17:00:00.000Z')).toBe('2026-11-25T01:00:00.000+08:00');
    expect(toOffsetTime(Date.parse('2026-11-24T09:00:00.000Z'))).toBe('2026-11-24T17:00:00.000+08:00');
    expect(Date.parse(toOffsetTime('2026-11-24T09:00:00.123Z'))).toBe(Date.parse('2026-11-24T09:00:00.123Z'));
  });
});

describe('trace', () => {
  const good = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  it('is kept when well-formed', () => expect(traceparentOf(good)).toBe(good));
  it.each([
    undefined,
    '',
    'x',
    good.toUpperCase(),
    good.replace('00-', 'ff-'),
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
  ])('is new for %s', (header) => {
    const traceparent = traceparentOf(header);
    expect(traceparent).toMatch(/^00-[\da-f]{32}-[\da-f]{16}-00$/);
    expect(traceIdOf(traceparent)).toHaveLength(32);
  });
});

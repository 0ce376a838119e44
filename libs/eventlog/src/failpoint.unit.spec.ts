import { armedBy, mayFail } from './failpoint.js';

describe('failpoints', () => {
  it('are there only with leave', () => {
    expect(mayFail({})).toBe(false);
    expect(mayFail({ LIANDONG_FAILPOINTS_ALLOWED: '1' })).toBe(true);
  });

  it('are refused in production', () => {
    const production = { LIANDONG_FAILPOINTS_ALLOWED: '1', NODE_ENV: 'production' };
    expect(() => mayFail(production)).toThrow('not for production');
  });
});

describe('the setting of a failpoint', () => {
  it('is refused where it names no place, so that no test proves nothing', () => {
    expect(() => armedBy('relay.nowhere')).toThrow('no failpoint relay.nowhere');
  });

  it.each([
    ['relay.after-send', { name: 'relay.after-send', count: 1, signal: 'SIGKILL' }],
    ['relay.after-send:3', { name: 'relay.after-send', count: 3, signal: 'SIGKILL' }],
    ['firing.after-fire:2:SIGSTOP', { name: 'firing.after-fire', count: 2, signal: 'SIGSTOP' }],
  ])('%s: a place, the passing at which it strikes, and what happens there', (setting, armed) => {
    expect(armedBy(setting)).toEqual(armed);
  });
});

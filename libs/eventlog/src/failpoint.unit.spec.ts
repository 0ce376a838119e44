import { arm } from './failpoint.js';

const env = { LIANDONG_FAILPOINTS_ALLOWED: '1' };

describe('the failpoint setting', () => {
  it('is off when unset', () => expect(arm({})).toBeUndefined());

  it('is refused without leave', () => {
    expect(() => arm({ LIANDONG_FAILPOINT: 'relay.after-send' })).toThrow('LIANDONG_FAILPOINTS_ALLOWED');
  });

  it('is refused in production, with or without leave', () => {
    const production = { ...env, NODE_ENV: 'production', LIANDONG_FAILPOINT: 'relay.after-send' };
    expect(() => arm(production)).toThrow('not for production');
  });

  it('is refused where it names no place, so that no test proves nothing', () => {
    expect(() => arm({ ...env, LIANDONG_FAILPOINT: 'relay.nowhere' })).toThrow('no failpoint relay.nowhere');
  });

  it.each([
    ['relay.after-send', { name: 'relay.after-send', count: 1, signal: 'SIGKILL' }],
    ['relay.after-send:3', { name: 'relay.after-send', count: 3, signal: 'SIGKILL' }],
    ['firing.after-fire:2:SIGSTOP', { name: 'firing.after-fire', count: 2, signal: 'SIGSTOP' }],
  ])('%s: a place, the passing at which it strikes, and what happens there', (setting, armed) => {
    expect(arm({ ...env, LIANDONG_FAILPOINT: setting })).toEqual(armed);
  });
});

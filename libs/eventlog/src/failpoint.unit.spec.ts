import { arm } from './failpoint.js';

describe('the failpoint setting', () => {
  it('is off when unset', () => expect(arm({})).toBeUndefined());

  it('is refused without leave', () => {
    expect(() => arm({ LIANDONG_FAILPOINT: 'relay.after-send' })).toThrow('LIANDONG_FAILPOINTS_ALLOWED');
  });

  it('names a place and the passing at which it strikes', () => {
    const env = { LIANDONG_FAILPOINTS_ALLOWED: '1' };
    expect(arm({ ...env, LIANDONG_FAILPOINT: 'relay.after-send' })).toEqual({
      name: 'relay.after-send',
      count: 1,
    });
    expect(arm({ ...env, LIANDONG_FAILPOINT: 'relay.after-send:3' })).toEqual({
      name: 'relay.after-send',
      count: 3,
    });
  });
});

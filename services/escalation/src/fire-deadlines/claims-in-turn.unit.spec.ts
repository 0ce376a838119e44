import { ClaimsInTurn } from './claims-in-turn.js';

describe('claims in turn', () => {
  it('begin where the one before ended, whoever asks, until one has caught up', async () => {
    const claims = new ClaimsInTurn('0');
    const begun: string[] = [];
    const claim = (reach: string | null) =>
      claims.next(async (from) => {
        begun.push(from);
        await Promise.resolve();
        return { requestIds: null, reach };
      });
    await Promise.all([claim('1'), claim('2')]);
    expect([begun, claims.haveCaughtUp]).toEqual([['0', '1'], false]);
    await Promise.all([claim(null), claim(null)]);
    expect([begun, claims.haveCaughtUp]).toEqual([['0', '1', '2', '2'], true]);
  });

  it('that fail are left to the next', async () => {
    const claims = new ClaimsInTurn('0');
    const failing = claims.next(() => Promise.reject(new Error('gone')));
    const next = claims.next((from) => Promise.resolve({ requestIds: from, reach: null }));
    await expect(failing).rejects.toThrow('gone');
    expect(await next).toEqual({ requestIds: '0', reach: null });
  });
});

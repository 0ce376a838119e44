import { readRateLimits } from './rate-limits.js';

describe('how much one may ask', () => {
  it('keeps what is not named', () => {
    const faults: string[] = [];
    expect(readRateLimits('resident=0, phone=5', faults)).toMatchObject({
      address: 600,
      resident: 0,
      phone: 5,
    });
    expect(readRateLimits(undefined, faults).address).toBe(600);
    expect(faults).toEqual([]);
  });

  it.each(['off', 'resident', 'resident=-1', 'somebody=3', 'resident=1 staff=2'])('refuses %p', (text) => {
    const faults: string[] = [];
    readRateLimits(text, faults);
    expect(faults).toHaveLength(1);
  });
});

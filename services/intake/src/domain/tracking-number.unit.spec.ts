import fc from 'fast-check';
import { checkDigit, isTrackingNumber, trackingNumber } from './tracking-number.js';

describe('tracking number', () => {
  it('names area, day in Beijing and serial', () => {
    // 16:30 UTC is the next day in Beijing.
    expect(trackingNumber('310106011002003', '2026-11-23T16:30:00.000Z', 17)).toMatch(
      /^310106-261124-00017-\d$/,
    );
    expect(trackingNumber('31', '2026-11-24T01:00:00.000Z', 123_456)).toMatch(/^310000-261124-123456-\d$/);
  });

  it('agrees with the example of the standard', () => {
    expect(checkDigit('0794')).toBe('5');
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(fc.nat(9_999_999), fc.nat(16), fc.integer({ min: 1, max: 9 }), (serial, place, by) => {
        const number = trackingNumber('310106', '2026-11-24T01:00:00.000Z', serial).replaceAll('-', '');
        const wrong = (Number(number[place]) + by) % 10;
        const spoilt = `${number.slice(0, place)}${wrong}${number.slice(place + 1)}`;
        return isTrackingNumber(number) && !isTrackingNumber(spoilt);
      }),
    );
  });
});

import { cursorOf, placeOf } from './cursor.js';

describe('cursor', () => {
  const place = { submittedAt: '2026-11-24T02:00:00.000Z', id: '0190a1b2-0000-7000-8000-000000000001' };

  it('comes back as it went', () => {
    expect(placeOf(cursorOf(place))).toEqual(place);
  });

  it.each([
    '',
    'abc',
    cursorOf({ ...place, id: `' or true` }),
    cursorOf({ ...place, submittedAt: 'now' }),
    cursorOf({ ...place, submittedAt: '2026-02-30T00:00:00.000Z' }),
  ])('refuses %p', (cursor) => {
    expect(placeOf(cursor)).toBeNull();
  });
});

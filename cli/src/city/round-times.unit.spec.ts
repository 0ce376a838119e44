import { toOfficeHour, toQuarter } from './round-times.js';

const beijing = (text: string): number => Date.parse(`${text}+08:00`);

describe('when people act', () => {
  it.each([
    ['2024-03-06T10:20:00', '2024-03-06T11:00:00', 'the next full hour'],
    ['2024-03-06T10:00:00', '2024-03-06T10:00:00', 'a full hour as it is'],
    ['2024-03-06T06:10:00', '2024-03-06T09:00:00', 'in the morning'],
    ['2024-03-06T17:30:00', '2024-03-07T09:00:00', 'after work, the day after'],
    ['2024-03-08T19:00:00', '2024-03-11T09:00:00', 'from Friday evening to Monday'],
    ['2024-03-09T12:00:00', '2024-03-11T12:00:00', 'at the same hour after the weekend'],
  ])('%s → %s: %s', (at, then) => {
    expect(toOfficeHour(beijing(at), Infinity)).toBe(beijing(then));
  });

  it('stays before the time it is due', () => {
    const at = beijing('2024-03-06T10:20:30');
    expect(toOfficeHour(at, beijing('2024-03-06T10:50:00'))).toBe(beijing('2024-03-06T10:21:00'));
    expect(toOfficeHour(at, beijing('2024-03-06T10:20:40'))).toBe(at);
    expect(toQuarter(at, beijing('2024-03-06T10:25:00'))).toBe(beijing('2024-03-06T10:21:00'));
  });

  it('takes the next quarter at any time of the day', () => {
    expect(toQuarter(beijing('2024-03-09T23:50:00'), Infinity)).toBe(beijing('2024-03-10T00:00:00'));
  });
});

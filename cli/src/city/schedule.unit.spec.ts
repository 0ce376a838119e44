import { seededRandom } from './random.js';
import { Schedule } from './schedule.js';

describe('Schedule', () => {
  it('hands out what is due, earliest first', () => {
    const schedule = new Schedule<number>();
    const random = seededRandom(3);
    const times = Array.from({ length: 200 }, () => Math.floor(random() * 1_000));
    times.forEach((at) => schedule.add(at, at));
    const early = schedule.takeDue(500);
    expect(early).toEqual(times.filter((at) => at <= 500).sort((a, b) => a - b));
    expect(schedule.nextAt).toBe(Math.min(...times.filter((at) => at > 500)));
    expect(schedule.takeDue(1_000)).toHaveLength(times.length - early.length);
    expect([schedule.nextAt, schedule.size]).toEqual([null, 0]);
  });

  it('keeps the order of planning at equal times', () => {
    const schedule = new Schedule<string>();
    for (const what of ['a', 'b', 'c', 'd', 'e']) schedule.add(7, what);
    expect(schedule.takeDue(7)).toEqual(['a', 'b', 'c', 'd', 'e']);
  });

  it('forgets the earliest while they are not wanted, and no others', () => {
    const schedule = new Schedule<string>();
    schedule.add(1, 'stale');
    schedule.add(2, 'fresh');
    schedule.add(3, 'stale');
    schedule.dropFirstWhile((what) => what === 'stale');
    expect([schedule.nextAt, schedule.takeDue(9)]).toEqual([2, ['fresh', 'stale']]);
  });
});

import { reportPage } from './report-page.js';
import { reportText } from './report-text.js';
import type { History } from './request-histories.js';
import { quantile, summarise } from './summarise.js';

const DAY = 86_400_000;
const T0 = Date.parse('2024-03-01T01:00:00Z');
const LEVELS = ['village', 'town', 'county'];

const history = (over: Partial<History>): History => ({
  submittedAt: T0,
  stays: [],
  climbs: [],
  late: [],
  triagedBy: 'some_rule',
  queued: false,
  declined: false,
  resolvedAt: null,
  closedAt: null,
  rating: null,
  disputes: 0,
  ...over,
});

const HISTORIES = new Map<string, History>([
  [
    'solved below',
    history({
      stays: [{ level: 'village', from: T0, until: T0 + DAY }],
      resolvedAt: T0 + DAY,
      closedAt: T0 + 2 * DAY,
      rating: 5,
    }),
  ],
  [
    'climbed twice',
    history({
      submittedAt: T0 + DAY,
      stays: [
        { level: 'village', from: T0 + DAY, until: T0 + 3 * DAY },
        { level: 'town', from: T0 + 3 * DAY, until: T0 + 40 * DAY },
        { level: 'county', from: T0 + 40 * DAY, until: null },
      ],
      climbs: [
        { at: T0 + 3 * DAY, from: 'village', to: 'town', cause: 'deadline' },
        { at: T0 + 40 * DAY, from: 'town', to: 'county', cause: 'help' },
      ],
      late: [
        { level: 'village', kind: 'accept', stay: 0 },
        { level: 'village', kind: 'resolve', stay: 0 },
      ],
    }),
  ],
  [
    'disputed, then rated low',
    history({ queued: true, disputes: 1, resolvedAt: T0 + DAY, closedAt: T0 + 3 * DAY, rating: 3 }),
  ],
  ['declined', history({ declined: true })],
]);

const RUN = { wallMs: 2_000, steps: 9, cut: null, inRecord: 4, repliedAt: new Map<string, number>() };

describe('the figures of a replay', () => {
  const summary = summarise(HISTORIES, LEVELS, RUN);

  it('counts messages, pace and what triage did', () => {
    expect(summary).toMatchObject({
      messages: 4,
      inRecord: 4,
      firstAt: '2024-03-01',
      lastAt: '2024-03-02',
      wallSeconds: 2,
      requestsPerSecond: 2,
      queuedForPeople: { count: 1, of: 4 },
      declined: { count: 1, of: 4 },
      stillOpen: 1,
    });
  });

  it('counts climbs to which level, why and when', () => {
    expect(summary).toMatchObject({
      climbed: { count: 1, of: 3 },
      climbsByTarget: { county: 1, town: 1 },
      climbsByCause: { deadline: 1, help: 1 },
      climbsByMonth: { '2024-03': { deadline: 1 }, '2024-04': { help: 1 } },
    });
  });

  it('tells for each level what it held, how long, and what was late', () => {
    expect(summary.levels).toEqual([
      { level: 'village', holdings: 2, late: 1, acceptedLate: 1, holdDaysP50: 2, holdDaysP90: 2 },
      { level: 'town', holdings: 1, late: 0, acceptedLate: 0, holdDaysP50: 37, holdDaysP90: 37 },
      { level: 'county', holdings: 1, late: 0, acceptedLate: 0, holdDaysP50: null, holdDaysP90: null },
    ]);
  });

  it('takes the three rates over those who could count', () => {
    expect(summary).toMatchObject({
      answered: { count: 2, of: 3 },
      solved: { count: 2, of: 2 },
      satisfied: { count: 1, of: 2 },
    });
  });

  it('tells how many days before the real answer a higher desk would have had it', () => {
    const repliedAt = new Map([
      ['solved below', T0 + DAY],
      ['climbed twice', T0 + 21 * DAY],
      ['declined', T0 + DAY],
    ]);
    expect(summarise(HISTORIES, LEVELS, { ...RUN, repliedAt }).replied).toEqual({
      messages: 2,
      answerDaysP50: 20,
      answerDaysP90: 20,
      higherDeskFirst: { count: 1, of: 2 },
      daysEarlierP50: 18,
      daysEarlierP90: 18,
      reached: [
        { level: 'town', count: 1, daysEarlierP50: 18, daysEarlierP90: 18 },
        { level: 'county', count: 0, daysEarlierP50: null, daysEarlierP90: null },
      ],
    });
    expect(summary.replied).toBeNull();
  });

  it('says on every report that it is a part, when it is', () => {
    const part = { ...RUN, cut: 'stopped' as const, inRecord: 9 };
    expect(reportText(summarise(HISTORIES, LEVELS, part))).toMatch(/4\/9[\s\S]*not to the end/);
    expect(reportPage(summarise(HISTORIES, LEVELS, part))).toContain('not to the end');
    expect(reportText(summary)).not.toContain('not to the end');
  });

  it('draws a bar for every level', () => {
    const page = reportPage(summary);
    for (const level of LEVELS) expect(page).toContain(`>${level}</text>`);
    expect(page).not.toMatch(/<script|https?:|NaN|undefined/);
  });
});

describe('quantile', () => {
  it.each([
    [[], 0.5, null],
    [[3], 0.9, 3],
    [[4, 1, 3, 2], 0.5, 3],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 10],
  ])('of %j at %d is %s', (values, part, expected) => {
    expect(quantile(values, part)).toBe(expected);
  });
});

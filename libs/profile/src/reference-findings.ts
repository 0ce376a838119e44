import type { Finding } from './fault.js';
import { textsAt } from './places.js';

interface Reference {
  readonly zh: string;
  readonly en: string;
  /** Where ids are named … */
  readonly from: readonly string[];
  /** … and where they are given. */
  readonly to: readonly string[];
}

const REFERENCES: readonly Reference[] = [
  {
    ...{ zh: '没有这一级', en: 'no such level' },
    from: [
      'triage/entryLevel',
      'triage/queue/fallback/entryLevel',
      'triage/rules/*/then/entryLevel',
      'closing/onTheSpotLevels/*',
    ],
    to: ['levels/*/id'],
  },
  {
    ...{ zh: '没有这一级', en: 'no such level' },
    // An opinion may also be owed on the rung beyond.
    from: ['gates/*/levels/*'],
    to: ['levels/*/id', 'beyond/id'],
  },
  {
    ...{ zh: '没有这一类', en: 'no such category' },
    from: [
      'triage/queue/fallback/category',
      'triage/rules/*/then/category',
      'triage/rules/*/when/category/*',
      'triage/decline/*/when/category/*',
    ],
    to: ['categories/*/id'],
  },
  {
    ...{ zh: '没有这个渠道', en: 'no such channel' },
    from: ['triage/rules/*/when/channel/*', 'triage/decline/*/when/channel/*'],
    to: ['channels/*/id'],
  },
  {
    ...{ zh: '没有这种通知', en: 'no such notice' },
    // Closing would wait for ever for what nobody sends.
    from: ['closing/waitForNotices/*'],
    to: ['notices/*/purpose'],
  },
];

/** Ids that name nothing of the profile. */
export function referenceFindings(profile: unknown): Finding[] {
  return REFERENCES.flatMap(({ zh, en, from, to }) => {
    const known = [...new Set(to.flatMap((pattern) => textsAt(profile, pattern)).map(({ value }) => value))];
    return from
      .flatMap((pattern) => textsAt(profile, pattern))
      .filter(({ value }) => !known.includes(value))
      .map(({ path, value }) => ({
        path,
        zh: `${zh} ${value}`,
        en: `${en} ${value}`,
        hint: `应为其一 / one of: ${known.join(', ')}`,
      }));
  });
}

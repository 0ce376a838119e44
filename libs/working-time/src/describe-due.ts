import { dayOf, formatDay, startOfDay } from './civil-day.js';
import type { DueExplanation, NamedDays } from './explain-due.js';

const WORDS = {
  'zh-CN': {
    counted: (at: string) => `自 ${at} 起算`,
    skipped: (days: string) => `跳过${days}`,
    weekend: (n: number) => `跳过周末 ${n} 天`,
    makeup: (days: string) => `计入调休上班日${days}`,
    named: ({ name }: NamedDays, dates: string) => `${name}（${dates}）`,
    to: '至',
    and: '、',
    next: '；',
  },
  en: {
    counted: (at: string) => `Counted from ${at}`,
    skipped: (days: string) => `passed over ${days}`,
    weekend: (n: number) => `passed over ${n} weekend day${n === 1 ? '' : 's'}`,
    makeup: (days: string) => `counted the make-up working day of ${days}`,
    named: ({ name, nameEn }: NamedDays, dates: string) => `${nameEn ?? name} (${dates})`,
    to: ' to ',
    and: ', ',
    next: '; ',
  },
};

/** One sentence for the person who asks why a deadline lies where it lies. */
export function describeDue(explain: DueExplanation, language: keyof typeof WORDS): string {
  const words = WORDS[language];
  const listed = (days: readonly NamedDays[]) =>
    days
      .map((d) => words.named(d, d.from === d.until ? d.from : d.from + words.to + d.until))
      .join(words.and);
  return [
    words.counted(localTime(explain.countedFrom)),
    ...(explain.skipped.length > 0 ? [words.skipped(listed(explain.skipped))] : []),
    ...(explain.weekendDays > 0 ? [words.weekend(explain.weekendDays)] : []),
    ...(explain.makeup.length > 0 ? [words.makeup(listed(explain.makeup))] : []),
  ].join(words.next);
}

function localTime(at: number): string {
  const day = dayOf(at);
  return `${formatDay(day)} ${new Date(at - startOfDay(day)).toISOString().slice(11, 16)}`;
}

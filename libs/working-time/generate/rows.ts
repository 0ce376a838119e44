/**
 * Rows of the official calendar from the data of the package `chinese-days`.
 *
 * Its older years leave out weekend days next to a holiday (Sunday 5 June 2011 between two days of the Dragon
 * Boat holiday). They are days off anyway, but people call them by the holiday, and an office that opens on
 * Saturdays is closed on them: a run of weekend days that touches a holiday takes its name.
 */
export interface ChineseDays {
  /** By date, "English,Chinese,length". */
  readonly holidays: Readonly<Record<string, string>>;
  readonly workdays: Readonly<Record<string, string>>;
}

export type Row = readonly [
  kind: 'holiday' | 'makeup',
  from: string,
  until: string,
  name: string,
  nameEn: string,
];

const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  元旦: ['元旦', "New Year's Day"],
  春节: ['春节', 'Spring Festival'],
  清明: ['清明节', 'Qingming Festival'],
  劳动节: ['劳动节', 'Labour Day'],
  端午: ['端午节', 'Dragon Boat Festival'],
  中秋: ['中秋节', 'Mid-Autumn Festival'],
  国庆节: ['国庆节', 'National Day'],
  中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日: ['抗战胜利纪念日', 'Victory Day'],
};

const DAY = 86_400_000;
const format = (at: number) => new Date(at).toISOString().slice(0, 10);

export function rowsOf(data: ChineseDays, from: string, until: string): Row[] {
  const rows: Row[] = [];
  for (let at = Date.parse(from); at <= Date.parse(until); at += DAY) {
    const date = format(at);
    const makeup = data.workdays[date];
    const key = (makeup ?? holidayOf(data, at))?.split(',')[1];
    if (key === undefined) continue;
    const names = NAMES[key];
    if (names === undefined) throw new Error(`${date}: no name is known for ${key}; add it to NAMES`);
    const kind = makeup === undefined ? 'holiday' : 'makeup';
    const last = rows.at(-1);
    if (last && last[0] === kind && last[3] === names[0] && last[2] === format(at - DAY)) {
      rows[rows.length - 1] = [kind, last[1], date, ...names];
    } else rows.push([kind, date, date, ...names]);
  }
  return rows;
}

function holidayOf({ holidays, workdays }: ChineseDays, at: number): string | undefined {
  const isBareWeekend = (day: number) =>
    [0, 6].includes(new Date(day).getUTCDay()) && !holidays[format(day)] && !workdays[format(day)];
  if (!isBareWeekend(at)) return holidays[format(at)];
  const beyond = (step: number) => {
    let day = at;
    while (isBareWeekend(day)) day += step;
    return holidays[format(day)];
  };
  return beyond(-DAY) ?? beyond(DAY);
}

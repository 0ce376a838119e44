const CHINA_MS = 8 * 3_600_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A due time as people read it, in Beijing: `2026年11月24日17:00`, `24 Nov 2026, 17:00`. */
export function formatUntil(instant: string, language: 'zh' | 'en'): string {
  const at = new Date(Date.parse(instant) + CHINA_MS);
  const time = at.toISOString().slice(11, 16);
  const [year, month, day] = [at.getUTCFullYear(), at.getUTCMonth(), at.getUTCDate()];
  return language === 'zh'
    ? `${year}年${month + 1}月${day}日${time}`
    : `${day} ${MONTHS[month]} ${year}, ${time}`;
}

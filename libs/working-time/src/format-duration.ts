import type { Duration, Span } from './duration.js';
import { WEEKDAYS } from './office-hours.js';

/** The string form, as `readDuration` reads it; also good English for a reader. */
export function formatDuration(duration: Duration): string {
  const roll = 'orNextWorkingDay' in duration ? ' or next working day' : '';
  if ('dayOfMonth' in duration) {
    const { from, to } = duration.dayOfMonth;
    if (from !== undefined) return `days ${from}-${to} of month${roll}`;
    return (to === 31 ? 'last day of month' : `day ${to} of month`) + roll;
  }
  if ('weekdayOfMonth' in duration) {
    const { nth, weekday } = duration.weekdayOfMonth;
    const ordinal = nth === 'last' ? nth : `${nth}${['st', 'nd', 'rd'][nth - 1] ?? 'th'}`;
    return `${ordinal} ${capital(weekday)} of month${roll}`;
  }
  const unit = duration.amount === 1 ? duration.unit.slice(0, -1) : duration.unit;
  const from = duration.from === 'next-day' ? ' from next day' : '';
  return duration.time === 'round-the-clock'
    ? `${duration.amount} ${unit} round-the-clock${from}`
    : `${duration.amount} ${duration.time} ${unit}${from}${roll}`;
}

/** For residents and officers, in Chinese. */
export function describeDuration(duration: Duration): string {
  const roll = 'orNextWorkingDay' in duration ? '，遇休息日顺延至下一工作日' : '';
  if ('dayOfMonth' in duration) {
    const { from, to } = duration.dayOfMonth;
    if (from !== undefined) return `每月${from}日至${to}日${roll}`;
    return (to === 31 ? '每月最后一日' : `每月${to}日`) + roll;
  }
  if ('weekdayOfMonth' in duration) {
    const { nth, weekday } = duration.weekdayOfMonth;
    const ordinal = nth === 'last' ? '最后一' : `第${'一二三四五'[nth - 1]}`;
    return `每月${ordinal}个星期${'日一二三四五六'[WEEKDAYS.indexOf(weekday)]}${roll}`;
  }
  return describeSpan(duration) + (duration.from === 'next-day' ? '（自次日起算）' : '') + roll;
}

function describeSpan({ amount, unit, time }: Span): string {
  const units = { minutes: '分钟', hours: '小时', days: '天' };
  if (unit === 'days' && time !== 'round-the-clock')
    return `${amount}个${time === 'working' ? '工作日' : '自然日'}`;
  return `${amount}${units[unit]}（${time === 'working' ? '工作时间' : '昼夜连续计算'}）`;
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

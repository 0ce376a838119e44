import type { Said } from './problem.js';

/** `{0}`, `{1}` are the numbers in class-validator's own message, `{list}` what stands after its colon. */
const CHINESE: Readonly<Record<string, string>> = {
  whitelistValidation: '不认识的字段',
  nestedValidation: '应为对象',
  isDefined: '必填',
  isNotEmpty: '不能为空',
  isString: '应为文本',
  isNumber: '应为数字',
  isInt: '应为整数',
  isBoolean: '应为 true 或 false',
  isObject: '应为对象',
  isNotEmptyObject: '应为非空对象',
  isArray: '应为数组',
  isUuid: '应为 UUID',
  isEmail: '应为电子邮箱地址',
  isIn: '应为下列之一：{list}',
  isEnum: '应为下列之一：{list}',
  matches: '格式不正确',
  minLength: '至少 {0} 个字符',
  maxLength: '最多 {0} 个字符',
  isLength: '长度不合要求',
  min: '不能小于 {0}',
  max: '不能大于 {0}',
  isLatLong: '应为经纬度',
  isDateString: '应为 RFC 3339 时间',
  isIso8601: '应为 RFC 3339 时间',
  isRfc3339: '应为带时区的 RFC 3339 时间',
  arrayMinSize: '至少 {0} 项',
  arrayMaxSize: '最多 {0} 项',
  arrayNotEmpty: '至少一项',
  arrayUnique: '不能重复',
  isNumberString: '应为数字',
  isPhoneNumber: '应为电话号码',
  isMobilePhone: '应为手机号码',
  isUrl: '应为网址',
  isPositive: '应大于 0',
};

/** Custom decorators may say both at once in their message: `中文 / English`. */
export function wordsOfRule(rule: string, message: string): Said {
  const both = /^(.*[\u4e00-\u9fff].*?) \/ (.+)$/.exec(message);
  if (both) return { zh: both[1]!, en: both[2]! };
  if (/[\u4e00-\u9fff]/.test(message)) return { zh: message, en: message };
  const template = CHINESE[rule];
  if (!template) return { zh: '不合要求', en: message };
  const numbers = message.match(/-?\d+(\.\d+)?/g) ?? [];
  const list = message.slice(message.indexOf(':') + 1).trim();
  const zh = template
    .replace(/\{(\d)\}/g, (_, index: string) => numbers[Number(index)] ?? '')
    .replace('{list}', list.split(/,\s*/).join('、'));
  return { zh, en: rule === 'whitelistValidation' ? 'unknown field' : message };
}

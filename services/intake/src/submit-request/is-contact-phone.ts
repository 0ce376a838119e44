import { isPhone } from './contact-phone.js';
import { rule } from './rule.js';

export const IsContactPhone = () =>
  rule(
    'isContactPhone',
    '应为手机、固定电话或带 + 的国际号码 / must be a mobile, a landline or an international number with +',
    (value) => typeof value === 'string' && isPhone(value),
  );

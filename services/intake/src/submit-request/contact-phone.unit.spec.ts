import { isPhone, normalisedPhone } from './contact-phone.js';

describe('a phone that can be called back', () => {
  it.each([
    ['138 0013 8000', '13800138000'],
    ['+86-199-0001-0001', '19900010001'],
    ['008619900010001', '19900010001'],
    ['(021) 6234-5678', '02162345678'],
    ['0799-7551234', '07997551234'],
    ['021-62345678转802', '02162345678转802'],
    ['+852 2345 6789', '+85223456789'],
  ])('%s', (written, kept) => {
    expect(normalisedPhone(written)).toBe(kept);
    expect(isPhone(kept)).toBe(true);
  });

  it.each(['', '12', '12345678901', '1380013800', '电话', '+0123456789', "13800138000'--"])(
    'not %s',
    (written) => {
      expect(isPhone(normalisedPhone(written))).toBe(false);
    },
  );
});

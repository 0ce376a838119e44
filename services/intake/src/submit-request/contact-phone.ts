/** Written as people write it: spaces, hyphens and brackets do not count, nor does +86 before a mobile number. */
export function normalisedPhone(text: string): string {
  return text.replace(/[\s()（）-]/g, '').replace(/^(?:\+|00)?86(?=1\d{10}$)/, '');
}

const MOBILE = /^1[3-9]\d{9}$/;
const LANDLINE = /^(?:0\d{2,3})?[2-8]\d{6,7}(?:[x转]\d{1,6})?$/;
const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/** Mainland mobile, landline (with extension), or international with `+`; normalised before. */
export const isPhone = (text: string): boolean =>
  MOBILE.test(text) || LANDLINE.test(text) || INTERNATIONAL.test(text);

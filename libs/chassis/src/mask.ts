/** `138****1234`: enough to recognise one's own, too little to call. */
export function maskedPhone(phone: string): string {
  if (phone.length < 7) return '****';
  return `${phone.slice(0, 3)}****${phone.slice(-4)}`;
}

const NUMBER_OF_A_PERSON = /(?<!\d)(1[3-9]\d)[\s-]?\d{4}[\s-]?(\d{4})(?!\d)/g;

/** Mobile numbers within a text, masked. */
export const withPhonesMasked = (text: string): string => text.replace(NUMBER_OF_A_PERSON, '$1****$2');

// What residents ask for; the same for everybody.
const TEXT = '小区北门的路灯坏了三个晚上,过街的孩子看不见车,请尽快派人来修。'.repeat(3);

export const submissionIn = (areaCode) => ({
  channel: 'app',
  areaCode,
  title: '路灯坏了',
  text: TEXT,
  urgency: 'ordinary',
  contact: { name: '王芳', phone: '13800138000' },
});

/** The i-th request as bytes, with a key of its own. `run` keeps the keys of several loads apart. */
export function postOf({ url, token, run, areaCode = '310106008001001' }) {
  const json = JSON.stringify(submissionIn(areaCode));
  const { host } = new URL(url);
  const before = `POST /v1/requests HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\nidempotency-key: ${run}-`;
  const after = `\r\n\r\n${json}`;
  return (i) => Buffer.from(`${before}${i}${after}`);
}

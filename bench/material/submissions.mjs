// What residents ask for in the intake workload; the same bytes for everybody.
const TEXT = '小区北门的路灯坏了三个晚上,过街的孩子看不见车,请尽快派人来修。'.repeat(3);

export const AREA = '310106008001001';

export const submission = {
  channel: 'app',
  areaCode: AREA,
  title: '路灯坏了',
  text: TEXT,
  urgency: 'ordinary',
  contact: { name: '王芳', phone: '13800138000' },
};

/** The i-th request as bytes, with a key of its own. `run` keeps the keys of several loads apart. */
export function postOf({ url, path = '/v1/requests', token, run = 'a', body = submission }) {
  const json = JSON.stringify(body);
  const { host } = new URL(url);
  const before = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${token}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\nidempotency-key: ${run}-`;
  const after = `\r\n\r\n${json}`;
  return (i) => Buffer.from(`${before}${i}${after}`);
}

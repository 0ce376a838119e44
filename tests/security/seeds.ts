import { randomInt } from 'node:crypto';

/** Of this spec: others write theirs to the same server at the same time. */
const own = String(randomInt(10_000, 100_000));

/** Values nobody else writes, so that wherever one turns up, it has leaked. */
export const SEEDS = {
  name: `欧阳种籽甲${own}`,
  phone: `1995${own}01`,
  address: `种籽新路八百一十七弄九号${own}`,
  onBehalfName: `司徒种籽乙${own}`,
  onBehalfPhone: `1995${own}02`,
  idNumber: '310106199003077419',
  title: `种籽标题夜间停车${own}`,
  text: `种籽正文我家门口没有车位${own}`,
  supplement: `种籽补充昨晚又没有车位${own}`,
  solution: `种籽答复已协调错时车位${own}`,
  dispute: `种籽异议还是没有车位${own}`,
  opinion: `种籽意见同意协调${own}`,
  officerName: `上官种籽丙${own}`,
  officerPhone: `1995${own}03`,
} as const;

export type SeedName = keyof typeof SEEDS;

/** The ways a value is written elsewhere: as it is, escaped in JSON and in URLs, as hex, and in base64 at each of its three offsets. */
function spellings(value: string): Buffer[] {
  const bytes = Buffer.from(value);
  const escaped = [...value].map((sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  const inBase64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    return text.slice(Math.ceil((offset * 4) / 3) + (offset ? 1 : 0), -4);
  });
  return [value, encodeURIComponent(value), escaped, bytes.toString('hex'), ...inBase64].map((text) =>
    Buffer.from(text),
  );
}

const SPELLINGS = Object.entries(SEEDS).map(([name, value]) => ({
  name: name as SeedName,
  spelt: spellings(value),
}));

/** Names of the seeds that stand in it, in whatever spelling. */
export function seedsIn(content: Buffer | string): SeedName[] {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return SPELLINGS.filter(({ spelt }) => spelt.some((one) => bytes.includes(one))).map(({ name }) => name);
}

import { randomBytes } from 'node:crypto';
import { trackingProof, trackingProofMatches } from './tracking-proof.js';

const key = randomBytes(32);
const older = randomBytes(32);
const NUMBER = '310106-261124-00017-4';

describe('tracking proof', () => {
  it('fits the number and the last four digits, and nothing else', () => {
    const proof = trackingProof(key, NUMBER, '0001');
    expect(proof).toMatch(/^[\w-]{43}$/);
    expect(trackingProofMatches([key], proof, NUMBER, '0001')).toBe(true);
    expect(trackingProofMatches([key], proof, NUMBER, '0002')).toBe(false);
    expect(trackingProofMatches([key], proof, '310106-261124-00018-2', '0001')).toBe(false);
    expect(trackingProofMatches([key], null, NUMBER, '0001')).toBe(false);
    expect(trackingProofMatches([key], 'short', NUMBER, '0001')).toBe(false);
  });

  it('does not mind how the number is written', () => {
    expect(
      trackingProofMatches([key], trackingProof(key, NUMBER, '0001'), '310106261124000174', '0001'),
    ).toBe(true);
  });

  it('outlives the rotation of the key', () => {
    const proof = trackingProof(older, NUMBER, '0001');
    expect(trackingProofMatches([key, older], proof, NUMBER, '0001')).toBe(true);
    expect(trackingProofMatches([key], proof, NUMBER, '0001')).toBe(false);
  });
});

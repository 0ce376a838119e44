import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createIssuer, type Issuer } from './mint-token.js';
import type { Principal } from './principal.js';
import { TokenVerifier } from './token-verifier.js';

let issuer: Issuer;
let server: Server;
let asked = 0;
const folder = mkdtempSync(join(tmpdir(), 'keys-'));

beforeAll(async () => {
  issuer = await createIssuer();
  server = createServer((_request, response) => {
    asked += 1;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(issuer.jwks));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

const verifier = (url: string) =>
  new TokenVerifier({
    issuer: issuer.issuer,
    audience: issuer.audience,
    jwksUrl: url,
    jwksFile: null,
  });
const mint = (sub: string) => issuer.mint({ sub, role: 'officer', office: 'o', area: '310106' });

describe('keys by address', () => {
  it('are fetched once, and go on working while their server is away', async () => {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    const tokens = verifier(url);
    expect(await tokens.verify(await mint('a'))).toEqual({
      sub: 'a',
      role: 'officer',
      jurisdiction: null,
      level: null,
      area: '310106',
      office: 'o',
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect((await tokens.verify(await mint('b'))).sub).toBe('b');
    expect(asked).toBe(1);
    const stranger = await createIssuer();
    await expect(tokens.verify(await stranger.mint({ sub: 'c', role: 'officer' }))).rejects.toMatchObject({
      code: 'unauthenticated',
    });
  });

  it('that were never had are a fault of ours, not of the caller', async () => {
    const tokens = verifier('http://127.0.0.1:1/jwks');
    await expect(tokens.verify(await mint('a'))).rejects.toMatchObject({ code: 'keys_unavailable' });
  });
});

it('a token is verified once while it is remembered; of too many, those verified longest ago are forgotten', async () => {
  const jwksFile = join(folder, 'jwks.json');
  writeFileSync(jwksFile, JSON.stringify(issuer.jwks));
  const tokens = new TokenVerifier({ ...issuer, jwksUrl: null, jwksFile });
  const many = await Promise.all(Array.from({ length: 2_001 }, (_, n) => mint(`o-${n}`)));
  const first: Principal[] = [];
  for (const token of many) first.push(await tokens.verify(token));
  expect(await tokens.verify(many.at(-1)!)).toBe(first.at(-1));
  expect(await tokens.verify(many[1]!)).toBe(first[1]);
  const again = await tokens.verify(many[0]!);
  expect(again).toEqual(first[0]);
  expect(again).not.toBe(first[0]);
}, 60_000);

import { CityClient } from '../../dist/cli/src/city/city-client.js';
import { ADMIN, sampleBlock, sampleClaims } from '../../dist/cli/src/city/sample-tokens.js';
import { JURISDICTIONS, seedCity } from '../../dist/cli/src/city/seed-city.js';
import { startSystem } from '../../dist/libs/local-system/src/start-system.js';
import { ProfileStore } from '../../dist/libs/profile/src/profile-store.js';
import { inRoot } from '../../bin/paths.mjs';

const JURISDICTION = '310106';
const MONDAY_MORNING = Date.parse('2026-03-02T09:00:00+08:00');

/**
 * The seven services on the stack with the demo city registered, after they played three short lives through REST: solved at once and
 * confirmed; helped by the next level; disputed. The clock stands, so that no deadline falls due.
 */
export async function playLives(stack, partitions) {
  const system = await startSystem({
    databaseUrl: stack.databaseUrl,
    kafkaBrokers: stack.kafkaBrokers,
    jurisdictions: JURISDICTIONS,
    clock: { mode: 'stepped', at: MONDAY_MORNING },
    partitions,
  });
  const profiles = ProfileStore.load(inRoot('profiles'), JURISDICTIONS);
  const client = new CityClient(system.baseUrl, (claims) => system.mint(claims));
  const registries = await seedCity(client, (code) => profiles.forJurisdiction(code).profile);
  const { profile } = profiles.forJurisdiction(JURISDICTION);
  const registry = registries.get(JURISDICTION);
  const people = sampleClaims(registry, profile, JURISDICTION);
  const settle = async () => {
    const { body } = await client.get('/v1/clock', ADMIN);
    await client.send('POST', '/v1/clock/advance', ADMIN, { to: body.now });
  };
  const submit = async () => {
    const { body } = await client.send('POST', '/v1/requests', people.resident, {
      channel: profile.channels[0].id,
      areaCode: sampleBlock(registry, profile),
      contact: { name: '测试居民', phone: '19900010001' },
      title: '夜里没有车位',
      text: '小区夜里没有车位,请帮忙。',
    });
    await settle();
    return body.id;
  };
  const act = async (id, path, body = {}) => {
    const { body: request } = await client.get(`/v1/requests/${id}`, ADMIN);
    const { level, officer } = request.assignment;
    await client.act(id, `assignment/${path}`, { ...people[level], sub: officer.id }, body);
    await settle();
  };
  const confirm = async (id, answer) => {
    await client.send('POST', `/v1/requests/${id}/confirmation`, people.resident, answer);
    await settle();
  };
  const [solved, helped, disputed] = [await submit(), await submit(), await submit()];
  await act(solved, 'accept');
  await act(solved, 'progress', { text: '已到现场。' });
  await act(solved, 'resolve', { text: '已增设车位。' });
  await confirm(solved, { solved: true, rating: 5, text: '感谢。' });
  await act(helped, 'accept');
  await act(helped, 'help', { reasonCode: profile.help.reasons[0].code, text: '需要上级协调。' });
  await act(helped, 'accept');
  await act(helped, 'resolve', { text: '已协调。' });
  await confirm(helped, { solved: true, rating: 4, text: '感谢。' });
  await act(disputed, 'accept');
  await act(disputed, 'resolve', { text: '已答复。' });
  await client.send('POST', `/v1/requests/${disputed}/dispute`, people.resident, { text: '仍然没有车位。' });
  await settle();
  return system;
}

import type { RequestView } from '#cli/city/city-client.js';
import { ADMIN } from '#cli/city/sample-tokens.js';
import { SHANGHAI, type World } from '../chain/world.js';
import { SEEDS } from './seeds.js';

/**
 * A whole life with every seed in it: submitted for somebody else, answered, disputed, answered one level up, confirmed, closed;
 * the officers who hold it carry seeded names and phones, and notices went to everybody.
 */
export async function liveSeededLife(world: World): Promise<RequestView> {
  await nameOfficers(world);
  const resident = world.who(SHANGHAI, 'resident');
  const submitted = await world.submit(SHANGHAI, {
    title: SEEDS.title,
    text: `${SEEDS.text}，地址${SEEDS.address}，身份证${SEEDS.idNumber}，电话${SEEDS.phone}。`,
    contact: { name: SEEDS.name, phone: SEEDS.phone },
    onBehalfOf: { name: SEEDS.onBehalfName, phone: SEEDS.onBehalfPhone },
  });
  const { id } = submitted;
  await world.client.send(
    'POST',
    `/v1/requests/${id}/supplements`,
    resident,
    { text: SEEDS.supplement },
    { 'idempotency-key': 'seeded-supplement' },
  );
  await world.actAsHolder(id, 'accept');
  await world.actAsHolder(id, 'resolve', { text: SEEDS.solution });
  await world.post(id, 'dispute', resident, { text: SEEDS.dispute });
  await world.actAsHolder(id, 'accept');
  await world.actAsHolder(id, 'opinion', { form: 'office', text: SEEDS.opinion });
  await world.actAsHolder(id, 'resolve', { text: SEEDS.solution });
  return world.post(id, 'confirmation', resident, { solved: true, rating: 4, text: SEEDS.supplement });
}

/** Only an address is known: the place is found from it. */
export const submitByAddress = (world: World): Promise<RequestView> =>
  world.submit(SHANGHAI, {
    areaCode: undefined,
    address: SEEDS.address,
    jurisdiction: SHANGHAI,
    text: SEEDS.text,
    contact: { name: SEEDS.name, phone: SEEDS.phone },
  });

async function nameOfficers(world: World): Promise<void> {
  for (const { id, officeCode, duty } of world.registries.get(SHANGHAI)!.officers)
    await world.client.send('PUT', `/v1/registry/officers/${id}`, ADMIN, {
      officeCode,
      name: SEEDS.officerName,
      phone: SEEDS.officerPhone,
      duty,
    });
}

import type { Claims } from '#local-system/claims.js';
import type { Profile } from '#profile/model.js';
import { type CityClient, Refused } from './city-client.js';
import type { Holding, OfficerDeed, ResidentDeed } from './deed.js';

const SOLVED = { text: '已到现场处理,问题已经解决。' };

/** Does an officer's deed through REST as the officer who holds the request. Throws Refused as the service says. */
export async function performOfficerDeed(
  client: CityClient,
  { id, act }: OfficerDeed,
  holding: Holding,
  jurisdiction: string,
  profile: Profile,
  now: number,
): Promise<void> {
  const as = officerClaims(holding, jurisdiction);
  if (act === 'accept') await withOpinion(client, id, as, now, 'assignment/accept', {});
  else if (act === 'resolve') await withOpinion(client, id, as, now, 'assignment/resolve', SOLVED);
  else {
    const reasonCode = profile.help.reasons[0]!.code;
    await client.act(id, 'assignment/help', as, { reasonCode, text: '本级没有条件解决,请上级协调。' });
  }
}

/** Does a resident's deed through REST as the requester. */
export async function performResidentDeed(
  client: CityClient,
  { id, act, rating }: ResidentDeed,
  as: Claims,
): Promise<void> {
  if (act === 'confirm')
    await client.send('POST', `/v1/requests/${id}/confirmation`, as, { solved: true, rating });
  else await client.send('POST', `/v1/requests/${id}/dispute`, as, { text: '问题还在,没有解决。' });
}

export const residentClaims = (sub: string, jurisdiction: string): Claims => ({
  sub,
  role: 'resident',
  jurisdiction,
});

// A gate of the profile may want a written opinion first: it says which one, and it is given.
async function withOpinion(
  client: CityClient,
  id: string,
  as: Claims,
  now: number,
  path: string,
  body: object,
): Promise<void> {
  try {
    await client.act(id, path, as, body);
  } catch (error) {
    if (!(error instanceof Refused) || error.problem.code !== 'opinion_required') throw error;
    const form = error.problem.facts?.form ?? 'office';
    const heldOn = new Date(now + 8 * 3_600_000).toISOString().slice(0, 10);
    const meeting = form === 'meeting' ? { meeting: { heldOn, minutes: '会议同意办理意见。' } } : {};
    await client.act(id, 'assignment/opinion', as, { form, text: '同意办理,按职责落实。', ...meeting });
    await client.act(id, path, as, body);
  }
}

const officerClaims = (holding: Holding, jurisdiction: string): Claims => ({
  sub: holding.officer,
  role: 'officer',
  jurisdiction,
  level: holding.level,
  area: holding.areaCode,
  office: holding.office,
});

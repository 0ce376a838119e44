import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '#cli/city/random.js';
import type { Claims } from '#local-system/claims.js';
import type { Calls } from './calls.js';
import type { JournalWriter } from './journal-writer.js';

/** Where the load lives. */
export interface Place {
  readonly jurisdiction: string;
  /** Codes of blocks. */
  readonly areas: readonly string[];
  readonly areaOfOffice: (code: string) => string;
  readonly helpReason: string;
  /** Given as contact: must not be seen on the topic. */
  readonly secretName: string;
  readonly secretPhone: string;
}

interface Surroundings {
  readonly calls: Calls;
  readonly place: Place;
  readonly mint: (claims: Claims) => Promise<string>;
  readonly random: Random;
  readonly journal: JournalWriter;
  /** No further steps are begun. */
  readonly over: () => boolean;
}

interface View {
  readonly state: string;
  readonly assignment: {
    number: number;
    level: string;
    office: { code: string };
    officer: { id: string };
  } | null;
}

const THINK_MS = 1_500;

/** What becomes of a request: half are answered by whoever holds them, the rest is left to its deadlines. */
export async function liveOn(id: string, requester: string, around: Surroundings): Promise<void> {
  const roll = around.random();
  if (roll < 0.05) return void (await withdraw(id, requester, around));
  if (roll > 0.6) return;
  if (!(await officerActs(id, 'accept', around))) return;
  if (roll < 0.15) return void (await officerActs(id, 'help', around));
  if (roll < 0.2 || !(await officerActs(id, 'resolve', around))) return;
  if (roll < 0.5)
    await residentActs(
      id,
      requester,
      'confirmation',
      { solved: true, rating: 5 },
      'SolutionConfirmed',
      around,
    );
  else if (roll < 0.55)
    await residentActs(id, requester, 'dispute', { text: '问题还在。' }, 'SolutionDisputed', around);
}

const withdraw = (id: string, requester: string, around: Surroundings): Promise<boolean> =>
  residentActs(id, requester, 'withdrawal', {}, 'RequestWithdrawn', around);

const EVENTS = { accept: 'AssignmentAccepted', help: 'HelpAsked', resolve: 'RequestResolved' } as const;

async function officerActs(
  id: string,
  act: 'accept' | 'help' | 'resolve',
  { calls, place, mint, random, journal, over }: Surroundings,
): Promise<boolean> {
  await sleep(THINK_MS * (0.2 + random()));
  if (over()) return false;
  const admin = await mint({ sub: 'admin-1', role: 'admin' });
  const seen = await calls.untilAnswered('read', 'GET', `/v1/requests/${id}`, admin);
  const { assignment, state } = (seen?.body ?? {}) as unknown as View;
  if (seen?.status !== 200 || !assignment || !seen.etag || !['assigned', 'in_work'].includes(state))
    return false;
  const token = await mint({
    sub: assignment.officer.id,
    role: 'officer',
    jurisdiction: place.jurisdiction,
    level: assignment.level,
    area: place.areaOfOffice(assignment.office.code),
    office: assignment.office.code,
  });
  const body =
    act === 'accept'
      ? {}
      : { text: '已到现场处理。', ...(act === 'help' ? { reasonCode: place.helpReason } : {}) };
  const answer = await calls.untilAnswered(act, 'POST', `/v1/requests/${id}/assignment/${act}`, token, {
    ...{ key: randomUUID(), ifMatch: seen.etag, body },
  });
  if (answer?.status !== 200) return false;
  journal.add({ type: 'act', requestId: id, event: EVENTS[act], assignmentNumber: assignment.number });
  return true;
}

async function residentActs(
  id: string,
  token: string,
  path: string,
  body: object,
  event: string,
  { calls, random, journal, over }: Surroundings,
): Promise<boolean> {
  await sleep(THINK_MS * (0.2 + random()));
  if (over()) return false;
  const answer = await calls.untilAnswered(path, 'POST', `/v1/requests/${id}/${path}`, token, {
    key: randomUUID(),
    body,
  });
  if (answer === undefined || answer.status < 200 || answer.status > 299) return false;
  journal.add({ type: 'act', requestId: id, event, assignmentNumber: null });
  return true;
}

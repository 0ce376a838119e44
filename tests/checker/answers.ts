import { type Breach, breachesOf, type Evidence } from './evidence.js';
import { entriesOf, type JournalEntry } from './journal.js';

/** So many of the acknowledged requests are asked for by REST, spread over all. */
const ASKED = 200;

export interface Answer {
  readonly id: string;
  readonly status: number;
  readonly state: string | null;
}

/** What the system itself says of requests it has acknowledged. */
export async function readAnswers(
  journal: readonly JournalEntry[],
  baseUrl: string,
  token: string,
): Promise<Answer[]> {
  const ids = entriesOf(journal, 'submit').flatMap(({ ids }) => ids);
  const step = Math.max(1, Math.floor(ids.length / ASKED));
  const answers: Answer[] = [];
  for (const id of ids.filter((_, at) => at % step === 0)) {
    const answer = await fetch(`${baseUrl}/v1/requests/${id}`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(30_000),
    });
    const body = (await answer.json()) as { state?: string };
    answers.push({ id, status: answer.status, state: body.state ?? null });
  }
  return answers;
}

/** What was acknowledged and is not answered for, or otherwise than it is stored. */
export function findUnanswered({ stores }: Evidence, answers: readonly Answer[]): Breach[] {
  const told = new Map(stores.views.map(({ id, state }) => [id, state]));
  return [
    ...breachesOf(
      'lost',
      answers.filter(({ status }) => status !== 200),
      ({ id, status }) => `request ${id} was answered 2xx once and is answered ${status} now`,
    ),
    ...breachesOf(
      'disagreement',
      answers.filter(({ id, status, state }) => status === 200 && told.has(id) && told.get(id) !== state),
      ({ id, state }) => `${id} is answered as ${state} and stored as ${told.get(id)}`,
    ),
  ];
}

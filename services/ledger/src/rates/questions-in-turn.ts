import { Problem } from '#chassis/problem.js';

const MOST_AT_ONCE = 8;
const ASK_AGAIN_AFTER_S = 2;

/**
 * Answers questions that cost PostgreSQL much one after the other, so that whoever asks many holds up others who ask such, and nobody
 * else. Who asks what somebody is being answered shares the answer.
 */
export class QuestionsInTurn<T> {
  private readonly asked = new Map<string, Promise<T>>();
  private last: Promise<unknown> = Promise.resolve();

  /** @throws Problem 429 where too many different ones wait */
  ask(question: string, answer: () => Promise<T>): Promise<T> {
    const same = this.asked.get(question);
    if (same) return same;
    if (this.asked.size >= MOST_AT_ONCE)
      throw new Problem('too_many_requests', { headers: { 'retry-after': String(ASK_AGAIN_AFTER_S) } });
    const answering = this.last.then(answer).finally(() => this.asked.delete(question));
    this.asked.set(question, answering);
    this.last = answering.catch(() => {});
    return answering;
  }
}

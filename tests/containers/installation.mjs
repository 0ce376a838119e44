import { waitUntil } from '#testing/wait-until.js';

const JURISDICTION = '310106';
const BLOCK = '310106011001001';
const CALL_MS = 180_000;

const resolveDeadline = ({ deadlines }) => deadlines.find(({ kind }) => kind === 'resolve');

/** A running system as a resident and an administrator meet it: by HTTP and tokens. */
export class Installation {
  /** By jurisdiction and role, as `demo keys` writes them. */
  tokens = {};

  constructor(baseUrl) {
    this.baseUrl = baseUrl;
  }

  async isReady() {
    try {
      return (await fetch(`${this.baseUrl}/readyz`, { signal: AbortSignal.timeout(5_000) })).ok;
    } catch {
      return false;
    }
  }

  stepClock() {
    return this.call('PUT', '/v1/clock', 'admin', { mode: 'stepped' });
  }

  /** A resident's request, once somebody on the lowest level holds it. Resolves with its id. */
  async submit() {
    const { id } = await this.call('POST', '/v1/requests', 'resident', {
      channel: 'app',
      areaCode: BLOCK,
      title: '夜里没有车位',
      text: '小区夜里没有车位,请帮忙。',
    });
    await waitUntil(async () => resolveDeadline(await this.request(id)), {
      timeoutMs: CALL_MS,
      everyMs: 100,
      what: 'an assignment with its deadline',
    });
    return id;
  }

  /** Lets the deadline of whoever holds the request pass; then the next level holds it, by a next assignment. */
  async escalates(id) {
    const before = await this.request(id);
    const { dueAt } = resolveDeadline(before);
    await this.call('POST', '/v1/clock/advance', 'admin', { to: dueAt });
    const after = await this.request(id);
    if (after.assignment.number !== before.assignment.number + 1 || after.level === before.level)
      throw new Error(`not escalated: ${JSON.stringify(before)}\n${JSON.stringify(after)}`);
    const { items } = await this.call('GET', `/v1/requests/${id}/timeline`, 'resident');
    if (items.filter(({ type }) => type === 'EscalationRaised').length !== after.assignment.number - 1)
      throw new Error(`the timeline does not say so: ${JSON.stringify(items)}`);
  }

  request(id) {
    return this.call('GET', `/v1/requests/${id}`, 'resident');
  }

  async call(method, path, role, body) {
    const answer = await fetch(this.baseUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${this.tokens[JURISDICTION][role]}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(CALL_MS),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  }
}

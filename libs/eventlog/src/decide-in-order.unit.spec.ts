import { randomUUIDv7 } from 'node:crypto';
import { ignored, rejected } from '#decider/decision.js';
import { event, note, type Tally } from '../test/tally.js';
import { decideInOrder, type Loaded } from './decide-in-order.js';
import type { Input } from './input.js';

const now = '2026-11-24T01:00:00.000Z';
const id = randomUUIDv7();
const nothing: Loaded<Tally> = {
  states: new Map(),
  handled: new Set(),
  receipts: new Map(),
  stuck: new Set(),
};
const decide = (inputs: Input<Tally>[], loaded: Partial<Loaded<Tally>> = {}) =>
  decideInOrder<Tally, object>(inputs, { ...nothing, ...loaded }, { now });

describe('decideInOrder', () => {
  it('saves each request once, with all its events', () => {
    const states = new Map([[id, { state: { marks: ['old'] }, sequence: 4 }]]);
    const decided = decide([event(id, 'a'), event(id, 'b')], { states });
    expect(decided.saved).toMatchObject([
      { requestId: id, state: { marks: ['old', 'a', 'b'] }, previous: { marks: ['old'] }, sequence: 6 },
    ]);
    expect(decided.emitted.map(({ sequence }) => sequence)).toEqual([5, 6]);
  });

  it('saves nothing where nothing changed', () => {
    const decided = decide([
      { requestId: id, eventId: randomUUIDv7(), decide: () => ignored('late') },
      { requestId: id, decide: () => rejected('no') },
    ]);
    expect(decided).toMatchObject({ saved: [], emitted: [], inbox: [{ outcome: 'ignored:late' }] });
    expect(decided.outcomes.map(({ kind }) => kind)).toEqual(['ignored', 'rejected']);
  });

  it('answers a key used twice in one batch with the first answer', () => {
    const receipt = { key: 'k', payloadHash: 'h', respond: () => 'first' };
    const decided = decide([
      { requestId: id, decide: note(id, 'a'), receipt },
      { requestId: id, decide: note(id, 'a'), receipt: { ...receipt, respond: () => 'second' } },
      { requestId: id, decide: note(id, 'a'), receipt: { ...receipt, payloadHash: 'other' } },
    ]);
    expect(decided.outcomes.slice(1)).toEqual([
      { kind: 'replayed', response: 'first' },
      { kind: 'key_reused' },
    ]);
    expect(decided.receipts).toEqual([{ key: 'k', payloadHash: 'h', response: 'first' }]);
  });

  it('lets wait what comes from the log behind a parked event, and only that', () => {
    const other = randomUUIDv7();
    const fromLog = (requestId: string): Input<Tally> => ({
      ...event(requestId, 'a'),
      waitsBehindParked: true,
    });
    const redriven = event(id, 'b');
    const decided = decide([fromLog(id), fromLog(other), redriven], { stuck: new Set([id]) });
    expect(decided.outcomes.map(({ kind }) => kind)).toEqual(['waiting', 'changed', 'changed']);
    expect(decided.saved).toMatchObject([
      { requestId: other, state: { marks: ['a'] } },
      { requestId: id, state: { marks: ['b'] } },
    ]);
    expect(decided.inbox).toHaveLength(2);
  });

  it('hands the context and the time to the decide', () => {
    const seen: unknown[] = [];
    const input: Input<Tally, { office: string }> = {
      requestId: id,
      decide: (_state, context) => (seen.push(context), ignored('seen')),
    };
    decideInOrder([input], nothing, { office: '12', now });
    expect(seen).toEqual([{ office: '12', now }]);
  });
});

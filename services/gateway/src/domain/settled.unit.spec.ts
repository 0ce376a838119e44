import { earliestDue, sameMoment, type ServiceProgress, unsettled } from './settled.js';

const at = (more: Partial<ServiceProgress> = {}): ServiceProgress => ({
  service: 'triage',
  instance: 'i',
  epoch: 1,
  outboxPending: 0,
  relayBusy: false,
  inFlight: 0,
  produced: {},
  consumed: {},
  connected: true,
  dueNow: false,
  nextDueAt: null,
  fired: 0,
  clockVersion: 3,
  ...more,
});

describe('settled', () => {
  it('when nothing is to send, decide, read or fire', () => {
    expect(
      unsettled(
        [at({ produced: { 0: 5 }, consumed: { 0: 5 } }), at({ service: 'ledger', consumed: { 0: 5 } })],
        3,
      ),
    ).toEqual([]);
  });

  it.each([
    ['an outbox', at({ outboxPending: 2 }), 'triage has 2 events to send'],
    ['a decision in flight', at({ inFlight: 1 }), 'triage has 1 decisions in flight'],
    ['something due', at({ dueNow: true }), 'triage has work due now'],
    ['an old clock', at({ clockVersion: 2 }), 'triage has not taken over the clock'],
    ['no broker', at({ connected: false }), 'triage is not connected to Kafka'],
  ])('not with %s', (_what, one, reason) => expect(unsettled([one], 3)).toEqual([reason]));

  it('not while a service is behind what another one wrote', () => {
    expect(
      unsettled(
        [
          at({ produced: { 0: 5, 1: 2 }, consumed: { 0: 5, 1: 2 } }),
          at({ service: 'ledger', consumed: { 0: 3 } }),
        ],
        3,
      ),
    ).toEqual(['ledger is 4 events behind']);
  });

  it('only when two readings show the same moment', () => {
    expect(sameMoment([at()], [at()])).toBe(true);
    expect(sameMoment([at()], [at({ epoch: 2 })])).toBe(false);
    expect(sameMoment([at()], [at({ instance: 'restarted' })])).toBe(false);
  });

  it('the earliest due of all is next', () => {
    expect(
      earliestDue([
        at(),
        at({ nextDueAt: '2026-03-02T02:00:00.000Z' }),
        at({ nextDueAt: '2026-03-02T01:00:00.000Z' }),
      ]),
    ).toBe(Date.parse('2026-03-02T01:00:00.000Z'));
    expect(earliestDue([at()])).toBeNull();
  });
});

import { destinationOf } from './route-table.js';

const ID = '019b0000-0000-7000-8000-000000000001';

describe('who answers what', () => {
  it.each([
    ['POST', '/v1/requests', 'intake'],
    ['GET', '/v1/requests', 'ledger'],
    ['GET', `/v1/requests/${ID}`, 'ledger'],
    ['GET', `/v1/requests/${ID}/timeline`, 'ledger'],
    ['GET', `/v1/requests/${ID}/content`, 'intake'],
    ['POST', `/v1/requests/${ID}/confirmation`, 'intake'],
    ['POST', `/v1/requests/${ID}/closing-exception/decision`, 'intake'],
    ['POST', `/v1/requests/${ID}/classification`, 'triage'],
    ['POST', `/v1/requests/${ID}/assignment/return/decision`, 'assignment'],
    ['PUT', '/v1/registry/offices/o-1', 'assignment'],
    ['POST', `/v1/requests/${ID}/extension/decision`, 'escalation'],
    ['POST', `/v1/requests/${ID}/supervision/reply`, 'escalation'],
    ['GET', '/v1/calendar', 'escalation'],
    ['GET', '/dev/outbox.json', 'notification'],
    ['GET', '/v1/watch/stream', 'ledger'],
  ])('%s %s → %s', (method, path, to) => {
    expect(destinationOf(method, path)).toEqual({ to, path });
  });

  it('dead letters go to the service they name', () => {
    expect(destinationOf('POST', '/v1/dead-letters/escalation/7/redrive')).toEqual({
      to: 'escalation',
      path: '/v1/dead-letters/7/redrive',
    });
    expect(destinationOf('GET', '/v1/dead-letters/moon')).toBeNull();
  });

  it('what nobody answers, and what is only between services, goes nowhere', () => {
    for (const path of ['/internal/clock', '/v1/moon', '/internal', '/v1/internal/tick'])
      expect(destinationOf('GET', path)).toBeNull();
  });
});

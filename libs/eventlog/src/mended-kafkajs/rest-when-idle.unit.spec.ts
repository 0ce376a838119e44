import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';
import { waitUntil } from '#testing/wait-until.js';
import { restWhenIdle } from './rest-when-idle.js';

const THROTTLED_MS = 50;

function connection() {
  const logger = { namespace: () => logger, debug: () => {} };
  return new RequestQueue({
    maxInFlightRequests: 1,
    requestTimeout: 1_000,
    enforceRequestTimeout: false,
    clientId: 'c',
    broker: 'b',
    logger,
  });
}

describe('a connection to the broker', () => {
  beforeAll(restWhenIdle);

  it('on which nothing waits sets no timer', () => {
    const queue = connection();
    queue.checkPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeFalsy();
  });

  it('that is throttled sends what waits when the throttle is over, and rests', async () => {
    const queue = connection();
    const sent: number[] = [];
    queue.maybeThrottle(THROTTLED_MS);
    const until = Date.now() + THROTTLED_MS;
    queue.push({
      entry: { correlationId: 1, resolve: () => {} },
      expectResponse: true,
      sendRequest: () => sent.push(Date.now()),
    });
    expect(sent).toEqual([]);
    await waitUntil(() => sent.length > 0);
    expect(sent[0]).toBeGreaterThanOrEqual(until - 1);
    expect(queue.throttleCheckTimeoutId).toBeFalsy();
    queue.fulfillRequest({ correlationId: 1, size: 0, payload: null });
    expect(queue.throttleCheckTimeoutId).toBeFalsy();
  });
});

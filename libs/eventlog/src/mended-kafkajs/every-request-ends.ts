import { KafkaJSConnectionClosedError } from 'kafkajs/src/errors.js';
import Connection from 'kafkajs/src/network/connection.js';
import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

const LOOK_EVERY_MS = 500;
const lookedAfter = new WeakSet<RequestQueue>();

/**
 * kafkajs 2.2.4 leaves a request without an answer for ever that is sent at the moment leave is taken of its connection: it has no
 * time-out then, and does not fail when the socket ends. Here each request has its time-out as long as it is on its way, and fails at
 * once when its socket ends.
 */
export function everyRequestEnds(): void {
  const { sendSocketRequest } = RequestQueue.prototype;
  RequestQueue.prototype.sendSocketRequest = function (this: RequestQueue, request) {
    sendSocketRequest.call(this, request);
    if (!lookedAfter.has(this)) lookAfter(this);
  };

  const { disconnect } = Connection.prototype;
  Connection.prototype.disconnect = function (this: Connection) {
    const { host, port, socket } = this;
    if (socket?.readableEnded || socket?.destroyed)
      this.rejectRequests(new KafkaJSConnectionClosedError('Closed connection', { host, port }));
    return disconnect.call(this);
  };
}

function lookAfter(queue: RequestQueue): void {
  lookedAfter.add(queue);
  setTimeout(() => {
    lookedAfter.delete(queue);
    for (const request of queue.inflight.values())
      if (Date.now() - request.sentAt > request.requestTimeout) request.timeoutRequest();
    if (queue.inflight.size > 0) lookAfter(queue);
  }, LOOK_EVERY_MS).unref();
}

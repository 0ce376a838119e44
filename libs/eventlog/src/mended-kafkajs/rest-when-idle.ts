import RequestQueue from 'kafkajs/src/network/requestQueue/index.js';

/**
 * kafkajs 2.2.4 looks for requests held back by a throttle at a time in the past, which Node makes 1 ms, and again when it has
 * looked: each connection wakes its process a thousand times a second for ever. Nothing is held back where nothing waits.
 */
export function restWhenIdle(): void {
  const { scheduleCheckPendingRequests: schedule } = RequestQueue.prototype;
  RequestQueue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue) {
    if (this.pending.length > 0) schedule.call(this);
  };
}

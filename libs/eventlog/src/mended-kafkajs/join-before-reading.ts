import ConsumerGroup from 'kafkajs/src/consumer/consumerGroup.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';

/** As kafkajs hears it from a broker that does not know the member. */
const UNKNOWN_MEMBER_ID = 25;

/**
 * kafkajs 2.2.4 forgets who it was when its group does not know it any more, and joins anew. Where that fails too, as when the broker
 * goes away once more, it reads on as nobody: it sends no heartbeats, so never hears that it should join, and no offset it
 * commits counts. Here whoever is no member is sent to join before it reads, until it is one.
 */
export function joinBeforeReading(): void {
  const { fetch } = ConsumerGroup.prototype;
  ConsumerGroup.prototype.fetch = function (this: ConsumerGroup, nodeId) {
    if (!this.memberId) return Promise.reject(createErrorFromCode(UNKNOWN_MEMBER_ID));
    return fetch.call(this, nodeId);
  };
}

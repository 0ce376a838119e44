import { connectAfresh } from './connect-afresh.js';
import { decodeHeadersWhenAsked } from './decode-headers-when-asked.js';
import { encodeIntoFewBuffers } from './encode-into-few-buffers.js';
import { everyRequestEnds } from './every-request-ends.js';
import { joinBeforeReading } from './join-before-reading.js';
import { restWhenIdle } from './rest-when-idle.js';

/** Once, before the first client is made; docs/adr/0015 says why. */
export function mendKafkajs(): void {
  restWhenIdle();
  everyRequestEnds();
  connectAfresh();
  joinBeforeReading();
  encodeIntoFewBuffers();
  decodeHeadersWhenAsked();
}

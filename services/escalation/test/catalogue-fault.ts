import type { Outgoing } from '#contracts/catalogue.js';
import { faultOf } from '#eventlog/event-schemas.js';

/** What is wrong with an event by its schema; undefined if it fits. */
export const catalogueFault = ({ name, body }: Outgoing): string | undefined => faultOf(name, body);

import { setFlagsFromString } from 'node:v8';

/**
 * V8 notes what a function is given only once it has run for a while, and makes it fast from these notes; that spares a page that is
 * looked at once some memory. A service does the same things all day and is never as slow as just after its start. So it takes notes
 * from the first call on, for 1.5 MB over seven services: docs/performance.md, hop. Imported before all that is to be fast.
 */
setFlagsFromString('--no-lazy-feedback-allocation');

import { setFlagsFromString } from 'node:v8';

/**
 * V8 collects a heap as small as that of a service as a whole whenever it has grown by 30 %, which under load is every two seconds.
 * At twice what was alive it does so a third as often: docs/performance.md, hop.
 */
setFlagsFromString('--heap-growing-percent=100');

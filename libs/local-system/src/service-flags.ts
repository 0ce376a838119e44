/**
 * How Node runs a service, here and in the image (a test compares the two). Without them V8 takes the machine's memory for its
 * own: seven services hold 1.33 GB when ready and 2.2 GB after 4,000 requests; with them 0.9 and some 1.2 GB. A young generation of
 * 16 MB is as fast as one of 32; with 8 MB an intake POST costs half as much again, most of it collections.
 */
export const serviceFlags = [
  '--max-semi-space-size=16',
  '--max-old-space-size=256',
  // For the one collection at the end of a start: see `startService`.
  '--expose-gc',
] as const;

/**
 * The allocator's as well: each thread of Node would take a heap of its own, 64 MB of addresses of which some pages stay. Two suffice;
 * seven services then hold 890 MB when ready instead of 908.
 */
export const serviceEnvironment = { MALLOC_ARENA_MAX: '2' } as const;

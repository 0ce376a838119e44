const CHECKS = 'token (ES256, remembered once verified), class-validator';
const load =
  'one process; 64 connections of wrk (one thread) at full load, 64 of a client that paces at even rates';

export const workload = {
  name: 'intake',
  sizes: {
    full: { warmUpSeconds: 3, seconds: 8, rateSeconds: 6 },
    quick: { warmUpSeconds: 2, seconds: 3, rateSeconds: 2 },
  },
  programs: ['wrk'],
  packages: ['@nestjs/core', 'fastify', 'typeorm', 'pg', 'class-validator'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/intake.mjs',
      settings: `the intake service as it is installed, ${load}: ${CHECKS}, Idempotency-Key kept with its answer, personal data encrypted, tracking number, state, event; the broker is away, so that events stay in the outbox as those of the peers do`,
    },
    {
      name: 'ours with relay',
      module: 'ours/intake.mjs',
      options: { relay: true },
      settings: 'the same, while its relay sends the events to Kafka on the same cores',
    },
    {
      name: 'TypeORM transaction',
      module: 'peers/intake.mjs',
      options: { store: 'typeorm' },
      settings: `Nest on Fastify, ${load}: ${CHECKS}; request and event saved in a transaction, pool of 16; the key is not kept`,
    },
    {
      name: 'one statement',
      module: 'peers/intake.mjs',
      options: { store: 'statement' },
      settings: 'the same with one prepared statement for request and event, by pg, pool of 16',
    },
    {
      name: 'no database',
      module: 'peers/intake.mjs',
      options: { store: 'none' },
      settings: 'the same without a database: the ceiling of the frame',
    },
  ],
  metrics: [
    {
      name: 'requests',
      unit: '1/s',
      better: 'higher',
      chart: true,
      targets: [
        { peer: 'TypeORM transaction', atLeast: 5 },
        { peer: 'no database', atLeast: 0.8 },
      ],
    },
    { name: 'p50 at full load', unit: 'ms', better: 'lower' },
    { name: 'p99 at full load', unit: 'ms', better: 'lower' },
    { name: 'CPU of the process per request', unit: 'µs', better: 'lower' },
    { name: 'p99 at 1,000/s', unit: 'ms', better: 'lower', targets: [{ peer: 'one statement', atMost: 2 }] },
    {
      name: 'p99 at 3,000/s',
      unit: 'ms',
      better: 'lower',
      targets: [{ peer: 'one statement', atMost: 2 }, { atMost: 30 }],
    },
  ],
};

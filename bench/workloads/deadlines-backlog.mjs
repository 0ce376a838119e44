export const workload = {
  name: 'deadlines-backlog',
  sizes: {
    full: { requests: 300_000, due: 50_000, pending: 1_000_000 },
    quick: { requests: 30_000, due: 5_000, pending: 50_000 },
  },
  packages: ['pg-boss', 'graphile-worker', 'bullmq', 'ioredis', 'pg'],
  programs: ['redis-server'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/deadlines-backlog.mjs',
      settings:
        'the firing of the escalation service (`services/escalation/src/fire-deadlines`), one replica, as it runs',
    },
    {
      name: 'pg-boss, batch',
      module: 'peers/deadlines-backlog.mjs',
      options: { timers: 'timers-pg-boss', batch: true },
      settings:
        'batches of 1,000, two workers, `transactional` handler with one set-based statement for the whole batch',
    },
    {
      name: 'pg-boss, per job',
      module: 'peers/deadlines-backlog.mjs',
      options: { timers: 'timers-pg-boss', batch: false, share: 0.2 },
      settings:
        'batches of 200, four workers, one prepared statement per job over 24 connections; a fifth of the backlog',
    },
    {
      name: 'graphile-worker',
      module: 'peers/deadlines-backlog.mjs',
      options: { timers: 'timers-graphile-worker', share: 0.2 },
      settings:
        '24 jobs at once, local queue of 500, completions batched (its performance page); one prepared statement per job; a fifth of the backlog',
    },
    {
      name: 'BullMQ',
      module: 'peers/deadlines-backlog.mjs',
      options: { timers: 'timers-bullmq', share: 0.4 },
      settings:
        'Redis with append-only file, fsync every second; 200 jobs at once over 24 connections to PostgreSQL, one prepared statement per job; two fifths of the backlog',
    },
  ],
  metrics: [
    {
      name: 'deadlines fired',
      unit: '1/s',
      better: 'higher',
      chart: true,
      targets: [
        { peer: 'pg-boss, batch', atLeast: 1.5 },
        { peer: 'pg-boss, per job', atLeast: 10 },
        { peer: 'graphile-worker', atLeast: 10 },
        { peer: 'BullMQ', atLeast: 5 },
      ],
    },
  ],
};

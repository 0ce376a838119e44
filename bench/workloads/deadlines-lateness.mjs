const peer = (name, options, settings) => ({
  name,
  module: 'peers/deadlines-lateness.mjs',
  options,
  settings,
});

const ms = (name, targets, more = {}) => ({ name, unit: 'ms', better: 'lower', targets, ...more });

export const workload = {
  name: 'deadlines-lateness',
  sizes: {
    full: {
      requests: 250_000,
      pending: [10_000, 1_000_000, 10_000_000],
      held: 1_000_000,
      slow: 500,
      fast: 5_000,
      seconds: 20,
    },
    quick: {
      requests: 200_000,
      pending: [10_000, 1_000_000],
      held: 1_000_000,
      slow: 500,
      fast: 2_000,
      seconds: 6,
    },
  },
  packages: ['pg-boss', 'graphile-worker', 'bullmq', 'ioredis', 'pg'],
  programs: ['redis-server'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/deadlines-lateness.mjs',
      settings:
        'the firing of the escalation service, one replica, on the real clock; lateness is from the due time until after the commit, the first 2 s left out',
    },
    peer(
      'pg-boss, batch',
      { timers: 'timers-pg-boss', batch: true },
      'as in deadlines-backlog; polls every 0.5 s, the shortest it takes',
    ),
    peer(
      'graphile-worker',
      { timers: 'timers-graphile-worker' },
      'as in deadlines-backlog; polls every 100 ms',
    ),
    peer('BullMQ', { timers: 'timers-bullmq' }, 'as in deadlines-backlog'),
  ],
  metrics: [
    ms('p99 at 500/s, 10k pending', []),
    ms(
      'p99 at 500/s, 1M pending',
      [
        { peer: 'BullMQ', atMost: 1 / 7 },
        { peer: 'graphile-worker', atMost: 1 / 18 },
      ],
      { chart: true },
    ),
    ms('p99 at 500/s, 10M pending', []),
    ms('p99 at 5000/s, 10k pending', []),
    ms('p99 at 5000/s, 1M pending', []),
    ms('p99 at 5000/s, 10M pending', []),
    { ...ms('p99 at 500/s, 10M by 10k', [{ atMost: 2 }]), unit: '' },
    { ...ms('p99 at 5000/s, 10M by 10k', [{ atMost: 2 }]), unit: '' },
    ms('p99 at 500/s under a snapshot 30 s old', []),
    { ...ms('growth under the snapshot', [{ atMost: 1.5 }]), unit: '' },
  ],
};

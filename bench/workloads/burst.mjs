export const workload = {
  name: 'burst',
  sizes: {
    full: { stored: 1_000_000, stepSeconds: 12 },
    quick: { stored: 20_000, stepSeconds: 5 },
  },
  packages: ['pg'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/burst.mjs',
      rounds: 1,
      settings:
        'lives as in the workload life, begun evenly at 1, 15, 1, 25, 2, 35 and 10 a second, a step each, whatever became of those before; then four times as many. A time counts from when the life was due. Normal: p99 over two seconds at most twice that of the first step, or half a second; ∞: not within the step after the spike',
    },
    {
      name: 'DIGIT, published',
      module: 'peers/published.mjs',
      rounds: 1,
      options: { figures: { 'share of errors': 57 } },
      settings: 'not run here: 57 % errors in this shape and no recovery, on 16 vCPU',
    },
  ],
  metrics: [
    { name: 'share of errors', unit: '%', better: 'lower', targets: [{ atMost: 0 }] },
    { name: 'lives begun, x1', unit: '', better: 'higher' },
    { name: 'p99 of a life, x1', unit: 'ms', better: 'lower' },
    { name: 'slowest return to normal, x1', unit: 's', better: 'lower', targets: [{ atMost: 10 }] },
    { name: 'lives begun, x4', unit: '', better: 'higher' },
    { name: 'p99 of a life, x4', unit: 'ms', better: 'lower' },
    { name: 'slowest return to normal, x4', unit: 's', better: 'lower', targets: [{ atMost: 10 }] },
  ],
};

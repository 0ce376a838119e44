const used = (what, unit) => ({ name: `${what} per life`, unit, better: 'lower' });

export const workload = {
  name: 'life',
  sizes: {
    full: { few: 100_000, many: 1_000_000, callers: 50, warmUpSeconds: 8, seconds: 15, repeats: 3 },
    quick: { few: 2_000, many: 20_000, callers: 50, warmUpSeconds: 4, seconds: 6, repeats: 1 },
  },
  packages: ['pg'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/life.mjs',
      rounds: 1,
      settings:
        'seven services, Kafka, PostgreSQL and the callers on the same cores; each caller creates a request through the gateway, reads it until the ledger shows who holds it, each time once it has changed (Prefer: wait), accepts and resolves it with If-Match, reads it until the ledger shows it resolved, and begins the next. What is stored are copies of one closed life in all six schemas, inbox and receipts included. Each size measured three times in the one run, the median counts',
    },
    {
      name: 'DIGIT, published',
      module: 'peers/published.mjs',
      rounds: 1,
      options: { figures: { 'lives, few stored': 37, 'lives, many stored': 6.3 } },
      settings: 'not run here: the figures it published for create, assign and resolve, on 16 vCPU',
    },
  ],
  metrics: [
    { name: 'lives, few stored', unit: '1/s', better: 'higher', chart: true, targets: [{ atLeast: 300 }] },
    { name: 'lives, many stored', unit: '1/s', better: 'higher', chart: true },
    { name: 'lives, many by few stored', unit: '', better: 'higher', targets: [{ atLeast: 0.9 }] },
    ...['gateway', 'six services', 'callers'].map((who) => used(`CPU of the ${who}`, 'ms')),
    ...['PostgreSQL', 'Kafka'].map((who) => used(`CPU of ${who}`, 'ms')),
    used('write-ahead log', 'kB'),
    used('events', ''),
    { name: 'stored per request', unit: 'kB', better: 'lower' },
    { name: 'p50 of a life, few stored', unit: 'ms', better: 'lower' },
    { name: 'p99 of a life, few stored', unit: 'ms', better: 'lower' },
    { name: 'p50 of a life, many stored', unit: 'ms', better: 'lower' },
    { name: 'p99 of a life, many stored', unit: 'ms', better: 'lower' },
  ],
};

export const workload = {
  name: 'start',
  sizes: { full: { demoSeconds: 45 }, quick: { demoSeconds: 5 } },
  contenders: [
    {
      name: 'ours',
      module: 'ours/start.mjs',
      settings:
        '`npm start` on a free port, installed and built: PostgreSQL and Kafka initialised, schemas, topics, seven services, two jurisdictions registered; then the demo city at work. MB of /proc/<pid>/smaps_rollup (Rss; Pss counts pages that processes share once)',
    },
  ],
  metrics: [
    { name: 'npm start to ready', unit: 's', better: 'lower', targets: [{ atMost: 20 }] },
    {
      name: 'resident memory of the seven services, ready',
      unit: 'MB',
      better: 'lower',
      targets: [{ atMost: 900 }],
    },
    { name: 'the same with shared pages counted once, ready', unit: 'MB', better: 'lower' },
    { name: 'resident memory after the demo ran', unit: 'MB', better: 'lower', targets: [{ atMost: 900 }] },
    { name: 'the same with shared pages counted once, after the demo ran', unit: 'MB', better: 'lower' },
  ],
};

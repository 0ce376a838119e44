const BATCH = 'batches of 1,000, acks=all, idempotent, no compression';

export const workload = {
  name: 'relay',
  sizes: {
    full: { rows: 200_000, keys: 20_000, rowByRow: 10_000 },
    quick: { rows: 30_000, keys: 3_000, rowByRow: 2_000 },
  },
  packages: ['kafkajs', 'pg'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/relay.mjs',
      settings: `\`libs/eventlog/src/relay.ts\` as every service runs it: ${BATCH}`,
    },
    {
      name: 'raw producer',
      module: 'peers/raw-producer.mjs',
      settings: `kafkajs, the same messages ready in memory, no database: the ceiling. ${BATCH}`,
    },
    {
      name: 'row by row',
      module: 'peers/relay-row-by-row.mjs',
      settings:
        'select the oldest row, send it with acks=all and idempotent, delete it, prepared statements, one row after the other; over the first 10,000 rows',
    },
  ],
  metrics: [
    {
      name: 'rows to Kafka',
      unit: '1/s',
      better: 'higher',
      chart: true,
      targets: [
        { peer: 'raw producer', atLeast: 0.6 },
        { peer: 'row by row', atLeast: 30 },
      ],
    },
  ],
};

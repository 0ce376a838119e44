/** In this order what one of them says does not disturb the next: the topic tells each life already. */
const SERVICES = ['ledger', 'notification', 'escalation', 'triage', 'assignment'];
const PEER = 'Nest Kafka + TypeORM';

export const workload = {
  name: 'reaction',
  sizes: {
    full: { events: 200_000, peerEvents: 20_000, stored: 1_000_000 },
    quick: { events: 10_000, peerEvents: 3_000, stored: 50_000 },
  },
  packages: ['@nestjs/microservices', '@nestjs/typeorm', 'typeorm', 'kafkajs', 'pg'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/reaction.mjs',
      options: { services: SERVICES },
      settings:
        'each service as its own process, one after the other, over the same topic of mixed events with its own outgoing events relayed meanwhile; only events it reacts to are counted',
    },
    {
      name: 'ours, 1M stored',
      module: 'ours/reaction.mjs',
      options: {
        first: SERVICES.slice(0, SERVICES.indexOf('escalation')),
        services: ['escalation'],
        stored: true,
      },
      settings:
        'the same with 1,000,000 requests in the tables of escalation before, after the same services have read the topic',
    },
    {
      name: PEER,
      module: 'peers/reaction.mjs',
      settings:
        "Nest's own Kafka server, `partitionsConsumedConcurrently` 16, pool of 20; per message one TypeORM transaction: inbox row, state loaded under lock and saved, outbox row; over the first 20,000 events, all counted",
    },
  ],
  metrics: SERVICES.map((name) => ({
    name: `${name}: events handled`,
    unit: '1/s',
    better: 'higher',
    chart: name === 'escalation',
    targets: [
      { peer: PEER, atLeast: 10 },
      ...(name === 'escalation' ? [{ peer: 'ours, 1M stored', atMost: 1.15 }] : []),
    ],
  })),
};

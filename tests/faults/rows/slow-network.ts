import { failedSubmissions } from '../availability.js';
import type { Row } from '../row.js';

export const slowNetwork: Row = {
  number: 28,
  title: 'a slow network',
  about: `Beyond the list. Between the services and both servers stands a TCP proxy that keeps back all it is given, 20 to 60 ms each way, for
half a minute. Work takes longer; nobody is turned away.`,
  seconds: 30,
  recoversWithin: 30,
  city: { ownServers: true, proxied: true },
  async play(scene) {
    const from = Date.now();
    const { kafka, postgres } = scene.city.proxies!;
    const ms = { kafka: scene.between(20, 60), postgres: scene.between(20, 60) };
    // The proxies may have been slow before, with another seed.
    const before = { kafka: kafka.delayed, postgres: postgres.delayed };
    kafka.slow(ms.kafka);
    postgres.slow(ms.postgres);
    await scene.pass(scene.seconds);
    kafka.slow(0);
    postgres.slow(0);
    const delayed = {
      kafka: kafka.delayed - before.kafka,
      postgres: postgres.delayed - before.postgres,
    };
    const failed = failedSubmissions(scene, from);
    return {
      injected: {
        count: delayed.kafka + delayed.postgres,
        what: `${delayed.kafka} pieces kept back ${ms.kafka} ms on the way to or from Kafka, ${delayed.postgres} ${ms.postgres} ms on that of PostgreSQL`,
      },
      claims: [
        { what: 'no resident is turned away', figure: failed.figure, holds: failed.unexplained === 0 },
      ],
    };
  },
};

import { allAreTaken } from '../availability.js';
import { callsBetween } from '../calls.js';
import type { Row } from '../row.js';

export const brokerAway: Row = {
  number: 3,
  title: 'the broker away',
  about: `Kafka stands still with its connections open (SIGSTOP) for 5, 30 and 60 s, then is killed and started again. Residents
are answered 2xx all the time: what they wrote waits in the outbox.`,
  seconds: 95,
  recoversWithin: 30,
  city: { ownServers: true },
  async play(scene) {
    const outages = scene.seconds >= 95 ? [5, 30, 60] : [scene.seconds];
    const from = Date.now();
    for (const seconds of outages) {
      scene.kafka.pause();
      await scene.pass(seconds);
      scene.kafka.resume();
      await scene.pass(1);
    }
    await scene.kafka.kill();
    await scene.pass(1 + scene.random());
    await scene.kafka.restart();
    const asked = callsBetween(scene.load.calls.made, 'submit', from);
    return {
      injected: {
        count: outages.length + 1,
        what: `stopped for ${outages.join(', ')} s, killed once; ${asked.length} submissions meanwhile`,
      },
      claims: [allAreTaken(scene, from)],
    };
  },
};

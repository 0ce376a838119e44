const SETTINGS =
  'seven services, POST through the gateway with token and Idempotency-Key, seen by a reader of the topic (which adds a third hop)';

/** Where two cores are less full. */
const SLOWER_RATES = [50, 10];

export const workload = {
  name: 'hop',
  sizes: {
    // Until the broker's and the services' code is compiled, and the tables' statistics are there.
    full: { rate: 200, slowerRates: SLOWER_RATES, warmUpSeconds: 60, seconds: 15 },
    quick: { rate: 200, slowerRates: SLOWER_RATES, warmUpSeconds: 3, seconds: 5 },
  },
  packages: ['kafkajs', 'pg'],
  contenders: [
    {
      name: 'ours',
      module: 'ours/hop.mjs',
      settings: `${SETTINGS}; a commit pokes the relay of its process`,
    },
    {
      name: '100 ms polling relay',
      module: 'ours/hop.mjs',
      options: { polling: true },
      settings: 'the same code, whose relays look into the outbox every 100 ms and are not poked',
    },
  ],
  metrics: [
    {
      name: 'p50 POST to assigned',
      unit: 'ms',
      better: 'lower',
      chart: true,
      targets: [{ peer: '100 ms polling relay', atMost: 0.25 }, { atMost: 25 }],
    },
    { name: 'p99 POST to assigned', unit: 'ms', better: 'lower', targets: [{ atMost: 150 }] },
    ...SLOWER_RATES.flatMap((rate) =>
      ['p50', 'p99'].map((part) => ({
        name: `${part} POST to assigned at ${rate}/s`,
        unit: 'ms',
        better: 'lower',
      })),
    ),
  ],
};

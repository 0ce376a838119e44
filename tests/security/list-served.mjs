// Preloaded into every service by NODE_OPTIONS: writes down each HTTP route and each listener, as the process itself has them,
// one JSON line each, into the folder named by LIST_SERVED_IN.
import { subscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';

const service = /services[\\/](\w+)[\\/]/.exec(process.argv[1] ?? '')?.[1];
if (service) {
  const file = join(process.env.LIST_SERVED_IN, `${service}.jsonl`);
  const write = (what) => appendFileSync(file, `${JSON.stringify(what)}\n`);
  subscribe('fastify.initialization', ({ fastify }) =>
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) write({ method: one, url });
    }),
  );
  subscribe('tracing:net.server.listen:asyncEnd', ({ server }) => write({ listens: server.address() }));
}

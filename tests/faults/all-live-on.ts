import { serviceNames } from '#chassis/config.js';
import type { Claim } from './row.js';
import type { Scene } from './scene.js';

/** To be called before the fault: what it gives back tells afterwards how many services still run as the process they were. */
export function allLiveOn({ services }: Scene): () => Claim {
  const pids = serviceNames.map((name) => services[name].pid);
  return () => {
    const live = serviceNames.filter((name, at) => services[name].running && services[name].pid === pids[at]);
    return {
      what: 'all services live on',
      figure: `${live.length} of ${serviceNames.length}`,
      holds: live.length === serviceNames.length,
    };
  };
}

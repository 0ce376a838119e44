// The process of one contender. Its module exports `run(job)`, where job is
//   { options, size, folder, round, profile }   folder: kept over the rounds of one contender, for data that is costly to make
// and which resolves with its metrics by name, or throws when the work was not done rightly.
import { once } from 'node:events';
import { stopAllStacks } from './stack.mjs';
import { CpuProfile } from './cpu-profile.mjs';

// The workload's own end is orderly; a signal only has to leave nothing behind.
for (const signal of ['SIGINT', 'SIGTERM'])
  process.once(signal, () => void stopAllStacks().finally(() => process.exit(130)));

const [job] = await once(process, 'message');
try {
  const { run } = await import(job.module);
  const profile = job.profile ? await CpuProfile.start() : undefined;
  const metrics = await run({ ...job, profile });
  await stopAllStacks();
  process.send({ metrics });
} catch (error) {
  await stopAllStacks();
  process.send({ error: String(error.stack ?? error) });
}
process.disconnect();
// Peers leave timers and connections behind.
setTimeout(() => process.exit(), 200);

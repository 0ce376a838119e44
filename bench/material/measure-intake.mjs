import { readFileSync } from 'node:fs';
import { httpLoad, percentile } from '../harness/http-load.mjs';
import { postOf } from './submissions.mjs';

const CONNECTIONS = 64;
const HERTZ = 100;

/**
 * Warms up, measures as fast as 64 connections ask, then at fixed rates. `check(ids)` is given the ids of all 201s so far and
 * throws where the store does not hold exactly them; null where there is no store.
 */
export async function measureIntake({ url, pid, path, token, size, check }) {
  const ids = [];
  const load = async (run, how) => {
    const answered = (i, status, body) => {
      if (status !== 201) throw new Error(`request ${i} was answered ${status}: ${body}`);
      const at = body.indexOf('"id":"') + 6;
      ids.push(body.latin1Slice(at, at + 36));
    };
    return httpLoad({
      url,
      connections: CONNECTIONS,
      call: postOf({ url, path, token, run }),
      answered,
      ...how,
    });
  };
  await load('warm', { seconds: size.warmUpSeconds });
  const before = cpuOf(pid);
  const full = await load('full', { seconds: size.seconds });
  const cpu = cpuOf(pid) - before;
  const metrics = {
    requests: full.calls / full.seconds,
    'p50 at full load': percentile(full.times, 0.5),
    'p99 at full load': percentile(full.times, 0.99),
    'CPU of the process per request': (cpu * 1e6) / full.calls,
  };
  for (const rate of [1_000, 3_000]) {
    const even = await load(`rate${rate}`, { rate, seconds: size.rateSeconds });
    metrics[`p99 at ${rate.toLocaleString('en-US')}/s`] = percentile(even.times, 0.99);
  }
  await check?.(ids);
  return metrics;
}

/** Seconds of CPU a process has used. */
function cpuOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / HERTZ;
}

import { cpuSeconds } from '../harness/cpu-seconds.mjs';
import { httpLoad, percentile } from '../harness/http-load.mjs';
import { wrkPost } from '../harness/wrk.mjs';
import { postOf, submissionIn } from './submissions.mjs';

const CONNECTIONS = 64;
const AREA = '310106008001001';

/**
 * Warms up, measures as fast as 64 connections ask, then at even rates. `check({ ids, least, most })` is given the ids answered
 * at even rates and how many must be stored in all (wrk leaves what is under way when its time is over), and throws where the
 * store does not hold them; absent where there is no store.
 */
export async function measureIntake({ url, pid, token, size, check }) {
  const asFast = (run, seconds) =>
    wrkPost({
      ...{ url, path: '/v1/requests', run, seconds, connections: CONNECTIONS },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(submissionIn(AREA)),
    });
  const warm = await asFast('warm', size.warmUpSeconds);
  const before = cpuSeconds(pid);
  const full = await asFast('full', size.seconds);
  const cpu = cpuSeconds(pid) - before;
  if (warm.failed + full.failed > 0) throw new Error(`${warm.failed + full.failed} calls failed`);
  const metrics = {
    requests: full.calls / full.seconds,
    'p50 at full load': full.p50,
    'p99 at full load': full.p99,
    'CPU of the process per request': (cpu * 1e6) / full.calls,
  };
  const ids = [];
  for (const rate of [1_000, 3_000]) {
    const even = await httpLoad({
      ...{ url, rate, connections: CONNECTIONS, seconds: size.rateSeconds },
      call: postOf({ url, token, run: `rate${rate}`, areaCode: AREA }),
      answered(i, status, body) {
        if (status !== 201) throw new Error(`request ${i} was answered ${status}: ${body}`);
        const at = body.indexOf('"id":"') + 6;
        ids.push(body.latin1Slice(at, at + 36));
      },
    });
    metrics[`p99 at ${rate.toLocaleString('en-US')}/s`] = percentile(even.times, 0.99);
  }
  const least = warm.calls + full.calls + ids.length;
  await check?.({ ids, least, most: least + 2 * CONNECTIONS });
  return metrics;
}

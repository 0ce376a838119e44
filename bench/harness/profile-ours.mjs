import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runContender } from './contender-process.mjs';
import { jobOf } from './run-rounds.mjs';

/** Ours once, with what it spends its time on printed. */
export async function profileOurs(workload, size) {
  const ours = workload.contenders.find(({ name }) => name === 'ours');
  const folder = mkdtempSync(join(tmpdir(), 'liandong-bench-'));
  try {
    const job = jobOf(workload, ours, size, { folder, round: 0 });
    const { metrics } = await runContender({ ...job, profile: true });
    process.stdout.write(`${JSON.stringify(metrics)}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

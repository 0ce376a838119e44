import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { GuardedProcess } from './guarded-process.js';
import { answers } from './port-answers.js';

const READY_MS = 90_000;
const WARM_UP_MS = 5_000;

/** True once the broker serves clients; false if it ended or took too long. */
export async function kafkaBecomesReady(broker: GuardedProcess, port: number): Promise<boolean> {
  const deadline = Date.now() + READY_MS;
  while (!broker.ended && Date.now() < deadline) {
    if ((await answers(port)) && (await serves(port))) return true;
    await sleep(25);
  }
  return false;
}

async function serves(port: number): Promise<boolean> {
  const client = new Kafka({
    brokers: [`127.0.0.1:${port}`],
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = client.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length === 0) return false;
    await warmUp(() => admin.fetchOffsets({ groupId: 'liandong-warm-up' }));
    return true;
  } catch {
    return false;
  } finally {
    await admin.disconnect().catch(() => {});
  }
}

// The first question for a group coordinator makes a fresh broker create its offsets topic and is answered "not available":
// asked here, so that no service's log begins with that error.
async function warmUp(ask: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + WARM_UP_MS;
  while (Date.now() < deadline) {
    try {
      await ask();
      return;
    } catch {
      await sleep(25);
    }
  }
}

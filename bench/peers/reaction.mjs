import { setTimeout as sleep } from 'node:timers/promises';
import { connect, startBenchStack } from '../harness/stack.mjs';
import { cloneEvents } from '../material/clone-events.mjs';
import { playLives } from '../material/play-lives.mjs';

const WITHIN_MS = 300_000;

/** The same topic; from the first event handled to the last. */
export async function run({ size }) {
  const stack = await startBenchStack();
  const system = await playLives(stack, 48);
  await system.stop();
  await cloneEvents(stack, size.peerEvents);
  const { startReactionServer } = await import('../dist/peers/nest/reaction-server.js');
  const server = await startReactionServer(stack.databaseUrl, stack.kafkaBrokers);
  const until = Date.now() + WITHIN_MS;
  while (server.handled() === 0) await sleep(2);
  const [already, started] = [server.handled(), performance.now()];
  while (server.handled() < size.peerEvents) {
    await sleep(5);
    if (Date.now() > until) throw new Error(`${server.handled()} events handled`);
  }
  const rate = (server.handled() - already) / ((performance.now() - started) / 1000);
  await sleep(500);
  const client = await connect(stack.databaseUrl);
  const { rows } = await client.query(
    `select (select count(*)::int from peer_inbox) as inbox, (select count(*)::int from peer_outbox) as outbox,
       (select sum(seq)::int from peer_request) as steps`,
  );
  const { inbox, outbox, steps } = rows[0];
  if (inbox < size.peerEvents || outbox !== inbox || steps !== inbox)
    throw new Error(`not exactly once: ${JSON.stringify(rows[0])}`);
  await client.end();
  await server.close();
  return Object.fromEntries(
    ['triage', 'assignment', 'escalation', 'notification', 'ledger'].map((name) => [
      `${name}: events handled`,
      rate,
    ]),
  );
}

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createIssuer } from '../../dist/libs/chassis/src/mint-token.js';
import { connect, startBenchStack } from '../harness/stack.mjs';
import { measureIntake } from '../material/measure-intake.mjs';

const service = fileURLToPath(new URL('../dist/peers/nest/intake.js', import.meta.url));
const ISSUER = 'https://issuer.invalid';
const AUDIENCE = 'bench';

/** `options.store`: none, statement or typeorm. One process of the Nest service in peers/nest/intake.ts. */
export async function run({ options, size }) {
  const stack = await startBenchStack();
  const client = await connect(stack.databaseUrl);
  await client.query(`
    create table request (id uuid primary key, area_code text not null, channel text not null, requester text not null, body jsonb not null);
    create table outbox (id bigint generated always as identity primary key, topic text not null, key text not null, value jsonb not null);`);
  const issuer = await createIssuer({ issuer: ISSUER, audience: AUDIENCE });
  const child = fork(service, {
    execArgv: [],
    env: {
      ...process.env,
      STORE: options.store,
      DATABASE_URL: stack.databaseUrl,
      JWKS: JSON.stringify(issuer.jwks),
      ISSUER,
      AUDIENCE,
      NODE_ENV: 'production',
    },
  });
  try {
    const [{ url }] = await once(child, 'message');
    const token = await issuer.mint({ sub: 'resident-1', role: 'resident' });
    return await measureIntake({
      url,
      pid: child.pid,
      token,
      size,
      check: options.store === 'none' ? undefined : (expected) => check(client, expected),
    });
  } finally {
    child.kill('SIGKILL');
    await client.end();
  }
}

async function check(client, { ids, least, most }) {
  const { rows } = await client.query(
    `select count(*)::int as requests, count(*) filter (where id = any($1::uuid[]))::int as answered,
       (select count(distinct key)::int from outbox o join request r on o.key = r.id::text) as told,
       (select count(*)::int from outbox) as events from request`,
    [ids],
  );
  const [{ requests, answered, told, events }] = rows;
  if (
    requests < least ||
    requests > most ||
    answered !== ids.length ||
    told !== requests ||
    events !== requests
  )
    throw new Error(
      `at least ${least} answered, ${requests} stored, ${events} events about ${told}; ${answered} of ${ids.length} known ids`,
    );
}

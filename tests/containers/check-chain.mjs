import { startStack } from '#local-stack/start-stack.js';
import { inRoot } from '../../bin/paths.mjs';
import { run } from './run.mjs';

const SPEC = 'tests/chain/luxi';
const LABEL = 'org.testcontainers=true';

/** A whole life of requests on PostgreSQL and Kafka in containers of Testcontainers, as `npm test` runs it where an engine is. */
export async function checkChain(engine, check, signal) {
  // Testcontainers reads the environment of this process.
  Object.assign(process.env, engine.env);
  const containers = () =>
    run(engine.docker, ['ps', '--all', '--quiet', '--filter', `label=${LABEL}`], { env: engine.env });
  const before = await containers();
  const stack = await check('Testcontainers: PostgreSQL and Kafka', () =>
    startStack({ how: 'docker', durable: false }),
  );
  try {
    await check(`npm test -- ${SPEC} on them`, async () => {
      const env = { DATABASE_URL: stack.databaseUrl, KAFKA_BROKERS: stack.kafkaBrokers.join(',') };
      const output = await run(process.execPath, [inRoot('bin', 'test.mjs'), SPEC], { env, signal });
      const [, count] =
        output
          .split('\n')
          .at(-1)
          .match(/^(\d+) passed, 0 failed$/) ?? [];
      if (!(Number(count) > 0)) throw new Error(output);
    });
  } finally {
    await stack.stop();
  }
  await check('no container is left', async () => {
    const after = await containers();
    if (after !== before) throw new Error(after);
  });
}

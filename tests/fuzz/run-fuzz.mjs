#!/usr/bin/env node
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../../bin/install.mjs';
import { inRoot } from '../../bin/paths.mjs';
import { say } from '../../bin/say.mjs';
import { installPythonTool } from './install-python-tool.mjs';
import { startSystem } from './start-system.mjs';
import { submitRequests } from './submit-requests.mjs';

const ROLES = ['admin', 'resident', 'village'];
/** The clock belongs to all callers at once, and the stream never ends. */
const LEFT_OUT = '^/v1/clock|^/v1/watch/stream$';
const OPERATIONS = 80;

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '1000' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
    role: { type: 'string', multiple: true },
    edges: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run fuzz -- [--cases N] [--seed N] [--role admin|resident|village …] [--edges]

Starts the system and throws generated input, good and bad, at every route of its OpenAPI document, as administrator,
resident and officer. Fails on any 5xx, on any answer that does not fit the document, on bad input taken and good refused.

  --cases N   about so many random cases over all routes and roles (1000)
  --edges     also each field's edges, enumerated: some 2,700 cases a role
  --seed N    the same cases again
  --role R    only as this role
`);
  process.exit(0);
}
process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});

async function main() {
  const roles = values.role ?? ROLES;
  await ensureInstalled();
  const program = await installPythonTool(fileURLToPath(new URL('requirements.txt', import.meta.url)));
  say('正在启动系统…', 'starting the system');
  const system = await startSystem();
  const stopped = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stopped.abort());
  try {
    const requests = await submitRequests(system);
    const found = [];
    let cases = 0;
    for (const role of roles) {
      if (stopped.signal.aborted) return 130;
      const result = await fuzz(program, system, requests, role, roles.length, stopped.signal);
      cases += result.cases;
      if (!result.passed) found.push(role);
    }
    if (stopped.signal.aborted) return 130;
    const failed = found.length;
    process.stdout.write(`\n${cases} cases as ${roles.join(', ')}; seed ${values.seed}\n`);
    if (failed > 0) {
      process.stdout.write(
        `found as ${found.join(', ')}: each with its curl line above and in tests/results/fuzz\n`,
      );
      const again = found.map((role) => `--role ${role}`).join(' ');
      const edges = values.edges ? ' --edges' : '';
      process.stdout.write(
        `replay: npm run fuzz -- --seed ${values.seed} --cases ${values.cases}${edges} ${again}\n`,
      );
    }
    process.stdout.write(`${roles.length - failed} passed, ${failed} failed\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    await system.stop();
  }
}

async function fuzz(program, system, requests, role, roles, signal) {
  const folder = inRoot('tests', 'results', 'fuzz');
  mkdirSync(folder, { recursive: true });
  const report = join(folder, `${role}.json`);
  const here = fileURLToPath(new URL('.', import.meta.url));
  const perOperation = Math.max(1, Math.ceil(Number(values.cases) / roles / OPERATIONS));
  const args = [
    ...['--config-file', join(here, 'schemathesis.toml'), 'run', `${system.baseUrl}/openapi.json`],
    ...['--header', `Authorization: Bearer ${system.tokens[role]}`],
    ...['--exclude-path-regex', LEFT_OUT],
    ...['--phases', values.edges ? 'coverage,fuzzing,stateful' : 'fuzzing,stateful'],
    ...['--max-examples', String(perOperation)],
    // Two owners that know of each other are what tests/security has. Good input refused: hooks.py looks at the rule that refused.
    ...['--checks', 'all', '--exclude-checks', 'positive_data_acceptance,object_level_authorization'],
    ...['--seed', values.seed, '--continue-on-failure', '--no-shrink'],
    ...['--generation-database', 'none', '--request-timeout', '30', '--workers', '1'],
    ...['--report-json-path', report],
  ];
  say(`以 ${role} 身份…`, `as ${role} …`);
  const known = {
    baseUrl: system.baseUrl,
    admin: system.tokens.admin,
    requests,
    areas: system.sampleBlock.map(({ code }) => code),
  };
  const env = {
    ...process.env,
    SCHEMATHESIS_HOOKS: 'hooks',
    PYTHONPATH: here,
    PYTHONDONTWRITEBYTECODE: '1',
    FUZZ_KNOWN: JSON.stringify(known),
  };
  const [python, schemathesis] = program;
  const child = spawn(python, [schemathesis, ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  signal.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  const [code] = await once(child, 'exit');
  return { passed: code === 0, cases: casesOf(report) };
}

function casesOf(report) {
  try {
    return JSON.parse(readFileSync(report, 'utf8')).test_cases?.generated ?? 0;
  } catch {
    return 0;
  }
}

// `npm run sqlmap`: every list and every read of a started system under sqlmap, as an administrator. Fails on whatever it finds.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ensureInstalled } from '../../bin/install.mjs';
import { say } from '../../bin/say.mjs';
import { installPythonTool } from '../fuzz/install-python-tool.mjs';
import { startSystem } from '../fuzz/start-system.mjs';
import { submitRequests } from '../fuzz/submit-requests.mjs';

const { values } = parseArgs({
  options: {
    level: { type: 'string', default: '2' },
    only: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  process.stdout.write(`npm run sqlmap [-- --level 1..5] [--only PATH]

Starts the system and lets sqlmap try every parameter of every GET of its OpenAPI document, as an administrator.

  --level N     sqlmap's own level of thoroughness (2)
  --only PATH   only paths that contain this
`);
  process.exit(0);
}
process.exitCode = await main().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  return 1;
});

async function main() {
  await ensureInstalled();
  const program = await installPythonTool(fileURLToPath(new URL('requirements.txt', import.meta.url)));
  say('正在启动系统…', 'starting the system');
  const system = await startSystem();
  const folder = mkdtempSync(join(tmpdir(), 'sqlmap-'));
  try {
    const [requestId] = await submitRequests(system);
    const document = await (await fetch(`${system.baseUrl}/openapi.json`)).json();
    const ids = { id: requestId, code: system.sampleBlock[0].code, number: '1' };
    const targets = targetsOf(document, ids).filter((path) => !values.only || path.includes(values.only));
    const found = [];
    for (const path of targets) {
      process.stdout.write(`${path}\n`);
      const outcome = await attack(program, folder, system, path);
      if (outcome !== 'nothing found') found.push(`${path}: ${outcome}`);
    }
    for (const one of found) process.stdout.write(`${one}\n`);
    process.stdout.write(`${targets.length - found.length} passed, ${found.length} failed\n`);
    return found.length === 0 ? 0 : 1;
  } finally {
    await system.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every GET that takes something; in the path the place to try is marked by sqlmap's `*`. */
function targetsOf({ paths }, ids) {
  return Object.entries(paths).flatMap(([path, { get }]) => {
    const parameters = get?.parameters?.filter((one) => one.in !== 'header') ?? [];
    if (parameters.length === 0) return [];
    const query = parameters.filter((one) => one.in === 'query').map((one) => `${one.name}=${valueOf(one)}`);
    const marked = query.length > 0 ? '' : '*';
    const address = path.replace(/\{(\w+)\}/g, (_, name) => `${ids[name] ?? '1'}${marked}`);
    return [query.length > 0 ? `${address}?${query.join('&')}` : address];
  });
}

function valueOf({ schema }) {
  return schema.enum?.[0] ?? (schema.type === 'integer' ? '10' : '310106');
}

async function attack([python, script], folder, system, path) {
  const args = [
    script,
    ...['-u', system.baseUrl + path],
    ...['--headers', `Authorization: Bearer ${system.tokens.admin}`],
    ...['--batch', '--flush-session', '--disable-coloring', '--output-dir', folder, '--dbms', 'PostgreSQL'],
    // What is refused is an answer too.
    ...[
      '--ignore-code',
      '400,401,404',
      '--level',
      values.level,
      '--risk',
      '2',
      '--threads',
      '4',
      '--skip-waf',
    ],
  ];
  const child = spawn(python, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  await once(child, 'exit');
  if (/all tested parameters do not appear to be injectable/.test(said)) return 'nothing found';
  return /is vulnerable|identified the following injection/.test(said)
    ? said.slice(-2_000)
    : `not tried: ${said.slice(-600)}`;
}

import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * As many POSTs as so many connections ask for, by wrk: of all clients the one that takes least of the two cores. Each call has
 * an Idempotency-Key of its own. Resolves with `{ calls, failed, seconds, p50, p99 }`, times in ms.
 */
export async function wrkPost({ url, path, headers, body, run, connections, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'liandong-wrk-'));
  const script = join(folder, 'post.lua');
  writeFileSync(script, scriptOf({ headers, body, run }));
  try {
    const args = ['-t1', `-c${connections}`, `-d${seconds}`, '-s', script, url + path];
    const { stdout } = await promisify(execFile)('wrk', args);
    return JSON.parse(stdout.trim().split('\n').at(-1));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const scriptOf = ({ headers, body, run }) => `
wrk.method = "POST"
wrk.body = ${lua(body)}
${Object.entries(headers)
  .map(([name, value]) => `wrk.headers[ ${lua(name)} ] = ${lua(value)}`)
  .join('\n')}
local n = 0
request = function()
  n = n + 1
  wrk.headers["Idempotency-Key"] = ${lua(run)} .. "-" .. n
  return wrk.format()
end
done = function(s, latency, _)
  local e = s.errors
  io.write(string.format('\\n{"calls":%d,"failed":%d,"seconds":%f,"p50":%f,"p99":%f}\\n', s.requests,
    e.connect + e.read + e.write + e.status + e.timeout, s.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
`;

const lua = (text) => `[==[${text}]==]`;

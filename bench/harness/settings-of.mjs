import { readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { inRoot } from '../../bin/paths.mjs';
import { median } from './summarise.mjs';

/** What a reader needs to judge and repeat a table: command, machine, versions, each contender's settings, how quiet it was. */
export function settingsOf(workload, measured, size) {
  const { dependencies } = JSON.parse(readFileSync(inRoot('bench', 'package.json'), 'utf8'));
  const versions = (workload.packages ?? []).map((name) => `${name} ${dependencies[name]}`);
  const contenders = workload.contenders.filter(({ name }) => measured[name]?.length > 0);
  const busy = contenders.map(
    ({ name }) => `${name} ${median(measured[name].map(({ otherCpu }) => otherCpu ?? 0))} %`,
  );
  const rounds = Math.max(...contenders.map(({ name }) => measured[name].length));
  return [
    `\`npm run bench -- ${workload.name}\` · ${new Date().toISOString().slice(0, 10)} · ${cpus().length} cores (${cpus()[0].model}), ${Math.round(totalmem() / 2 ** 30)} GB · ${rounds === 1 ? 'one round only' : `medians of ${rounds} interleaved rounds`} · ${Object.entries(
      size,
    )
      .map(([name, value]) => `${name} ${value.toLocaleString('en-US')}`)
      .join(', ')}${versions.length > 0 ? ` · ${versions.join(', ')}` : ''}`,
    ...contenders.map(({ name, settings }) => `- **${name}**: ${settings}`),
    `- Other programs on the machine meanwhile, of one core: ${busy.join(', ')}`,
  ].join('\n');
}

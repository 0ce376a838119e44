import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from '../../bin/paths.mjs';
import { chartOf } from './chart.mjs';
import { settingsOf } from './settings-of.mjs';
import { tableOf } from './summarise.mjs';

const latest = inRoot('bench', 'results', 'latest.json');
const page = inRoot('docs', 'performance.md');
const { format, resolveConfig } = createRequire(inRoot('package.json'))('prettier');

/** Puts a workload's rows in the place of its former ones: results, charts, and its part of docs/performance.md. */
export async function writeResults(workload, rows, measured, size) {
  mkdirSync(inRoot('bench', 'results'), { recursive: true });
  const others = existsSync(latest) ? JSON.parse(readFileSync(latest, 'utf8')) : [];
  const all = [...others.filter((row) => row.workload !== workload.name), ...rows].sort((a, b) =>
    a.workload < b.workload ? -1 : a.workload > b.workload ? 1 : 0,
  );
  await writeFormatted(latest, JSON.stringify(all));
  const charts = rows.filter(({ metric }) => workload.metrics.find(({ name }) => name === metric)?.chart);
  for (const row of charts)
    writeFileSync(inRoot('bench', 'results', `${chartName(row)}.svg`), chartOf(workload, row));
  const text = [
    tableOf(workload, rows),
    ...charts.map((row) => `![${row.metric}](../bench/results/${chartName(row)}.svg)`),
    settingsOf(workload, measured, size),
  ].join('\n\n');
  await writeFormatted(page, between(readFileSync(page, 'utf8'), workload.name, text));
}

const chartName = ({ workload, metric }) =>
  `${workload}-${metric
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')}`;

/** Replaces what stands between a workload's markers. */
export function between(document, name, text) {
  const [begin, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`docs/performance.md has no markers for ${name}`);
  return `${document.slice(0, from + begin.length)}\n\n${text}\n\n${document.slice(to)}`;
}

async function writeFormatted(file, text) {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(text, { ...options, filepath: file }));
}

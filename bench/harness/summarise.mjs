/**
 * Medians of the rounds and their ratios, one row per metric:
 * `{ workload, metric, unit, ours, peers, ratios, target, met, rounds, otherCpu }`. A ratio is ours by the peer's, whichever way is
 * better. `met` is null where there is no target or nothing to compare with.
 *
 * A metric is `{ name, unit, better: 'higher' | 'lower', targets: [{ peer?, atLeast? | atMost? }] }`; without `peer` the target is
 * for our own figure.
 */
export function summarise(workload, measured) {
  return workload.metrics.flatMap((metric) => {
    const medians = Object.fromEntries(
      Object.entries(measured).flatMap(([name, rounds]) => {
        const values = rounds.flatMap(({ metrics }) => metrics[metric.name] ?? []);
        return values.length > 0 ? [[name, median(values)]] : [];
      }),
    );
    const { ours, ...peers } = medians;
    if (Object.keys(medians).length === 0) return [];
    const ratios =
      ours === undefined
        ? {}
        : Object.fromEntries(Object.entries(peers).map(([name, value]) => [name, round(ours / value)]));
    const targets = metric.targets ?? [];
    const verdicts = targets.map((target) => verdict(target, ours, peers));
    return {
      workload: workload.name,
      metric: metric.name,
      unit: metric.unit,
      better: metric.better,
      ours: ours === undefined ? null : round(ours),
      peers: mapValues(peers, round),
      ratios,
      target: targets.map(wordsOf).join('; ') || null,
      met: verdicts.length === 0 || verdicts.includes(null) ? null : verdicts.every(Boolean),
      rounds: Object.fromEntries(
        Object.entries(measured).map(([name, rounds]) => [
          name,
          rounds.flatMap(({ metrics }) => metrics[metric.name] ?? []).map(round),
        ]),
      ),
      otherCpu: mapValues(measured, (rounds) => median(rounds.map(({ otherCpu }) => otherCpu ?? 0))),
    };
  });
}

function verdict({ peer, atLeast, atMost }, ours, peers) {
  const value = peer ? ours / peers[peer] : ours;
  if (value === undefined || Number.isNaN(value)) return null;
  return atLeast === undefined ? value <= atMost : value >= atLeast;
}

function wordsOf({ peer, atLeast, atMost }) {
  const bound = atLeast === undefined ? `≤ ${round(atMost)}` : `≥ ${atLeast}`;
  return peer ? `${bound}x ${peer}` : bound;
}

export function median(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Four digits are more than a measurement is worth. */
const round = (value) => Number(Number(value).toPrecision(4));

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]));

const figure = (value) =>
  value === null || value === undefined ? '' : value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Markdown: a row per metric, a column per contender, each peer with the ratio to it. */
export function tableOf(workload, rows) {
  const peers = workload.contenders
    .map(({ name }) => name)
    .filter((name) => name !== 'ours' && rows.some((row) => name in row.peers));
  const head = ['', 'ours', ...peers, 'to reach', 'reached'];
  const lines = rows.map((row) => [
    `${row.metric}${row.unit ? ` (${row.unit})` : ''}`,
    `**${figure(row.ours)}**`,
    ...peers.map((name) =>
      name in row.peers
        ? `${figure(row.peers[name])}${name in row.ratios ? ` (${figure(row.ratios[name])}x)` : ''}`
        : '',
    ),
    row.target ?? '',
    row.met === null ? '' : row.met ? 'yes' : '**missed**',
  ]);
  return [head, head.map((_, index) => (index === 0 ? '---' : '---:')), ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');
}

const ROWS = 25;

/** The functions a CPU profile spends most of its own time in, as lines of text; the idle time is left out. */
export function selfTimes({ nodes, samples, timeDeltas }) {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const times = new Map();
  let total = 0;
  samples.forEach((id, index) => {
    const { functionName, url, lineNumber } = byId.get(id).callFrame;
    if (functionName === '(idle)') return;
    const file = url.replace(/^.*\/(node_modules|dist|bench)\//, '').replace(/^file:\/\//, '');
    const name = `${functionName || '(anonymous)'} ${file}${file ? `:${lineNumber + 1}` : ''}`;
    times.set(name, (times.get(name) ?? 0) + timeDeltas[index]);
    total += timeDeltas[index];
  });
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, ROWS)
    .map(([name, time]) => `${((100 * time) / total).toFixed(1).padStart(6)} %  ${name}`)
    .join('\n');
}

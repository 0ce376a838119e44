const WIDTH = 720;
const BAR = 24;
const GAP = 10;
const LEFT = 210;
const RIGHT = 90;
const TOP = 44;
/** Above this spread the shortest bars could not be told apart: the scale is logarithmic, and says so. */
const LINEAR_SPREAD = 40;

/** One metric as horizontal bars, ours first. SVG as text. */
export function chartOf(workload, { metric, unit, better, ours, peers }) {
  const bars = [
    ...(ours === null ? [] : [['ours', ours]]),
    ...Object.entries(peers).sort((a, b) => (better === 'lower' ? a[1] - b[1] : b[1] - a[1])),
  ];
  const values = bars.map(([, value]) => value).filter((value) => value > 0);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const logarithmic = most / least > LINEAR_SPREAD;
  const floor = least / 3;
  const length = (value) => {
    if (value <= 0) return 0;
    const share = logarithmic ? Math.log(value / floor) / Math.log(most / floor) : value / most;
    return Math.max(1, share * (WIDTH - LEFT - RIGHT));
  };
  const scale = `${better} is better${logarithmic ? ', logarithmic scale' : ''}`;
  const height = TOP + bars.length * (BAR + GAP) + 6;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" font-size="13" role="img">
<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>
<text x="12" y="24" font-size="15" font-weight="600" fill="#1f2430">${escaped(`${workload.name}: ${metric}${unit ? ` (${unit})` : ''}`)}</text>
<text x="${WIDTH - 12}" y="24" text-anchor="end" fill="#6b7280">${escaped(scale)}</text>
${bars
  .map(([name, value], index) => {
    const y = TOP + index * (BAR + GAP);
    const wide = length(value);
    return `<text x="${LEFT - 10}" y="${y + 17}" text-anchor="end" fill="#1f2430">${escaped(name)}</text>
<rect x="${LEFT}" y="${y}" width="${wide.toFixed(1)}" height="${BAR}" rx="3" fill="${name === 'ours' ? '#0f766e' : '#9ca3af'}"/>
<text x="${(LEFT + wide + 8).toFixed(1)}" y="${y + 17}" fill="#1f2430">${value.toLocaleString('en-US')}</text>`;
  })
  .join('\n')}
</svg>
`;
}

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

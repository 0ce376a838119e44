import { readdirSync, readFileSync } from 'node:fs';
import { chartOf } from './chart.mjs';
import { between } from './write-results.mjs';

const page = readFileSync('docs/performance.md', 'utf8');
const latest = JSON.parse(readFileSync('bench/results/latest.json', 'utf8'));
const workloads = readdirSync('bench/workloads').map((file) => file.replace('.mjs', ''));

describe('results', () => {
  it.each(workloads)('%s has its place in docs/performance.md', (name) => {
    expect(between(page, name, 'figures')).toContain(
      `<!-- bench:${name} -->\n\nfigures\n\n<!-- /bench:${name} -->`,
    );
  });

  it('what stands outside the markers stays', () => {
    const document = 'a\n<!-- bench:x -->\nold\n<!-- /bench:x -->\nz';
    expect(between(document, 'x', 'new')).toBe('a\n<!-- bench:x -->\n\nnew\n\n<!-- /bench:x -->\nz');
    expect(() => between(document, 'y', 'new')).toThrow('no markers for y');
  });

  it('every row of the latest results says what was compared and whether it sufficed', () => {
    for (const row of latest) {
      expect(workloads).toContain(row.workload);
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining(['metric', 'ours', 'peers', 'ratios', 'target', 'met']),
      );
      for (const [name, ratio] of Object.entries(row.ratios))
        expect(Math.abs(ratio * row.peers[name] - row.ours)).toBeLessThanOrEqual(0.005 * row.ours);
    }
  });

  it('a chart is SVG with a bar for each, and names cannot break it', () => {
    const row = { metric: 'rate', unit: '1/s', better: 'higher', ours: 10, peers: { 'a < b & c': 1 } };
    const svg = chartOf({ name: 'sample' }, row);
    expect(svg).toContain('a &lt; b &amp; c');
    expect(svg.match(/<rect /g)).toHaveLength(3);
  });
});

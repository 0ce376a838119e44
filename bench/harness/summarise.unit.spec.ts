import { median, summarise, tableOf } from './summarise.mjs';

const workload = {
  name: 'sample',
  contenders: [{ name: 'ours' }, { name: 'peer' }],
  metrics: [
    { name: 'rate', unit: '1/s', better: 'higher', targets: [{ peer: 'peer', atLeast: 2 }] },
    { name: 'p99', unit: 'ms', better: 'lower', targets: [{ peer: 'peer', atMost: 0.5 }, { atMost: 30 }] },
    { name: 'told', unit: '', better: 'lower', targets: [] },
  ],
};
const round = (metrics: object) => ({ metrics, otherCpu: 10 });
const measured = (ours: object[], peer: object[]) => ({ ours: ours.map(round), peer: peer.map(round) });

describe('a table of results', () => {
  it('takes medians, and the ratio is ours by the peer’s', () => {
    const [rate] = summarise(
      workload,
      measured([{ rate: 100 }, { rate: 900 }, { rate: 300 }], [{ rate: 100 }, { rate: 120 }, { rate: 110 }]),
    );
    expect(rate).toMatchObject({ ours: 300, peers: { peer: 110 }, ratios: { peer: 2.727 }, met: true });
    expect(rate.rounds).toEqual({ ours: [100, 900, 300], peer: [100, 120, 110] });
  });

  it('a target is missed when any part of it is, and missed stays in the table', () => {
    const rows = summarise(workload, measured([{ rate: 199, p99: 40 }], [{ rate: 100, p99: 100 }]));
    expect(rows.map(({ met }) => met)).toEqual([false, false]);
    expect(tableOf(workload, rows)).toContain(
      '| rate (1/s) | **199** | 100 (1.99x) | ≥ 2x peer | **missed** |',
    );
  });

  it('a time that did not end misses its target', () => {
    const rows = summarise(workload, measured([{ p99: Infinity }], [{ p99: 100 }]));
    expect(rows[0].met).toBe(false);
    expect(tableOf(workload, rows)).toContain('| p99 (ms) | **∞** |');
  });

  it('without the peer nothing is said about a target that needs it', () => {
    const [rate] = summarise(workload, { ours: [round({ rate: 1 })] });
    expect(rate.met).toBeNull();
  });

  it('what nobody measured has no row, what has no target has no verdict', () => {
    const rows = summarise(workload, measured([{ told: 1 }], [{}]));
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ metric: 'told', target: null, met: null });
  });

  it('the median of an even number is the middle of two', () => {
    expect([median([3, 1]), median([5, 1, 3])]).toEqual([2, 3]);
  });
});

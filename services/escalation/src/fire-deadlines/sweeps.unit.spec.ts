import { Sweeps } from './sweeps.js';

describe('sweeps', () => {
  const settled = () => new Promise(setImmediate);

  it('go one at a time, and not again before their time', async () => {
    const begun: ((fired: number) => void)[] = [];
    const sweep = () => new Promise<number>((resolve) => begun.push(resolve));
    const [always, later] = [new Sweeps(0, sweep), new Sweeps(60_000, sweep)];
    always.beginIfTime();
    always.beginIfTime();
    expect(begun).toHaveLength(1);
    begun[0]!(3);
    await settled();
    always.beginIfTime();
    expect(begun).toHaveLength(2);
    expect([always.takeCount(), always.takeCount()]).toEqual([3, 0]);

    later.beginIfTime();
    begun[2]!(1);
    await settled();
    later.beginIfTime();
    expect(begun).toHaveLength(3);
  });

  it('that fail are told once, and others follow', async () => {
    let sweep = () => Promise.reject<number>(new Error('gone'));
    const sweeps = new Sweeps(0, () => sweep());
    sweeps.beginIfTime();
    await settled();
    expect(() => sweeps.takeCount()).toThrow('gone');
    sweep = () => Promise.resolve(2);
    sweeps.beginIfTime();
    await settled();
    expect(sweeps.takeCount()).toBe(2);
  });
});

import { basename, resolve } from 'node:path';
import { dependencyRules, violationsIn } from './cruise-sources.js';

const FOLDERS = ['services', 'libs', 'cli'];
const names = dependencyRules.map(({ name }) => name);

describe('who imports whom', () => {
  it('no source breaks a rule', async () => {
    const found = await violationsIn(resolve('.'), [...FOLDERS, 'tests']);
    expect(found.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)).toEqual([]);
  }, 60_000);

  it('each rule bites its probe, and nothing else bites it', async () => {
    const found = await violationsIn(resolve('tests/architecture/probes'), FOLDERS);
    const bitten = new Map(names.map((name) => [name, new Set<string>()]));
    for (const { rule, from } of found) bitten.get(basename(from, '.ts'))?.add(rule.name);
    expect(Object.fromEntries(bitten)).toEqual(
      Object.fromEntries(names.map((name) => [name, new Set([name])])),
    );
  }, 60_000);
});

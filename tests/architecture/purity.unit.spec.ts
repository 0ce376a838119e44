import { globSync, readFileSync } from 'node:fs';
import { impuritiesOf, purityRules } from './impurities.js';

const pure = globSync([
  'services/*/src/domain/**/*.ts',
  'libs/decider/src/*.ts',
  'libs/working-time/src/*.ts',
  'libs/contracts/src/{catalogue,chain,parts}.ts',
  'libs/contracts/src/messages/*.ts',
]).filter((file) => !file.endsWith('.spec.ts'));

describe('what decides is pure', () => {
  it('there is something to look at', () => {
    expect(pure.length).toBeGreaterThan(20);
  });

  it.each(pure)('%s', (file) => {
    expect(impuritiesOf(readFileSync(file, 'utf8'))).toEqual([]);
  });

  it.each(purityRules)('%s bites its probe, and nothing else bites it', (rule) => {
    const probe = `tests/architecture/probes/services/alpha/src/domain/${rule}.ts`;
    const bitten = impuritiesOf(readFileSync(probe, 'utf8')).map((one) => one.rule);
    expect([...new Set(bitten)]).toEqual([rule]);
  });

  it.each([
    ['new Date() reads the clock', 'const at = new Date();', ['no-clock']],
    ['new Date(at) does not', 'const day = (at: number) => new Date(at);', []],
    ['a field may be called process', 'const x = { process: 1 }; const y = x.process;', []],
    ['a short-hand property is the global', 'const x = { process };', ['no-surroundings']],
    ['awaiting', 'const x = await y;', ['no-promise']],
  ])('%s', (_, text, rules) => {
    expect(impuritiesOf(text).map(({ rule }) => rule)).toEqual(rules);
  });
});

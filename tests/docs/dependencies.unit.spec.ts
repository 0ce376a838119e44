import { readFileSync } from 'node:fs';

const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<
  'dependencies' | 'devDependencies',
  Record<string, string>
>;
const page = readFileSync('docs/dependencies.md', 'utf8');
const named = new Set([...page.matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
const used = [...Object.keys(dependencies), ...Object.keys(devDependencies)];

it('every dependency has its reason', () => {
  expect(used.filter((name) => !named.has(name) && !name.startsWith('@types/'))).toEqual([]);
});

it('no reason is left over', () => {
  expect([...named].filter((name) => name !== '@types/*' && !used.includes(name))).toEqual([]);
});

it('every version is exact', () => {
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
});

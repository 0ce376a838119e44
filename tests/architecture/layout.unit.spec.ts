import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { type LayoutRule, layoutFaultsOf, layoutRules } from './layout-faults.js';

const PROBES = 'tests/architecture/probes/';
const read = (path: string, root = '') => ({ path, text: readFileSync(root + path, 'utf8') });
const ours = (path: string) => !path.startsWith(PROBES) && !path.includes('node_modules/');
const sources = globSync('{services,libs,cli,tests,bench}/**/*.ts').filter(ours);
const projects = globSync(['{services,libs}/*/project.json', '{cli,tests}/project.json']);

describe('the tree', () => {
  it.each(['services', 'libs'])('every folder of %s is a project', (folder) => {
    for (const name of readdirSync(folder))
      expect([name, existsSync(`${folder}/${name}/project.json`)]).toEqual([name, true]);
  });

  it('every project has a name of its own', () => {
    const names = projects.map((path) => (JSON.parse(read(path).text) as { name: string }).name);
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  });

  it('files are short, well named, no barrels; projects are tagged', () => {
    const faults = [...sources, ...projects].flatMap((path) =>
      layoutFaultsOf(read(path)).map((rule) => `${rule}: ${path}`),
    );
    expect(faults).toEqual([]);
  });

  it('files of the services and libraries have 60 lines or fewer at the median', () => {
    const lengths = sources
      .filter((path) => /^(services|libs)\/[^/]+\/src\//.test(path) && !path.endsWith('.spec.ts'))
      .map((path) => read(path).text.split('\n').length)
      .toSorted((a, b) => a - b);
    expect(lengths[lengths.length >> 1]).toBeLessThanOrEqual(60);
  });
});

const probes: Readonly<Record<LayoutRule, { readonly path: string; readonly text: string }>> = {
  'too-long': { path: 'services/alpha/src/too-long.ts', text: 'export {};\n'.repeat(251) },
  'name-says-nothing': read('services/alpha/src/name-says-nothing.common.ts', PROBES),
  barrel: read('services/alpha/src/barrel/index.ts', PROBES),
  'name-not-kebab': read('services/alpha/src/nameNotKebab.ts', PROBES),
  'project-without-tags': read('services/alpha/project.json', PROBES),
};

describe('each rule bites its probe, and nothing else bites it', () => {
  it.each(layoutRules)('%s', (rule) => {
    expect(layoutFaultsOf(probes[rule])).toEqual([rule]);
  });

  it('infrastructure may have twice as many lines', () => {
    const { text } = probes['too-long'];
    expect(layoutFaultsOf({ path: 'libs/eventlog/src/long.ts', text })).toEqual([]);
    expect(layoutFaultsOf({ path: 'libs/eventlog/src/long.ts', text: text + text })).toEqual(['too-long']);
  });
});

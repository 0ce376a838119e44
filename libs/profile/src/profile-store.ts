import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ProfileRef } from '#contracts/parts.js';
import { type ProfileFault, ProfileFaults } from './fault.js';
import type { Jurisdiction, Profile } from './model.js';
import { readProfile } from './read-profile.js';

const keyOf = ({ name, version }: ProfileRef): string => `${name}@${version}`;

/**
 * The profiles of an installation: `<name>.yaml` is in force, `history/<name>.v<N>.yaml` are earlier versions, which requests
 * that began with them keep. Bound to jurisdictions by the installation's configuration.
 */
export class ProfileStore {
  private constructor(
    private readonly byKey: ReadonlyMap<string, Profile>,
    private readonly inForce: ReadonlyMap<string, Profile>,
    /** As configured; the first is the one meant where nothing says which. */
    readonly jurisdictions: readonly Jurisdiction[],
  ) {}

  /** Throws ProfileFaults with everything that is wrong with any of them. */
  static load(dir: string, jurisdictions: readonly Jurisdiction[]): ProfileStore {
    const faults: { file: string; fault: ProfileFault }[] = [];
    const byKey = new Map<string, Profile>();
    const inForce = new Map<string, Profile>();
    const history = join(dir, 'history');
    for (const file of [...yamlFiles(dir), ...(existsSync(history) ? yamlFiles(history) : [])]) {
      const read = readProfile(readFileSync(file, 'utf8'));
      if ('faults' in read) faults.push(...read.faults.map((fault) => ({ file, fault })));
      else if (!isNamedFor(file, history, read.profile)) faults.push({ file, fault: misnamed(read.profile) });
      else {
        byKey.set(keyOf(read.profile), read.profile);
        if (!file.startsWith(history)) inForce.set(read.profile.name, read.profile);
      }
    }
    for (const { code, profile } of jurisdictions)
      if (!inForce.has(profile) && faults.length === 0)
        faults.push({ file: dir, fault: unknownProfile(code, profile, [...inForce.keys()]) });
    if (faults.length > 0) throw new ProfileFaults(faults);
    return new ProfileStore(byKey, inForce, jurisdictions);
  }

  /** The version a request began with. Throws when the installation no longer has it: the request could not go on. */
  byRef(ref: ProfileRef): Profile {
    const profile = this.byKey.get(keyOf(ref));
    if (!profile)
      throw new Error(
        `profile ${keyOf(ref)} is not there: keep it as profiles/history/${ref.name}.v${ref.version}.yaml`,
      );
    return profile;
  }

  forJurisdiction(code: string): { jurisdiction: Jurisdiction; profile: Profile } | undefined {
    const jurisdiction = this.jurisdictions.find((j) => j.code === code);
    return jurisdiction && { jurisdiction, profile: this.inForce.get(jurisdiction.profile)! };
  }

  /** The jurisdiction whose root contains the area; of nested ones the inner. */
  jurisdictionOf(areaCode: string | null): Jurisdiction | undefined {
    if (areaCode === null) return undefined;
    return this.jurisdictions
      .filter((j) => areaCode.startsWith(j.code))
      .reduce<Jurisdiction | undefined>(
        (inner, j) => (inner && inner.code.length >= j.code.length ? inner : j),
        undefined,
      );
  }
}

const yamlFiles = (dir: string): string[] =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(dir, name));

/** Requests look their version up by name: a file that calls itself otherwise would never be found, or hide another. */
const isNamedFor = (file: string, history: string, { name, version }: Profile): boolean =>
  file === join(dirname(file), file.startsWith(history) ? `${name}.v${version}.yaml` : `${name}.yaml`);

const misnamed = ({ name, version }: Profile): ProfileFault => ({
  path: '/name',
  line: null,
  zh: `文件名与配置 ${name} v${version} 不符`,
  en: `the file is not named for profile ${name} v${version}`,
  hint: `应为 / name it ${name}.yaml, 旧版本 / an earlier version history/${name}.v${version}.yaml`,
});

const unknownProfile = (code: string, profile: string, known: string[]): ProfileFault => ({
  path: `/jurisdictions/${code}`,
  line: null,
  zh: `没有配置 ${profile}`,
  en: `no profile ${profile}`,
  hint: `应为其一 / one of: ${known.join(', ')}`,
});

import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { checkProfile } from './check-profile.js';
import { placesAt } from './places.js';
import { readProfile } from './read-profile.js';

const BROKEN = 'libs/profile/fixtures/broken.yaml';
const faultsOf = (yaml: string) => {
  const read = readProfile(yaml);
  return 'faults' in read ? read.faults : [];
};

describe('a profile that is wrong everywhere', () => {
  const text = readFileSync(BROKEN, 'utf8');
  const faults = faultsOf(text);

  it('tells every fault at once: misspelt, missing, unreadable, unknown, twice, unsendable', () => {
    expect(faults.map(({ path }) => path).sort()).toEqual(
      [
        '/colour',
        '/officeHours',
        '/channels/1/id',
        '/levels/0/deadlines/resolve/within/ordinary',
        '/levels/1/codeLength',
        '/levels/1/routing',
        '/levels/1/deadlines/resolve/onExpiry',
        '/levels/1/deadlines/warn/before',
        '/triage/entryLevel',
        '/triage/rules/0/when/channel/0',
        '/triage/rules/0/then/category',
        '/triage/rules/1/id',
        '/triage/rules/1/when/lead',
        '/triage/decline/0/when/category/0',
        '/triage/queue/fallback/entryLevel',
        '/gates/0/levels/0',
        '/returns/within/decide',
        '/supervision',
        '/closing/waitForNotices/0',
        '/notices/0/text',
        '/notices/0/text/resident/zh',
        '/notices/1',
      ].sort(),
    );
  });

  it('each with the line it stands in and a hint, in the order of the file', () => {
    const lines = text.split('\n');
    const lineOf = (path: string) => lines[faults.find((f) => f.path === path)!.line! - 1];
    expect(lineOf('/levels/0/deadlines/resolve/within/ordinary')).toContain('two days');
    expect(lineOf('/triage/rules/0/when/channel/0')).toContain('fax');
    expect(lineOf('/returns/within/decide')).toContain('tomorrow');
    expect(faults.map((f) => f.line)).toEqual(faults.map((f) => f.line).sort((a, b) => a! - b!));
    for (const fault of faults)
      expect([fault.zh, fault.en, fault.hint].every((words) => words.length > 3)).toBe(true);
  });

  it('is shown by the command with a count; a good one in one line; a missing file by name', () => {
    const shown = checkProfile(BROKEN);
    expect(shown.ok).toBe(false);
    expect(shown.text).toContain(`${BROKEN}:18 /levels/0/deadlines/resolve/within/ordinary`);
    expect(shown.text).toContain(`${faults.length} 处错误`);
    expect(checkProfile('profiles/luxi.yaml')).toMatchObject({ ok: true });
    expect(checkProfile('profiles/moon.yaml')).toMatchObject({ ok: false });
  });

  it('is named even where it is no YAML at all', () => {
    expect(faultsOf('levels: [')).toMatchObject([{ path: '', line: expect.any(Number) }]);
    expect(faultsOf('').length).toBeGreaterThan(0);
  });
});

describe('whatever stands in place of one value', () => {
  const good = readFileSync('profiles/luxi.yaml', 'utf8');
  const paths = ['*', '*/*', '*/*/*', '*/*/*/*', '*/*/*/*/*'].flatMap((pattern) =>
    placesAt(parse(good), pattern).map(({ path }) => path.slice(1).split('/')),
  );

  it('reading answers: a profile or its faults, never an exception', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        const document = parse(good) as Record<string, unknown>;
        const holder = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, document);
        holder[path.at(-1)!] = value;
        const read = readProfile(stringify(document));
        if ('profile' in read) return;
        for (const fault of read.faults) expect(fault.line === null || fault.line >= 1).toBe(true);
        expect(read.faults.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
  });
});

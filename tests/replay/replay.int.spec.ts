import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Summary } from '#cli/replay/summarise.js';
import { freePort } from '#local-stack/free-port.js';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { waitUntil } from '#testing/wait-until.js';

const RECORD = join(repositoryRoot, 'tests/replay/record.jsonl');
const FIRST = Date.parse('2024-03-04T00:00:00Z');
const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const LEVELS = ['block', 'village', 'street', 'district', 'city'];

describe('npm start -- --replay', () => {
  const folder = mkdtempSync(join(tmpdir(), 'replay-spec-'));
  const started: ChildProcess[] = [];
  afterAll(() => {
    started.forEach((child) => child.exitCode ?? child.kill('SIGKILL'));
    rmSync(folder, { recursive: true });
  });

  async function replay(record: string, report: string) {
    const { DATABASE_URL: _d, KAFKA_BROKERS: _k, ...env } = process.env;
    const args = ['start', '--', '--port', String(await freePort()), '--replay', record, '--report', report];
    const child = spawn('npm', args, { cwd: repositoryRoot, env, detached: true });
    started.push(child);
    let output = '';
    child.stdout!.on('data', (chunk) => (output += chunk));
    child.stderr!.on('data', (chunk) => (output += chunk));
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, output: () => output, ended };
  }

  // The record again week after week, so that nobody has played it before the signal comes.
  function longRecord(): string {
    const file = join(folder, 'long.jsonl');
    const rows = readFileSync(RECORD, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const weeks = Array.from({ length: 30 }, (_, week) =>
      rows.map(({ id, user, text }, i) => ({
        id: `${id}-${week}`,
        user,
        text,
        submittedAt: new Date(FIRST + week * WEEK + i * HOUR).toISOString(),
      })),
    );
    writeFileSync(
      file,
      weeks
        .flat()
        .map((row) => JSON.stringify(row))
        .join('\n'),
    );
    return file;
  }

  const summaryIn = (report: string): Summary =>
    JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'));

  it('plays a record to its end, and its figures add up', async () => {
    const report = join(folder, 'whole');
    const { output, ended } = await replay(RECORD, report);
    const code = await ended;
    expect({ code, said: code === 0 ? '' : output() }).toEqual({ code: 0, said: '' });
    expect(readdirSync(report).sort()).toEqual(['report.html', 'report.json', 'report.txt']);

    const summary = summaryIn(report);
    expect(summary).toMatchObject({
      messages: 12,
      inRecord: 12,
      cut: null,
      firstAt: '2024-03-04',
      lastAt: '2024-03-06',
      // The greeting names no matter, and the judgement is for the court.
      queuedForPeople: { count: 1, of: 12 },
      declined: { count: 1, of: 12 },
      stillOpen: 0,
      answered: { count: 11, of: 11 },
      replied: { messages: 3, higherDeskFirst: { count: 2, of: 3 } },
    });
    expect(summary.levels.map(({ level }) => level)).toEqual(LEVELS);
    expect(summary.levels[0]!.holdings).toBe(11);
    const climbs = sum(Object.values(summary.climbsByTarget));
    expect(climbs).toBe(sum(Object.values(summary.climbsByCause)));
    expect(climbs).toBe(sum(Object.values(summary.climbsByMonth).flatMap((causes) => Object.values(causes))));
    expect(sum(summary.levels.map(({ holdings }) => holdings))).toBe(11 + climbs);
    // Eleven days and a month are longer than block, village and street have together.
    expect(summary.replied!.reached.find(({ level }) => level === 'district')!.count).toBeGreaterThanOrEqual(
      1,
    );
    for (const text of [output(), readFileSync(join(report, 'report.html'), 'utf8')])
      expect(text).toContain('12/12');
  }, 300_000);

  it('stopped on the way, it reports what was played and leaves', async () => {
    const report = join(folder, 'part');
    const { child, output, ended } = await replay(longRecord(), report);
    await waitUntil(() => output().includes('已提交 submitted'), { timeoutMs: 240_000, what: 'progress' });
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    expect(summaryIn(report)).toMatchObject({ inRecord: 360, cut: 'stopped' });
    expect(output()).toContain('not to the end');
  }, 300_000);

  it('names every bad line of a record and starts nothing', async () => {
    const bad = join(folder, 'bad.jsonl');
    writeFileSync(bad, `${readFileSync(RECORD, 'utf8')}{"id":"r-13"}\nnot json\n`);
    const { output, ended } = await replay(bad, join(folder, 'none'));
    expect(await ended).toBe(1);
    expect(output()).toMatch(/bad\.jsonl:13:[\s\S]*bad\.jsonl:14:/);
    expect(output()).not.toMatch(/PostgreSQL|services/);
    expect(readdirSync(folder)).not.toContain('none');
  }, 60_000);
});

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);

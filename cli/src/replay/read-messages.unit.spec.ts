import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readMessages, RecordFaults } from './read-messages.js';

describe('reading a record', () => {
  const folder = mkdtempSync(join(tmpdir(), 'record-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  function record(...lines: (string | object)[]): string {
    const file = join(folder, 'record.jsonl');
    writeFileSync(file, lines.map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n'));
    return file;
  }

  const faultsOf = async (file: string): Promise<string> => {
    const error = await readMessages(file).then(
      () => null,
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(RecordFaults);
    return (error as Error).message;
  };

  it('gives the messages oldest first, times without an offset in Beijing', async () => {
    const file = record(
      { id: 'b', user: 'u1', subject: '路灯', submittedAt: '2024-03-02 08:00:00', text: '路灯不亮' },
      '',
      { id: 7, submittedAt: '2024-03-01T08:00:00Z', text: '停水', repliedAt: '2024-03-05 09:30' },
    );
    expect(await readMessages(file)).toEqual([
      {
        id: '7',
        user: '7',
        subject: '',
        text: '停水',
        submittedAt: Date.parse('2024-03-01T08:00:00Z'),
        repliedAt: Date.parse('2024-03-05T01:30:00Z'),
      },
      {
        id: 'b',
        user: 'u1',
        subject: '路灯',
        text: '路灯不亮',
        submittedAt: Date.parse('2024-03-02T00:00:00Z'),
        repliedAt: null,
      },
    ]);
  });

  it.each([
    ['{"id": "1", ', 'not JSON'],
    ['[1]', 'is no object'],
    [{ id: '1', submittedAt: '2024-03-01 08:00' }, 'missing: text'],
    [{ id: '1', submittedAt: 'yesterday', text: '停水' }, 'submittedAt'],
    [{ id: '1', submittedAt: '2024-13-41 08:00', text: '停水' }, 'submittedAt'],
    [{ id: '1', submittedAt: '2024-03-02 08:00', text: '停水', repliedAt: 'soon' }, 'repliedAt'],
    [
      { id: '1', submittedAt: '2024-03-02 08:00', text: '停水', repliedAt: '2024-03-01 08:00' },
      'before it was written',
    ],
    [{ id: '1', submittedAt: '2024-03-02 08:00', text: '水'.repeat(20_001) }, 'too long'],
  ])('refuses %j', async (line, why) => {
    expect(await faultsOf(record(line))).toContain(why);
  });

  it('names every bad line, however many', async () => {
    const lines = Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? '?' : good(String(i))));
    const told = await faultsOf(record(...lines));
    for (let line = 1; line <= 60; line += 2) expect(told).toContain(`record.jsonl:${line}:`);
    expect(told).not.toContain('record.jsonl:2:');
  });

  it('refuses an id that comes twice, naming both lines', async () => {
    const told = await faultsOf(record(good('a'), good('b'), good('a')));
    expect(told).toMatch(/:3:.*line 1/);
  });

  it('refuses an empty file and a file that is not there', async () => {
    expect(await faultsOf(record(''))).toContain('no message');
    expect(await faultsOf(join(folder, 'nowhere.jsonl'))).toContain('ENOENT');
  });

  const good = (id: string) => ({ id, submittedAt: '2024-03-02 08:00', text: '停水' });
});

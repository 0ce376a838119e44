import { open } from 'node:fs/promises';

/** One line of a record of messages: who wrote what when, and, where known, when it was answered. */
export interface RecordedMessage {
  readonly id: string;
  readonly user: string;
  readonly subject: string;
  readonly text: string;
  /** Epoch ms. */
  readonly submittedAt: number;
  readonly repliedAt: number | null;
}

/** As many as the intake takes. */
const LONGEST_TEXT = 20_000;

/** A record that cannot be played; the message lists the lines and what is wrong with each. */
export class RecordFaults extends Error {}

/** Reads the whole record, oldest message first. Throws RecordFaults naming every bad line, or that there is no such file. */
export async function readMessages(file: string): Promise<RecordedMessage[]> {
  const messages: RecordedMessage[] = [];
  const faults: string[] = [];
  const lineOf = new Map<string, number>();
  let line = 0;
  const opened = await open(file).catch((error: NodeJS.ErrnoException) => {
    throw new RecordFaults(`${file}: 打不开 / cannot be opened (${error.code})`);
  });
  for await (const text of opened.readLines({ encoding: 'utf8' })) {
    line += 1;
    if (text.trim() === '') continue;
    const read = readLine(text);
    const before = typeof read === 'string' ? undefined : lineOf.get(read.id);
    if (before !== undefined)
      faults.push(`  ${file}:${line}: id 与第 ${before} 行相同 / the id of line ${before} again`);
    else if (typeof read === 'string') faults.push(`  ${file}:${line}: ${read}`);
    else {
      lineOf.set(read.id, line);
      messages.push(read);
    }
  }
  if (faults.length > 0) {
    const title = '无法重放,以下各行有误 / cannot be replayed, these lines are wrong:';
    throw new RecordFaults([title, ...faults].join('\n'));
  }
  if (messages.length === 0) throw new RecordFaults(`${file}: 没有一条来信 / no message in it`);
  return messages.sort((a, b) => a.submittedAt - b.submittedAt);
}

function readLine(text: string): RecordedMessage | string {
  let row: Record<string, unknown>;
  try {
    row = JSON.parse(text);
  } catch {
    return '不是 JSON / not JSON';
  }
  if (row === null || typeof row !== 'object' || Array.isArray(row)) return '应为一个对象 / is no object';
  if (typeof row['id'] === 'number') row['id'] = String(row['id']);
  const missing = ['id', 'submittedAt', 'text'].filter(
    (field) => typeof row[field] !== 'string' || row[field].trim() === '',
  );
  if (missing.length > 0) return `缺少 / missing: ${missing.join(', ')}`;
  if (String(row['text']).length > LONGEST_TEXT) return `text: 超过 ${LONGEST_TEXT} 字 / is too long`;
  const submittedAt = localTime(row['submittedAt']);
  if (submittedAt === null) return 'submittedAt: 应为 YYYY-MM-DD hh:mm:ss 或 RFC 3339 / is no time';
  const repliedAt = row['repliedAt'] == null ? null : localTime(row['repliedAt']);
  if (row['repliedAt'] != null && repliedAt === null) return 'repliedAt: 不是时间 / is no time';
  if (repliedAt !== null && repliedAt < submittedAt)
    return 'repliedAt 早于 submittedAt / replied before it was written';
  return {
    id: String(row['id']),
    user: String(row['user'] ?? row['id']),
    subject: String(row['subject'] ?? ''),
    text: String(row['text']),
    submittedAt,
    repliedAt,
  };
}

// Without an offset it is Beijing time.
function localTime(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}/.test(value)) return null;
  const iso = value.replace(' ', 'T');
  const ms = Date.parse(/(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso : `${iso}+08:00`);
  return Number.isNaN(ms) ? null : ms;
}

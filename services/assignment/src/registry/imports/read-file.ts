import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { isStorable } from '#chassis/check-text.js';
import { fault, type Fault } from '../registry-rules.js';
import { decodeFile } from './decode-file.js';
import type { Cells, ImportKind } from './import-kind.js';

export interface LineFault extends Fault {
  /** 1 is the header. */
  readonly line: number;
}

export interface FileReader {
  line(line: number, cells: Cells): Fault | null;
}

export interface ReadFile {
  readonly encoding: string;
  /** Data lines, without the header. */
  readonly lines: number;
  readonly errorCount: number;
  /** The first 1,000. */
  readonly errors: readonly LineFault[];
}

const MOST_ERRORS = 1_000;

/** Reads a CSV file as it streams through; every line that is wrong is told, none stops the rest, but a broken quote does. */
export async function readFile(bytes: Buffer, kind: ImportKind, reader: FileReader): Promise<ReadFile> {
  const { encoding, slices } = decodeFile(bytes);
  const errors: LineFault[] = [];
  let errorCount = 0;
  let lines = 0;
  const tell = (line: number, found: Fault): void => {
    errorCount += 1;
    if (errors.length < MOST_ERRORS) errors.push({ line, ...found });
  };
  const parser = Readable.from(slices).pipe(
    parse({
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: 100_000,
    }),
  );
  let header: string[] | undefined;
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>) {
      if (!header) {
        header = record;
        const found = headerFaults(kind, header);
        for (const one of found) tell(1, one);
        if (found.length > 0) break;
        continue;
      }
      lines += 1;
      const found = cellsFault(record, header) ?? reader.line(info.lines, cellsOf(record, header));
      if (found) tell(info.lines, found);
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    tell(
      Number(error['lines'] ?? lines + 2),
      fault('', 'csv', '引号或分隔有误', 'a quote or separator is broken'),
    );
  }
  if (!header) tell(1, fault('', 'header', '缺少表头', 'the header is missing'));
  return { encoding, lines, errorCount, errors };
}

function headerFaults({ columns, optional }: ImportKind, header: readonly string[]): Fault[] {
  const missing = columns.filter((name) => !header.includes(name));
  const unknown = header.filter((name) => !columns.includes(name) && !optional.includes(name));
  const twice = header.filter((name, at) => header.indexOf(name) !== at);
  return [
    ...missing.map((name) => fault(name, 'missing_column', `缺少列 ${name}`, `column ${name} is missing`)),
    ...unknown.map((name) => fault(name.slice(0, 50), 'unknown_column', '不认识的列', 'unknown column')),
    ...twice.map((name) => fault(name.slice(0, 50), 'column_twice', '列重复', 'the column stands twice')),
  ];
}

function cellsFault(record: readonly string[], header: readonly string[]): Fault | null {
  if (record.length !== header.length)
    return fault(
      '',
      'columns',
      `应有 ${header.length} 列，实有 ${record.length} 列`,
      `${header.length} columns expected, ${record.length} found`,
    );
  // U+FFFD stands where the bytes were neither UTF-8 nor GB18030.
  const broken = record.findIndex((cell) => !isStorable(cell) || cell.includes('\uFFFD'));
  return broken < 0 ? null : fault(header[broken] ?? '', 'encoding', '编码有误', 'is broken text');
}

const cellsOf = (record: readonly string[], header: readonly string[]): Cells =>
  Object.fromEntries(header.map((name, at) => [name, record[at] ?? '']));

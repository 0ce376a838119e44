import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeedCounts } from '../city/city-people.js';
import { reportPage } from './report-page.js';
import { reportText } from './report-text.js';
import type { Summary } from './summarise.js';

/** Writes report.txt, report.json and report.html into the folder; returns what is to be shown on the screen. */
export function writeReport(folder: string, summary: Summary, deeds: DeedCounts): string {
  const text = reportText(summary);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'report.txt'), text);
  writeFileSync(join(folder, 'report.json'), `${JSON.stringify({ ...summary, deeds }, null, 2)}\n`);
  writeFileSync(join(folder, 'report.html'), reportPage(summary));
  return `${text}\n→ ${folder}/report.{txt,json,html}\n`;
}

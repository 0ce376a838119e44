import { existsSync, readFileSync } from 'node:fs';
import { showFault } from './fault.js';
import { readProfile } from './read-profile.js';

/** What `liandong profile check FILE` says: one line when all is well, else every fault by path with a hint. */
export function checkProfile(file: string): { ok: boolean; text: string } {
  if (!existsSync(file)) return { ok: false, text: `${file}: 没有这个文件 / no such file` };
  const read = readProfile(readFileSync(file, 'utf8'));
  if ('profile' in read) {
    const { name, version, levels } = read.profile;
    return {
      ok: true,
      text: `${file}: 正确 / ok: ${name} v${version}, ${levels.map((l) => l.id).join(' → ')}`,
    };
  }
  const lines = read.faults.map((fault) => showFault(file, fault));
  return { ok: false, text: [...lines, `${read.faults.length} 处错误 / faults`].join('\n') };
}

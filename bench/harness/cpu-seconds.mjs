import { readFileSync } from 'node:fs';

const HERTZ = 100;

/** CPU seconds a process has used so far. */
export function cpuSeconds(pid) {
  const [user, system] = fieldsOf(pid);
  return (user + system) / HERTZ;
}

/** The same with its children, those that are gone included. */
export function cpuSecondsWithChildren(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean);
  const ticks = (one) => fieldsOf(one).reduce((sum, field) => sum + field, 0);
  return children.reduce((sum, child) => sum + ticks(child), ticks(pid)) / HERTZ;
}

/** utime, stime, cutime, cstime; nothing of a process that has just gone. */
function fieldsOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 15)
      .map(Number);
  } catch {
    return [0, 0, 0, 0];
  }
}

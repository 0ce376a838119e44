// A lock that names its holder: a file holding "<pid> <start>", put in place by link(2), so that it never exists empty.
// The holder's start time tells a living holder from a later process that was given the same pid.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const POLL_MS = 200;

/** Runs `work` while holding `file`; waits for another holder, calling `onWait(pid)` once. A dead holder's lock is taken over. */
export async function withLock(file, onWait, work) {
  mkdirSync(dirname(file), { recursive: true });
  const release = await acquire(file, onWait);
  process.on('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

async function acquire(file, onWait) {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${startOf(process.pid)}`);
  try {
    for (let told = false; ; await sleep(POLL_MS)) {
      if (tryLink(mine, file)) return () => rmSync(file, { force: true });
      const holder = readHolder(file);
      if (holder && isAlive(holder)) {
        if (!told) onWait(holder.pid);
        told = true;
      } else if (holder) {
        takeOver(file, holder);
      }
    }
  } finally {
    rmSync(mine, { force: true });
  }
}

function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

// Two waiters can see the same dead holder: what was moved away is looked at again, and a living lock is put back.
function takeOver(file, dead) {
  const aside = `${file}.dead.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  const moved = readHolder(aside);
  if (moved && moved.text !== dead.text && isAlive(moved)) tryLink(aside, file);
  rmSync(aside, { force: true });
}

function readHolder(file) {
  try {
    const text = readFileSync(file, 'utf8');
    const [pid, start] = text.split(' ');
    return { text, pid: Number(pid), start };
  } catch {
    return undefined;
  }
}

function isAlive({ pid, start }) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code === 'ESRCH') return false;
  }
  return startOf(pid) === start;
}

// Field 22 of /proc/<pid>/stat, counted after the command in brackets; '-' where there is no /proc.
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return '-';
  }
}

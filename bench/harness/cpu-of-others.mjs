import { readdirSync, readFileSync } from 'node:fs';

const EVERY_MS = 500;
const HERTZ = 100;

/**
 * How busy this machine was with anything but the process tree of `pid`, in percent of one core: a measurement beside a busy
 * neighbour is worth less, and the table says so. Linux only; elsewhere it answers null.
 */
export class CpuOfOthers {
  #samples = [];
  #last;
  #timer;

  constructor(pid) {
    this.#last = sample(pid);
    if (!this.#last) return;
    this.#timer = setInterval(() => {
      const now = sample(pid);
      if (!now) return;
      const seconds = (now.at - this.#last.at) / 1000;
      const others = (now.busy - this.#last.busy - Math.max(0, now.tree - this.#last.tree)) / HERTZ / seconds;
      this.#samples.push(Math.max(0, others * 100));
      this.#last = now;
    }, EVERY_MS);
  }

  /** Mean percent of one core since the start. */
  stop() {
    clearInterval(this.#timer);
    if (this.#samples.length === 0) return null;
    return Math.round(this.#samples.reduce((sum, one) => sum + one, 0) / this.#samples.length);
  }
}

function sample(root) {
  try {
    const [, user, nice, system, , , irq, softirq] = readFileSync('/proc/stat', 'utf8')
      .split('\n')[0]
      .split(/\s+/)
      .map(Number);
    return { at: performance.now(), busy: user + nice + system + irq + softirq, tree: ticksOfTree(root) };
  } catch {
    return undefined;
  }
}

// Own time and that of children waited for; the harness itself counts as ours.
function ticksOfTree(root) {
  const processes = new Map();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name)))
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
      processes.set(Number(pid), { parent: Number(fields[1]), ticks });
    } catch {
      // Gone meanwhile.
    }
  const belongs = (pid) => {
    for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0)
      if (at === root || at === process.pid) return true;
    return false;
  };
  let sum = 0;
  for (const [pid, { ticks }] of processes) if (belongs(pid)) sum += ticks;
  return sum;
}

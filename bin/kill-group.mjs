/** Signals a process group by its leader's pid; nothing happens if nobody of it is left. */
export function killGroup(leader, signal) {
  try {
    process.kill(-leader, signal);
  } catch {
    // Nobody is left.
  }
}

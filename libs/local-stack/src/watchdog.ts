import { spawn } from 'node:child_process';

/**
 * A shell that holds a pipe to this process. It learns each server's pid over the pipe; when the pipe closes (the parent
 * ended, by whatever signal) it ends the servers with the signal they were announced with, kills what is still there after
 * 20 s, and removes the temporary folders.
 */
export interface Watchdog {
  readonly pid: number;
  /** `signal` without SIG, e.g. QUIT. */
  watch(pid: number, signal: string): void;
  forget(pid: number): void;
  /** Remove the folder when all is over. */
  removeAfterwards(folder: string): void;
  /** Everything was cleared away already; resolves when the shell is gone. */
  dismiss(): Promise<void>;
  /** Do now what the parent's end would bring about; resolves when it is done. */
  clearAway(): Promise<void>;
}

// Runs in a session of its own and ignores what a terminal sends. A zombie still has a pid: it counts as gone.
const SCRIPT = `
trap '' INT TERM HUP QUIT
watched=''
folders=''
while read -r verb first second; do
  case $verb in
    watch) watched="$watched $first:$second" ;;
    forget)
      kept=''
      for entry in $watched; do [ "\${entry%%:*}" = "$first" ] || kept="$kept $entry"; done
      watched=$kept ;;
    remove) folders="$folders
$first\${second:+ $second}" ;;
    dismiss) exit 0 ;;
  esac
done
alive() { kill -0 "$1" 2>/dev/null && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null; }
for entry in $watched; do
  kill -s "\${entry##*:}" -- "-\${entry%%:*}" 2>/dev/null
  kill -s CONT -- "-\${entry%%:*}" 2>/dev/null
done
for entry in $watched; do
  pid=\${entry%%:*}
  while alive "$pid" && [ "\${turns:=0}" -lt 400 ]; do turns=$((turns + 1)); sleep 0.05; done
  kill -s KILL -- "-$pid" 2>/dev/null
done
printf '%s\\n' "$folders" | while IFS= read -r folder; do [ -n "$folder" ] && rm -rf -- "$folder"; done
`;

export function startWatchdog(): Watchdog {
  const shell = spawn('/bin/sh', ['-c', SCRIPT], {
    cwd: '/',
    detached: true,
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/bin:/bin` }, // rm, grep and sleep are needed whatever PATH says
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve) =>
    shell.once('exit', () => resolve()).once('error', () => resolve()),
  );
  shell.stdin.on('error', () => {});
  // Neither the shell nor the pipe keeps a finished process from ending.
  shell.unref();
  (shell.stdin as unknown as { unref(): void }).unref();
  const end = (last: string) => {
    shell.ref();
    shell.stdin.end(last);
    return gone;
  };
  const tell = (line: string) => void shell.stdin.write(`${line}\n`);
  return {
    pid: shell.pid ?? 0,
    watch: (pid, signal) => tell(`watch ${pid} ${signal}`),
    forget: (pid) => tell(`forget ${pid}`),
    removeAfterwards: (folder) => tell(`remove ${folder}`),
    dismiss: () => end('dismiss\n'),
    clearAway: () => end(''),
  };
}

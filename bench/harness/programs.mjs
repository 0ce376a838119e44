import { spawnSync } from 'node:child_process';

/** Programs that the workloads' contenders need and this machine lacks, with how to get them on Debian. */
export function missingPrograms(workloads) {
  const wanted = new Set(workloads.flatMap(({ programs = [] }) => programs));
  return [...wanted]
    .filter((program) => spawnSync('which', [program]).status !== 0)
    .map((program) => `${program} (apt-get install ${program})`);
}

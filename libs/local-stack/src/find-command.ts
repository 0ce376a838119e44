import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Full path of a program on PATH, or undefined. */
export function findCommand(name: string, env: NodeJS.ProcessEnv): string | undefined {
  return (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, name))
    .find(isProgram);
}

/** JAVA_HOME's java, else the one on PATH. */
export function findJava(env: NodeJS.ProcessEnv): string | undefined {
  const home = env['JAVA_HOME'] && join(env['JAVA_HOME'], 'bin', 'java');
  return home && isProgram(home) ? home : findCommand('java', env);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

import type { StackOptions } from './stack.js';

/** Settings that containers and embedded servers share. Seven services and the tests of many files connect at once. */
export function postgresSettings({
  durable = true,
  synchronousCommit = true,
}: StackOptions): Record<string, string> {
  return {
    shared_preload_libraries: 'pg_stat_statements',
    max_connections: '400',
    synchronous_commit: synchronousCommit ? 'on' : 'off',
    timezone: 'UTC',
    jit: 'off',
    // PostgreSQL keeps the plans of prepared statements until a table is analysed. One made while it was all but empty reads the
    // whole of it later, and by default nobody looks for a minute whether it has grown.
    autovacuum_naptime: '5s',
    // While a table is young, a tenth more of it comes every few seconds; it is worth another look when it has half as much again.
    autovacuum_analyze_scale_factor: '0.5',
    // Of solid-state disks, and of what is in memory: as costly as on a spinning disk, an index would be used too late.
    random_page_cost: '1.1',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off' }),
  };
}

/** What only a server of our own needs. */
export const embeddedSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  // Files in the data folder instead of /dev/shm: they go with the folder even after kill -9.
  dynamic_shared_memory_type: 'mmap',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** `-c name=value` for each setting. */
export const asArguments = (settings: Record<string, string>) =>
  Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);

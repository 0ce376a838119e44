import { Problem } from '#chassis/problem.js';
import type { Fault } from './registry-rules.js';

/** @throws Problem validation_failed naming the field */
export function refuse(fault: Fault | null): void {
  if (!fault) return;
  const { field, rule, zh, en } = fault;
  throw new Problem('validation_failed', { errors: [{ pointer: `/${field}`, rule, detail: { zh, en } }] });
}

const FOREIGN_KEY = '23503';

/** @throws Problem registry_entry_in_use where other entries still refer to the one that shall go */
export async function stillInUse<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = (error as { driverError?: { code?: string } }).driverError?.code;
    throw code === FOREIGN_KEY ? new Problem('registry_entry_in_use') : error;
  }
}

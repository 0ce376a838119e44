import { parseDuration } from '#working-time/read-duration.js';
import type { WorkingContext } from '#working-time/working-index.js';
import { naiveDueAt } from '../../../libs/working-time/test/naive-count.js';

/** When a length of time from an instant on ends, counted by walking days and minutes: shares nothing with what it judges. Epoch ms. */
export const naiveDueOf = (from: string, within: string, working: WorkingContext): number =>
  naiveDueAt(Date.parse(from), parseDuration(within), working);

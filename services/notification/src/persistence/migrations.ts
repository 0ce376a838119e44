import { SeenReceipts1764000000600 } from './migrations/1764000000600-seen-receipts.js';
import { FirstTables1764000000500 } from './migrations/1764000000500-first-tables.js';
import { NoticesInOrder1764000001100 } from './migrations/1764000001100-notices-in-order.js';
import { NoticesWaitInALine1764000001200 } from './migrations/1764000001200-notices-wait-in-a-line.js';
import { RowSecurity1764000000900 } from './migrations/1764000000900-row-security.js';

export const schema = 'notification';
export const migrations = [
  FirstTables1764000000500,
  SeenReceipts1764000000600,
  RowSecurity1764000000900,
  NoticesInOrder1764000001100,
  NoticesWaitInALine1764000001200,
];

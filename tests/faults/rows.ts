import type { Row } from './row.js';
import { calendarChanges } from './rows/calendar-changes.js';
import { clockJumps } from './rows/clock-jumps.js';
import { diskFull } from './rows/disk-full.js';
import { networkCut } from './rows/network-cut.js';
import { schemaChanges } from './rows/schema-changes.js';
import { brokerDiskFull } from './rows/broker-disk-full.js';
import { powerCut } from './rows/power-cut.js';
import { sessionsRefused } from './rows/sessions-refused.js';
import { slowNetwork } from './rows/slow-network.js';
import { tablesLocked } from './rows/tables-locked.js';
import { storm } from './rows/storm.js';
import { disorder } from './rows/disorder.js';
import { memory } from './rows/memory.js';
import { rebalances } from './rows/rebalances.js';
import { receiverDown } from './rows/receiver-down.js';
import { brokerAway } from './rows/broker-away.js';
import { brokerAwayAtBoot } from './rows/broker-away-at-boot.js';
import { databaseHung } from './rows/database-hung.js';
import { escalationAway } from './rows/escalation-away.js';
import { outboxBacklog } from './rows/outbox-backlog.js';
import { randomKills } from './rows/random-kills.js';
import { rollingRestart } from './rows/rolling-restart.js';
import { slowHandler } from './rows/slow-handler.js';
import { clientRetries } from './rows/client-retries.js';
import { databaseRestart } from './rows/database-restart.js';
import { killAtEachStep } from './rows/kill-at-each-step.js';
import { manyFiringProcesses } from './rows/many-firing-processes.js';
import { poison } from './rows/poison.js';
import { redelivery } from './rows/redelivery.js';
import { zombieMember } from './rows/zombie-member.js';

/** In the order of their numbers. */
export const ROWS: readonly Row[] = [
  killAtEachStep,
  randomKills,
  brokerAway,
  brokerAwayAtBoot,
  databaseRestart,
  databaseHung,
  redelivery,
  disorder,
  clockJumps,
  rebalances,
  zombieMember,
  slowHandler,
  poison,
  diskFull,
  networkCut,
  rollingRestart,
  manyFiringProcesses,
  escalationAway,
  receiverDown,
  outboxBacklog,
  clientRetries,
  memory,
  schemaChanges,
  calendarChanges,
  storm,
  powerCut,
  sessionsRefused,
  slowNetwork,
  tablesLocked,
  brokerDiskFull,
];

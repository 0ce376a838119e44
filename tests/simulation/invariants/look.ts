import type { Outgoing } from '#contracts/catalogue.js';
import type { Act } from '../actors/act.js';
import type { Command } from '../actors/commands.js';
import type { LogRecord } from '../model/log.js';
import type { ServiceName } from '../model/services.js';
import type { Purpose } from '../model/transaction.js';
import type { World } from '../model/world.js';
import type { Watch } from './watch.js';

/** One decision about one request, looked at from outside when it is committed. */
export interface Look<S = any> {
  readonly world: World;
  readonly watch: Watch;
  readonly service: ServiceName;
  readonly requestId: string;
  readonly purpose: Purpose;
  /** What was decided on; neither for what only time or the registry asked for. */
  readonly event: LogRecord | undefined;
  readonly act: Act | undefined;
  readonly command: Command | undefined;
  /** Who is away, where a stand-in is looked for. */
  readonly standInFor: string | undefined;
  readonly before: S | undefined;
  /** The same object where nothing changed. */
  readonly after: S | undefined;
  readonly events: readonly Outgoing[];
  /** RFC 3339 by the service's clock. */
  readonly now: string;
}

export const eventNamed = <N extends Outgoing['name']>(
  events: readonly Outgoing[],
  name: N,
): Extract<Outgoing, { name: N }> | undefined =>
  events.find((event) => event.name === name) as Extract<Outgoing, { name: N }> | undefined;

import { Agent, type Dispatcher, Pool } from 'undici';
import { endedBy, overIn } from './lasting-call.js';
import { patientConnector } from './patient-connector.js';
import { isOnItsWay, WholeBody } from './read-body.js';

/** Services that do not answer within this are as good as away. Streams of events send a heartbeat more often. */
const ANSWER_WITHIN_MS = 60_000;
/**
 * To one service at once; further calls wait for one of these, in the order they came. A service that comes back after a restart
 * has this many to let in, not one for each caller who waited.
 */
const CONNECTIONS = 128;
/**
 * So many wait for one service; whoever comes then is told so at once. What a service that stands still would have to do first
 * lasts longer than a caller waits, and each call that waits keeps its body. A restart of 20 s in a storm of 84 submissions a
 * second brings together 1,680.
 */
const LONGEST_LINE = 4_096;
/** Who watches, waits for a change, or sends a file, holds one for as long as he likes. */
const HELD_CONNECTIONS = 4_096;
/**
 * The ledger waits up to two seconds for the events of a request it does not know. While it catches up after a restart, 128 of these
 * would let in 64 callers a second and all others would stand behind them.
 */
const ONE_REQUEST = /^\/v1\/requests\/[\da-f-]{36}(\/timeline)?(\?|$)/i;

const mayBeHeld = ({ path, body }: Dispatcher.DispatchOptions): boolean =>
  path.startsWith('/v1/watch/stream') || ONE_REQUEST.test(path) || isOnItsWay(body);

/** Connections to services: few for calls, whose bodies are there when they start; many for what lasts as long as its caller likes. */
export function dispatcherToServices(connections = CONNECTIONS, longestLine = LONGEST_LINE): Dispatcher {
  const settings = {
    pipelining: 1,
    connect: patientConnector(),
    headersTimeout: ANSWER_WITHIN_MS,
    bodyTimeout: ANSWER_WITHIN_MS,
  };
  const inShortLines = (connections: number): Agent =>
    new Agent({
      ...settings,
      connections,
      factory: (origin, given) => new ShortLine(origin, given, longestLine),
    });
  const held = inShortLines(HELD_CONNECTIONS);
  const short = inShortLines(connections);
  return short.compose((dispatch) => (options, handler) => {
    const { body } = options;
    const over = overIn(options);
    if (over) return held.dispatch(options, endedBy(over, handler));
    if (mayBeHeld(options)) return held.dispatch(options, handler);
    return dispatch(body instanceof WholeBody ? { ...options, body: body.bytes } : options, handler);
  });
}

/** To one service. A call for which there is no room fails before it is sent. */
class ShortLine extends Pool {
  #isFull = false;

  constructor(
    origin: string | URL,
    options: object,
    private readonly longest: number,
  ) {
    super(origin, options);
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    // The line is counted only while there is one.
    if (this.#isFull && this.stats.queued >= this.longest) throw new Error('too many calls wait for it');
    this.#isFull = !super.dispatch(options, handler);
    return !this.#isFull;
  }
}

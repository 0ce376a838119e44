import { Agent, type Dispatcher } from 'undici';
import { patientConnector } from './patient-connector.js';
import { isOnItsWay, WholeBody } from './read-body.js';

/** Services that do not answer within this are as good as away. Streams of events send a heartbeat more often. */
const ANSWER_WITHIN_MS = 60_000;
/**
 * To one service at once; further calls wait for one of these, in the order they came. A service that comes back after a restart
 * has this many to let in, not one for each caller who waited.
 */
const CONNECTIONS = 128;
/** Who watches, or sends a file, holds one for as long as he likes. */
const HELD_CONNECTIONS = 4_096;

const mayBeHeld = ({ path, body }: Dispatcher.DispatchOptions): boolean =>
  path.startsWith('/v1/watch/stream') || isOnItsWay(body);

/** Connections to services: few for calls, whose bodies are there when they start; many for what lasts as long as its caller likes. */
export function dispatcherToServices(): Dispatcher {
  const connect = patientConnector();
  const agent = (connections: number) =>
    new Agent({
      connections,
      pipelining: 1,
      connect,
      headersTimeout: ANSWER_WITHIN_MS,
      bodyTimeout: ANSWER_WITHIN_MS,
    });
  const held = agent(HELD_CONNECTIONS);
  return agent(CONNECTIONS).compose((dispatch) => (options, handler) => {
    const { body } = options;
    if (mayBeHeld(options)) return held.dispatch(options, handler);
    return dispatch(body instanceof WholeBody ? { ...options, body: body.bytes } : options, handler);
  });
}

import { buildConnector } from 'undici';

/** A service that is restarted is back after two seconds, on a busy machine after eight. */
const PATIENCE_MS = 10_000;
const AGAIN_AFTER_MS = 50;
const CONNECT_WITHIN_MS = 3_000;

/**
 * Connects, and where nobody listens tries again for a while. The call that waits for the connection has not been sent, so
 * it can neither be lost nor happen twice: restarting a service one after the other fails no call.
 */
export function patientConnector(patienceMs = PATIENCE_MS): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_WITHIN_MS });
  return (options, callback) => {
    const until = performance.now() + patienceMs;
    const attempt = (): void =>
      connect(options, (error, socket) => {
        if (!error) return callback(null, socket);
        const away = (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
        if (away && performance.now() < until) setTimeout(attempt, AGAIN_AFTER_MS);
        else callback(error, null);
      });
    attempt();
  };
}

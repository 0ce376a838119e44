import { buildConnector } from 'undici';

/** A service that is restarted is back after two seconds, on a machine that is full after twelve. */
const PATIENCE_MS = 20_000;
const AGAIN_AFTER_MS = 50;
const CONNECT_WITHIN_MS = 3_000;

interface Away {
  readonly since: number;
  readonly last: number;
}

/** Connections that wait for one service. One of them tries at a time: 128 took a fifth of a core (by hand) from what is starting. */
class Line {
  #waiting: (() => void)[] = [];
  #turn: NodeJS.Timeout | undefined;

  wait(attempt: () => void): void {
    this.#waiting.push(attempt);
    if (this.#turn) return;
    this.#turn = setTimeout(() => {
      this.#turn = undefined;
      this.#waiting.shift()?.();
    }, AGAIN_AFTER_MS);
  }

  /** It is there, or nobody waits for it any longer: each finds that out for itself. */
  release(): void {
    const released = this.#waiting;
    this.#waiting = [];
    for (const attempt of released) attempt();
  }
}

/**
 * Connects, and where nobody listens tries again for a while. The call that waits for the connection has not been sent, so
 * it can neither be lost nor happen twice: restarting a service one after the other fails no call. Patience is with the service,
 * not with each call: once it was away for `patienceMs`, calls fail at once until it is back, instead of piling up.
 */
export function patientConnector(
  patienceMs = PATIENCE_MS,
  clock = (): number => performance.now(),
): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_WITHIN_MS });
  const away = new Map<string, Away>();
  const lines = new Map<string, Line>();
  const lineTo = (service: string): Line => {
    const line = lines.get(service) ?? new Line();
    lines.set(service, line);
    return line;
  };
  /** ms since it was seen to be away; after a time in which nobody asked, that is forgotten. */
  const awayFor = (service: string): number => {
    const now = clock();
    const before = away.get(service);
    const since = before && now - before.last < patienceMs ? before.since : now;
    away.set(service, { since, last: now });
    return now - since;
  };
  return (options, callback) => {
    const service = `${options.hostname}:${options.port}`;
    const attempt = (): void =>
      connect(options, (error, socket) => {
        const refused = (error as NodeJS.ErrnoException | null)?.code === 'ECONNREFUSED';
        if (refused && awayFor(service) < patienceMs) return lineTo(service).wait(attempt);
        if (error) callback(error, null);
        else {
          away.delete(service);
          callback(null, socket);
        }
        lineTo(service).release();
      });
    attempt();
  };
}

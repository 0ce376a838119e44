import type { PoolClient } from 'pg';

/**
 * Sends statements that need no answer of each other to the server together, as one write: one round trip instead of one each.
 * The server runs them in the order in which `send` asked for them. Rejects with the first failure in that order, once
 * all are answered: inside a transaction what comes after a failure is refused by the server, and is none of the reasons.
 * On a connection without `pipeline` they go one after another, to the same effect.
 */
export async function pipelined<T extends readonly unknown[]>(
  client: PoolClient,
  send: () => readonly [...{ [K in keyof T]: Promise<T[K]> | T[K] }],
): Promise<T> {
  const results = await Promise.allSettled(inOneWrite(client, send));
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value as unknown;
  }) as unknown as T;
}

function inOneWrite<R>(client: PoolClient, send: () => R): R {
  // node-postgres tells of its socket by this name, and writes each statement by itself otherwise.
  const { stream } = (client as unknown as { connection: { stream: { cork(): void; uncork(): void } } })
    .connection;
  stream.cork();
  try {
    return send();
  } finally {
    stream.uncork();
  }
}

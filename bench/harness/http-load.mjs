import { HttpConnection } from './http-connection.mjs';

/**
 * `call(i)` gives the bytes of the i-th request; `answered(i, status, body)` is told each answer. With `rate` calls begin evenly
 * whatever the answers do, and a time counts from when the call was due: a server that stalls is not spared the calls it delays.
 * Without, each connection asks again as soon as it is answered. Resolves with `{ calls, seconds, times }`, times in ms, sorted.
 */
export function httpLoad({ url, connections, rate, calls = Infinity, seconds = Infinity, call, answered }) {
  const times = [];
  const idle = [];
  const due = [];
  const all = [];
  const started = performance.now();
  let begun = 0;
  let open = 0;
  let scheduled = 0;
  let pacing;
  const isOver = () => begun >= calls || performance.now() - started >= seconds * 1000;

  return new Promise((resolve, reject) => {
    for (let n = 0; n < connections; n += 1) {
      const connection = new HttpConnection(url, { ready: () => free(connection), failed: fail });
      all.push(connection);
    }
    if (rate) pacing = setInterval(pace, 1);

    function begin(connection, since) {
      const index = begun++;
      open += 1;
      connection.ask(call(index), (status, _head, body) => {
        open -= 1;
        times.push(performance.now() - since);
        try {
          answered(index, status, body);
          free(connection);
        } catch (error) {
          fail(error);
        }
      });
    }

    function free(connection) {
      if (rate && due.length > 0) begin(connection, due.shift());
      else if (rate) idle.push(connection);
      else if (!isOver()) begin(connection, performance.now());
      finishWhenDone();
    }

    function pace() {
      const now = performance.now();
      for (;;) {
        const at = started + (scheduled * 1000) / rate;
        if (at > now || scheduled >= calls || at - started >= seconds * 1000) break;
        scheduled += 1;
        if (idle.length > 0) begin(idle.pop(), at);
        else due.push(at);
      }
      finishWhenDone();
    }

    function finishWhenDone() {
      if (open > 0 || due.length > 0 || !isOver()) return;
      close();
      const took = (performance.now() - started) / 1000;
      resolve({ calls: times.length, seconds: took, times: Float64Array.from(times).sort() });
    }

    function fail(error) {
      close();
      reject(error);
    }

    function close() {
      clearInterval(pacing);
      for (const connection of all) connection.end();
    }
  });
}

/** A percentile of sorted times; NaN of none. */
export const percentile = (times, share) =>
  times.length === 0 ? NaN : times[Math.min(times.length - 1, Math.floor(times.length * share))];

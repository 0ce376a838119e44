import { connect } from 'node:net';

const END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('content-length: ');

/**
 * A load over keep-alive connections that costs little of the cores it shares with what it measures (some 15 µs a call): requests
 * are bytes, of an answer only status and body are looked at.
 *
 * `call(i)` gives the bytes of the i-th request; `answered(i, status, body)` is told each answer. With `rate` calls begin evenly
 * whatever the answers do, and a time counts from when the call was due: a server that stalls is not spared the calls it delays.
 * Without, each connection asks again as soon as it is answered. Resolves with `{ calls, seconds, times }`, times in ms, sorted.
 */
export function httpLoad({ url, connections, rate, calls = Infinity, seconds = Infinity, call, answered }) {
  const { hostname, port } = new URL(url);
  const times = [];
  const idle = [];
  const due = [];
  const started = performance.now();
  let begun = 0;
  let open = 0;
  let pacing;
  return new Promise((resolve, reject) => {
    const over = () => begun >= calls || performance.now() - started >= seconds * 1000;

    function finishWhenDone() {
      if (open > 0 || due.length > 0 || !over()) return;
      clearInterval(pacing);
      const took = (performance.now() - started) / 1000;
      for (const { socket } of all) socket.destroy();
      resolve({ calls: times.length, seconds: took, times: Float64Array.from(times).sort() });
    }

    function fail(error) {
      clearInterval(pacing);
      for (const { socket } of all) socket.destroy();
      reject(error);
    }

    class Connection {
      socket = connect({ host: hostname, port, noDelay: true });
      rest = undefined;
      index = -1;
      since = 0;

      constructor() {
        this.socket.on('data', (chunk) => this.read(chunk));
        this.socket.on('error', fail);
        this.socket.on('close', () => this.index >= 0 && fail(new Error('the server closed the connection')));
        this.socket.once('connect', () => this.free());
      }

      begin(since) {
        this.index = begun++;
        this.since = since;
        open += 1;
        this.socket.write(call(this.index));
      }

      free() {
        if (rate) {
          const since = due.shift();
          if (since === undefined) idle.push(this);
          else this.begin(since);
        } else if (!over()) this.begin(performance.now());
        finishWhenDone();
      }

      read(chunk) {
        const bytes = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
        const head = bytes.indexOf(END);
        const length = head < 0 ? -1 : bodyLength(bytes, head);
        if (head < 0 || bytes.length < head + 4 + length) {
          this.rest = bytes;
          return;
        }
        this.rest = undefined;
        const { index } = this;
        this.index = -1;
        open -= 1;
        times.push(performance.now() - this.since);
        try {
          answered(index, Number(bytes.latin1Slice(9, 12)), bytes.subarray(head + 4, head + 4 + length));
          this.free();
        } catch (error) {
          fail(error);
        }
      }
    }

    const all = Array.from({ length: connections }, () => new Connection());
    if (rate) {
      let scheduled = 0;
      pacing = setInterval(() => {
        const now = performance.now();
        for (;;) {
          const at = started + (scheduled * 1000) / rate;
          if (at > now || scheduled >= calls || at - started >= seconds * 1000) break;
          scheduled += 1;
          const connection = idle.pop();
          if (connection) connection.begin(at);
          else due.push(at);
        }
        finishWhenDone();
      }, 1);
    }
  });
}

function bodyLength(bytes, head) {
  const at = bytes.indexOf(LENGTH);
  if (at < 0 || at > head) {
    if (bytes.latin1Slice(9, 12) === '204') return 0;
    throw new Error(`an answer without content-length:\n${bytes.latin1Slice(0, head)}`);
  }
  return Number(bytes.latin1Slice(at + LENGTH.length, bytes.indexOf(13, at)));
}

/** A percentile of sorted times. */
export const percentile = (times, share) =>
  times[Math.min(times.length - 1, Math.floor(times.length * share))];

import { connect } from 'node:net';

const END = Buffer.from('\r\n\r\n');
const CLOSED = 'the server closed the connection';
const LENGTH = Buffer.from('content-length: ');

/** One keep-alive connection with one call at a time. Costs little of the cores it shares with what is measured: some 15 µs a call. */
export class HttpConnection {
  #socket;
  #rest;
  #answered;
  #failed;

  /**
   * @param failed told when the connection breaks, whatever was under way
   * @param closed told when the server closes it while nothing is asked: it does so after some idle time
   */
  constructor(url, { ready, failed, closed }) {
    this.#failed = failed;
    const { hostname, port } = new URL(url);
    this.#socket = connect({ host: hostname, port, noDelay: true });
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', failed);
    this.#socket.on('close', () => (this.#answered ? failed(new Error(CLOSED)) : closed?.()));
    if (ready) this.#socket.once('connect', ready);
  }

  /** `answered(status, head, body)` is given two buffers. */
  ask(bytes, answered) {
    if (this.#socket.destroyed) {
      this.#failed(new Error(CLOSED));
      return;
    }
    this.#answered = answered;
    this.#socket.write(bytes);
  }

  end() {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #read(chunk) {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    const head = bytes.indexOf(END);
    const end = head < 0 ? Infinity : head + END.length + bodyLength(bytes, head);
    if (bytes.length < end) {
      this.#rest = bytes;
      return;
    }
    this.#rest = undefined;
    const answered = this.#answered;
    this.#answered = undefined;
    answered(
      Number(bytes.latin1Slice(9, 12)),
      bytes.subarray(0, head),
      bytes.subarray(head + END.length, end),
    );
  }
}

function bodyLength(bytes, head) {
  const at = bytes.indexOf(LENGTH);
  if (at >= 0 && at < head) return Number(bytes.latin1Slice(at + LENGTH.length, bytes.indexOf(13, at)));
  if (['204', '304'].includes(bytes.latin1Slice(9, 12))) return 0;
  throw new Error(`an answer without content-length:\n${bytes.latin1Slice(0, head)}`);
}

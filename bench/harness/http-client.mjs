import { HttpConnection } from './http-connection.mjs';

/** Calls over a growing pool of keep-alive connections. */
export class HttpClient {
  #idle = [];
  #all = new Set();
  #host;

  constructor(url) {
    this.url = url;
    this.#host = new URL(url).host;
  }

  /** Resolves with `{ status, etag, body }`, the body a Buffer. */
  call(method, path, token, body, headers = '') {
    const json = body === undefined ? '' : JSON.stringify(body);
    const type = json
      ? `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(json)}\r\n`
      : '';
    const bytes = `${method} ${path} HTTP/1.1\r\nhost: ${this.#host}\r\nauthorization: Bearer ${token}\r\n${type}${headers}\r\n${json}`;
    return new Promise((resolve, reject) => {
      const connection = this.#idle.pop() ?? this.#open();
      connection.failed = reject;
      connection.ask(bytes, (status, head, answer) => {
        this.#idle.push(connection);
        resolve({ status, etag: /\r\netag: (.*)/i.exec(head.latin1Slice())?.[1], body: answer });
      });
    });
  }

  #open() {
    const forget = () => {
      this.#all.delete(connection);
      this.#idle = this.#idle.filter((one) => one !== connection);
    };
    const connection = new HttpConnection(this.url, {
      failed: (error) => {
        forget();
        connection.failed?.(error);
      },
      closed: forget,
    });
    this.#all.add(connection);
    return connection;
  }

  end() {
    for (const connection of this.#all) connection.end();
  }
}

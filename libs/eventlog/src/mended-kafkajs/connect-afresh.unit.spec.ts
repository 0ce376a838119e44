import { SilentBroker } from '../../test/silent-broker.js';
import { waitUntil } from '#testing/wait-until.js';
import { connectAfresh } from './connect-afresh.js';

describe('a connection that is opened again', () => {
  let broker: SilentBroker;
  beforeAll(connectAfresh);
  beforeEach(async () => (broker = await SilentBroker.start()));
  afterEach(() => broker.stop());

  it('hears the broker, though the last answer on it was cut short', async () => {
    const connection = broker.connection();
    await connection.connect();
    const first = broker.ask(connection);
    await broker.heard(first);
    broker.sockets[0]!.end(Buffer.concat([int32(100), Buffer.alloc(10)]));
    await expect(first).rejects.toThrow('Closed connection');
    await waitUntil(() => !connection.isConnected());

    await connection.connect();
    const answer = broker.ask(connection);
    await broker.heard(answer);
    // Its number, no error, no versions.
    const said = Buffer.concat([int32(1), Buffer.alloc(2), int32(0)]);
    broker.sockets[1]!.write(Buffer.concat([int32(said.length), said]));
    expect(await answer).toEqual({ errorCode: 0, apiVersions: [] });
    broker.sockets[1]!.end();
  });

  it('is opened once for all who ask at the same time', async () => {
    const connection = broker.connection();
    await Promise.all([connection.connect(), connection.connect(), connection.connect()]);
    const answer = broker.ask(connection);
    await broker.heard(answer);
    expect(broker.sockets).toHaveLength(1);
    broker.sockets[0]!.end();
    await expect(answer).rejects.toThrow();
  });
});

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

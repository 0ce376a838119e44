import Connection from 'kafkajs/src/network/connection.js';

/** Each answer begins with its length, an int32. */
const SIZE_OF_LENGTH = 4;

/**
 * kafkajs 2.2.4 opens a closed connection again with the bytes of an answer that was cut short: what comes then is read as its end, what
 * comes after that as anything but what it is, and nobody on that connection hears the broker again. And two who find it closed open
 * one socket each; the first is forgotten until the broker closes it, and then takes the second with it. Here a closed connection is
 * opened once for all who ask, and nothing is left of the one before.
 */
export function connectAfresh(): void {
  const opening = new WeakMap<Connection, Promise<true>>();
  const { connect } = Connection.prototype;
  Connection.prototype.connect = function (this: Connection) {
    if (this.isConnected()) return connect.call(this);
    let opened = opening.get(this);
    if (!opened) {
      forgetTheLast(this);
      opened = connect.call(this).finally(() => opening.delete(this));
      opening.set(this, opened);
    }
    return opened;
  };
}

function forgetTheLast(connection: Connection): void {
  connection.socket?.destroy();
  connection.chunks = [];
  connection.bytesBuffered = 0;
  connection.bytesNeeded = SIZE_OF_LENGTH;
}

// Preloaded into each service of the peer: the product's own relay, which nobody pokes and which looks every 100 ms.
import { Wakeup } from '../../dist/libs/eventlog/src/wakeup.js';

const EVERY_MS = 100;
const { sleep } = Wakeup.prototype;
let stopping = false;

Wakeup.prototype.wake = () => {};
Wakeup.prototype.sleep = function () {
  return sleep.call(this, stopping ? 0 : EVERY_MS);
};
const { end } = Wakeup.prototype;
Wakeup.prototype.end = function () {
  stopping = true;
  end.call(this);
};

import { Edge } from './edge.js';
import { row01 } from './row-01-object-level.js';
import { row04 } from './row-04-property-level.js';
import { row05 } from './row-05-masked-by-default.js';
import { row07 } from './row-07-resources.js';
import { row08 } from './row-08-function-level.js';
import { row09 } from './row-09-business-flows.js';
import { row11 } from './row-11-configuration.js';
import { row12 } from './row-12-inventory.js';
import { row14 } from './row-14-injection.js';
import { row22 } from './row-22-signed-receipts.js';

/** One system for all rows that ask it from outside: each would otherwise wait for its own. */
describe('the edge', () => {
  let started: Edge;
  const edge = () => started;
  beforeAll(async () => {
    started = await Edge.start();
  }, 180_000);
  afterAll(() => started?.stop(), 60_000);

  // First those that only read: what is there is then always the same.
  row04(edge);
  row05(edge);
  row11(edge);
  row12(edge);
  row08(edge);
  row01(edge);
  row22(edge);
  row09(edge);
  row07(edge);
  row14(edge);
});

import { SilentBroker } from '../../test/silent-broker.js';
import { everyRequestEnds } from './every-request-ends.js';

describe('a request that is sent while leave is taken of its connection', () => {
  let broker: SilentBroker;
  beforeAll(everyRequestEnds);
  beforeEach(async () => (broker = await SilentBroker.start()));
  afterEach(() => broker.stop());

  // After one turn of the microtasks kafkajs alone never ends it.
  it.each([0, 1, 2, 3, 4, 8, 16])('ends, where leave is taken %i turns later', async (turns) => {
    const connection = broker.connection(300);
    await connection.connect();
    const answer = broker.ask(connection);
    for (let n = 0; n < turns; n += 1) await Promise.resolve();
    const leaving = connection.disconnect();
    await expect(answer).rejects.toThrow();
    await leaving;
  });
});

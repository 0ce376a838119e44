import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import fastify from 'fastify';
import { withOwnErrors } from './own-errors.js';

/** How many faults are logged where a call fails by `reason`, once its caller has gone or while he waits. */
async function faultsLogged(reason: Error, { gone }: { readonly gone: boolean }): Promise<number> {
  const faults = jest.spyOn(Logger.prototype, 'error').mockImplementation(() => {});
  const app = fastify();
  await app.register(
    withOwnErrors(async (scope) => {
      scope.get('/', async (_, reply) => {
        if (gone) reply.raw.destroy();
        throw reason;
      });
    }),
  );
  await app.inject('/').catch(() => undefined);
  await app.close();
  const count = faults.mock.calls.length;
  faults.mockRestore();
  return count;
}

describe('a call that fails', () => {
  const brokenOff = Object.assign(new Error('broken off'), { name: 'AbortError' });
  const fault = new TypeError('a fault');

  it.each([
    ['is logged', fault, { gone: false }, 1],
    ['is logged though its caller has gone', fault, { gone: true }, 1],
    ['is not where it was broken off since its caller has gone', brokenOff, { gone: true }, 0],
    ['is where it was broken off under a caller who waits', brokenOff, { gone: false }, 1],
  ])('%s', async (_, reason, who, count) => {
    expect(await faultsLogged(reason, who)).toBe(count);
  });
});

import httpProxy from '@fastify/http-proxy';
import { bearer, Probe } from '../test/probe.js';
import { NotesModule, UndeclaredModule } from '../test/probe-service.js';
import { startService } from './start-service.js';

let probe: Probe;

beforeAll(async () => {
  probe = await Probe.start();
}, 60_000);

afterAll(() => probe?.stop());

describe('a proxy below the door', () => {
  it('passes bodies on as they came, and the answers back', async () => {
    const upstream = probe.service.url;
    const config = probe.config.config({ DATABASE_URL: probe.database.url });
    const gateway = await startService({
      name: 'gateway',
      module: class NothingModule {},
      config,
      handleSignals: false,
      configure: async (app) => {
        await app.register(httpProxy as never, { upstream, prefix: '/v1', rewritePrefix: '/v1' } as never);
      },
    });
    try {
      const send = (body: string, type = 'application/json') =>
        fetch(`${gateway.url}/v1/notes`, {
          method: 'POST',
          body,
          headers: { ...bearer(probe.resident), 'content-type': type },
        });
      expect(await (await send('{"text":"路灯"}')).json()).toMatchObject({ text: '路灯' });
      expect((await send('{"text":')).status).toBe(400);
      expect((await send('x', 'text/csv')).status).toBe(415);
      expect((await fetch(`${gateway.url}/internal/progress`)).status).toBe(404);
      expect((await fetch(`${gateway.url}/readyz`)).status).toBe(200);
    } finally {
      await gateway.stop();
    }
  });
});

describe('the start', () => {
  it('is refused while a route does not say who may call it', async () => {
    const config = probe.config.config({ DATABASE_URL: probe.database.url });
    await expect(
      startService({ name: 'triage', module: UndeclaredModule, config, handleSignals: false }),
    ).rejects.toThrow('UndeclaredController.list (GET)');
  });

  it('does not need the database, and says that it is away', async () => {
    const config = probe.config.config({ DATABASE_URL: 'postgres://nobody@127.0.0.1:1/nothing' });
    const alone = await startService({ name: 'triage', module: NotesModule, config, handleSignals: false });
    try {
      expect((await fetch(`${alone.url}/livez`)).status).toBe(200);
      const ready = await fetch(`${alone.url}/readyz`);
      expect(ready.status).toBe(503);
      expect(await ready.json()).toMatchObject({ status: 'not_ready', checks: { database: { ok: false } } });
      expect((await fetch(`${alone.url}/v1/notes/sql/broken`)).status).toBe(503);
    } finally {
      await alone.stop();
    }
  });
});

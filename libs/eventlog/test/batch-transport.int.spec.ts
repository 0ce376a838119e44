import { randomUUIDv7 } from 'node:crypto';
import type { Received } from '#contracts/catalogue.js';
import { jest } from '@jest/globals';
import { waitUntil } from '#testing/wait-until.js';
import { Controller, Global, Logger, Module } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { BatchTransport } from '../src/batch-transport.js';
import { EVENTLOG_SETTINGS } from '../src/eventlog-settings.js';
import { EventlogModule, EventlogProgress } from '../src/eventlog.module.js';
import { Reaction } from '../src/reaction.js';
import { Shell } from '../src/shell.js';
import { createTopics } from '../src/topics.js';
import { note, noteReceived, SCHEMA, type TallyStore, tallyStore } from './tally.js';

jest.setTimeout(90_000);
Logger.overrideLogger(false);

@Controller()
class NoteWhenRequestSupplemented {
  @Reaction('RequestSupplemented')
  note(event: Received<'RequestSupplemented'>) {
    // What a service writes about a request comes back to it; here it would note its own notes.
    return event.body.sealed === 'k1:own' ? null : noteReceived(event);
  }
}

describe('the batch transport in Nest', () => {
  let store: TallyStore;
  beforeAll(async () => {
    store = await tallyStore();
    await createTopics(store.brokers, store.prefix, 4);
  });
  afterAll(() => store.database.drop());

  it('takes a command to the log and back to a reaction, and tells when all has settled', async () => {
    const { brokers, prefix: topicPrefix, pool } = store;
    const settings = { brokers, topicPrefix, partitions: 4, clock: { now: () => Date.now() }, pool };
    @Global()
    @Module({
      providers: [{ provide: EVENTLOG_SETTINGS, useValue: settings }],
      exports: [EVENTLOG_SETTINGS],
    })
    class Surroundings {}
    const testing = await Test.createTestingModule({
      imports: [Surroundings, EventlogModule.forService({ service: 'tally', schema: SCHEMA })],
      controllers: [NoteWhenRequestSupplemented],
    }).compile();
    const app = testing.createNestApplication(new FastifyAdapter(), { logger: false });
    app.connectMicroservice({ strategy: app.get(BatchTransport) });
    await app.startAllMicroservices();
    await app.init();

    const id = randomUUIDv7();
    await app.get<Shell>(Shell).execute({ requestId: id, decide: note(id, 'a') });
    await app.get<Shell>(Shell).execute({ requestId: id, decide: note(id, 'own') });
    await waitUntil(async () => (await store.marks(id))?.join() === 'a,own,a', { what: 'the reaction' });
    const settled = await waitUntil(async () => {
      const progress = await app.get(EventlogProgress).read();
      const behind = Object.entries(progress.produced).some(
        ([p, next]) => (progress.consumed[p] ?? 0) < next,
      );
      return progress.outboxPending + progress.inFlight === 0 && !behind && progress;
    });
    expect(Object.values(settled.produced).reduce((sum, next) => sum + next, 0)).toBe(2);
    await app.close();
  });
});

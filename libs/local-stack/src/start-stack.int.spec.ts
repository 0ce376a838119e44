import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { findCommand } from './find-command.js';
import { StackUnavailable } from './stack-unavailable.js';
import { startStack } from './start-stack.js';
import type { StackOptions } from './stack.js';

describe('startStack', () => {
  const home = mkdtempSync(join(tmpdir(), 'liandong-home-'));

  afterAll(() => rmSync(home, { recursive: true, force: true }));

  it('says on one screen what to install where neither Docker nor Java nor the variables are', async () => {
    const error = await refused({ env: { HOME: home, PATH: '', DOCKER_HOST: 'unix:///nobody/listens' } });
    expect(error).toBeInstanceOf(StackUnavailable);
    expect(error.message).toContain('apt-get install -y openjdk-17-jre-headless maven');
    expect(error.message).toContain('DATABASE_URL');
    expect(error.message).toContain('docker');
    expect(error.message.split('\n').length).toBeLessThanOrEqual(24);
    expect((error as StackUnavailable).reasons.join()).toMatch(/Docker.*java.*mvn/);
  });

  it('asks for Maven alone where Java is there and the jars are not', async () => {
    const programs = join(home, 'only-java');
    mkdirSync(programs);
    symlinkSync(findCommand('java', process.env)!, join(programs, 'java'));
    const error = await refused({ how: 'embedded', env: { HOME: home, PATH: programs } });
    expect((error as StackUnavailable).reasons).toEqual([expect.stringContaining('mvn')]);
  });

  it('tells an old Java from a broken one', async () => {
    const programs = join(home, 'old-java');
    mkdirSync(programs);
    writeFileSync(
      join(programs, 'java'),
      '#!/bin/sh\necho java.lang.UnsupportedClassVersionError: kafka/Kafka >&2\nexit 1\n',
      {
        mode: 0o755,
      },
    );
    const env = { ...process.env, JAVA_HOME: '', PATH: `${programs}${delimiter}${process.env['PATH']}` };
    const error = await refused({ how: 'embedded', env });
    expect((error as StackUnavailable).reasons).toEqual([expect.stringContaining('17')]);
  }, 60_000);

  it('ends a start of which one half failed, with the tail of its log, and leaves nothing', async () => {
    const programs = join(home, 'broken-java');
    mkdirSync(programs);
    writeFileSync(join(programs, 'java'), '#!/bin/sh\necho the disk is on fire >&2\nexit 7\n', {
      mode: 0o755,
    });
    const env = { ...process.env, JAVA_HOME: '', PATH: `${programs}${delimiter}${process.env['PATH']}` };
    const dataDir = join(home, 'half');
    const error = await refused({ how: 'embedded', env, dataDir });
    expect(error.message).toContain('kafka format: 7');
    expect(error.message).toContain('the disk is on fire');
    expect(readdirSync(dataDir)).not.toContain('in-use');
    expect(readdirSync(join(dataDir, 'postgres', 'data'))).not.toContain('postmaster.pid');
  }, 60_000);

  it('uses the servers that the environment names', async () => {
    const running = await startStack({ how: 'embedded', durable: false });
    try {
      const env = { DATABASE_URL: running.databaseUrl, KAFKA_BROKERS: running.kafkaBrokers.join() };
      const given = await startStack({ env });
      expect(given).toMatchObject({
        how: 'given',
        databaseUrl: running.databaseUrl,
        kafkaBrokers: running.kafkaBrokers,
      });
      await given.stop();
      expect((await refused({ env: { ...env, KAFKA_BROKERS: '127.0.0.1:1' } })).message).toContain(
        'KAFKA_BROKERS',
      );
      expect(
        (await refused({ env: { ...env, DATABASE_URL: 'postgresql://127.0.0.1:1/x' } })).message,
      ).toContain('DATABASE_URL');
    } finally {
      await running.stop();
    }
  }, 60_000);

  it('refuses one variable without the other', async () => {
    expect((await refused({ env: { KAFKA_BROKERS: '127.0.0.1:9092' } })).message).toContain(
      'DATABASE_URL is missing',
    );
    expect((await refused({ env: { DATABASE_URL: 'postgresql://localhost/x' } })).message).toContain(
      'KAFKA_BROKERS is missing',
    );
  });

  async function refused(options: StackOptions): Promise<Error> {
    return startStack(options).then(
      () => Promise.reject(new Error('it started')),
      (error: Error) => error,
    );
  }
});

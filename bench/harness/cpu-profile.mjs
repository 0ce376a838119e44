import { Session } from 'node:inspector/promises';
import { selfTimes } from './self-times.mjs';

/** A CPU profile of this process, from `begin()` to `end()`: a contender brackets what it measures with them. */
export class CpuProfile {
  static async start() {
    const session = new Session();
    session.connect();
    await session.post('Profiler.enable');
    await session.post('Profiler.setSamplingInterval', { interval: 500 });
    return new CpuProfile(session);
  }

  constructor(session) {
    this.session = session;
  }

  begin() {
    return this.session.post('Profiler.start');
  }

  /** Prints where the time went. */
  async end(title) {
    const { profile } = await this.session.post('Profiler.stop');
    process.stdout.write(`\n${title}: CPU of the process\n${selfTimes(profile)}\n`);
  }
}

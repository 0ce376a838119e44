import { Logger } from '@nestjs/common';

/** Whoever runs services (systemd, Docker, Kubernetes) kills after 10 s or more; we want to have said why before. */
const GRACE_MS = 10_000;

/** SIGTERM and SIGINT end the process in order; so does a fault nobody caught, since what is left of the process cannot be trusted. */
export function endOnSignals(stop: () => Promise<void>, graceMs = GRACE_MS): void {
  const logger = new Logger('shutdown');
  let ending = false;
  const end = async (code: number, reason: string): Promise<void> => {
    if (ending) return;
    ending = true;
    logger.log({ msg: 'ending', reason });
    setTimeout(() => {
      logger.error({ msg: `not ended within ${graceMs / 1000} s; forced`, reason });
      process.exit(1);
    }, graceMs).unref();
    try {
      await stop();
      process.exit(code);
    } catch (error) {
      logger.error({ msg: 'could not end in order', err: error });
      process.exit(1);
    }
  };
  process.on('SIGTERM', () => void end(0, 'SIGTERM'));
  process.on('SIGINT', () => void end(0, 'SIGINT'));
  process.on('uncaughtException', (error) => {
    logger.fatal({ msg: 'an error nobody caught', err: error });
    void end(1, 'uncaught');
  });
  process.on('unhandledRejection', (error) => {
    logger.fatal({ msg: 'a rejection nobody handled', err: error });
    void end(1, 'unhandled');
  });
}

import type { LoggerService } from '@nestjs/common';
import { Logger } from 'nestjs-pino';

const STEPS = new Set(['NestFactory', 'InstanceLoader', 'RoutesResolver', 'RouterExplorer']);

/** Nest's own steps of a start, some hundred lines over all services, are told only to those who debug. */
export const quietLogger = (logger: Logger): LoggerService => ({
  log: (message: unknown, ...rest: unknown[]) =>
    STEPS.has(String(rest.at(-1))) ? logger.debug(message, ...rest) : logger.log(message, ...rest),
  error: (message: unknown, ...rest: unknown[]) => logger.error(message, ...rest),
  warn: (message: unknown, ...rest: unknown[]) => logger.warn(message, ...rest),
  debug: (message: unknown, ...rest: unknown[]) => logger.debug(message, ...rest),
  verbose: (message: unknown, ...rest: unknown[]) => logger.verbose(message, ...rest),
  fatal: (message: unknown, ...rest: unknown[]) => logger.fatal(message, ...rest),
});

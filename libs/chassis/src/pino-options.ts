import type { Options } from 'pino-http';
import type { Config } from './config.js';
import { allowedFields, loggedError } from './log-fields.js';

/** Structured lines with an allow-list of fields; never a body, a query or personal data. */
export const pinoOptions = (config: Config, service: string): Options => ({
  level: config.logLevel,
  base: { service },
  autoLogging: false,
  // Ours are given the error itself, not what pino would make of it.
  wrapSerializers: false,
  formatters: { level: (label) => ({ level: label }), log: allowedFields },
  serializers: { err: loggedError },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
});

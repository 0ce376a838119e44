import { type ServiceName, serviceNames } from '#chassis/config.js';

/** Services that keep a schema of their own. */
export const STORING_SERVICES = serviceNames.filter(
  (name): name is Exclude<ServiceName, 'gateway'> => name !== 'gateway',
);

/** The seven, in the order in which they are started: whoever is knocked at comes last. */
export const SERVICE_NAMES = [
  'ledger',
  'notification',
  'escalation',
  'assignment',
  'triage',
  'intake',
  'gateway',
] as const;

export type ServiceName = (typeof SERVICE_NAMES)[number];

/** Services that keep a schema of their own. */
export const STORING_SERVICES = SERVICE_NAMES.filter((name) => name !== 'gateway');

export type Upstream = 'intake' | 'triage' | 'assignment' | 'escalation' | 'notification' | 'ledger';

const ID = '/v1/requests/[^/]+';

/** Who answers what. The first line that fits decides; `*` is any method. */
const TABLE: readonly (readonly [methods: string, path: RegExp, to: Upstream])[] = [
  ['POST', /^\/v1\/requests(\/by-phone)?$/, 'intake'],
  [
    'POST',
    new RegExp(
      `^${ID}/(confirmation|dispute|withdrawal|supplements|contact/reveal|closing-exception(/decision)?)$`,
    ),
    'intake',
  ],
  ['GET', new RegExp(`^${ID}/content$`), 'intake'],
  ['POST', new RegExp(`^${ID}/(classification|decline)$`), 'triage'],
  ['*', /^\/v1\/triage(\/|$)/, 'triage'],
  ['POST', new RegExp(`^${ID}/assignment/`), 'assignment'],
  ['*', /^\/v1\/registry(\/|$)/, 'assignment'],
  ['POST', new RegExp(`^${ID}/(extension(/decision)?|pause|supervision(/reply)?)$`), 'escalation'],
  ['*', /^\/v1\/calendar(\/|$)/, 'escalation'],
  ['*', /^\/v1\/notices(\/|$)/, 'notification'],
  ['*', /^\/dev\/outbox/, 'notification'],
  ['*', /^\/v1\/(requests|tracking|watch|rates)(\/|$)/, 'ledger'],
];

const UPSTREAMS: readonly Upstream[] = [
  'intake',
  'triage',
  'assignment',
  'escalation',
  'notification',
  'ledger',
];
const DEAD_LETTERS = /^\/v1\/dead-letters\/([a-z]+)(\/.*)?$/;

export interface Destination {
  readonly to: Upstream;
  /** The path at the service. */
  readonly path: string;
}

/** Where a call goes; null where nobody answers it. `path` is without the query. */
export function destinationOf(method: string, path: string): Destination | null {
  const letters = DEAD_LETTERS.exec(path);
  if (letters) {
    const to = UPSTREAMS.find((name) => name === letters[1]);
    return to ? { to, path: `/v1/dead-letters${letters[2] ?? ''}` } : null;
  }
  const asked = method === 'HEAD' ? 'GET' : method;
  const line = TABLE.find(
    ([methods, pattern]) => (methods === '*' || methods === asked) && pattern.test(path),
  );
  return line ? { to: line[2], path } : null;
}

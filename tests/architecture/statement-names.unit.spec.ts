import { globSync, readFileSync } from 'node:fs';
import { doubleStatementNamesIn, statementNamesIn } from './statement-names.js';

const files = globSync(['services/*/src/**/*.ts', 'libs/eventlog/src/*.ts', 'libs/chassis/src/*.ts'])
  .filter((path) => !path.endsWith('.spec.ts'))
  .map((path) => ({ path, text: readFileSync(path, 'utf8') }));

describe('a prepared statement has a name of its own', () => {
  it('there are names to look at', () => {
    expect(files.flatMap(({ text }) => statementNamesIn(text)).length).toBeGreaterThan(40);
  });

  it('among those of its service and of the libraries', () => {
    expect(doubleStatementNamesIn(files)).toEqual([]);
  });

  it.each(["name: 'alpha.claim'", 'name: `${schema}.claim`'])('one that has not is found: %s', (text) => {
    const library = { path: 'libs/eventlog/src/store.ts', text: 'name: `${this.from.schema}.claim`' };
    const path = 'services/alpha/src/queue.ts';
    expect(doubleStatementNamesIn([library, { path, text }])).toEqual([`alpha.claim: ${path}`]);
    const other = { path: 'services/beta/src/view.ts', text: "name: 'beta.view'" };
    expect(doubleStatementNamesIn([library, { path, text: "name: 'alpha.view'" }, other])).toEqual([]);
  });
});

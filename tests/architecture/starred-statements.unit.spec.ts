import { globSync, readFileSync } from 'node:fs';
import { starredStatementsIn } from './starred-statements.js';

describe('a statement names the columns it answers with', () => {
  it('in all services and libraries', () => {
    const paths = globSync(['services/*/src/**/*.ts', 'libs/*/src/**/*.ts']);
    const found = paths
      .filter((path) => !path.endsWith('.spec.ts'))
      .flatMap((path) => starredStatementsIn(readFileSync(path, 'utf8')).map((text) => `${path}: ${text}`));
    expect(paths.length).toBeGreaterThan(100);
    expect(found).toEqual([]);
  });

  it('one that does not is found', () => {
    expect(starredStatementsIn('text: `select n.* from alpha.notice n where id = $1`')).toEqual([
      'select n.* from alpha.notice',
    ]);
    expect(starredStatementsIn('text: `select * from ${this.s}.letter`')).toHaveLength(1);
    // What stands around it names them.
    expect(starredStatementsIn('text: `select id from (select * from alpha.notice) n`')).toEqual([]);
    expect(starredStatementsIn('text: `select * from unnest($1::uuid[])`')).toEqual([]);
  });
});

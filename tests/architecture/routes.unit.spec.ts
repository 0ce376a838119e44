import { globSync, readFileSync } from 'node:fs';
import { decoratorMakersOf, undeclaredRoutesOf } from './undeclared-routes.js';

const textOf = (file: string): string => readFileSync(file, 'utf8');
const sources = globSync(['services/*/src/**/*.ts', 'libs/*/src/**/*.ts']).filter(
  (file) => !file.endsWith('.spec.ts'),
);
const makers = new Map(sources.flatMap((file) => [...decoratorMakersOf(textOf(file))]));
const controllers = sources.filter((file) => /@Controller\(/.test(textOf(file)));

describe('row 8: a route says who may call it', () => {
  it('there are routes to look at', () => {
    expect(controllers.length).toBeGreaterThan(20);
  });

  it.each(controllers)('%s', (file) => {
    expect(undeclaredRoutesOf(textOf(file), makers)).toEqual([]);
  });

  it('one that does not is found', () => {
    const probe = 'tests/architecture/probes/services/alpha/src/ask-nobody/undeclared-route.controller.ts';
    expect(undeclaredRoutesOf(textOf(probe), makers)).toEqual(['UndeclaredRouteController.act']);
  });
});

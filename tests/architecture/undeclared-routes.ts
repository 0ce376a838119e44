import ts from 'typescript';

const METHODS = new Set(['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options', 'All', 'Search', 'Sse']);
const DECLARATIONS = new Set(['Permit', 'Public', 'Internal']);

/** A controller's methods that answer a route without saying who may call it, as `Class.method`. @param makers decorators of the file's service that stand for several */
export function undeclaredRoutesOf(text: string, makers: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node)) found.push(...inClass(node, makers));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Decorators composed by `applyDecorators`: their names, and those of what they apply. */
export function decoratorMakersOf(text: string): Map<string, ReadonlySet<string>> {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const makers = new Map<string, ReadonlySet<string>>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.initializer && ts.isIdentifier(node.name)) {
      const applied = appliedIn(node.initializer);
      if (applied.size > 0) makers.set(node.name.text, applied);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return makers;
}

function inClass(node: ts.ClassDeclaration, makers: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const ofClass = namesOf(node, makers);
  if (!ofClass.has('Controller') || intersects(ofClass, DECLARATIONS)) return [];
  return node.members.filter(ts.isMethodDeclaration).flatMap((member) => {
    const names = namesOf(member, makers);
    const isOpen = intersects(names, METHODS) && !intersects(names, DECLARATIONS);
    return isOpen ? [`${node.name?.text}.${member.name.getText()}`] : [];
  });
}

function namesOf(node: ts.HasDecorators, makers: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const names = (ts.getDecorators(node) ?? []).map(({ expression }) =>
    (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
  );
  return new Set(names.flatMap((name) => [name, ...(makers.get(name) ?? [])]));
}

function appliedIn(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (inner: ts.Node): void => {
    if (ts.isCallExpression(inner) && inner.expression.getText() === 'applyDecorators')
      for (const argument of inner.arguments)
        if (ts.isCallExpression(argument)) names.add(argument.expression.getText());
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return names;
}

const intersects = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].some((one) => b.has(one));

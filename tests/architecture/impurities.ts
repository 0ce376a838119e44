import ts from 'typescript';

export const purityRules = [
  'no-clock',
  'no-random',
  'no-surroundings',
  'no-promise',
  'no-class',
  'no-module-state',
] as const;
export type PurityRule = (typeof purityRules)[number];

export interface Impurity {
  readonly rule: PurityRule;
  /** From 1. */
  readonly line: number;
}

const SURROUNDINGS = new Set([
  'process',
  'console',
  'globalThis',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'Buffer',
  'require',
]);

/** What a text of TypeScript does beside computing from its arguments. */
export function impuritiesOf(text: string): Impurity[] {
  const source = ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true);
  const found: Impurity[] = [];
  const visit = (node: ts.Node): void => {
    const rule = ruleBrokenBy(node);
    if (rule) found.push({ rule, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1 });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function ruleBrokenBy(node: ts.Node): PurityRule | undefined {
  // And so no decorator either: it has nowhere else to stand.
  if (ts.isClassLike(node)) return 'no-class';
  if (node.kind === ts.SyntaxKind.AsyncKeyword || ts.isAwaitExpression(node)) return 'no-promise';
  if (ts.isNewExpression(node) && nameOf(node.expression) === 'Date' && !node.arguments?.length)
    return 'no-clock';
  if (
    ts.isPropertyAccessExpression(node) &&
    nameOf(node.expression) === 'Math' &&
    node.name.text === 'random'
  )
    return 'no-random';
  if (ts.isPropertyAccessExpression(node) && nameOf(node.expression) === 'Date' && node.name.text === 'now')
    return 'no-clock';
  if (ts.isVariableStatement(node) && ts.isSourceFile(node.parent) && !isConst(node))
    return 'no-module-state';
  return ts.isIdentifier(node) && isFree(node) ? ruleOfGlobal(node.text) : undefined;
}

function ruleOfGlobal(name: string): PurityRule | undefined {
  if (name === 'performance') return 'no-clock';
  if (name === 'crypto') return 'no-random';
  if (name === 'Promise') return 'no-promise';
  return SURROUNDINGS.has(name) ? 'no-surroundings' : undefined;
}

const nameOf = (node: ts.Node): string | undefined => (ts.isIdentifier(node) ? node.text : undefined);

const isConst = (statement: ts.VariableStatement): boolean =>
  (statement.declarationList.flags & ts.NodeFlags.Const) !== 0 ||
  statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) === true;

/** Stands for itself: neither `x.process` nor the key in `{ process: 1 }`. */
function isFree(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) return parent.name !== node;
  return !ts.isImportSpecifier(parent) && !ts.isLiteralTypeNode(parent);
}

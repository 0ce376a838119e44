#!/usr/bin/env node
// Compiles the programs under tests/ and runs the one named first: `node bin/run-test-program.mjs faults 3 13`.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { ensureInstalled } from './install.mjs';
import { inRoot, ownNode, root } from './paths.mjs';
import { runOnOwnNode } from './run-on-own-node.mjs';

const [program, ...args] = process.argv.slice(2);

await ensureInstalled();
const swc = spawn(
  ownNode,
  [inRoot('node_modules/@swc/cli/bin/swc.js'), 'tests/checker', 'tests/faults', '-d', 'dist', '--quiet'],
  { cwd: root, stdio: 'inherit' },
);
const [code] = await once(swc, 'exit');
process.exitCode = code === 0 ? await runOnOwnNode(inRoot('dist', 'tests', program, 'main.js'), args) : 2;

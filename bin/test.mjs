#!/usr/bin/env node
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';
import { runOnOwnNode } from './run-on-own-node.mjs';

await ensureInstalled();
process.exitCode = await runOnOwnNode(inRoot('bin', 'run-tests.mjs'), process.argv.slice(2));

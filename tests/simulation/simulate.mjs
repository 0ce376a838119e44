#!/usr/bin/env node
import { ensureInstalled } from '../../bin/install.mjs';
import { inRoot } from '../../bin/paths.mjs';
import { runOnOwnNode } from '../../bin/run-on-own-node.mjs';

await ensureInstalled();
// Most of what a wave makes is garbage soon: room for it saves a tenth of the time.
process.exitCode = await runOnOwnNode(
  inRoot('tests', 'simulation', 'run-simulation.mjs'),
  process.argv.slice(2),
  ['--max-semi-space-size=64'],
);

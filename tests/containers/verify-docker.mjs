#!/usr/bin/env node
import { ensureInstalled } from '../../bin/install.mjs';
import { inRoot } from '../../bin/paths.mjs';
import { runOnOwnNode } from '../../bin/run-on-own-node.mjs';

await ensureInstalled();
process.exitCode = await runOnOwnNode(inRoot('tests', 'containers', 'check-containers.mjs'), []);

#!/usr/bin/env node
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureInstalled } from './install.mjs';
import { inRoot } from './paths.mjs';
import { runOnOwnNode } from './run-on-own-node.mjs';

await ensureInstalled();
const folder = mkdtempSync(join(tmpdir(), 'liandong-test-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
process.exitCode = await runOnOwnNode(inRoot('bin', 'run-tests.mjs'), [folder, ...process.argv.slice(2)]);

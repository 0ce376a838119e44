import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#local-stack/repository-root.js';
import { brokenLinks } from './broken-links.js';

const docs = readdirSync(join(repositoryRoot, 'docs'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.md'))
  .map((name) => join('docs', name));

describe('pages', () => {
  it.each(['README.md', 'CONTRIBUTING.md', ...docs])('%s links to files that exist', (page) => {
    expect(brokenLinks(join(repositoryRoot, page))).toEqual([]);
  });
});

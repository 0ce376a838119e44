import { readFileSync } from 'node:fs';
import { type CatalogueEntry, catalogue } from './problem-catalogue.js';

const page = readFileSync('docs/errors.md', 'utf8');

describe('docs/errors.md', () => {
  it('lists exactly the codes of the catalogue (else run write-errors-page)', () => {
    const listed = [...page.matchAll(/<a id="(\w+)">/g)].map((match) => match[1]);
    expect(listed.toSorted()).toEqual(Object.keys(catalogue).toSorted());
  });

  it.each(Object.entries<CatalogueEntry>(catalogue))('%s is there as the catalogue has it', (code, entry) => {
    const line = page.split('\n').find((one) => one.includes(`<a id="${code}">`));
    for (const words of [entry.status, entry.zh, entry.en, entry.remedyZh, entry.remedyEn])
      expect(line).toContain(String(words));
  });
});

describe('the catalogue', () => {
  it.each(Object.entries<CatalogueEntry>(catalogue))(
    '%s has both languages and an error status',
    (code, entry) => {
      expect(code).toMatch(/^[a-z][a-z_]+$/);
      expect(entry.zh).toMatch(/[\u4e00-\u9fff]/);
      expect(entry.remedyZh).toMatch(/[\u4e00-\u9fff]/);
      expect(entry.en).toMatch(/[a-z]/i);
      expect(entry.remedyEn).toMatch(/[a-z]/i);
      expect(entry.status).toBeGreaterThanOrEqual(400);
      expect(entry.status).toBeLessThan(600);
    },
  );
});

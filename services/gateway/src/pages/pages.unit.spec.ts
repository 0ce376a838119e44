import { Script } from 'node:vm';
import { startPage } from './start-page.js';
import { watchPage } from './watch-page.js';
import { watchWords } from './watch-words.js';

describe('the pages of the door', () => {
  const scripts = [...watchPage.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, script]) => script!);

  it('have a script that can be read', () => {
    expect(scripts).toHaveLength(1);
    expect(() => new Script(scripts[0]!)).not.toThrow();
  });

  it('set what they are told as text only', () => {
    expect(scripts[0]).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b/);
  });

  it.each([
    ['/', startPage],
    ['/watch', watchPage],
  ])('%s asks nothing from elsewhere', (_path, page) => {
    expect(page.replaceAll("xmlns='http://www.w3.org/2000/svg'", '')).not.toMatch(/https?:|src=|@import/);
  });

  it('have every word in both languages, and every word they use', () => {
    for (const word of Object.values(watchWords)) expect(Object.values(word).every(Boolean)).toBe(true);
    const used = [...watchPage.matchAll(/data-word="(\w+)"|\bword\('(\w+)'\)/g)].map(([, a, b]) => a ?? b!);
    expect(used.filter((word) => !(word in watchWords))).toEqual([]);
  });
});

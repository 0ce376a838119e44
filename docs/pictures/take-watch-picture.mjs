/**
 * Takes docs/pictures/watch.png of a running demo city:
 *
 *   npm start                                             # in another terminal; let it run a minute
 *   node docs/pictures/take-watch-picture.mjs             # [base URL] [file] [zh|en]
 *
 * Needs a Chromium on the machine (CHROMIUM, or /usr/bin/chromium) and a font with Chinese characters, e.g. Debian's
 * `chromium` and `fonts-noto-cjk`.
 */
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const [
  baseUrl = 'http://127.0.0.1:8080',
  file = fileURLToPath(new URL('watch.png', import.meta.url)),
  language = 'zh',
] = process.argv.slice(2);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
});
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  page.on('pageerror', (error) => console.error(`in the page: ${error.message}`));
  page.on(
    'console',
    (message) => message.type() === 'error' && console.error(`in the page: ${message.text()}`),
  );
  await page.goto(`${baseUrl}/watch`);
  if (language === 'en') await page.click('#language');
  await page.waitForSelector('#live:not(.off)');
  // A request that has just climbed still glows, and one that is late is red: that says more than a city at rest.
  const seen = await page.locator('#moves').textContent();
  await page.waitForFunction(
    (text) => {
      const moves = document.getElementById('moves');
      const climbed = moves.textContent !== text && moves.firstElementChild?.className === 'up';
      return climbed && document.querySelector('.held .late') !== null;
    },
    seen,
    { timeout: 180_000 },
  );
  await page.waitForTimeout(1_300);
  await page.screenshot({ path: file });
} finally {
  await browser.close();
}

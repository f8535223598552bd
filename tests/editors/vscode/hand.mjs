/**
 * A hand in the browser: takes one JSON line a command on standard input, answers with one each.
 *
 * Commands are { op, ... }; answers { value } or { error }. What to do and what to expect is for
 * the tests to say.
 */

import { createInterface } from 'node:readline';
import { createRequire } from 'node:module';

const [, , playwright, executablePath, url] = process.argv;
const { chromium } = createRequire(import.meta.url)(playwright);

const browser = await chromium.launch({
  executablePath,
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
});
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  permissions: ['clipboard-read', 'clipboard-write'],
});
const offsite = [];
await context.route(
  (address) => address.hostname !== '127.0.0.1',
  (route) => {
    offsite.push(route.request().url());
    return route.abort();
  },
);
const page = await context.newPage();

const operations = {
  open: ({ url }) => page.goto(url).then(() => null),
  press: ({ key }) => page.keyboard.press(key),
  type: ({ text, delay }) => page.keyboard.type(text, { delay }),
  paste: ({ text }) => page.keyboard.insertText(text),
  click: ({ selector, button }) => page.locator(selector).first().click({ button, timeout: 10_000 }),
  /** Off everything that shows something while the mouse is over it. */
  away: () => page.mouse.move(0, 0).then(() => null),
  /** Squiggles lie below the text, so the pointer is put there without asking what is on top. */
  hover: ({ selector }) => page.locator(selector).first().hover({ force: true, timeout: 10_000 }),
  texts: ({ selector }) => page.locator(selector).allTextContents(),
  count: ({ selector }) => page.locator(selector).count(),
  evaluate: ({ code }) => page.evaluate(code),
  /** Now, and whenever the page is loaded anew. */
  always: ({ code }) => page.addInitScript(code).then(() => page.evaluate(code)).then(() => null),
  /** Texts in every frame: previews are frames in frames. */
  frames: ({ selector }) =>
    Promise.all(page.frames().map((frame) => frame.locator(selector).allTextContents().catch(() => [])))
      .then((found) => found.flat()),
  screenshot: ({ path }) => page.screenshot({ path }).then(() => null),
  clipboard: ({ text }) => page.evaluate((text) => navigator.clipboard.writeText(text), text),
  offsite: () => offsite,
};

await page.goto(url);
console.log(JSON.stringify({ value: 'ready' }));
for await (const line of createInterface({ input: process.stdin })) {
  const { op, ...rest } = JSON.parse(line);
  try {
    console.log(JSON.stringify({ value: (await operations[op](rest)) ?? null }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
await browser.close();

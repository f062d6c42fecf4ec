#!/usr/bin/env node
// What the page of a store costs: milliseconds until its HTML is there, and the bytes and milliseconds of each choice over the circuit.
//
//   node bench/sheets.mjs ADDRESS PATH [--times 40] [--user "Petra Nord"]
//
// ADDRESS is that of a product with its development sign-in, PATH that of a store: /region/NORTH/store/N001. Build the tests first: their
// browser driver is used, with the Chromium that FOREACT_CHROMIUM names.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals: [address, path] } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '40' }, user: { type: 'string', default: 'Petra Nord' } },
});
if (!address || !path) {
  console.error('usage: node bench/sheets.mjs ADDRESS PATH [--times 40] [--user "Petra Nord"]');
  process.exit(2);
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const { chromium } = createRequire(import.meta.url)(join(root, 'Forecast.Tests/bin/Release/net10.0/.playwright/package'));
const times = Number(options.times);
const quantile = (values, level) => [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(level * values.length))];
const milliseconds = values => ({ p50: Math.round(quantile(values, .5)), p95: Math.round(quantile(values, .95)) });

const browser = await chromium.launch({ executablePath: process.env.FOREACT_CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
const page = await context.newPage();
await page.goto('/');
await page.getByRole('button', { name: options.user }).click();
await page.waitForLoadState('networkidle');

// The whole answer of the server, as a browser asks for it.
const first = [];
let bytes = 0;
for (let i = 0; i < times + 5; i++) {
  const from = performance.now();
  bytes = (await (await context.request.get(`${path}?days=14`)).body()).length;
  if (i >= 5) first.push(performance.now() - from);
}

// Frames of the circuit, and when the last one that draws something came.
let received = 0, drawnAt = 0;
page.on('websocket', socket => socket.on('framereceived', frame => {
  received += frame.payload.length;
  if (frame.payload.includes('JS.RenderBatch')) drawnAt = performance.now();
}));
await page.goto(`${path}?days=14`);
await page.waitForTimeout(3000);
const actions = {
  cases: ['?days=14&unit=cases', '?days=14'],
  p90: ['?days=14&show=p90', '?days=14'],
  sort: ['?days=14&sort=name', '?days=14'],
  search: ['?days=14&find=a', '?days=14'],
  fold: ['?days=14&fold=*', '?days=14'],
  chosen: [`?days=14&key=${await page.locator('tr[data-key]').first().getAttribute('data-key')}&day=`
    + await page.locator('th[data-day]').first().getAttribute('data-day'), '?days=14'],
};
const answers = {};
for (const [name, addresses] of Object.entries(actions)) {
  const took = [], sizes = [];
  for (let i = 0; i < Math.ceil(times / 4); i++)
    for (const query of addresses) {
      received = drawnAt = 0;
      const from = performance.now();
      await page.evaluate(to => window.Blazor.navigateTo(to), path + query);
      while (drawnAt === 0) await page.waitForTimeout(5);
      await page.waitForTimeout(150);
      took.push(drawnAt - from);
      sizes.push(received);
    }
  answers[name] = { kilobytes: Number((Math.max(...sizes) / 1000).toFixed(1)), ...milliseconds(took) };
}

const rows = await page.locator('tr[data-key]').count();
console.log(JSON.stringify({ rows, html: { kilobytes: Math.round(bytes / 1000), ...milliseconds(first) }, answers }, null, 2));
await browser.close();

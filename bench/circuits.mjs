#!/usr/bin/env node
// Memory of the serving process per open board: opens so many, then twice as many, and divides what the process has grown by.
//
//   node bench/circuits.mjs ADDRESS PID [--boards 100] [--user "Petra Nord"]
//
// ADDRESS is that of a product with its development sign-in, PID the serving process (Linux). Build the tests first: their browser
// driver is used, with the Chromium that FOREACT_CHROMIUM names.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: options, positionals: [address, pid] } = parseArgs({
  allowPositionals: true,
  options: { boards: { type: 'string', default: '100' }, user: { type: 'string', default: 'Petra Nord' } },
});
if (!address || !pid) {
  console.error('usage: node bench/circuits.mjs ADDRESS PID [--boards 100] [--user "Petra Nord"]');
  process.exit(2);
}

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const driver = join(root, 'Forecast.Tests/bin/Release/net10.0/.playwright/package');
const { chromium } = createRequire(import.meta.url)(driver);
const boards = Number(options.boards);
const rest = milliseconds => new Promise(done => setTimeout(done, milliseconds));

// What only this process holds; pages shared with others and files mapped do not grow with circuits.
function megabytes() {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return Number(/^Private_Dirty:\s+(\d+)/m.exec(rollup)[1]) / 1024;
}

const browser = await chromium.launch({ executablePath: process.env.FOREACT_CHROMIUM, args: ['--no-sandbox'] });
const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
const first = await context.newPage();
await first.goto('/');
await first.getByRole('button', { name: options.user }).click();

async function openUpTo(count, opened) {
  for (; opened < count; opened++) {
    const page = await context.newPage();
    const drawn = page.waitForEvent('websocket');
    await page.goto('/', { waitUntil: 'domcontentloaded' });
    await (await drawn).waitForEvent('framereceived');
  }

  await rest(20_000); // Garbage of the opening is collected as others open; what is left is what circuits hold.
  return megabytes();
}

const atFirst = await openUpTo(boards, 0);
const atSecond = await openUpTo(2 * boards, boards);
console.log(JSON.stringify({
  boards, megabytesAtFirst: Math.round(atFirst), megabytesAtSecond: Math.round(atSecond),
  megabytesPerCircuit: Number(((atSecond - atFirst) / boards).toFixed(2)),
}));
await browser.close();

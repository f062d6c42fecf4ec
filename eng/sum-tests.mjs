// Adds up what the suites reported in CTRF files, and prints one line: node sum-tests.mjs FOLDER SUITE...
// A suite that left no report, or that ended badly without saying which test failed, counts as one failure.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, ...suites] = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

for (const suite of suites) {
  const sum = readReport(join(folder, `${suite}.json`));
  const status = Number(readFileSync(join(folder, `${suite}.status`), 'utf8'));
  if (!sum || sum.passed + sum.failed === 0) {
    console.error(`${suite} reported no tests (exit ${status}).`);
    total.failed++;
    continue;
  }
  if (status !== 0 && sum.failed === 0) {
    console.error(`${suite} ended with exit ${status}, though every test passed.`);
    sum.failed = 1;
  }
  for (const kind of Object.keys(total)) total[kind] += sum[kind];
}

console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exit(total.failed ? 1 : 0);

function readReport(file) {
  try {
    const { tests, passed, failed, skipped } = JSON.parse(readFileSync(file, 'utf8')).results.summary;
    // Whatever is neither passed nor skipped, such as a test that the end of the run overtook, has failed.
    return { passed, failed: Math.max(failed, tests - passed - skipped), skipped };
  } catch {
    return undefined;
  }
}

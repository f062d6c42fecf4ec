// Downloads a file and checks it against the digest published beside it: node download.mjs URL FILE
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';

const [url, file] = process.argv.slice(2);

async function get(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

try {
  const [content, digest] = await Promise.all([get(url), get(`${url}.sha256`)]);
  const actual = createHash('sha256').update(content).digest('hex');
  if (actual !== digest.toString().trim()) throw new Error(`${url} does not have the digest published for it`);
  writeFileSync(file, content);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exit(1);
}

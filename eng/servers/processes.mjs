// What both servers need: free ports, a child that dies with its parent, and a failure that is a sentence.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** A failure whose message is all that the user needs to see. */
export class Failure extends Error {}

export function freePort() {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once('error', fail);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

export function isFree(port) {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => done(true)));
  });
}

export const isRoot = process.getuid?.() === 0;
const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find(existsSync);

/**
 * Starts a server in a session of its own (out of Ctrl-C's reach), waits for the line that says it is ready, and copies its
 * output to a log file. On Linux the kernel ends it even if this process is killed outright.
 */
export function startServer({ name, command, args, user, ready, logFile, endSignal, onEnd, environment }) {
  const identity = user ? { uid: user.uid, gid: user.gid } : {};
  const guarded = setpriv
    ? [setpriv, [...(user ? [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'] : []),
        `--pdeathsig=${endSignal.replace('SIG', '')}`, command, ...args]]
    : [command, args];
  const child = spawn(guarded[0], guarded[1], {
    ...(setpriv ? {} : identity),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let tail = '';
  let isReady = false;
  const ended = new Promise((done) => { child.once('exit', done); child.once('error', done); });

  const server = {
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      child.kill(endSignal);
      const patience = setTimeout(() => child.kill('SIGKILL'), 20_000);
      await ended;
      clearTimeout(patience);
    },
  };

  return new Promise((done, fail) => {
    const listen = (chunk) => {
      const text = chunk.toString();
      tail = (tail + text).slice(-4_000);
      try {
        appendFileSync(logFile, text);
      } catch {
        // A log that cannot be written must not end a server that runs.
      }
      if (!isReady && tail.includes(ready)) {
        isReady = true;
        clearTimeout(patience);
        done(server);
      }
    };
    const patience = setTimeout(async () => {
      await server.stop();
      fail(new Failure(`${name} did not say that it is ready within two minutes. Its last words:\n${tail}`));
    }, 120_000);
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    ended.then((reason) => {
      clearTimeout(patience);
      if (isReady) onEnd(name, tail);
      else fail(new Failure(`${name} did not start (${reason?.message ?? `exit ${reason}`}). Its last words:\n${tail}`));
    });
  });
}

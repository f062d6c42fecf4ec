// What whoever tries things out may change while it runs, and what has happened so far.
import { createHash, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { change } from './people.mjs';

const realNow = Date.now.bind(Date);

export const state = {
  /** Seconds by which this clock is ahead. */
  clock: 0,
  /** Parts of addresses that do not answer: the connection is torn. */
  down: [],
  /** How the token endpoint answers instead of with tokens: { status, error, error_description }. */
  tokenError: null,
  /** What the browser brings back instead of a code: { error, error_description }. */
  authorizeError: null,
  /** Which company's people are meant by "organizations". */
  organizations: null,
  /** Requests to sign in, as they came. */
  authorizations: [],
  /** How the product has proved that it is itself, for each code it redeemed. */
  redemptions: [],
  /**
   * Workloads that are given tokens for their own, and nobody is signed in meanwhile: { assertion, token, seconds, error }: what the
   * platform says for them, the token they get, for how long, and how they are refused instead.
   */
  workload: null,
  /** What workloads have asked for: { client, scope, status }. */
  exchanges: [],
  /** Hosts that the product has asked for and that were refused, and how often. */
  refused: {},
};

Date.now = () => realNow() + state.clock * 1000;

export const signingKeys = [newKey()];

function newKey() {
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' });
  return { ...jwk, kid: createHash('sha1').update(jwk.n).digest('base64url'), use: 'sig', alg: 'RS256' };
}

/** The small server, on this machine only, by which all of this is changed and read. */
export function startControl(rebuild, issue) {
  const commands = {
    '/state': body => Object.assign(state, body),
    '/rotate': () => { signingKeys.splice(0, signingKeys.length, newKey()); rebuild(); },
    '/token': order => ({ token: issue(order) }),
    '/people': ({ tenant, who, person }) => change(tenant, who, person),
  };
  const server = createServer(async (request, response) => {
    let result;
    if (request.method === 'POST') {
      let text = '';
      for await (const chunk of request) text += chunk;
      result = commands[request.url]?.(JSON.parse(text || '{}'));
    }
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(result?.token ? result : state));
  });
  return listen(server);
}

/** Listens on a free port of this machine, or on the one asked for; returns it. */
export function listen(server, port = 0) {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => done(server.address().port));
  });
}

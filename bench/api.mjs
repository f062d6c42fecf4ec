#!/usr/bin/env node
// How fast the API answers many programs at once: forecasts of 50 stores × 40 items × 7 days, each client asking again as soon as it has
// its answer.
//
//   node bench/api.mjs --address http://127.0.0.1:5080 --token fa_… [--clients 50] [--seconds 20] [--stores 50] [--items 40]
//                      [--accept application/json] [--known]
//
// --known   clients send the tag of what they have, as programs that look for news do. The product needs Api__CallsPerMinute and
//           Limits__ApiCallsPerMinute of a million for this, and a token that may read.
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';

const { values: given } = parseArgs({
  options: {
    address: { type: 'string' }, token: { type: 'string' }, accept: { type: 'string', default: 'application/json' },
    clients: { type: 'string', default: '50' }, seconds: { type: 'string', default: '20' },
    stores: { type: 'string', default: '50' }, items: { type: 'string', default: '40' }, known: { type: 'boolean', default: false },
  },
});
const agent = new Agent({ keepAlive: true, maxSockets: Number(given.clients) });
const headers = { authorization: `Bearer ${given.token}`, accept: given.accept };

function ask(path, more = {}) {
  return new Promise((done, fail) => {
    const begun = performance.now();
    request(new URL(path, given.address), { agent, headers: { ...headers, ...more } }, answer => {
      const parts = [];
      answer.on('data', part => parts.push(part));
      answer.on('end', () => done({
        status: answer.statusCode, tag: answer.headers.etag, ms: performance.now() - begun, body: Buffer.concat(parts),
      }));
    }).on('error', fail).end();
  });
}

async function codes(list, count) {
  const { status, body } = await ask(`/api/v1/${list}?limit=1000`, { accept: 'application/json' });
  if (status !== 200) throw new Error(`${list}: ${status} ${body}`);
  const found = JSON.parse(body).items.slice(0, count).map(one => one.code);
  if (found.length < count) console.error(`There are only ${found.length} ${list}.`);
  return found.join(',');
}

const [stores, items] = [await codes('stores', Number(given.stores)), await codes('items', Number(given.items))];
const path = `/api/v1/forecasts?days=7&stores=${stores}&items=${items}`;
const first = await ask(path);
if (first.status !== 200) throw new Error(`${first.status} ${first.body}`);
const more = given.known ? { 'if-none-match': first.tag } : {};
const wanted = given.known ? 304 : 200;
const times = [];
const failed = {};

async function client(end) {
  while (performance.now() < end) {
    const { status, ms } = await ask(path, more);
    if (status === wanted) times.push(ms);
    else failed[status] = (failed[status] ?? 0) + 1;
  }
}

const run = seconds => {
  const end = performance.now() + seconds * 1000;
  return Promise.all(Array.from({ length: Number(given.clients) }, () => client(end)));
};
await run(3); // Warm.
times.length = 0;
await run(Number(given.seconds));
times.sort((a, b) => a - b);
const at = share => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] * 10) / 10;
console.log(JSON.stringify({
  accept: given.accept, clients: Number(given.clients), known: given.known, answers: times.length, bytes: first.body.length,
  perSecond: Math.round(times.length / Number(given.seconds) * 10) / 10, msMedian: at(0.5), msP95: at(0.95), msP99: at(0.99), failed,
}));
agent.destroy();

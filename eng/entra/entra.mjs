#!/usr/bin/env node
// A stand-in for Microsoft Entra ID, for development and tests: several companies, and everything that can go wrong with a sign-in. Prints one
// line of JSON saying where it answers, and stops when its standard input ends.
//
//   node entra.mjs --modules DIR --certificates DIR [--as login.microsoftonline.com]
//
// --modules        folder that `npm ci` filled (its node_modules)
// --certificates   folder that eng/entra/certificates.sh filled
// --as             the name it answers by, to whoever comes through its proxy. Without it, programs find it at https://localhost, and browsers,
//                  which do not know its certificate, at http://localhost
import { readFileSync } from 'node:fs';
import { createServer as createPlain } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { startProxy } from './network.mjs';
import { groups, objectId, peopleOf, tenants } from './people.mjs';
import { listen, startControl, state } from './state.mjs';
import { applications, openTenant } from './tenant.mjs';
import { issue } from './tokens.mjs';

const { values: options } = parseArgs({
  options: { modules: { type: 'string' }, certificates: { type: 'string' }, as: { type: 'string' } },
});
const certificate = name => readFileSync(join(options.certificates, name));
const library = await import(pathToFileURL(join(resolve(options.modules), 'node_modules', 'oidc-provider', 'lib', 'index.js')));

let open = {};
const place = { isPlain: !options.as, clientCertificate: certificate('client.crt') };
const secure = createSecure({ key: certificate('server.key'), cert: certificate('server.crt') }, answer);
const port = await listen(secure);
const pagePort = options.as ? undefined : await listen(createPlain(answer));
place.authority = options.as ? `https://${options.as}` : `https://localhost:${port}`;
place.pages = options.as ? place.authority : `http://localhost:${pagePort}`;

function openAll() {
  open = Object.fromEntries(Object.values(tenants).map(tenant => [tenant, openTenant(library, tenant, place)]));
}

function answer(request, response) {
  const url = new URL(request.url, place.authority);
  if (state.down.some(part => url.pathname.includes(part))) return void request.socket.destroy();
  const [, name, ...rest] = url.pathname.split('/');
  let path = `/${rest.join('/')}`;
  if (path.startsWith('/v2.0/.well-known/')) path = path.slice('/v2.0'.length);
  if (name === 'organizations' && path === '/.well-known/openid-configuration') return void sendJson(response, organizations());
  if (url.pathname === '/common/discovery/instance') return void sendJson(response, aliases());

  const tenant = name === 'organizations' ? tenants[state.organizations ?? 'contoso'] : name;
  if (!open[tenant]) return void response.writeHead(404).end('There is no such company.');
  if (path === '/oauth2/v2.0/authorize') state.authorizations.push(Object.fromEntries(url.searchParams));
  request.url = path + url.search;
  // Browsers are led on within the company; a program stays at the address that it was given, and signs for that one.
  request.originalUrl = `/${path === '/oauth2/v2.0/token' ? name : tenant}${path}${url.search}`;
  return void open[tenant](request, response);
}

function sendJson(response, body) {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(body));
}

/** Of companies in general, Entra says only a pattern of the issuer. */
function organizations() {
  const base = `${place.authority}/organizations`;
  return {
    issuer: `${place.authority}/{tenantid}/v2.0`,
    authorization_endpoint: `${place.pages}/organizations/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    end_session_endpoint: `${place.pages}/organizations/oauth2/v2.0/logout`,
    jwks_uri: `${place.authority}/${tenants.contoso}/discovery/v2.0/keys`,
    response_types_supported: ['code'],
    response_modes_supported: ['query', 'fragment', 'form_post'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  };
}

function aliases() {
  const name = new URL(place.authority).host;
  return {
    tenant_discovery_endpoint: `${place.authority}/${tenants.contoso}/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: name, preferred_cache: name, aliases: [name] }],
  };
}

openAll();
const control = await startControl(openAll, order => issue(place.authority, order));
const proxies = options.as && { product: await startProxy(options.as, port, state.refused), browser: await startProxy(options.as, port) };
console.log(JSON.stringify({
  instance: `${place.authority}/`,
  proxies: proxies && { product: `http://127.0.0.1:${proxies.product}`, browser: `http://127.0.0.1:${proxies.browser}` },
  control: `http://127.0.0.1:${control}`,
  tenants,
  groups,
  applications,
  people: Object.fromEntries(Object.values(tenants).flatMap(tenant => peopleOf(tenant).map(([who]) => [who, `${tenant}:${objectId(tenant, who)}`]))),
}));
process.stdin.resume();
for (const event of ['end', 'error']) process.stdin.on(event, () => process.exit(0));
process.on('SIGINT', () => { if (process.stdin.isTTY) process.exit(0); });

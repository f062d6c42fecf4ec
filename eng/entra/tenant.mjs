// One company's directory: an OpenID Connect provider (oidc-provider) with the addresses, claims and habits of Entra ID v2.
import { X509Certificate } from 'node:crypto';
import { claimsOf } from './people.mjs';
import { accountPage, signedOutPage, troublePage } from './pages.mjs';
import { signingKeys, state } from './state.mjs';

export const applications = {
  withSecret: { id: 'bbbbbbbb-0000-4000-8000-00000000000b', secret: 'a-client-secret-of-some-length' },
  withCertificate: { id: 'cccccccc-0000-4000-8000-00000000000c' },
};

const routes = {
  authorization: '/oauth2/v2.0/authorize',
  token: '/oauth2/v2.0/token',
  jwks: '/discovery/v2.0/keys',
  end_session: '/oauth2/v2.0/logout',
  userinfo: '/oidc/userinfo',
};

const callbacks = { '/signin-oidc': 'redirect_uris', '/signout-callback-oidc': 'post_logout_redirect_uris' };

/** Kept outside of the providers, so that sessions outlive a change of keys. */
const kept = new Map();

class Memory {
  constructor(model) { this.model = model; }
  key(id) { return `${this.model}:${id}`; }
  async upsert(id, payload) {
    kept.set(this.key(id), payload);
    if (payload.uid) kept.set(`uid:${payload.uid}`, id);
  }
  // A workload's token is shown again and again until the platform replaces it, so an assertion seen before is no attack here.
  async find(id) { return this.model === 'ReplayDetection' ? undefined : kept.get(this.key(id)); }
  async findByUid(uid) { return this.find(kept.get(`uid:${uid}`)); }
  async consume(id) { this.find(id).then(payload => { if (payload) payload.consumed = Math.floor(Date.now() / 1000); }); }
  async destroy(id) { kept.delete(this.key(id)); }
  async revokeByGrantId(grant) {
    for (const [key, value] of kept) if (key.startsWith(this.key('')) && value.grantId === grant) kept.delete(key);
  }
}

/**
 * @param library  the module oidc-provider
 * @param tenant   directory id
 * @param place    { authority, pages, isPlain, clientCertificate }: where programs and where browsers find this, and how the product signs
 */
export function openTenant({ default: Provider, interactionPolicy }, tenant, place) {
  const policy = interactionPolicy.base();
  policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }));
  const cookie = place.isPlain ? { signed: true, sameSite: 'lax' } : { signed: true, sameSite: 'none', secure: true };
  const cookieName = kind => `${kind}_${tenant.slice(0, 4)}`;

  const provider = new Provider(`${place.authority}/${tenant}/v2.0`, {
    adapter: Memory,
    clients: clients(place.clientCertificate),
    jwks: { keys: [...signingKeys] },
    cookies: {
      keys: ['only on this machine'],
      names: { session: cookieName('session'), interaction: cookieName('interaction'), resume: cookieName('resume') },
      long: cookie,
      short: cookie,
    },
    routes,
    conformIdTokenClaims: false, // Entra puts what it knows into the token itself.
    pkce: { required: () => true },
    responseTypes: ['code'],
    scopes: ['openid', 'offline_access', 'profile', 'email'],
    claims: {
      openid: ['sub', 'oid', 'tid', 'ver', 'nbf', 'name', 'preferred_username', 'roles', 'groups', '_claim_names', '_claim_sources', 'login_hint'],
      profile: [],
      email: [],
    },
    findAccount: (_, who) => claimsOf(tenant, who) && { accountId: who, claims: async () => claimsOf(tenant, who) },
    extraParams: ['client_info', 'domain_hint'],
    loadExistingGrant: grantByAdministrator,
    interactions: { policy, url: (_, interaction) => `/${tenant}/account/${interaction.uid}` },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => { context.body = signedOutPage(form); },
        postLogoutSuccessSource: context => { context.body = troublePage('Signed out', 'You signed out of your account.'); },
      },
    },
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256'], idTokenSigningAlgValues: ['RS256'] },
    renderError: (context, { error, error_description: description }) => {
      context.type = 'html';
      context.body = troublePage('Sorry, but we’re having trouble signing you in.', `${error}: ${description}`);
    },
    ttl: { AccessToken: 3600, IdToken: 3600, Interaction: 86400, Session: 86400, Grant: 86400 },
  });
  for (const kind of ['redirectUriAllowed', 'postLogoutRedirectUriAllowed']) provider.Client.prototype[kind] = isOfThisMachine;
  for (const event of ['server_error', 'grant.error', 'authorization.error', 'end_session.error'])
    provider.on(event, (_, error) => console.error(event, error.message, error.error_description ?? error.stack, error.error_detail ?? ''));
  provider.use((context, next) => answer(provider, tenant, place, context, next));
  return provider.callback();
}

function clients(certificatePem) {
  const web = {
    redirect_uris: ['https://localhost/signin-oidc'],
    post_logout_redirect_uris: ['https://localhost/signout-callback-oidc'],
    grant_types: ['authorization_code'],
    response_types: ['code'],
  };
  const key = new X509Certificate(certificatePem).publicKey.export({ format: 'jwk' });
  return [
    { ...web, client_id: applications.withSecret.id, client_secret: applications.withSecret.secret, token_endpoint_auth_method: 'client_secret_post' },
    { ...web, client_id: applications.withCertificate.id, token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [{ ...key, use: 'sig' }] } },
  ];
}

/** As Entra ID does it: on localhost any port will do. */
function isOfThisMachine(address) {
  const { hostname, pathname } = new URL(address);
  return hostname === 'localhost' && pathname in callbacks;
}

/** Nobody is asked to agree: an administrator has agreed for all. */
async function grantByAdministrator(context) {
  const grant = new context.oidc.provider.Grant({ clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId });
  grant.addOIDCScope('openid profile email offline_access');
  await grant.save();
  return grant;
}

async function answer(provider, tenant, place, context, next) {
  if (context.path.startsWith('/account/')) return chooseAccount(provider, tenant, context);
  if (context.path === routes.authorization && state.authorizeError && context.query.redirect_uri) return bringBackError(context);
  if (context.path === routes.token && state.workload) return exchange(context);
  if (context.path === routes.token && state.tokenError) {
    context.status = state.tokenError.status ?? 401;
    context.body = { error: state.tokenError.error, error_description: state.tokenError.error_description };
    return undefined;
  }
  await next();
  if (context.path === routes.token && context.oidc?.params) state.redemptions.push(proofIn(context));
  if (context.path === '/.well-known/openid-configuration' && place.isPlain) {
    for (const shown of ['authorization_endpoint', 'end_session_endpoint'])
      context.body[shown] = context.body[shown].replace(place.authority, place.pages);
  }
  return undefined;
}

/** A pod shows the token that its platform gave it, and gets one for itself. */
async function exchange(context) {
  let text = '';
  for await (const chunk of context.req) text += chunk;
  const asked = new URLSearchParams(text);
  const { assertion, token, seconds = 3600, error } = state.workload;
  const isKnown = asked.get('grant_type') === 'client_credentials' && asked.get('client_assertion') === assertion;
  context.status = error ? 400 : isKnown ? 200 : 401;
  context.body = context.status === 200
    ? { token_type: 'Bearer', expires_in: seconds, ext_expires_in: seconds, access_token: token }
    : { error: 'invalid_client', error_description: error ?? 'AADSTS700213: No matching federated identity record found.' };
  state.exchanges.push({ client: asked.get('client_id'), scope: asked.get('scope'), status: context.status });
}

function proofIn(context) {
  const { client_assertion: assertion, client_secret: secret, code_verifier: verifier } = context.oidc.body ?? {};
  const part = index => JSON.parse(Buffer.from(assertion.split('.')[index], 'base64url'));
  return {
    status: context.status,
    byVerifier: Boolean(verifier),
    bySecret: Boolean(secret),
    byAssertion: assertion ? { header: part(0), payload: part(1) } : null,
  };
}

/** Entra's way of bringing an error back: a form that the browser sends. */
function bringBackError(context) {
  const fields = { ...state.authorizeError, state: context.query.state };
  const inputs = Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');
  context.type = 'html';
  context.body = `<!DOCTYPE html><form method="post" action="${context.query.redirect_uri}">${inputs}</form><script>document.forms[0].submit()</script>`;
}

async function chooseAccount(provider, tenant, context) {
  const { params } = await provider.interactionDetails(context.req, context.res);
  const hinted = params.prompt ? undefined : params.login_hint?.replace(/^O\./, '').split('@')[0];
  const who = context.query.who ?? hinted;
  const result = context.query.cancel
    ? { error: 'access_denied', error_description: 'AADSTS65004: User declined to consent to access the app.' }
    : who && { login: { accountId: who }, select_account: {} };
  if (result) {
    context.redirect(await provider.interactionResult(context.req, context.res, result, { mergeWithLastSubmission: false }));
  } else {
    context.type = 'html';
    context.body = accountPage(tenant);
  }
}

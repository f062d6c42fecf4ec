// Access tokens as Entra ID v2 gives them to programs, and those that it never would.
import { generateKeyPairSync, createPrivateKey, sign } from 'node:crypto';
import { claimsOf } from './people.mjs';
import { signingKeys } from './state.mjs';

const encoded = value => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * @param authority  where the companies' directories are
 * @param order      { tenant, who, claims, seconds, unsigned, forged }: of which company and person (none for a program), what else it says,
 *                   how long it is good for, and whether nobody or somebody else signed it
 */
export function issue(authority, { tenant, who, claims = {}, seconds = 3600, unsigned = false, forged = false }) {
  const now = Math.floor(Date.now() / 1000);
  const [key] = signingKeys;
  const header = unsigned ? { alg: 'none', typ: 'JWT' } : { alg: 'RS256', typ: 'JWT', kid: key.kid };
  const person = who ? claimsOf(tenant, who) : {};
  const payload = {
    ...person, iss: `${authority}/${tenant}/v2.0`, iat: now - 3600, nbf: now - 3600, exp: now + seconds, ver: '2.0', tid: tenant,
    ...claims,
  };
  const text = `${encoded(header)}.${encoded(payload)}`;
  if (unsigned) return `${text}.`;
  const signer = forged ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey : createPrivateKey({ key, format: 'jwk' });
  return `${text}.${sign('sha256', Buffer.from(text), signer).toString('base64url')}`;
}

// Who works where: made-up companies with made-up people, one for each thing that can be said of somebody who signs in.
import { createHash } from 'node:crypto';

export const tenants = {
  contoso: '11111111-1111-4111-8111-111111111111',
  fabrikam: '22222222-2222-4222-8222-222222222222',
  stranger: '33333333-3333-4333-8333-333333333333',
};

export const groups = {
  planners: '99999999-0000-4000-8000-000000000001',
  north: '99999999-0000-4000-8000-000000000002',
  choir: '99999999-0000-4000-8000-000000000003',
};

const people = {
  [tenants.contoso]: {
    ada: { name: 'Ada Admin', roles: ['Foreact.Admin'] },
    petra: { name: 'Petra Nord', roles: ['Foreact.Planner'] },
    vera: { name: 'Vera Viewer', roles: ['Foreact.Viewer'] },
    greta: { name: 'Greta Group', groups: [groups.planners, groups.north, groups.choir] },
    nora: { name: 'Nora None' },
    otto: {
      name: 'Otto Over',
      _claim_names: { groups: 'src1' },
      _claim_sources: { src1: { endpoint: 'https://graph.windows.net/contoso/users/otto/getMemberObjects' } },
    },
  },
  [tenants.fabrikam]: { bert: { name: 'Bert Fabrikam', roles: ['Foreact.Admin'] } },
  [tenants.stranger]: { carl: { name: 'Carl Stranger', roles: ['Foreact.Admin'] } },
};

export const peopleOf = tenant => Object.entries(people[tenant]);

export function change(tenant, who, person) {
  if (person) people[tenant][who] = person;
  else delete people[tenant][who];
}

/** As a directory does it: a key of the person's own, which says nothing. */
export function objectId(tenant, who) {
  const hex = createHash('sha256').update(tenant + who).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What a token says of a person; undefined for somebody who is not there. */
export function claimsOf(tenant, who) {
  const person = people[tenant][who];
  if (!person) return undefined;
  const company = Object.keys(tenants).find(name => tenants[name] === tenant);
  return {
    ...person,
    sub: createHash('sha256').update(`pairwise ${who} ${tenant}`).digest('base64url'),
    oid: objectId(tenant, who),
    tid: tenant,
    ver: '2.0',
    nbf: Math.floor(Date.now() / 1000),
    preferred_username: `${who}@${company}.example`,
    login_hint: `O.${who}`,
  };
}

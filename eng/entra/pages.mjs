// What a browser is shown. It looks like what it is: no sign-in of any company.
import { peopleOf, tenants } from './people.mjs';

const page = (title, body) => `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escape(title)}</title>
  <style>
    :root { color-scheme: light dark; font-family: system-ui, sans-serif; }
    body { max-width: 26rem; margin: 12vh auto; padding: 0 1rem; }
    .what { opacity: .75; font-size: .9rem; }
    a.who { display: block; padding: .7rem 1rem; margin: .5rem 0; border: 1px solid #8888; border-radius: 6px; color: inherit; text-decoration: none; }
    a.who:hover, a.who:focus { border-color: currentColor; }
    a.who small { opacity: .75; display: block; }
  </style>
</head>
<body>
${body}
</body>
</html>`;

const escape = text => String(text).replace(/[&<>"]/g, c => `&#${c.charCodeAt(0)};`);

export function accountPage(tenant) {
  const company = Object.keys(tenants).find(name => tenants[name] === tenant);
  const accounts = peopleOf(tenant).map(([who, person]) =>
    `<a class="who" id="${escape(who)}" href="?who=${encodeURIComponent(who)}">${escape(person.name)}<small>${escape(who)}@${company}.example</small></a>`);
  return page('Pick an account', `
    <h1>Pick an account</h1>
    <p class="what">This stands for Microsoft Entra ID on this machine. The company and its people are made up; no password is asked.</p>
    ${accounts.join('\n    ')}
    <p><a id="cancel" href="?cancel=1">Cancel</a></p>`);
}

/** The library's form, sent by itself: whoever comes here has asked for it in the product. */
export const signedOutPage = form => page('Signing out', `${form}
<script>
  const yes = Object.assign(document.createElement('input'), { type: 'hidden', name: 'logout', value: 'yes' });
  document.forms[0].append(yes);
  document.forms[0].submit();
</script>`);

export const troublePage = (title, what) => page(title, `<h1>${escape(title)}</h1><p>${escape(what)}</p>`);

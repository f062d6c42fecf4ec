// Finds anything by name or code, in the dialog that foreact.js opens.
let asked = 0;
let go;

/** The dialog was opened. */
export function opened(dialog, follow) {
  go = follow;
  look(dialog);
}

document.addEventListener('input', event => {
  const dialog = event.target.closest('#palette');
  if (!dialog) return;
  clearTimeout(look.timer);
  look.timer = setTimeout(() => look(dialog), 80);
});

async function look(dialog) {
  const mine = ++asked;
  const text = dialog.querySelector('input').value;
  const region = location.pathname.match(/^\/region\/([^/]+)/)?.[1] ?? '';
  let found;
  try {
    const answer = await fetch(`${dialog.dataset.findUrl}?q=${encodeURIComponent(text)}&region=${region}`);
    if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
    found = await answer.json();
  } catch {
    if (mine === asked) say(dialog, 'The search does not answer. Try again in a moment, or sign in again.');
    return;
  }
  if (mine !== asked) return; // Something else was typed since.
  draw(dialog, found);
  say(dialog, found.length ? 'Arrows choose, Enter opens, Esc closes.' : `Nothing you may see is called “${text}”.`);
}

function draw(dialog, found) {
  const element = (name, text, attributes) => Object.assign(document.createElement(name), { textContent: text }, attributes);
  dialog.querySelector('ul').replaceChildren(...found.map((finding, i) => {
    const option = element('li', '', { id: `palette-${i}` });
    option.setAttribute('role', 'option');
    option.dataset.href = finding.href;
    option.append(element('span', finding.text), element('small', finding.note), element('em', finding.kind));
    return option;
  }));
  select(dialog, 0);
}

function say(dialog, text) { dialog.querySelector('[role=status]').textContent = text; }

function select(dialog, index) {
  const options = [...dialog.querySelectorAll('[role=option]')];
  options.forEach((option, i) => option.setAttribute('aria-selected', i === index));
  const input = dialog.querySelector('input');
  if (!options[index]) return input.removeAttribute('aria-activedescendant');
  input.setAttribute('aria-activedescendant', options[index].id);
  options[index].scrollIntoView({ block: 'nearest' });
}

document.addEventListener('click', event => {
  const option = event.target.closest('#palette [role=option]');
  if (option) follow(option);
});

document.addEventListener('keydown', event => {
  const dialog = event.target.closest('#palette');
  if (!dialog || event.ctrlKey || event.metaKey || event.altKey) return;
  const options = [...dialog.querySelectorAll('[role=option]')];
  const now = options.findIndex(option => option.getAttribute('aria-selected') === 'true');
  if (event.key === 'ArrowDown') select(dialog, Math.min(now + 1, options.length - 1));
  else if (event.key === 'ArrowUp') select(dialog, Math.max(now - 1, 0));
  else if (event.key === 'Enter') options[now] && follow(options[now]);
  else return;
  event.preventDefault();
});

function follow(option) {
  option.closest('dialog').close();
  go(option.dataset.href, {});
}

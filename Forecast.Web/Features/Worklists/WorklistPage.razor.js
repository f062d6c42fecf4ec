// Walks the worklist by keys; what they do, the buttons of the line under the focus do, or those for all selected lines.
let last = 0;

const lines = () => [...document.querySelectorAll('[data-line]')];
const button = (root, name) => root?.querySelector(`[data-do="${name}"]:not(:disabled)`);

function current(all) {
  const at = all.indexOf(document.activeElement?.closest('[data-line]'));
  return at >= 0 ? at : Math.min(last, all.length - 1);
}

function focus(all, index) {
  const line = all[Math.max(0, Math.min(index, all.length - 1))];
  last = all.indexOf(line);
  line.focus();
  line.scrollIntoView({ block: 'nearest' });
}

function act(all, name) {
  const selected = document.querySelector('[data-line] input[type=checkbox]:checked');
  const target = button(selected ? document.querySelector('[data-settle]') : all[current(all)], name);
  if (!selected) last = current(all);
  target?.click();
  return !!target;
}

function press(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const at = event.target;
  if (at.closest('select, textarea, [contenteditable=true], dialog[open], input:not([type=checkbox])')) return;
  const all = lines();
  if (all.length === 0 && event.key !== 'u') return;
  const inside = !!at.closest('[data-line]');
  let done = true;
  switch (event.key) {
    case 'j': focus(all, inside ? current(all) + 1 : current(all)); break;
    case 'k': focus(all, inside ? current(all) - 1 : current(all)); break;
    case 'ArrowDown': if (inside) focus(all, current(all) + 1); else done = false; break;
    case 'ArrowUp': if (inside) focus(all, current(all) - 1); else done = false; break;
    case 'x': all[current(all)].querySelector('input[type=checkbox]')?.click(); break;
    case 'r': done = act(all, 'review'); break;
    case 's': done = act(all, 'snooze'); break;
    case 'a': done = act(all, 'assign'); break;
    case 'u': document.querySelector('[data-undo]')?.click(); break;
    case 'Enter': done = at.matches('[data-line]'); if (done) at.querySelector('[data-cause]').click(); break;
    default: done = false;
  }
  if (done) event.preventDefault();
}

export function listen() { document.addEventListener('keydown', press); }
export function forget() { document.removeEventListener('keydown', press); }

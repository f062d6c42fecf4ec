// What somebody has typed outlives the server: when a circuit is lost for good, its page is loaded again, the form that was open is opened, and
// each field gets its text back. Kept in this tab alone, and for two minutes at most.
(() => {
  'use strict';
  const key = 'foreact-typed';
  const longest = 120_000;
  const typed = new Map();
  let opened;

  /** The words that people know a field or a button by: unlike ids, they are the same on the next page. */
  function wordsOf(element) {
    const own = node => [...node.childNodes].filter(n => n.nodeType === Node.TEXT_NODE).map(n => n.data).join(' ');
    const label = element.labels?.[0];
    const words = element.ariaLabel || (label && own(label)) || element.placeholder || element.name || element.textContent;
    return words.trim().replace(/\s+/g, ' ');
  }

  const isText = element => element.matches?.('textarea, select, input:not([type=file], [type=password], [type=hidden], [type=checkbox], [type=radio])');

  for (const kind of ['input', 'change'])
    document.addEventListener(kind, event => { if (isText(event.target)) typed.set(wordsOf(event.target), event.target.value); }, true);
  document.addEventListener('click', event => { opened = event.target.closest('[data-opens]') ?? opened; }, true);
  // What was sent is not typed any more.
  document.addEventListener('submit', () => { typed.clear(); opened = undefined; }, true);

  addEventListener('pagehide', () => {
    const modal = document.getElementById('components-reconnect-modal');
    const isLost = modal && /components-reconnect-(show|failed|rejected)/.test(modal.className);
    if (!isLost || typed.size === 0) return;
    sessionStorage.setItem(key, JSON.stringify(
      { page: location.pathname, at: Date.now(), opened: opened && wordsOf(opened), fields: [...typed] }));
  });

  const kept = JSON.parse(sessionStorage.getItem(key) ?? 'null');
  sessionStorage.removeItem(key);
  if (kept?.page !== location.pathname || Date.now() - kept.at > longest) return;
  const missing = new Map(kept.fields);
  const watch = new MutationObserver(putBack);
  watch.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-live', 'disabled'] });
  setTimeout(() => watch.disconnect(), longest);

  function putBack() {
    if (!document.querySelector('[data-live]')) return; // Until the circuit is there, nobody would hear of it.
    const button = kept.opened && [...document.querySelectorAll('[data-opens]')].find(b => wordsOf(b) === kept.opened);
    if (button) {
      kept.opened = undefined;
      button.click();
    }
    for (const field of document.querySelectorAll('input, textarea, select')) {
      const words = wordsOf(field);
      if (!isText(field) || field.disabled || !missing.has(words)) continue;
      field.value = missing.get(words);
      missing.delete(words);
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (missing.size === 0) watch.disconnect();
  }
})();

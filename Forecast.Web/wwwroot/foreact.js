// What must answer without a round trip to the server: theme, keys, walking the table, reading the chart.
(() => {
  'use strict';

  // --- Theme: light → dark → as the system is set; remembered for a year. ---
  const themes = ['system', 'light', 'dark'];

  function setTheme(name) {
    document.documentElement.dataset.theme = name;
    const [prefix, secure] = location.protocol === 'https:' ? ['__Host-', ';secure'] : ['', ''];
    document.cookie = `${prefix}foreact-theme=${name};path=/;max-age=31536000;samesite=lax${secure}`;
    announce({ system: 'Theme as the system is set', light: 'Light theme', dark: 'Dark theme' }[name]);
  }

  function announce(text) {
    let region = document.getElementById('announcer');
    if (!region) {
      region = Object.assign(document.createElement('div'), { id: 'announcer', className: 'toast' });
      region.setAttribute('role', 'status');
      document.body.append(region);
    }
    region.textContent = text;
    region.classList.add('toast-on');
    clearTimeout(announce.timer);
    announce.timer = setTimeout(() => region.classList.remove('toast-on'), 1600);
  }

  // --- Clicks that need no server ---
  document.addEventListener('click', event => {
    const at = selector => event.target.closest(selector);
    if (at('[data-theme-switch]')) {
      const now = themes.indexOf(document.documentElement.dataset.theme);
      setTheme(themes[(now + 1) % themes.length]);
    } else if (at('[data-find]')) {
      openPalette();
    } else if (at('[data-print]')) {
      window.print();
    } else if (at('[data-help]')) {
      document.getElementById('keyboard-help')?.showModal();
    } else if (at('[data-reconnect]')) {
      window.Blazor?.reconnect?.().then(found => found || location.reload());
    } else if (at('[data-reload]')) {
      location.reload();
    }
    // A click elsewhere closes an open list.
    for (const open of document.querySelectorAll('details[data-popup][open]'))
      if (!open.contains(event.target)) open.open = false;
  });

  // --- Keys ---
  const isTyping = element => element.closest('input, textarea, select, [contenteditable=true], dialog[open]');

  // A menu opened by the pointer leaves the focus where it was, so it never hears of the key.
  const closeMenu = () => {
    const menu = document.querySelector('.mud-popover-open');
    if (!menu) return;
    document.querySelector('.mud-overlay')?.click();
    document.getElementById(menu.id.replace('popovercontent', 'popover'))?.closest('.mud-menu')?.querySelector('button')?.focus();
  };

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      const open = document.querySelector('details[data-popup][open]');
      if (open) { open.open = false; open.querySelector('summary').focus(); }
      closeMenu();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('#palette')) return;
    const grid = event.target.closest('[data-grid]');
    if (grid && walk(grid, event)) return;
    if (isTyping(event.target)) return;
    if (event.key === '/') {
      if (openPalette()) event.preventDefault();
    } else if (event.key === 'f') {
      const search = document.querySelector('[data-search]');
      if (!search) return;
      const popup = search.closest('details');
      if (popup) popup.open = true;
      search.focus();
      search.select();
      event.preventDefault();
    } else if (event.key === 'r') {
      const button = document.querySelector('[data-refresh]:not(:disabled)');
      if (button) { button.click(); event.preventDefault(); }
    } else if (event.key === 'w') {
      const link = document.querySelector('[data-why]');
      if (link) { link.click(); event.preventDefault(); }
    } else if (event.key === '?') {
      document.getElementById('keyboard-help')?.showModal();
      event.preventDefault();
    }
  });

  // --- The palette: finds anything by name or code. What it does is loaded when it is first opened. ---
  function openPalette() {
    const dialog = document.getElementById('palette');
    if (!dialog) return false;
    dialog.showModal();
    dialog.querySelector('input').value = '';
    import(new URL(dialog.dataset.script, document.baseURI)).then(palette => palette.opened(dialog, go));
    return true;
  }

  // --- The table of stores: one tab stop, arrows inside ---
  function walk(grid, event) {
    const cell = event.target.closest('td, th');
    if (!cell || event.target.closest('select, input')) return false;
    const row = cell.parentElement;
    const rows = [...grid.querySelectorAll('tbody tr[data-row]')];
    const r = rows.indexOf(row), c = cell.cellIndex;
    if (r < 0) return false;
    let next;
    switch (event.key) {
      case 'ArrowDown': next = rows[r + 1]?.cells[c]; break;
      case 'ArrowUp': next = rows[r - 1]?.cells[c]; break;
      case 'ArrowRight': next = row.cells[c + 1]; break;
      case 'ArrowLeft': next = row.cells[c - 1]; break;
      case 'Home': next = event.shiftKey ? rows[0].cells[c] : row.cells[0]; break;
      case 'End': next = event.shiftKey ? rows.at(-1).cells[c] : row.cells[row.cells.length - 1]; break;
      case 'PageDown': next = rows[Math.min(r + 10, rows.length - 1)].cells[c]; break;
      case 'PageUp': next = rows[Math.max(r - 10, 0)].cells[c]; break;
      case 'Enter': {
        if (event.target !== cell) return false;
        if (!askWhy(grid, cell)) row.querySelector('[data-row-action]')?.click();
        event.preventDefault();
        return true;
      }
      case 'w': {
        if (grid.dataset.why && row.dataset.key) go(grid.dataset.why, { [grid.dataset.whyKey]: row.dataset.key });
        else row.querySelector('[data-row-why]')?.click();
        event.preventDefault();
        return true;
      }
      default: return false;
    }
    event.preventDefault();
    if (next) focusCell(grid, next);
    return true;
  }

  // A figure of a day leads to its reasons, or to its details where the table has an address for them. One address per row or table is
  // enough: the day comes from the head of the column, the row from its key.
  function askWhy(grid, cell) {
    const day = grid.querySelector('thead tr').cells[cell.cellIndex]?.dataset.day;
    const row = cell.parentElement;
    if (!day) return false;
    if (grid.dataset.cell) return !!row.dataset.key && go(grid.dataset.cell, { key: row.dataset.key, day });
    const link = row.querySelector('[data-row-why]');
    return !!link && go(link.href, { day });
  }

  function go(href, parameters) {
    const address = new URL(href, document.baseURI);
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    window.Blazor?.navigateTo ? window.Blazor.navigateTo(address.pathname + address.search) : location.assign(address);
    return true;
  }

  document.addEventListener('click', event => {
    const cell = event.target.closest('[data-grid] tbody tr[data-row] td');
    if (cell && !event.target.closest('a') && !getSelection()?.toString()) askWhy(cell.closest('[data-grid]'), cell);
  });

  function focusCell(grid, cell) {
    for (const before of grid.querySelectorAll('[tabindex="0"]:is(td, th)')) before.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
    cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  document.addEventListener('focusin', event => {
    const popup = event.target.closest('details[data-popup]');
    for (const open of document.querySelectorAll('details[data-popup][open]'))
      if (open !== popup) open.open = false;
  });

  // --- The chart: the values under the pointer come from the table behind it ---
  document.addEventListener('pointermove', event => {
    const chart = event.target.closest?.('[data-chart]');
    const last = document.querySelector('[data-chart].is-read');
    if (last && last !== chart) release(last);
    if (chart) read(chart, event.clientX);
  }, { passive: true });

  function read(chart, x) {
    const svg = chart.querySelector('svg[data-left]');
    const rows = chart.querySelectorAll('tbody tr');
    const box = svg.getBoundingClientRect();
    const { left, right } = svg.dataset;
    const scale = box.width / svg.viewBox.baseVal.width;
    const from = left * scale, width = (right - left) * scale;
    const index = Math.floor((x - box.left - from) / width * rows.length);
    const line = chart.querySelector('[data-chart-line]');
    if (index < 0 || index >= rows.length) return release(chart);
    const at = +left + (index + .5) * (right - left) / rows.length;
    line.setAttribute('x1', at);
    line.setAttribute('x2', at);
    chart.classList.add('is-read');
    const heads = chart.querySelectorAll('thead th');
    const parts = [...rows[index].cells].map((cell, i) => i === 0 || heads[i].textContent === 'remark' ? cell.textContent : cell.textContent === '–' ? '' : `${heads[i].textContent} ${cell.textContent}`);
    chart.querySelector('[data-chart-reading]').textContent = parts.filter(p => p).join(' · ');
  }

  function release(chart) {
    chart.classList.remove('is-read');
    chart.querySelector('[data-chart-reading]').textContent = '';
  }

  // --- Reconnection: a restarted server knows nothing of this page, but the address holds all it needs ---
  const modal = document.getElementById('components-reconnect-modal');
  if (modal) {
    new MutationObserver(() => {
      if (modal.classList.contains('components-reconnect-rejected')) setTimeout(() => location.reload(), 800);
    }).observe(modal, { attributes: true, attributeFilter: ['class'] });
  }
})();

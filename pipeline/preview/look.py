"""How a preview looks, and what its page does by itself.

Colours keep the contrast of WCAG 2.2, 1.4.3 (4.5 to 1), on light screens and dark ones.
"""

from __future__ import annotations

STYLE = """
:root { color-scheme: light dark; --ink: #1a2330; --soft: #495465; --line: #c9d1db; --paper: #fff; --back: #e9edf2;
  --link: #1b4f8f; --bad: #99231f; --zoom: 1 }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf1; --soft: #b3bdc9; --line: #46505d; --paper: #20262e; --back: #12161b; --link: #8fbcf5;
    --bad: #ffaaa5 }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--back); color: var(--ink);
  font: 1rem/1.45 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Carlito, "Amiri", "Noto Sans CJK SC",
    sans-serif }
header { position: sticky; top: 0; z-index: 3; background: var(--paper); border-bottom: 1px solid var(--line);
  padding: .5rem 1rem; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline }
h1 { font-size: 1.05rem; margin: 0 } h2 { font-size: 1.05rem; margin: 1.25rem 0 .5rem }
.tools { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: baseline }
.tools button { font: inherit; min-width: 2rem; color: var(--ink); background: var(--paper);
  border: 1px solid var(--soft); border-radius: .25rem }
.hint { color: var(--soft); font-size: .875rem }
#zoom { min-width: 3.5em; text-align: center }
#told { flex-basis: 100%; margin: 0; color: var(--bad); border-inline-start: .3rem solid var(--bad);
  padding-inline-start: .6rem; white-space: pre-line }
main { padding: 0 1rem 12rem; overflow-x: auto }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; width: calc(100% * var(--zoom)) }
.alone { width: min(calc(52rem * var(--zoom)), calc(100% * var(--zoom))); margin: 0 auto }
figure { margin: 0 0 1rem }
.sheet { position: relative }
figure img { display: block; width: 100%; height: auto; background: #fff; border: 1px solid var(--line) }
figcaption { color: var(--soft); font-size: .8125rem }
.words button { position: absolute; padding: 0; margin: 0; border: 0; border-radius: 2px; background: none;
  color: transparent; font-size: 1px; overflow: hidden; cursor: help }
.words button:hover, .words button.same { background: #1b6fd626 }
.words button.here, .words button:focus-visible { background: #1b6fd640; outline: 2px solid #1b4f8f }
.words button:not([data-e]) { cursor: default }
td span.same { background: #1b6fd626; box-shadow: 0 0 0 1px var(--link) }
aside { position: fixed; bottom: 0; inset-inline: 0; z-index: 3; max-height: 40vh; overflow: auto;
  background: var(--paper); border-top: 2px solid var(--link); padding: .6rem 1rem; box-shadow: 0 -2px 12px #0003 }
aside:not(:has(#explained:not(:empty))) { display: none }
#explained p { margin: 0 0 .2rem; font-weight: 700 } #explained ul { margin: 0; padding-inline-start: 1.2rem }
#explained .way { color: var(--soft); font-size: .9rem } #explained li { overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100%; table-layout: fixed; background: var(--paper) }
td, th { border: 1px solid var(--line); padding: .35rem .6rem; text-align: start; vertical-align: top;
  overflow-wrap: anywhere }
td span[data-e] { cursor: help }
summary { cursor: pointer; margin: .5rem 0; font-weight: 600 }
@media (max-width: 40rem) { .hint { display: none } main { padding: 0 .5rem 12rem } .pair { gap: .4rem } }
@media print {
  header, aside, figcaption { display: none } body { background: none } main { padding: 0; overflow: visible }
  .alone, .pair { width: 100% } figure { break-inside: avoid; break-after: page } figure img { border: 0 }
}
"""

SCRIPT = """
'use strict';
(() => {
  const pages = document.getElementById('pages'), out = document.getElementById('explained');
  const told = document.getElementById('told'), root = document.documentElement;
  const said = document.body.dataset;
  let known = {}, zoom = 1;
  const read = () => { known = JSON.parse(document.getElementById('data').textContent) };
  const at = e => { const [d, n] = e.split('.'); return known[d][n] };
  const item = (list, words) => { const li = document.createElement('li'); li.textContent = words; list.append(li) };
  function explain(spot) {
    const e = spot.dataset.e, what = e ? at(e) : null;
    pages.querySelectorAll('.here, .same').forEach(x => x.classList.remove('here', 'same'));
    spot.classList.add('here');
    if (e) pages.querySelectorAll(`[data-e="${e}"]`).forEach(x => x.classList.add('same'));
    out.replaceChildren();
    const head = document.createElement('p');
    const word = document.createElement('bdi'); word.textContent = spot.textContent;
    const [before, after] = (what ? said.from : said.unknown).split('{word}');
    head.append(before, word, after);
    out.append(head);
    if (!what) return;
    const from = document.createElement('ul'); what.from.forEach(w => item(from, w)); out.append(from);
    if (what.way.length) {
      const way = document.createElement('ul'); way.className = 'way';
      what.way.forEach(w => item(way, w));
      const by = document.createElement('div'); by.className = 'way'; by.textContent = said.way;
      out.append(by, way);
    }
  }
  function go(from, to) {
    if (!to || to.tagName !== 'BUTTON') return;
    from.tabIndex = -1; to.tabIndex = 0; to.focus();
  }
  function size(to) {
    zoom = Math.min(4, Math.max(.25, Math.round(to * 100) / 100));
    root.style.setProperty('--zoom', zoom);
    document.getElementById('zoom').textContent = Math.round(zoom * 100) + ' %';
  }
  pages.addEventListener('click', event => {
    const spot = event.target.closest('.words button, [data-e]');
    if (!spot) return;
    if (spot.tagName === 'BUTTON') {
      spot.parentElement.querySelectorAll('[tabindex="0"]').forEach(x => { x.tabIndex = -1 });
      spot.tabIndex = 0;
    }
    explain(spot);
  });
  pages.addEventListener('keydown', event => {
    const spot = event.target.closest('.words button');
    if (!spot || event.ctrlKey || event.altKey || event.metaKey) return;
    const back = spot.parentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const on = spot.parentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const all = spot.parentElement.children;
    const to = {
      [back]: spot.previousElementSibling, [on]: spot.nextElementSibling, Home: all[0], End: all[all.length - 1],
    }[event.key];
    if (to) { event.preventDefault(); go(spot, to) }
  });
  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === '+' || event.key === '=') size(zoom * 1.25);
    else if (event.key === '-') size(zoom / 1.25);
    else if (event.key === '0') size(1);
    else if (event.key === 'Escape') out.replaceChildren();
  });
  document.getElementById('larger').onclick = () => size(zoom * 1.25);
  document.getElementById('smaller').onclick = () => size(zoom / 1.25);
  read();
  if (document.body.dataset.watched) (async () => {
    let seen = 0;
    for (;;) {
      try {
        const answer = await fetch(`new?since=${seen}`, { cache: 'no-store' });
        if (!answer.ok) throw new Error(answer.status);
        if (answer.status === 204) continue;
        const now = await answer.json();
        seen = now.version;
        told.hidden = !now.error; told.textContent = now.error;
        if (now.pages !== null) {
          const next = document.createElement('main');
          next.innerHTML = now.pages;
          await Promise.all([...next.querySelectorAll('img')].map(image => image.decode().catch(() => {})));
          const across = pages.scrollLeft, down = scrollY;
          pages.replaceChildren(...next.childNodes);
          read(); out.replaceChildren();
          pages.scrollLeft = across; scrollTo(scrollX, down);
          root.dataset.version = now.version;
        }
      } catch {
        told.hidden = false; told.textContent = said.ended;
        await new Promise(done => setTimeout(done, 2000));
      }
    }
  })();
})();
"""

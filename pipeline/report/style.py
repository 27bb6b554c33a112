"""How the report looks, on the screen and on A4 paper.

Colours keep the contrast of WCAG 2.2, 1.4.3 (4.5 to 1) and none of them tells anything that words do not.
"""

from __future__ import annotations

STYLE = """
:root { --ink: #1a2330; --soft: #495465; --line: #d5dbe3; --paper: #fff; --link: #1b4f8f }
* { box-sizing: border-box }
body { margin: 0; background: #f3f5f8; color: var(--ink);
  font: 1rem/1.5 system-ui, "Segoe UI", "Noto Sans", "Liberation Sans", Carlito, "Noto Naskh Arabic", "Amiri",
    "Noto Sans CJK SC", "WenQuanYi Zen Hei", sans-serif }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 3rem }
a { color: var(--link); text-underline-offset: .15em }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
h1, h2, h3, h4, h5, p, ul, dl, dd, figure { margin: 0; padding: 0 }
h1 { font-size: 1.7rem; line-height: 1.25; text-wrap: balance }
h2 { font-size: 1.2rem; margin: 2.25rem 0 .75rem }
.eyebrow { color: var(--soft); font-size: .875rem; font-weight: 600; margin-bottom: .25rem }
dl { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin-top: .75rem; font-size: .9375rem }
dl div { max-width: 100% }
dt { color: var(--soft); font-size: .8125rem }
dd { overflow-wrap: anywhere }
.look { background: var(--paper); border: 1px solid var(--line); border-inline-start: .5rem solid var(--tone);
  border-radius: .375rem; margin-top: 1.5rem; padding: 1rem 1.25rem 1.1rem }
.look h2 { color: var(--tone); font-size: 1.35rem; margin: 0 }
.look p { color: var(--soft); font-size: .9375rem; margin-top: .25rem }
.look ul { list-style: none; margin-top: .9rem; border-top: 1px solid var(--line) }
.look li { display: grid; grid-template-columns: 8.5rem 1fr; gap: 0 .75rem; padding: .55rem 0;
  border-bottom: 1px solid var(--line) }
.look li:last-child { border-bottom: 0; padding-bottom: 0 }
.look .places { color: var(--soft); font-size: .9375rem }
.good { --tone: #17613a }
.error { --tone: #99231f; --tint: #fdf0ef }
.warning { --tone: #8a4a00; --tint: #fff5e5 }
.removed { --tone: #99231f; --tint: #fdf0ef }
.changed { --tone: #1d4e89; --tint: #eff5fc }
.note { --tone: #1d4e89; --tint: #eff5fc }
.kept { --tone: #495465; --tint: transparent }
.kind { color: var(--tone); font-size: .875rem; font-weight: 700 }
.group { font-size: 1rem; color: var(--soft); font-weight: 600; margin: 1.5rem 0 .6rem }
.part { display: grid; grid-template-columns: 7rem 1fr; gap: 1.25rem; background: var(--paper);
  border: 1px solid var(--line); border-radius: .375rem; margin-top: .75rem; padding: 1.1rem 1.25rem;
  scroll-margin-top: 1rem }
.part:target { border-color: var(--link); box-shadow: 0 0 0 2px var(--link) }
.part .name { font-size: 1.0625rem; line-height: 1.35; font-weight: 700 }
.part .name a { color: inherit; text-decoration-color: var(--line) }
.part dl { margin-top: .4rem; font-size: .875rem }
figure img { display: block; width: 100%; height: auto; border: 1px solid var(--line); background: #fff }
figure p { border: 1px dashed var(--line); color: var(--soft); font-size: .8125rem; padding: 2rem .75rem }
.remarks { background: var(--tint); border-inline-start: .25rem solid var(--tone); border-radius: .2rem;
  margin-top: .75rem; padding: .5rem .85rem .6rem; font-size: .9375rem }
.remarks .kind { margin-bottom: .1rem }
.remarks ul { list-style: none }
.remarks li + li { margin-top: .35rem }
.remarks .mend { display: block; color: var(--soft) }
.remarks.kept { border: 0; padding: 0; font-size: .875rem }
.remarks.kept .kind, .remarks.kept ul, .remarks.kept li { display: inline; margin: 0 }
.remarks.kept .kind { margin-inline-end: .6em }
.remarks.kept li { color: var(--soft) }
.remarks.kept li + li::before { content: " · " }
.addresses ul { list-style: none; padding: 0 }
.addresses li { margin-top: .35rem; overflow-wrap: anywhere }
.addresses .places { display: block; font-size: .875rem }
footer { color: var(--soft); font-size: .875rem; margin-top: 2rem }
@media (max-width: 36rem) {
  .part { grid-template-columns: 5rem 1fr; gap: .9rem; padding: .9rem }
  .look li { grid-template-columns: 1fr }
}
@page { size: A4; margin: 15mm }
@media print {
  :root { font-size: 9.5pt }
  body { background: none }
  main { max-width: none; padding: 0 }
  a { color: inherit; text-decoration: none }
  .look, .part, .remarks { break-inside: avoid; print-color-adjust: exact; -webkit-print-color-adjust: exact }
  h2, .group { break-after: avoid }
  .part { grid-template-columns: 24mm 1fr }
}
"""

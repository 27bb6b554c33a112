"""Templates in several languages go in; one page of HTML comes out that shows each paragraph beside its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from pipeline.comparison.words import changes
from pipeline.files import draft_of
from pipeline.findings import Finding
from pipeline.findings.words import Words, say
from pipeline.translating.compare import Pair
from pipeline.translating.results import Templates, Translated
from pipeline.translating.sides import Row

_TAGS = {"gone": "del", "new": "ins", "same": "span"}
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1a1a1a;
  background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; }
nav li { margin: .2rem 0; }
table { border-collapse: collapse; width: 100%; table-layout: fixed; }
th, td { text-align: start; padding: .3rem .6rem; vertical-align: top; border-bottom: 1px solid #ddd;
  overflow-wrap: anywhere; white-space: pre-wrap; }
th { background: #f6f6f6; font-weight: 600; }
tr.tags td { color: #595959; font-size: .85rem; }
tr.told td { border-inline-start: .3rem solid #b02020; background: #fff7f7; }
tr.told + tr.why td { border-bottom: 2px solid #b02020; }
tr.why td { color: #7a1616; }
code { display: inline-block; max-width: 100%; background: #eef2fb; color: #17386b; border-radius: .2rem;
  padding: 0 .15rem; font-size: .9em; }
.none { color: #595959; }
del { background: #fbd9d9; } ins { background: #d4f0dc; text-decoration: none; }
"""


def write_page(found: Templates, words: Mapping[str, Words], target: Path) -> None:
    """Writes the page to ``target``, which appears when it is whole. ``words`` are those of each language: what is told
    of a translation is told in its own."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(target) as draft, draft.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in _page(found, words))


def _page(found: Templates, words: Mapping[str, Words]) -> Iterator[str]:
    title = f"{escape(found.meeting)}: {escape(found.source)} → {escape(', '.join(found.languages))}"
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>{title}</title><style>{_STYLE}</style></head><body><h1>{title}</h1><nav><ul>"
    for each in found.templates:
        count = len(each.findings)
        told = f" <strong>{count} to look at</strong>" if count else ""
        yield f'<li><a href="#{_anchor(each)}">{escape(each.name)}, {escape(each.language)}</a>{told}'
    yield "</ul></nav>"
    for each in found.templates:
        yield from _template(each, words[each.language])
    yield "</body></html>"


def _template(each: Translated, words: Words) -> Iterator[str]:
    yield f'<h2 id="{_anchor(each)}">{escape(each.name)}: {escape(each.source.language)} → {escape(each.language)}</h2>'
    if each.confirmed:
        yield f"<p>Confirmed by {escape(each.confirmed.by)} on {each.confirmed.on.isoformat()}.</p>"
    yield from (f"<p>{_told(finding, words)}</p>" for finding in each.whole)
    for change in each.changes:
        said = changes(change.was, change.now)
        steps = " ".join(f"<{_TAGS[kind]}>{escape(words)}</{_TAGS[kind]}>" for kind, words in said)
        yield f'<p lang="{escape(each.source.language)}">{steps}</p>'
    heads = "".join(f'<th scope="col">{escape(tag)}</th>' for tag in (each.source.language, each.language))
    yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
    for pair in each.pairs:
        yield from _pair(pair, each, words)
    yield "</tbody></table>"


def _pair(pair: Pair, each: Translated, words: Words) -> Iterator[str]:
    prose = any(row is not None and row.prose for row in (pair.source, pair.translation))
    kind = "told" if pair.findings else "" if prose else "tags"
    yield f'<tr class="{kind}">{_cell(pair.source, each.source.language)}{_cell(pair.translation, each.language)}</tr>'
    if pair.findings:
        told = "<br>".join(_told(finding, words) for finding in pair.findings)
        yield f'<tr class="why"><td colspan="2">{told}</td></tr>'


def _told(finding: Finding, words: Words) -> str:
    told = say(finding, words)
    direction = ' dir="rtl"' if words.right_to_left else ""
    return f'<span lang="{escape(words.language)}"{direction}>{escape(told.what)} {escape(told.mend)}</span>'


def _cell(row: Row | None, language: str) -> str:
    if row is None:
        return '<td class="none">–</td>'
    pieces: list[str] = []
    position = 0
    for each in row.asked:
        pieces.append(escape(row.text[position : each.tag.start]))
        pieces.append(f'<code dir="ltr">{escape(each.tag.typed)}</code>')
        position = each.tag.end
    return f'<td lang="{escape(language)}" dir="auto">{"".join([*pieces, escape(row.text[position:])])}</td>'


def _anchor(each: Translated) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in f"{each.name}-{each.language}")

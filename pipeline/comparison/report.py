"""A comparison goes in, one page of HTML comes out, with all that it shows in it.

Pages stand side by side with their differences outlined, the words that changed below them; what made the two sides
differ stands at the top.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from html import escape
from pathlib import Path

from pipeline.comparison.compare import Comparison, DocumentResult, PageResult
from pipeline.files import draft_of

_SENTENCES = {
    "identical": "The two are identical, byte by byte.",
    "same pages": "The pages are the same, in their words and in every pixel; the files are not, byte by byte.",
    "same pages, but": "The pages are the same, in their words and in every pixel; what they do not show is not.",
    "different": "The two differ.",
}
_KINDS = {"tool": "Tools", "font": "Fonts", "input": "What they were made from"}
_TAGS = {"gone": "del", "new": "ins", "same": "span"}
_MOST_LINES = 500
"""Lines of one kind that are shown of one document; ``--json`` has all."""
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 80rem; padding: 0 1rem; color: #1a1a1a;
  background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.2rem; margin-top: 2.5rem; } h3 { font-size: 1rem; margin-top: 2rem; }
.verdict { border-left: .4rem solid #b02020; padding: .5rem 1rem; background: #f6f6f6; font-size: 1.1rem; }
.verdict.same-pages, .verdict.identical { border-color: #1b6e3c; }
table { border-collapse: collapse; } th, td { text-align: left; padding: .25rem .75rem .25rem 0; vertical-align: top;
  border-bottom: 1px solid #ddd; } td { overflow-wrap: anywhere; }
.pages { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
figure { margin: 0; } figure img { width: 100%; border: 1px solid #999; } figcaption { color: #444; }
.none { border: 1px dashed #999; padding: 2rem; color: #444; }
.words { background: #f6f6f6; padding: .5rem 1rem; }
del { background: #fbd9d9; } ins { background: #d4f0dc; }
"""


def write_report(found: Comparison, target: Path) -> None:
    """Writes the page to ``target``, which appears when it is whole."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(target) as draft, draft.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in _page(found))


def _page(found: Comparison) -> Iterator[str]:
    title = f"{escape(found.first)} and {escape(found.second)}"
    yield "<!doctype html>"
    yield '<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>Comparison of {title}</title><style>{_STYLE}</style></head><body>"
    yield f"<h1>Comparison of {title}</h1>"
    kind = found.verdict.replace(",", "").replace(" ", "-")
    yield f'<p class="verdict {kind}">{_SENTENCES[found.verdict]} {_counts(found)}</p>'
    yield from _causes(found)
    yield "<h2>Documents</h2><table><tr><th>Document<th>Answer<th>Pages compared<th>Pages that differ<th></tr>"
    for document in found.documents:
        link = f'<a href="#{_anchor(document)}">{escape(document.name)}</a>'
        name = link if document.differing or document.unseen else escape(document.name)
        row = (name, document.verdict, document.pages, len(document.differing), escape(document.note))
        yield f"<tr>{''.join(f'<td>{cell}' for cell in row)}</tr>"
    yield "</table>"
    for document in found.documents:
        if document.differing or document.unseen:
            yield f'<h2 id="{_anchor(document)}">{escape(document.name)}</h2>'
            for page in document.differing:
                yield from _differing(found, page)
            yield from _unseen(found, document)
    yield "</body></html>"


def _counts(found: Comparison) -> str:
    if found.verdict == "identical":
        return ""
    return f"{found.differing:,} of the {found.pages:,} pages that were compared differ."


def _causes(found: Comparison) -> Iterator[str]:
    yield "<h2>Inputs, fonts and tools</h2>"
    if not found.causes:
        yield "<p>No input, font or tool is known to be another.</p>"
    for kind, heading in _KINDS.items():
        these = [cause for cause in found.causes if cause.kind == kind]
        if these:
            yield f"<h3>{heading}</h3><table><tr><th><th>{escape(found.first)}<th>{escape(found.second)}</tr>"
            for cause in these:
                cells = (cause.name, cause.then or "not there", cause.now or "not there")
                yield f"<tr>{''.join(f'<td>{escape(cell)}' for cell in cells)}</tr>"
            yield "</table>"


def _differing(found: Comparison, page: PageResult) -> Iterator[str]:
    where = " / ".join(name for name in dict.fromkeys((page.first, page.second)) if name)
    yield f"<h3>{escape(page.section) or 'Page'}, page {escape(where)}</h3>"
    if any(page.pictures):
        yield '<div class="pages">'
        for picture, label, side in zip(
            page.pictures, (page.first, page.second), (found.first, found.second), strict=True
        ):
            if picture is None:
                yield f'<div class="none">{escape(side)} has no such page.</div>'
                continue
            words = f"{escape(side)}, page {escape(label or '')}"
            image = b64encode(picture).decode()
            yield f'<figure><img alt="{words}" src="data:image/jpeg;base64,{image}">'
            yield f"<figcaption>{words}</figcaption></figure>"
        yield "</div>"
    if page.words:
        changed = " ".join(f"<{_TAGS[kind]}>{escape(words)}</{_TAGS[kind]}>" for kind, words in page.words)
        yield f'<p class="words">{changed}</p>'
    else:
        where = f"in {page.places} place{'' if page.places == 1 else 's'}"
        how = "they stand elsewhere" if page.moved else "it looks different"
        size = f"{page.pixels:,} pixel{'' if page.pixels == 1 else 's'} differ{'s' if page.pixels == 1 else ''}"
        yield f'<p class="words">The words are the same; {how}, {where}: {size}, by up to {page.most} of 255.</p>'


def _unseen(found: Comparison, document: DocumentResult) -> Iterator[str]:
    """What differs and is on no page."""
    for each in document.unseen:
        yield f"<h3>{escape(each.kind.capitalize())}</h3>"
        if not (each.gone or each.new):
            yield "<p>The same, in another order.</p>"
        for side, lines, tag in ((found.first, each.gone, "del"), (found.second, each.new, "ins")):
            if lines:
                shown = "".join(f"<li><{tag}>{escape(line)}</{tag}>" for line in lines[:_MOST_LINES])
                more = f"<li>and {len(lines) - _MOST_LINES:,} more" if len(lines) > _MOST_LINES else ""
                yield f"<p>Only in {escape(side)}:</p><ul>{shown}{more}</ul>"


def _anchor(document: DocumentResult) -> str:
    return "".join(sign if sign.isalnum() and sign.isascii() else "-" for sign in document.name)

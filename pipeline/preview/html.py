"""A preview goes in, one page of HTML comes out that shows it: nothing of it is elsewhere, and nothing is asked for.

The words of a page lie over its picture, each a button that tells where it is from; arrow keys go from one to the next.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from itertools import zip_longest
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.findings.words import Text, Words
from pipeline.localise import right_to_left
from pipeline.preview.look import SCRIPT, STYLE
from pipeline.preview.pairs import Paragraph, pairs
from pipeline.preview.results import Page, Preview, Previewed
from pipeline.preview.words import called, said, say
from pipeline.report.markup import element, to_html

_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'"
)

PictureOf = Callable[[Path], str]
"""The address of a picture, as the page names it."""


def embedded(picture: Path) -> str:
    """A picture as an address that holds it."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def page_of(
    preview: Preview,
    root: Path,
    words: Words,
    *,
    picture: PictureOf = embedded,
    watched: bool = False,
) -> str:
    """The whole page, in the ``words`` of its reader's language; files are named from ``root``.

    A page that is ``watched`` asks whoever serves it for what is new.
    """
    languages = " – ".join(filter(None, (preview.language, preview.against)))
    tools = element(
        "div",
        element("button", "−", type="button", id="smaller", aria_label=_said(words, "smaller")),
        element("output", "100 %", id="zoom", aria_live="off"),
        element("button", "+", type="button", id="larger", aria_label=_said(words, "larger")),
        element("span", _said(words, "hint"), class_="hint"),
        class_="tools", role="toolbar", aria_label=_said(words, "size"),
    )  # fmt: skip
    told = element("p", "", id="told", role="alert", hidden="hidden")
    explained = element("aside", element("div", "", id="explained", role="status"), aria_label=_said(words, "from"))
    body = element(
        "body",
        element("header", element("h1", f"{preview.meeting}: {languages}"), tools, told),
        element("main", _marker(), id="pages"),
        explained,
        data_watched="yes" if watched else None,
        data_from=_said(words, "is-from", word="{word}"),
        data_unknown=_said(words, "is-unknown", word="{word}"),
        data_way=_said(words, "way"),
        data_ended=_said(words, "ended"),
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("link", rel="icon", href="data:,"),
        element("title", f"{preview.meeting}: {languages}"),
        element("style", STYLE),
    )
    html = to_html(element("html", head, body, lang=words.language, dir=_direction(words.language)))
    html = html.replace(_MARKER, pages_of(preview, root, words, picture=picture))
    return f"<!doctype html>\n{html.replace('</body>', f'<script>{SCRIPT}</script></body>')}\n"


_MARKER = "the pages stand here"


def _marker() -> Element:
    return element("div", _MARKER)


def pages_of(preview: Preview, root: Path, words: Words, *, picture: PictureOf) -> str:
    """The part of the page that changes: documents, pages, words, and what is known of them."""
    own = [each for each in preview.documents if each.language == preview.language or preview.against is None]
    other = [each for each in preview.documents if each not in own]
    matched = [(one, next((each for each in other if _same(one, each)), None)) for one in own]
    sections, number = [], 0
    for one, two in matched:
        sections.append(_section(one, two, picture, number, words))
        number += 1 if two is None else 2
    told = [
        [
            {
                "from": [said(one, root, words) for one in each.sources],
                "way": [said(one, root, words) for one in each.by_way_of],
            }
            for each in document.explanations
        ]
        for pair in matched
        for document in pair
        if document is not None
    ]
    data = json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
    return "".join(map(to_html, sections)) + f'<script type="application/json" id="data">{data}</script>'


def _same(one: Previewed, two: Previewed) -> bool:
    return (one.kind, one.number) == (two.kind, two.number)


def _section(one: Previewed, two: Previewed | None, picture: PictureOf, number: int, words: Words) -> Element:
    rows = []
    for place, (left, right) in enumerate(zip_longest(one.pages, two.pages if two else ()), start=1):
        pages = [_page(left, one, place, number, picture, words)] if left else [element("div", "")]
        if two is not None:
            pages.append(_page(right, two, place, number + 1, picture, words) if right else element("div", ""))
        rows.append(element("div", *pages, class_="pair" if two is not None else "alone"))
    if two is not None and (against := pairs(one, two)):
        rows.append(_against(one, two, against, number, words))
    return element("section", _in_language(element("h2", called(one, words).words), called(one, words)), *rows)


def _page(page: Page, document: Previewed, number: int, of: int, picture: PictureOf, words: Words) -> Element:
    name = _said(words, "page", number=number, count=len(document.pages))
    spots = []
    for word in page.words:
        left, top, right, bottom = word.box
        style = (
            f"left:{100 * left / page.width:.2f}%;top:{100 * top / page.height:.2f}%;"
            f"width:{100 * (right - left) / page.width:.2f}%;height:{100 * (bottom - top) / page.height:.2f}%"
        )
        known = None if word.explanation is None else f"{of}.{word.explanation}"
        spots.append(element("button", word.text, type="button", tabindex="-1", style=style, data_e=known))
    if spots:
        spots[0].set("tabindex", "0")
    sheet = element(
        "div",
        element("img", src=picture(page.picture), alt=page.text, style=f"aspect-ratio:{page.width}/{page.height}"),
        element(
            "div", *spots, class_="words", role="group", aria_label=_said(words, "words", page=name),
            lang=document.language, dir=_direction(document.language),
        ),
        class_="sheet",
    )  # fmt: skip
    return element("figure", sheet, element("figcaption", f"{name}, {document.language}"))


def _against(
    one: Previewed,
    two: Previewed,
    against: Sequence[tuple[Paragraph | None, Paragraph | None]],
    of: int,
    words: Words,
) -> Element:
    def cell(document: Previewed, paragraph: Paragraph | None, of: int) -> Element:
        stretches = paragraph.words if paragraph else ()
        spans = [element("span", stretch, data_e=f"{of}.{place}") for place, stretch in stretches]
        return element("td", *spans, lang=document.language, dir=_direction(document.language))

    head = element("tr", *(element("th", each.language, scope="col") for each in (one, two)))
    rows = (element("tr", cell(one, left, of), cell(two, right, of + 1)) for left, right in against)
    table = element("table", element("thead", head), element("tbody", *rows))
    return element("details", element("summary", _said(words, "against")), table, open="open")


def _said(words: Words, key: str, **values: str | int) -> str:
    return say(words, key, **values).words


def _in_language(marked: Element, said: Text) -> Element:
    marked.set("lang", said.language)
    return marked


def _direction(language: str) -> str:
    return "rtl" if right_to_left(language) else "ltr"

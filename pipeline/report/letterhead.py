"""A letterhead's bundles in each language go in; pictures of their pages and one page that shows them come out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pipeline.findings.visible import visible
from pipeline.languages import SOURCE
from pipeline.languages.names import name_of
from pipeline.report.markup import element, to_html
from pipeline.report.picture import draw_pages
from pipeline.report.style import STYLE

_PAGES = {1: "first page", 2: "later pages"}
"""Of a bundle: the letter begins with the larger head, the list of enclosures has the smaller one."""
_OWN = """
.sheets { display: flex; flex-wrap: wrap; gap: 1.25rem; margin-top: .75rem }
.sheets img { border: 1px solid var(--line); background: #fff; width: 24rem; max-width: 100%; height: auto }
figcaption { color: var(--soft); font-size: .875rem }
"""


def write_pages(name: str, bundles: Mapping[str, Path], target: Path) -> tuple[Path, ...]:
    """Writes ``target`` and, beside it, a PNG for each page, as ``fr-1.png``; these are given back."""
    drawn: list[Path] = []
    sections = []
    for language, bundle in bundles.items():
        figures = []
        for number, picture in zip(_PAGES, draw_pages(bundle, len(_PAGES)), strict=False):
            path = target.with_name(f"{language}-{number}.png")
            path.write_bytes(picture)
            drawn.append(path)
            called = name_of(language, SOURCE)
            image = element("img", src=path.name, alt=f"{called}, {_PAGES[number]}")
            figures.append(element("figure", image, element("figcaption", _PAGES[number])))
        sections.append(
            element("section", element("h2", name_of(language, SOURCE)),
                    element("div", *figures, class_="sheets"))
        )  # fmt: skip
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"Letterhead {visible(name)}"),
        element("style", STYLE + _OWN),
    )
    body = element("body", element("main", element("p", "Letterhead", class_="eyebrow"),
                                   element("h1", visible(name)), *sections))  # fmt: skip
    target.write_text(f"<!DOCTYPE html>\n{to_html(element('html', head, body, lang='en'))}\n", encoding="utf-8")
    return tuple(drawn)

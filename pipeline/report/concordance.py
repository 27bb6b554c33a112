"""What several languages say of the same facts goes in, one page of HTML comes out that a person can print and sign.

A row has a day, a time, a number, a symbol or an address, and how often it stands in each language; rows in which a
language lacks what others have are marked, in words and not by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from pipeline.findings import Reason
from pipeline.report.markup import element, to_html
from pipeline.report.style import STYLE
from pipeline.report.words import ReportWords

_STYLE = """
table { border-collapse: collapse; width: 100%; background: var(--paper); font-size: .9375rem }
th, td { border: 1px solid var(--line); padding: .3rem .5rem; text-align: start; vertical-align: top }
thead th, .sum td, .sum th { color: var(--soft); font-size: .8125rem }
td.count { text-align: center; white-space: nowrap }
td.lacks { background: #fdf0ef; font-weight: 700 }
td.value { overflow-wrap: anywhere }
tr { break-inside: avoid }
thead { display: table-header-group }
@media print { td.lacks { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One fact, and how often it stands in each language, in their order."""

    kind: str
    """The code of the reason that names it: ``of-day``."""
    value: str
    counts: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Whether a language lacks what another has."""
        return 0 in self.counts


@dataclass(frozen=True, slots=True)
class Versions:
    """One text in several languages."""

    title: str
    """Empty for the letter."""
    languages: tuple[str, ...]
    lengths: tuple[int, ...]
    """Its paragraphs in each."""
    rows: tuple[Row, ...]
    items: tuple[int, ...] = ()
    """Of its lists, in each."""
    table_rows: tuple[int, ...] = ()
    """Of its tables and sheets, in each."""


def write_concordance(
    texts: Sequence[Versions], title: str, date: str, words: ReportWords, target: Path, letter: str
) -> int:
    """Write the page to ``target``, in UTF-8; ``letter`` is what the letter is called. Says how many rows differ."""
    differing = sum(row.differs for text in texts for row in text.rows)
    name = words.say("concordance.title").words
    nothing = "default-src 'none'; style-src 'unsafe-inline'"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=nothing),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{name} – {title}"),
        element("style", STYLE + _STYLE),
    )
    told = words.say("concordance.differ", count=differing) if differing else words.say("concordance.agree")
    main = element(
        "main",
        element("p", name, class_="eyebrow"),
        element("h1", title),
        element("dl", element("div", element("dt", words.say("date").words), element("dd", date))),
        element(
            "section",
            element("h2", told.words),
            element("p", words.say("concordance.about").words),
            class_=f"look {'warning' if differing else 'good'}",
        ),
        *(each for text in texts for each in _of(text, letter, words)),
        element("footer", element("p", words.say("foot").words)),
    )
    direction = "rtl" if words.right_to_left else "ltr"
    page = element("html", head, element("body", main), lang=words.language, dir=direction)
    target.write_text(f"<!DOCTYPE html>\n{to_html(page)}\n", encoding="utf-8")
    return differing


def _of(text: Versions, letter: str, words: ReportWords) -> tuple[Element, Element]:
    kinds = element("th", words.say("concordance.kind").words, scope="col")
    value = element("th", words.say("concordance.value").words, scope="col")
    named = [element("th", words.name_of(code), scope="col") for code in text.languages]
    sums = (
        ("concordance.lines", text.lengths),
        ("concordance.items", text.items),
        ("concordance.rows", text.table_rows),
    )
    body = [_sum(words.say(key).words, counts) for key, counts in sums if any(counts)]
    for row in text.rows:
        kind = element("td", words.value(Reason(row.kind)))
        shown = element("td", element("bdi", row.value), class_="value")
        counts = (_count(number, lacks=not number) for number in row.counts)
        body.append(element("tr", kind, shown, *counts))
    table = element("table", element("thead", element("tr", kinds, value, *named)), element("tbody", *body))
    return element("h2", text.title or letter), table


def _sum(name: str, counts: Sequence[int]) -> Element:
    shown = [_count(number, lacks=number != counts[0]) for number in counts]
    return element("tr", element("th", name, scope="row"), element("td", ""), *shown, class_="sum")


def _count(number: int, *, lacks: bool) -> Element:
    return element("td", f"≠ {number}" if lacks else str(number), class_="count lacks" if lacks else "count")

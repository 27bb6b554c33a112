"""The parts of a bundle and what is to be told of them go in, the report comes out: one file, which needs no other.

Nothing in it runs and nothing is fetched: pictures are in it, and its style. Landmarks, headings, alternative texts and
the language of words in another language follow WCAG 2.2.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.etree.ElementTree import Element

from pipeline.findings import Finding
from pipeline.findings.catalogue.entry import Kind
from pipeline.findings.visible import visible
from pipeline.findings.words import Text
from pipeline.model import Part
from pipeline.pdf.labels import label_range
from pipeline.report.markup import element, to_html
from pipeline.report.style import STYLE
from pipeline.report.words import ReportWords

_KINDS: tuple[Kind, ...] = ("error", "warning", "removed", "changed", "note", "kept")
"""The gravest first."""
TO_LOOK_AT: frozenset[Kind] = frozenset({"error", "warning", "removed"})
"""What a person should look at before the bundle leaves; what was changed works as it did."""
_LONGEST = 300
"""The most that is shown of an address, in characters."""


@dataclass(frozen=True, slots=True)
class PartTold:
    """A part, and what is to be told of it."""

    part: Part
    source: str
    """The file that it was made from, as staff know it."""
    symbol: str
    first_page: int
    """The bundle's page that it begins on, from 1."""
    pages: int
    """0 for a file that is attached, and has none."""
    picture: Path
    """Its first page as JPEG; an empty file where it could not be drawn."""
    remarks: tuple[Finding, ...]
    name: str = ""
    """What it is called with its number, where it is not called an enclosure."""

    @property
    def called(self) -> str:
        """Its name with its number and title."""
        if self.name:
            return f"{self.name} – {self.part.title}"
        return f"{self.part.number}. {self.part.title}" if self.part.number else self.part.title


@dataclass(frozen=True, slots=True)
class BundleTold:
    """A bundle, and what is to be told of it."""

    title: str
    date: str
    """The letter's, in words."""
    file: str
    """The bundle's, which lies beside the report."""
    pages: int
    conformance: Mapping[str, Any] | None
    """``{"pdfa": "2a" or None, "pdfua": True or False}``; None where it is not known."""
    parts: tuple[PartTold, ...]
    remarks: tuple[Finding, ...] = ()
    """Those on no part of it."""
    confinement: str = ""
    """How the office that converted the documents was confined; empty where it is not known."""
    accepted: Mapping[Finding, Mapping[str, Any]] = field(default_factory=dict)
    """Those of all parts that a person has accepted: ``by``, ``on``, ``reason``."""
    addresses: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The web addresses of the bundle, each with the pages that have it, from 1."""


def write_report(told: BundleTold, words: ReportWords, target: Path) -> int:
    """Write the report of a bundle to ``target``, in UTF-8. Says how many things a person should look at."""
    page = _Page(told, words)
    target.write_text(f"<!DOCTYPE html>\n{to_html(page.html())}\n", encoding="utf-8")
    return page.to_look_at


class _Page:
    def __init__(self, told: BundleTold, words: ReportWords) -> None:
        self._told, self._words = told, words
        self._anchors = {id(each): f"part-{count}" for count, each in enumerate(told.parts, start=1)}
        found: list[tuple[PartTold | None, Finding]] = [(None, remark) for remark in told.remarks]
        found += [(each, remark) for each in told.parts for remark in each.remarks]
        found.sort(key=lambda pair: _KINDS.index(pair[1].kind))
        open_ = [pair for pair in found if pair[1] not in told.accepted]
        self._told_first = [pair for pair in open_ if pair[1].kind != "kept"]
        self.to_look_at = sum(remark.kind in TO_LOOK_AT for _part, remark in open_)

    def html(self) -> Element:
        title = f"{self._words.say('title').words} – {self._told.title}"
        nothing = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
        head = element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", http_equiv="Content-Security-Policy", content=nothing),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("title", title),
            element("style", STYLE),
        )
        main = element("main", self._head(), self._look(), *self._parts(), self._addresses(), self._foot())
        direction = "rtl" if self._words.right_to_left else "ltr"
        return element("html", head, element("body", main), lang=self._words.language, dir=direction)

    # --- words -------------------------------------------------------------------------------------

    def _said(self, said: Text) -> Element | str:
        if said.language == self._words.language:
            return said.words
        return element("span", said.words, lang=said.language, dir="ltr")

    def _say(self, key: str, **values: str) -> Element | str:
        return self._said(self._words.say(key, **values))

    def _p(self, key: str) -> Element:
        return element("p", self._say(key))

    def _language(self, code: str) -> str:
        return self._words.name_of(code)

    def _facts(self, *facts: tuple[str, Element | str | None]) -> Element:
        """Names, by the keys of their words, and values; one without a value is left out."""
        pairs = ((key, value) for key, value in facts if value is not None)
        return element(
            "dl", *(element("div", element("dt", self._say(key)), element("dd", value)) for key, value in pairs)
        )

    def _foot(self) -> Element:
        confined = self._told.confinement
        return element("footer", self._p(f"confined.{confined}") if confined else None, self._p("foot"))

    # --- sections ----------------------------------------------------------------------------------

    def _head(self) -> Element:
        told = self._told
        return element(
            "header",
            element("p", self._say("title"), class_="eyebrow"),
            element("h1", told.title),
            self._facts(
                ("date", told.date),
                ("language", self._language(self._words.language)),
                ("pages", str(told.pages)),
                ("conformance", self._conformance()),
                ("file", element("a", element("bdi", told.file), href=quote(told.file))),
            ),
        )

    def _conformance(self) -> Element | str | None:
        known = self._told.conformance
        if known is None:
            return None
        met = [f"PDF/A-{known['pdfa']}"] if known.get("pdfa") else []
        met += ["PDF/UA-1"] if known.get("pdfua") else []
        return element("bdi", ", ".join(met), dir="ltr") if met else self._say("conformance.none")

    def _look(self) -> Element:
        """What a person should look at or know, each thing once, with links to the parts that it is said of."""
        found, count = self._told_first, self.to_look_at
        tone = found[0][1].kind if count else "good"
        heading = self._say("look", count=str(count)) if count else self._say("look.none")
        by_words: dict[tuple[Kind, Text], list[PartTold | None]] = {}
        for part, remark in found:
            by_words.setdefault((remark.kind, self._words.what(remark)), []).append(part)
        lines = [
            element(
                "li",
                element("span", self._say(kind), class_=f"kind {kind}"),
                element("div", self._said(what), element("div", *self._links(parts), class_="places")),
            )
            for (kind, what), parts in by_words.items()
        ]
        return element(
            "section",
            element("h2", heading, id="look"),
            self._p("audited"),
            element("ul", *lines) if lines else None,
            class_=f"look {tone}",
            aria_labelledby="look",
        )

    def _links(self, parts: Iterable[PartTold | None]) -> Iterator[Element | str]:
        for count, part in enumerate(parts):
            yield " · " if count else ""
            if part is None:
                yield element("a", self._say("whole"), href="#whole")
            else:
                yield element("a", part.called, href=f"#{self._anchors[id(part)]}")

    def _parts(self) -> Iterator[Element]:
        yield element("h2", self._say("parts"))
        for group, members in groupby(self._told.parts, key=lambda each: each.part.group):
            if group:
                yield element("h3", group, class_="group")
            for each in members:
                yield self._part(each, "h4" if group else "h3", "h5" if group else "h4")
        if self._told.remarks:
            yield element("h2", self._say("whole"), id="whole")
            yield from self._remarks(self._told.remarks, "h3")

    def _addresses(self) -> Element | None:
        """Where the bundle leads to, each address once, to be read and not to be followed."""
        told = self._told.addresses
        if not told:
            return None
        lines = [
            element(
                "li",
                element("bdi", visible(address[:_LONGEST]), "…" if len(address) > _LONGEST else None, dir="ltr"),
                element("span", *self._on_pages(pages), class_="places"),
            )
            for address, pages in told.items()
        ]
        heading = element("h2", self._say("addresses", count=str(len(told))), id="addresses")
        return element("section", heading, element("ul", *lines), class_="addresses", aria_labelledby="addresses")

    def _on_pages(self, pages: Sequence[int]) -> Iterator[Element | str]:
        for count, page in enumerate(pages):
            yield " · " if count else ""
            yield element("a", self._say("on-page", page=str(page)), href=f"{quote(self._told.file)}#page={page}")

    def _part(self, told: PartTold, heading: str, below: str) -> Element:
        part = told.part
        title = element("bdi", told.called)
        link = element("a", title, href=f"{quote(self._told.file)}#page={told.first_page}")
        name = element(heading, link if told.pages else title, class_="name")
        return element(
            "article",
            element("figure", self._picture(told)) if told.pages else None,
            element(
                "div",
                element("p", self._say("slip-sheet"), class_="eyebrow") if part.kind == "slip-sheet" else None,
                name,
                self._facts(
                    ("language", self._language(part.language)),
                    *_pages(told),
                    ("symbol", element("bdi", told.symbol) if told.symbol else None),
                    ("source", element("bdi", told.source)),
                ),
                *self._remarks(told.remarks, below),
            ),
            id=self._anchors[id(told)],
            class_="part",
        )

    def _picture(self, told: PartTold) -> Element:
        drawn = told.picture.read_bytes()
        if not drawn:
            return self._p("picture.none")
        said = self._words.say("picture", title=told.part.title)
        other = said.language if said.language != self._words.language else None
        source = f"data:image/jpeg;base64,{b64encode(drawn).decode()}"
        return element("img", src=source, alt=said.words, lang=other)

    def _remarks(self, remarks: Sequence[Finding], heading: str) -> Iterator[Element]:
        for kind in _KINDS:
            own = [remark for remark in remarks if remark.kind == kind]
            if own:
                yield element(
                    "section",
                    element(heading, self._say(kind), class_="kind"),
                    element("ul", *map(self._remark, own)),
                    class_=f"remarks {kind}",
                )

    def _remark(self, remark: Finding) -> Element:
        entry = self._told.accepted.get(remark)
        if entry is not None:
            by, on, reason = (str(entry[name]) for name in ("by", "on", "reason"))
            accepted = element("span", self._say("accepted", by=by, on=on, reason=reason), class_="mend")
            return element("li", self._said(self._words.what(remark)), " ", accepted)
        mend = self._words.mend(remark)
        advice = element("span", self._said(mend), class_="mend") if mend else None
        return element("li", self._said(self._words.what(remark)), " ", advice)


def _pages(told: PartTold) -> Iterator[tuple[str, Element | str]]:
    """How many pages it has and where they lie, as facts; nothing for a file that is attached."""
    if told.pages:
        first, last = told.first_page, told.first_page + told.pages - 1
        labels = label_range(told.part, first)
        yield "pages", str(told.pages)
        yield "bundle-pages", _span(str(first), str(last))
        yield "labels", _span(labels.label(first), labels.label(last))


def _span(first: str, last: str) -> Element:
    return element("bdi", first if first == last else f"{first} – {last}", dir="ltr")

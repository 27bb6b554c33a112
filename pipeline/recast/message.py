"""A message (.eml, .msg) goes in; a text comes out, with its head, its words, and what goes with it of words, pictures
and messages.

Attachments of other kinds need a program of their own: each is named, so that it is enclosed by itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Unfit
from pipeline.officefile.plaintext import from_right, spaced, together
from pipeline.recast import About, Recast
from pipeline.recast.mail import FIELDS, Attachment, Body, Mail, Reading
from pipeline.recast.outlook import read
from pipeline.recast.text import Cell, Text
from pipeline.recast.webpage import parsed, picture_of, set_in

_LABELS = Path(__file__).with_name("labels.toml")
_WIDTHS = (1.0, 5.0)
"""Of the label and the line of a head."""
_DEEPEST_HEADING = 6
_MOST_LINES = 200_000


def from_message(source: Path, about: About) -> Recast:
    """The text. MeetingError for a message that is too large for paper, or has more parts than any office sends."""
    place = Place(str(source))
    reading = Reading()
    try:
        mail = (
            read(source.read_bytes(), reading) if source.suffix.lower() == ".msg" else reading.mail(source.read_bytes())
        )
    except Unfit as unfit:
        raise MeetingError(unfit.at(place)) from None
    setting = _Setting(place, Text(about.language, about.title or mail.head.get("subject") or source.stem))
    body = "".join(setting.mail(mail, 1))
    findings = setting.findings
    if reading.turned:
        findings.append(Finding("message-turned", place))
    findings += (Finding("message-cut", place, {"what": each}) for each in FIELDS if each in reading.cut)
    if reading.misread:
        findings.append(Finding("message-coding", place))
    return Recast(setting.text.packed(body), ".odt", tuple(dict.fromkeys(findings)))


class _Setting:
    """A message that is set, with those in it."""

    def __init__(self, place: Place, text: Text) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self._place = place
        self._lines = 0
        self._labels = _labels(text.language)

    def mail(self, mail: Mail, level: int) -> Iterator[str]:
        """The XML of its parts. ``level`` is that of its own heading."""
        subject = mail.head.get("subject")
        if subject and level == 1:
            yield self.text.heading(spaced(subject), subject, level)
        yield self._head(mail)
        pictures = {number: each.content for number, each in mail.pictures.items() if isinstance(each.content, bytes)}
        for body in mail.bodies:
            yield self._body(body, pictures)
        for each in mail.attachments:
            yield self._attachment(each, min(level + 1, _DEEPEST_HEADING))

    def _head(self, mail: Mail) -> str:
        lines = [(self._labels[key], mail.head[key]) for key in FIELDS if mail.head.get(key)]
        if mail.attachments:
            lines.append((self._labels["attachments"], ", ".join(each.name for each in mail.attachments)))
        rows = [
            (Cell(self.text.paragraph(spaced(label), label, "Head"), head=True), Cell(self._line(words)))
            for label, words in lines
        ]
        return self.text.table(rows, 0, _WIDTHS) + self.text.paragraph("", "") if rows else ""

    def _line(self, words: str) -> str:
        return self.text.paragraph(spaced(together(words) if from_right(words) else words), words, "Line")

    def _body(self, body: Body, pictures: Mapping[str, bytes]) -> str:
        if not body.words.strip():
            return ""
        if body.page:
            made, findings = set_in(self.text, parsed(body.words, self._place), self._place, pictures)
            self.findings += findings
            return made
        words = body.words.strip("\r\n")
        self._lines += words.count("\n")
        if self._lines > _MOST_LINES:
            why = f"has more than {_MOST_LINES:,} lines"
            raise MeetingError(Finding("too-large", self._place, {"kind": "a PDF", "ending": ".pdf", "why": why}))
        return "".join(map(self._line, words.splitlines()))

    def _attachment(self, each: Attachment, level: int) -> str:
        match each.content:
            case Mail() as mail:
                made: str | None = "".join(self.mail(mail, level))
            case Body() as body:
                made = self._body(body, {})
            case bytes() as data:
                picture = picture_of(self.text, data, each.name)
                made = None if picture is None else self.text.paragraph(picture, "")
            case None:
                made = None
        if made is None:
            self.findings.append(Finding("attachment-stays", self._place, {"name": each.name}))
            return ""
        return self.text.heading(spaced(each.name), each.name, level, new_page=True) + made


def _labels(language: str) -> Mapping[str, str]:
    known: dict[str, dict[str, str]] = tomllib.loads(_LABELS.read_text(encoding="utf-8"))
    return known.get(language.partition("-")[0], known["en"])

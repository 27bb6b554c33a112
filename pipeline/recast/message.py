"""A message (.eml, .msg) goes in; a text with its head and words comes out, and the files and messages that go with it.

Each of these becomes pages by itself, as an enclosure of its kind does; what is of no kind that is taken is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Reason, Unfit
from pipeline.officefile.kinds import TAKEN
from pipeline.officefile.plaintext import from_right, spaced, together
from pipeline.recast import About, Attached, Recast
from pipeline.recast.mail import DEEPEST, FIELDS, Attachment, Body, Mail, Reading
from pipeline.recast.outlook import read
from pipeline.recast.text import Cell, Text
from pipeline.recast.webpage import parsed, set_in

_LABELS: Mapping[str, str] = {
    "from": "From", "to": "To", "cc": "Cc", "date": "Date", "subject": "Subject", "attachments": "Attachments",
}  # fmt: skip
"""Before the lines of a head, where the language has no words for them: the names of RFC 5322."""
_WIDTHS = (1.0, 5.0)
"""Of the label and the line of a head."""
_MOST_LINES = 200_000
_BY_KIND = {
    "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/rtf": ".rtf",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-outlook": ".msg",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "image/bmp": ".bmp",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "text/rtf": ".rtf",
    "text/tab-separated-values": ".tsv",
}
"""The ending of a file whose name has none that is taken (IANA's registry of media types)."""
_OF_LETTERS = frozenset({".md", ".txt"})
_WITH_CODING = frozenset({".csv", ".htm", ".html", ".tsv"})
"""What is read in its coding where nobody says which."""


def from_message(source: Path, about: About) -> Recast:
    """The text. MeetingError for a message that is too large for paper, or has more parts than any office sends."""
    place = Place(str(source))
    reading = Reading()
    try:
        mail = _read(source.suffix.lower(), source.read_bytes(), reading, 0)
    except Unfit as unfit:
        raise MeetingError(unfit.at(place)) from None
    findings: list[Finding] = []
    made = _Setting(place, about, reading, findings).message(mail, about.title or source.stem, 0)
    if reading.turned:
        findings.append(Finding("message-turned", place))
    findings += (Finding("message-cut", place, {"what": each}) for each in FIELDS if each in reading.cut)
    if reading.misread:
        findings.append(Finding("message-coding", place))
    return replace(made, findings=tuple(dict.fromkeys(findings)))


def _read(suffix: str, data: bytes, reading: Reading, depth: int) -> Mail:
    return read(data, reading, depth) if suffix == ".msg" else reading.mail(data, depth)


class _Setting:
    """A message and those in it, each set as a text of its own."""

    def __init__(self, place: Place, about: About, reading: Reading, findings: list[Finding]) -> None:
        self._place, self._language, self._reading, self._findings = place, about.language, reading, findings
        self._lines = 0
        self._labels = {**_LABELS, **dict(about.labels)}

    def message(self, mail: Mail, title: str, depth: int) -> Recast:
        """The text of a message that lies ``depth`` deep in others, and what goes with it."""
        text = Text(self._language, title)
        body = "".join(self._parts(text, mail))
        attached = (self._attached(each, number, depth) for number, each in enumerate(mail.attachments, start=1))
        return Recast(text.packed(body), ".odt", (), mail.head.get("subject", ""), tuple(filter(None, attached)))

    def _parts(self, text: Text, mail: Mail) -> Iterator[str]:
        if subject := mail.head.get("subject"):
            yield text.heading(spaced(subject), subject, 1)
        yield self._head(text, mail)
        pictures = {number: each.content for number, each in mail.pictures.items() if isinstance(each.content, bytes)}
        for body in mail.bodies:
            yield self._body(text, body, pictures)

    def _head(self, text: Text, mail: Mail) -> str:
        lines = [(self._labels[key], [mail.head[key]]) for key in FIELDS if mail.head.get(key)]
        if mail.attachments:
            names = [f"{number}. {each.name}" for number, each in enumerate(mail.attachments, start=1)]
            lines.append((self._labels["attachments"], names))
        rows = [
            (
                Cell(text.paragraph(spaced(label), label, "Head"), head=True),
                Cell("".join(_line(text, each) for each in said)),
            )
            for label, said in lines
        ]
        return text.table(rows, 0, _WIDTHS) + text.paragraph("", "") if rows else ""

    def _body(self, text: Text, body: Body, pictures: Mapping[str, bytes]) -> str:
        if not body.words.strip():
            return ""
        if body.page:
            made, findings = set_in(text, parsed(body.words, self._place), self._place, pictures)
            self._findings += findings
            return made
        words = body.words.strip("\r\n")
        self._lines += words.count("\n")
        if self._lines > _MOST_LINES:
            why = Reason("unsound-lines", {"most": f"{_MOST_LINES:,}"})
            raise MeetingError(Unfit("too-large", kind=Reason("kind-pdf"), ending=".pdf", why=why).at(self._place))
        return "".join(_line(text, each) for each in words.splitlines())

    def _attached(self, each: Attachment, number: int, depth: int) -> Attached | None:
        """What is turned into pages; None for what is not, which is told."""
        suffix, content = _suffix(each), each.content
        if isinstance(content, bytes) and suffix in {".eml", ".msg"}:
            content = self._within(content, suffix, depth)
        if isinstance(content, Mail):
            title = content.head.get("subject") or each.name
            return Attached(number, each.name, self.message(content, title, depth + 1))
        if content is None or not suffix:
            self._findings.append(Finding("attachment-stays", self._place, {"name": each.name}))
            return None
        if suffix in _OF_LETTERS or (suffix in _WITH_CODING and each.charset):
            content = self._reading.in_utf8(content, each.charset)
        return Attached(number, each.name, content, suffix)

    def _within(self, data: bytes, suffix: str, depth: int) -> Mail | None:
        """A message that was attached as a file; None for one that is damaged, or lies too deep."""
        if depth >= DEEPEST:
            return None
        try:
            return _read(suffix, data, self._reading, depth + 1)
        except Unfit as unfit:
            if unfit.code == "too-large":
                raise MeetingError(unfit.at(self._place)) from None
            return None


def _suffix(attachment: Attachment) -> str:
    """What a file is by its name, or by what is said of it; nothing where it is of no kind that is taken."""
    suffix = PurePosixPath(attachment.name.lower()).suffix
    return suffix if suffix in TAKEN else _BY_KIND.get(attachment.kind, "")


def _line(text: Text, words: str) -> str:
    return text.paragraph(spaced(together(words) if from_right(words) else words), words, "Line")

"""The bytes of a message as Outlook keeps it (MS-OXMSG) go in; its head, text, pictures and attachments come out.

Of a text that it has in several kinds, the page is taken, or the plain words; of one in rich text alone, nothing can be
read, which is told.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath

from pipeline.findings import Reason, Unfit
from pipeline.officefile.compound import Compound
from pipeline.officefile.limits import PackageError
from pipeline.recast.mail import DEEPEST, FIELDS, PICTURES, Attachment, Body, Field, Mail, Reading

_SUBJECT, _WORDS, _PAGE, _RICH, _LINES = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D
_SENDER, _SENDERS_ADDRESS, _SENDERS_SMTP, _TO, _CC = 0x0C1A, 0x0C1F, 0x5D01, 0x0E04, 0x0E03
_SENT, _ARRIVED, _CODEPAGE, _PAGES_CODEPAGE = 0x0039, 0x0E06, 0x3FFD, 0x3FDE
_DATA, _NAME, _LONG_NAME, _SHOWN_NAME, _KIND, _NUMBER = 0x3701, 0x3704, 0x3707, 0x3001, 0x370E, 0x3712
"""MS-OXPROPS, section 2: the numbers of what is read."""
_UNICODE, _STRING, _BINARY, _OBJECT = "001f", "001e", "0102", "000d"
"""MS-OXCDATA, 2.11.1."""
_FIXED = "__properties_version1.0"
_MOST_STREAMS, _TIMES = 50_000, 4
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)


def read(data: bytes, reading: Reading, depth: int = 0) -> Mail:
    """The message, which lies ``depth`` deep in others. Unfit for one that is damaged, or has more attachments than any
    office sends."""
    reading.begin(data)
    try:
        return _Storage(_Streams(Compound(data).tree(), _TIMES * len(data)), (), 32, reading).mail(depth)
    except PackageError as error:
        raise Unfit("part-damaged", part=error.part, why=error.what) from None


class _Streams:
    """What a file holds, by path. Many streams may claim the same bytes: what is read in all has an end."""

    def __init__(self, tree: Mapping[tuple[str, ...], Callable[[], bytes]], most: int) -> None:
        if len(tree) > _MOST_STREAMS:
            raise _too_large(Reason("unsound-streams", {"most": f"{_MOST_STREAMS:,}"}))
        self.paths = tree.keys()
        self._tree, self._left = tree, most

    def read(self, path: tuple[str, ...]) -> bytes:
        stream = self._tree.get(path)
        data = stream() if stream is not None else b""
        self._left -= len(data)
        if self._left < 0:
            raise _too_large(Reason("unsound-streams-within"))
        return data


class _Storage:
    """A message, or an attachment of one, in its file."""

    def __init__(self, streams: _Streams, at: tuple[str, ...], head: int, reading: Reading) -> None:
        self._streams, self._at, self._reading = streams, at, reading
        fixed = self._read(_FIXED)[head:]
        # tag, flags, and eight bytes of what has a fixed length (MS-OXMSG, 2.4.2)
        self._fixed = {
            struct.unpack_from("<H", fixed, at + 2)[0]: fixed[at + 8 : at + 16] for at in range(0, len(fixed) - 15, 16)
        }

    def mail(self, depth: int) -> Mail:
        head = self._head()
        made = Mail(head)
        page = self._bytes(_PAGE)
        if page or (words := self._words(_PAGE)):
            charset = self._charset(_PAGES_CODEPAGE)
            made.bodies.append(Body(self._reading.text(page, charset) if page else words, page=True))
        elif words := self._words(_WORDS):
            made.bodies.append(Body(words))
        elif self._bytes(_RICH):
            made.attachments.append(Attachment("text/rtf", None))
        end = len(self._at)
        within = {path[end] for path in self._streams.paths if len(path) > end + 1 and path[:end] == self._at}
        for name in sorted(each for each in within if each.startswith("__attach_version1.0_#")):
            self._reading.part()
            _Storage(self._streams, (*self._at, name), 8, self._reading).attach(made, depth)
        made.settle()
        return made

    def attach(self, mail: Mail, depth: int) -> None:
        """Adds this attachment to its message."""
        name = next(filter(None, map(self._words, (_LONG_NAME, _SHOWN_NAME, _NAME))), "")
        name = self._reading.line(name[:200]) or "?"
        kind, data = self._words(_KIND).lower(), self._bytes(_DATA)
        inner = (*self._at, f"__substg1.0_{_DATA:04x}{_OBJECT}")
        suffix = PurePosixPath(name.lower()).suffix
        if (*inner, _FIXED) in self._streams.paths:
            within = _Storage(self._streams, inner, 24, self._reading).mail(depth + 1) if depth < DEEPEST else None
            mail.attachments.append(Attachment(name, within))
        elif kind.startswith("image/") or suffix in PICTURES:
            mail.picture(Attachment(name, data, kind), self._words(_NUMBER))
        else:
            mail.attachments.append(Attachment(name, data, kind))

    def _head(self) -> dict[Field, str]:
        """As the lines say that it came with; else as its sender's Outlook has it, with the moment in UTC."""
        lines = self._words(_LINES)
        known: dict[Field, str] = dict(self._reading.lines(lines)) if lines else {}
        address = self._words(_SENDERS_SMTP) or self._words(_SENDERS_ADDRESS)
        name = self._words(_SENDER)
        own = {
            "from": f"{name} <{address}>" if "@" in address and address != name else name,
            "to": self._words(_TO).rstrip("\0"),
            "cc": self._words(_CC).rstrip("\0"),
            "date": self._moment(),
            "subject": self._words(_SUBJECT),
        }
        return {key: words for key in FIELDS if (words := known.get(key) or self._reading.shortened(key, own[key]))}

    def _moment(self) -> str:
        for key in (_SENT, _ARRIVED):
            if len(said := self._fixed.get(key, b"")) == 8 and (ticks := struct.unpack("<Q", said)[0]):
                try:
                    return f"{_EPOCH + timedelta(microseconds=ticks // 10):%Y-%m-%d %H:%M:%S +0000}"
                except OverflowError:
                    continue
        return ""

    def _words(self, key: int) -> str:
        if data := self._read(f"__substg1.0_{key:04x}{_UNICODE}"):
            return data.decode("utf-16-le", "replace").rstrip("\0")
        data = self._read(f"__substg1.0_{key:04x}{_STRING}")
        return self._reading.text(data, self._charset(_CODEPAGE)).rstrip("\0") if data else ""

    def _bytes(self, key: int) -> bytes:
        return self._read(f"__substg1.0_{key:04x}{_BINARY}")

    def _charset(self, key: int) -> str | None:
        said = self._fixed.get(key, b"")
        number = struct.unpack_from("<I", said)[0] if len(said) >= 4 else 0
        return {0: None, 65001: "utf-8", 20127: "ascii"}.get(number, f"cp{number}")

    def _read(self, name: str) -> bytes:
        return self._streams.read((*self._at, name))


def _too_large(why: Reason) -> Unfit:
    return Unfit("too-large", kind=Reason("kind-pdf"), ending=".pdf", why=why)

"""The bytes of a message (RFC 5322, with MIME) go in; its head, texts, pictures and attachments come out, decoded.

Read with the older policy of Python's library: it hands out a head's lines as they are, where the newer one takes each
apart by grammar, which a hostile line can make long. What is none of a coding that it names is read all the same.
"""

from __future__ import annotations

import codecs
import re
from binascii import Error
from collections.abc import Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, message_from_string
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.policy import compat32
from pathlib import PurePosixPath
from typing import Literal, TypeAlias

from pipeline.findings import Reason, Unfit
from pipeline.recast.webpage import decoded_page

Field: TypeAlias = Literal["from", "to", "cc", "date", "subject"]
FIELDS: tuple[Field, ...] = ("from", "to", "cc", "date", "subject")
"""What is shown of a head, in its order."""
_MOST_PARTS, _MOST_DELIMITERS = 200, 100
DEEPEST = 5
"""How deep messages may lie in one another."""
_MOST_BYTES = 1 << 28
"""Of all messages together that lie in one: four times what one may have."""
_LONGEST_FIELD = 10_000
_DELIMITER = re.compile(rb"boundary[*0-9]*[ \t]*=", re.IGNORECASE)
_TURNING = re.compile("[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of letters (Unicode, UAX #9, 2): honest heads have none."""
_CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029]+")
_PROOFS = frozenset({"application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"})
"""What proves who wrote a message: nothing that is read."""
_NOT_OF_TEXT = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7"})
_NO_BYTE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of signs, which stand for no byte that was read (PEP 383)."""
PICTURES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})


@dataclass(frozen=True, slots=True)
class Body:
    """A text of a message."""

    words: str
    page: bool = False
    """Whether it is one of the web."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes with a message."""

    name: str
    content: bytes | Mail | None
    """A file or a message; None for what can't be read."""
    kind: str = ""
    """What its sender's program takes it for (RFC 2046), in small letters."""
    charset: str | None = None
    """The coding of its letters, where it is said."""


@dataclass
class Mail:
    """A message that was read."""

    head: Mapping[Field, str]
    bodies: list[Body] = field(default_factory=list)
    pictures: dict[str, Attachment] = field(default_factory=dict)
    """Those that a page shows in its text, by their number (RFC 2392)."""
    attachments: list[Attachment] = field(default_factory=list)

    def picture(self, attached: Attachment, number: str) -> None:
        """Adds a picture, with its number where it has one."""
        if number:
            self.pictures[number] = attached
        else:
            self.attachments.append(attached)

    def settle(self) -> None:
        """Pictures that no page shows are attachments as others are."""
        shown = " ".join(body.words for body in self.bodies if body.page)
        for number in [each for each in self.pictures if f"cid:{each}" not in shown]:
            self.attachments.append(self.pictures.pop(number))


class Reading:
    """A message on its way: what is to be told of it is known afterwards."""

    def __init__(self) -> None:
        self.turned = False
        self.misread = False
        self.cut: set[Field] = set()
        self._parts = self._bytes = 0

    def mail(self, data: bytes, depth: int = 0) -> Mail:
        """The message, which lies ``depth`` deep in others. Unfit for one with more parts than any office sends."""
        self.begin(data)
        if len(_DELIMITER.findall(data)) > _MOST_DELIMITERS:
            raise _too_large()
        try:
            return self._mail(message_from_bytes(data, policy=compat32), depth)
        except RecursionError:
            raise _too_large() from None

    def begin(self, data: bytes) -> None:
        """One more file of a message, which lies in another or in none."""
        self._bytes += len(data)
        if self._bytes > _MOST_BYTES:
            raise _too_large("unsound-bytes", _MOST_BYTES)

    def part(self) -> None:
        """One more part of the message, or of one in it."""
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise _too_large()

    def line(self, words: str) -> str:
        """A line of a head, without what turns or breaks it."""
        plain = _TURNING.sub("", words)
        self.turned |= plain != words
        return " ".join(_CONTROLS.sub(" ", plain).split())

    def _mail(self, message: Message, depth: int) -> Mail:
        made = Mail(self._head(message))
        self._part(message, made, depth)
        made.settle()
        return made

    def lines(self, head: str) -> Mapping[Field, str]:
        """What the lines of a head say that were kept without their message."""
        return self._head(message_from_string(head, policy=compat32))

    def _head(self, message: Message) -> Mapping[Field, str]:
        found: dict[Field, list[str]] = {}
        for name, raw in message.raw_items():
            if (key := _field(name)) is not None:
                found.setdefault(key, []).append(str(raw))
        return {key: self._field(key, found[key]) for key in FIELDS if key in found}

    def _field(self, key: Field, raw: list[str]) -> str:
        whole = ", ".join(raw)
        return self.shortened(key, self._decoded_words(whole[: 4 * _LONGEST_FIELD]))

    def shortened(self, key: Field, words: str) -> str:
        """A line of a head that has room on paper."""
        line = self.line(words)
        if len(line) <= _LONGEST_FIELD:
            return line
        self.cut.add(key)
        return f"{line[:_LONGEST_FIELD]}…"

    def _decoded_words(self, raw: str) -> str:
        """Words that are encoded in a head (RFC 2047), and those that are there as they are, rightly or not."""
        as_bytes = re.sub(r"\r?\n", "", _NO_BYTE.sub("", raw)).encode("utf-8", "surrogateescape")
        plain = self.text(as_bytes, None)
        try:
            pieces = decode_header(plain)
        except (HeaderParseError, Error, ValueError):
            return plain
        return "".join(map(self._piece, pieces))

    def _piece(self, piece: tuple[str | bytes, str | None]) -> str:
        words, charset = piece
        if isinstance(words, str):
            return words
        # as the library gives what stands between words that are encoded
        return self.text(words, charset) if charset else words.decode("raw-unicode-escape", "replace")

    def text(self, data: bytes, charset: str | None) -> str:
        """Letters of a coding: as it says, UTF-8, or Windows-1252."""
        said = (charset or "utf-8").lower()
        try:
            known = codecs.lookup("utf-8" if said in {"us-ascii", "ascii"} else said).name
            if known not in _NOT_OF_TEXT:
                return data.decode(known)
        except (LookupError, UnicodeError, ValueError):
            pass
        self.misread = True
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("cp1252", "replace")

    def in_utf8(self, data: bytes, charset: str | None) -> bytes:
        """The bytes of a text in a coding that is known anywhere; as they are where they bear its mark."""
        marked = data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return data if marked else codecs.BOM_UTF8 + self.text(data, charset).encode("utf-8", "replace")

    def _part(self, part: Message, mail: Mail, depth: int) -> None:
        self.part()
        kind, inner = part.get_content_type(), _within(part)
        if not part.is_multipart():
            self._leaf(part, kind, mail)
        elif kind == "message/rfc822":
            name = self._name(part, kind)
            within = self._mail(inner[0], depth + 1) if inner and depth < DEEPEST else None
            subject = within.head.get("subject", "") if within else ""
            mail.attachments.append(Attachment(self.line(subject) or name, within, kind))
        elif kind.startswith("message/"):
            mail.attachments.append(Attachment(self._name(part, kind), None, kind))
        elif kind == "multipart/alternative":
            # the last that can be shown is the best (RFC 2046, 5.1.4)
            shown = [each for each in inner if each.get_content_type() in _TEXTS or each.is_multipart()]
            for each in shown[-1:] or inner[:1]:
                self._part(each, mail, depth)
        else:
            for each in inner:
                self._part(each, mail, depth)

    def _leaf(self, part: Message, kind: str, mail: Mail) -> None:
        payload = part.get_payload(decode=True)
        data = payload if isinstance(payload, bytes) else b""
        named = part.get_filename() is not None or part.get_content_disposition() == "attachment"
        number = str(part.get("content-id") or "").strip().strip("<>")
        name = self._name(part, kind)
        if kind in _TEXTS and not named:
            mail.bodies.append(self._body(part, data, kind))
        elif kind in _PROOFS:
            return
        elif kind.startswith("image/") or PurePosixPath(name.lower()).suffix in PICTURES:
            mail.picture(Attachment(name, data, kind), number)
        else:
            mail.attachments.append(Attachment(name, data, kind, part.get_content_charset()))

    def _body(self, part: Message, data: bytes, kind: str) -> Body:
        charset = part.get_content_charset()
        if kind == "text/html":
            return Body(self.text(data, charset) if charset else decoded_page(data), page=True)
        return Body(self.text(data, charset))

    def _name(self, part: Message, kind: str) -> str:
        said = part.get_filename() or ""
        return self.line(self._decoded_words(said[:_LONGEST_NAME])) or kind


_LONGEST_NAME = 200
_TEXTS = frozenset({"text/plain", "text/html"})


def _within(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _field(name: str) -> Field | None:
    return next((each for each in FIELDS if each == name.strip().lower()), None)


def _too_large(code: str = "unsound-parts", most: int = _MOST_PARTS) -> Unfit:
    why = Reason(code, {"most": f"{most:,}"})
    return Unfit("too-large", kind=Reason("kind-pdf"), ending=".pdf", why=why)

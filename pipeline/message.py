"""A message that a letter goes out with: its words and the letter go in, a draft that a mail program opens comes out.

The draft is RFC 5322 and MIME, with ``X-Unsent: 1``, by which Outlook opens it as one to be sent. Nobody sends it but a
person. No word of a list gets into its header but as the value that it is: the ``email`` package refuses line ends
there, and encodes the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from hashlib import sha256
from typing import Any


class _Policy(EmailPolicy):
    """Folds words in other letters than ASCII's so that they are read as they were written.

    RFC 2047, 6.2: a space between two encoded words is none. Python's own way of folding forgets that, and loses it.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name == "Subject" and not value.isascii():
            return f"{name}: {_encoded(name, value)}{_LINE}".encode("ascii")
        if name == "To" and _needs_encoding((to := value.addresses[0]).display_name) and to.addr_spec.isascii():
            return f"{name}: {_encoded(name, to.display_name)}{_LINE} <{to.addr_spec}>{_LINE}".encode("ascii")
        return super().fold_binary(name, value)


def _needs_encoding(words: str) -> bool:
    """Also of words that would be read as if they were encoded."""
    return not words.isascii() or "=?" in words


def _encoded(name: str, words: str) -> str:
    return Header(words, "utf-8", header_name=name).encode(linesep=_LINE)


_LINE = "\r\n"
_POLICY = _Policy(max_line_length=78, linesep=_LINE)


@dataclass(frozen=True, slots=True)
class Message:
    """What a draft says, but for what is attached."""

    subject: str
    body: str
    """Plain words, in lines."""
    key: str
    """Of the recipient: what tells one draft from all others."""
    created: datetime
    """With a time zone; from the meeting, never from the clock."""
    language: str
    to: str = ""
    """An address of e-mail."""
    name: str = ""
    """Whose it is."""
    copies: Sequence[str] = ()


def draft(message: Message, attached: bytes, file_name: str) -> bytes:
    """The draft, with the letter attached: the same bytes for the same letter and words."""
    mail = EmailMessage(_POLICY)
    if message.to:
        mail["To"] = _address(message.to, message.name)
    if message.copies:
        mail["Cc"] = [_address(each) for each in message.copies]
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = message.created
    identity = sha256(f"{message.key}\n{message.subject}\n{message.body}".encode() + attached).hexdigest()
    mail["Message-ID"] = f"<{identity[:32]}@papers.invalid>"
    mail["X-Unsent"] = "1"
    mail.set_content(message.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language  # of the words, whose part it goes with
    mail.add_attachment(attached, maintype="application", subtype="pdf", filename=file_name)
    mail.set_boundary(f"={identity[:32]}")
    return mail.as_bytes()


def _address(address: str, name: str = "") -> Address:
    """An address as a header has it: a host in letters of its own in ASCII (RFC 5891, 4.4)."""
    user, _, host = address.rpartition("@")
    labels = (each if each.isascii() else f"xn--{each.lower().encode('punycode').decode()}" for each in host.split("."))
    return Address(" ".join(name.split()), user, ".".join(labels))

"""The objects of a PDF, spelled as qpdf spells them, go in; the file of those that its catalog leads to comes out.

The file is byte for byte what qpdf makes of the same objects (``Pdf.save`` with ``deterministic_id``, without object
streams). A letter of many is a hundred small objects, which take several times as long where each is copied into a
file of its own first.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable
from hashlib import md5
from typing import Any, NamedTuple

from pikepdf import Dictionary, Name, String

_STRING = re.compile(rb"\((?:[^()\\]++|\\.)*+\)", re.DOTALL)
"""qpdf writes a stroke before each parenthesis in one, and a zero byte as digits."""
_SEEMING = re.compile(rb"\((?:[^()\\]|\\.)*? 0 R", re.DOTALL)
"""A string whose words look as if they led to an object."""
_HIDDEN = b" 0\0R"


class Spelled(NamedTuple):
    """An object (ISO 32000-1, 7.3)."""

    words: bytes
    """With ``%d`` for the number of each object that it leads to."""
    leads_to: tuple[int, ...] = ()
    stream: bytes | None = None
    """What a stream holds, as it is in the file; ``words`` are its dictionary then."""


class New:
    """Objects that are made, under numbers from the ``first``."""

    def __init__(self, first: int) -> None:
        self._next = first
        self.objects: dict[int, Spelled] = {}

    def add(self, made: Spelled) -> int:
        """Its number."""
        number = self.reserve()
        self.objects[number] = made
        return number

    def reserve(self) -> int:
        """A number for one that comes later."""
        self._next += 1
        return self._next - 1


def spelled(words: bytes, stream: bytes | None = None) -> Spelled:
    """An object from its words.

    >>> spelled(b"<< /Kids [ 5 0 R 7 0 R ] /T (5 0 R) >>")
    Spelled(words=b'<< /Kids [ %d 0 R %d 0 R ] /T (5 0 R) >>', leads_to=(5, 7), stream=None)
    """
    words = words.replace(b"%", b"%%")
    if seeming := _SEEMING.search(words):
        words = _STRING.sub(lambda each: each[0].replace(b" 0 R", _HIDDEN), words)
    *before, last = words.split(b" 0 R")
    parts = [each.rpartition(b" ") for each in before]
    words = b" %d 0 R".join([*[each for each, _, _ in parts], last])
    leads_to = tuple([int(number) for _, _, number in parts])
    return Spelled(words.replace(_HIDDEN, b" 0 R") if seeming else words, leads_to, stream)


def packed(content: bytes) -> Spelled:
    """A stream of this content, as qpdf packs it (7.4.4)."""
    return _packed((), content)


def unpacked(said: Iterable[bytes], stream: bytes) -> Spelled:
    """A stream that is what it will be in the file, with the entries of its dictionary but its length, which qpdf
    writes last (7.3.8)."""
    return spelled(b"<< %b/Length %d >>" % (_joined(said), len(stream)), stream)


def of_file(stream: Any) -> Spelled:
    """A stream of a file, which is packed if it was not, unless it is metadata."""
    said: Any = stream.stream_dict
    own = entries(said, but=("/Length",))
    if Name.Filter in said or said.get(Name.Type) == Name.Metadata:
        return unpacked(own, stream.read_raw_bytes())
    return _packed(own, stream.read_raw_bytes())


def _packed(said: Iterable[bytes], content: bytes) -> Spelled:
    data = zlib.compress(content) if content else b""
    return spelled(b"<< %b/Length %d /Filter /FlateDecode >>" % (_joined(said), len(data)), data)


def entries(dictionary: Any, but: Iterable[str] = ()) -> list[bytes]:
    """The entries of a dictionary ``but`` those with these keys."""
    return [entry(key, value) for key, value in dictionary.items() if key not in but]


def entry(key: str, value: Any) -> bytes:
    """One of a dictionary's."""
    return Dictionary({key: value}).unparse()[len(b"<< ") : -len(b" >>")]


def dictionary(entries: Iterable[bytes]) -> bytes:
    """A dictionary of these entries, which are in the order of their keys, as qpdf has them.

    >>> dictionary([b"/K 1", b"/S /P"]), dictionary([])
    (b'<< /K 1 /S /P >>', b'<< >>')
    """
    return b"<< %b>>" % _joined(entries)


def _joined(entries: Iterable[bytes]) -> bytes:
    return b"".join(each + b" " for each in entries)


def write(of: Callable[[int], Spelled], catalog: int, information: int, version: str, said: bytes = b"") -> bytes:
    """The file of the objects that the ``catalog`` and the ``information`` dictionary lead to, ``of`` whose numbers
    they are given (7.5). ``said`` are the :func:`strings` of that dictionary."""
    order = [catalog, information]
    numbers = {catalog: 1, information: 2}
    pieces = [b"%%PDF-%b\n%%\xbf\xf7\xa2\xfe\n" % version.encode()]
    at, places = len(pieces[0]), [b"0000000000 65535 f \n"]
    for number, key in enumerate(order, start=1):  # which grows: each is written in the order in which it is met
        words, leads_to, stream = of(key)
        for each in leads_to:
            if each not in numbers:
                order.append(each)
                numbers[each] = len(order)
        written = words % tuple([numbers[each] for each in leads_to])
        if stream is not None:
            written = b"%b\nstream\n%b\nendstream" % (written, stream)
        pieces.append(b"%d 0 obj\n%b\nendobj\n" % (number, written))
        places.append(b"%010d 00000 n \n" % at)
        at += len(pieces[-1])
    pieces += (b"xref\n0 %d\n" % len(places), *places)
    pieces.append(b"trailer << /Info 2 0 R /Root 1 0 R /Size %d /ID [" % len(places))
    content = b"".join(pieces)
    digest = md5(content, usedforsecurity=False).hexdigest().encode()
    # qpdf reads on to the first zero, which is in the first title or name that is not in ASCII.
    name = md5((digest + b" QPDF " + said).partition(b"\0")[0], usedforsecurity=False).hexdigest().encode()
    return ended_plainly(b"%b<%b><%b>] >>\nstartxref\n%d\n%%%%EOF\n" % (content, name, name, at))


def strings(information: Any) -> bytes:
    """The strings of an information dictionary, of which qpdf makes a part of a file's name."""
    return b"".join(b" " + bytes(value) for _, value in sorted(information.items()) if isinstance(value, String))


def ended_plainly(pdf: bytes) -> bytes:
    """What qpdf wrote: a line feed behind a stream that ends in a carriage return would seem a part of the same end of
    line (7.3.8.1)."""
    return pdf.replace(b"\r\nendstream", b"\r\rendstream")

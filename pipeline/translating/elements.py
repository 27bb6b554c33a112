"""The bytes of an XML part go in; its elements come out, each with where it stands in the bytes.

What is changed in a Word file is changed in its bytes: what no change is about stays as Word wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

_START = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")

Splice: TypeAlias = "tuple[int, int, bytes]"
"""From where to where in the bytes, and what stands there instead."""


@dataclass(eq=False, slots=True)
class Element:
    tag: str
    """As lxml has it: ``{namespace}name``."""
    attributes: Mapping[str, str]
    start: int
    """Where its start tag begins, its content begins and ends, and its end tag ends."""
    inside: int
    until: int = 0
    end: int = 0
    parent: Element | None = None
    children: list[Element] = field(default_factory=list)
    text: str = ""
    """Its own characters, those between its children too."""

    def iter(self, *wanted: str) -> Iterator[Element]:
        """Itself and what is in it, in the order of the document; with ``wanted``, those of these tags."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            if not wanted or element.tag in wanted:
                yield element
            waiting += reversed(element.children)

    def above(self) -> Iterator[Element]:
        """What it is in, from the inside out."""
        element = self.parent
        while element is not None:
            yield element
            element = element.parent

    def find(self, *tags: str) -> Element | None:
        """The first child of the first tag, its first child of the second, and so on."""
        found: Element | None = self
        for tag in tags:
            found = next((each for each in found.children if each.tag == tag), None) if found else None
        return found


def parsed(data: bytes) -> Element:
    """The root of a part that is XML without entities of its own: :class:`~pipeline.officefile.package.Package` reads
    no other. Raises ValueError for what is no XML."""
    parser = expat.ParserCreate(namespace_separator="}")
    root: list[Element] = []
    open_: list[Element] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        at = parser.CurrentByteIndex
        found = _START.match(data, at)
        if found is None:
            raise ValueError("a start tag has no end")
        named = {_named(each): value for each, value in attributes.items()}
        element = Element(_named(name), named, at, found.end(), parent=open_[-1] if open_ else None)
        (open_[-1].children if open_ else root).append(element)
        open_.append(element)

    def end(_name: str) -> None:
        element = open_.pop()
        if data.endswith(b"/>", element.start, element.inside):
            element.until = element.end = element.inside
            return
        element.until = parser.CurrentByteIndex
        element.end = data.index(b">", element.until) + 1

    def characters(words: str) -> None:
        open_[-1].text += words

    parser.buffer_text = False
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return root[0]


def _named(name: str) -> str:
    return f"{{{name}" if "}" in name else name


def spliced(data: bytes, splices: Sequence[Splice]) -> bytes:
    """The bytes with other ones in some places.

    >>> spliced(b"<a>old</a>", [(3, 6, b"new")])
    b'<a>new</a>'
    """
    pieces: list[bytes] = []
    position = 0
    for start, end, instead in sorted(splices, key=lambda each: each[:2]):
        assert start >= position, "two changes of one place"
        pieces += [data[position:start], instead]
        position = end
    return b"".join([*pieces, data[position:]])


def text_splice(data: bytes, element: Element, words: str) -> Iterator[Splice]:
    """What to change where an element has other characters; its spaces are kept (XML 1.0, 2.10)."""
    written = escape(words).encode()
    if element.inside == element.end:  # written as empty
        opening = data[element.start : element.end].rstrip(b">").rstrip(b"/ ")
        name = re.match(rb"<([^\s/>]+)", opening)
        assert name is not None
        yield element.start, element.end, opening + _kept(opening, words) + b">" + written + b"</" + name[1] + b">"
        return
    opening = data[element.start : element.inside - 1]
    if kept := _kept(opening, words):
        yield element.inside - 1, element.inside - 1, kept
    yield element.inside, element.until, written


def _kept(opening: bytes, words: str) -> bytes:
    return b' xml:space="preserve"' if words != words.strip() and b"xml:space" not in opening else b""


def attribute_splice(data: bytes, element: Element, name: str, value: str) -> Splice:
    """What to change where an attribute, by its name without a namespace, has another value."""
    opening = data[element.start : element.inside]
    found = re.search(
        rb"""[\s:]""" + re.escape(name.encode()) + rb"""\s*=\s*("[^"]*"|'[^']*')""",
        opening,
    )
    assert found is not None, name
    return element.start + found.start(1), element.start + found.end(1), quoteattr(value).encode()

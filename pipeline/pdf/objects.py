"""An object of a PDF that may be absent or of the wrong kind goes in; what can be relied on comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO
from typing import Any, cast

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf, String


def items(value: Object | None) -> list[Any]:
    """What an array holds; nothing where there is no array."""
    return list(value) if isinstance(value, Array) else []


def as_list(value: Object | None) -> list[Any]:
    """The items of an array; the thing itself where it may stand without an array."""
    return items(value) if isinstance(value, Array) else [] if value is None else [value]


def integer(value: Any) -> int | None:
    """The whole number, or None."""
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def dictionary(value: Object | None) -> Dictionary:
    """A new dictionary with the same entries; an empty one where there is none."""
    new = Dictionary()
    for key, entry in value.items() if isinstance(value, Dictionary) else ():
        new[key] = entry
    return new


def spelt(value: object) -> str:
    """A name with its slash, or whatever else in words; bytes that are not UTF-8, as in Chinese programs' names of
    fonts (ISO 32000-2, 7.3.5, does not forbid them), become lone surrogates, as they do in pikepdf's keys.

    >>> spelt(Name.Helvetica), spelt(Object.parse(b"/#cb#ce"))
    ('/Helvetica', '/\\udccb\\udcce')
    """
    return bytes(value).decode("utf-8", "surrogateescape") if isinstance(value, Name) else str(value)


def font_name(value: object) -> str:
    """The name of a font, without the letters before it that say that it is a part of one (ISO 32000-2, 9.9.2).

    >>> font_name(Name("/BAAAAA+Caladea-Bold")), font_name(Name("/C+Sans"))
    ('Caladea-Bold', 'C+Sans')
    """
    return _SUBSET.sub("", spelt(value).removeprefix("/"))


_SUBSET = re.compile(r"\A[A-Z]{6}\+")


def name_of(words: str) -> Name:
    """The name that :func:`spelt` spells so."""
    if words.isprintable():  # lone surrogates are not
        return Name(words)
    spelling = "".join(f"#{byte:02x}" for byte in words[1:].encode("utf-8", "surrogateescape"))
    made: Any = Object.parse(b"/" + spelling.encode())
    return cast(Name, made)


def legible(name: str) -> str:
    """A name that may be in a Chinese program's encoding, as a person reads it.

    >>> legible("/\\udccb\\udcce\\udccc\\udce5"), legible("/Arial"), legible("/\\udcff")
    ('/宋体', '/Arial', '/�')
    """
    spelling = name.encode("utf-8", "surrogateescape")
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return spelling.decode(encoding)
    return spelling.decode("utf-8", "replace")


def leaves(tree: Object | None) -> Iterator[Dictionary]:
    """The nodes of a name tree or a number tree, each once (ISO 32000-2, 7.9.6 and 7.9.7)."""
    seen = ObjectSet()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Dictionary) and seen.add(node):
            yield node
            waiting.extend(items(node.get(Name.Kids)))


def numbered(tree: Object | None) -> dict[int, Any]:
    """What a number tree holds; keys that are no numbers are passed over."""
    pairs = _pairs(tree, Name.Nums)
    return {key: value for key, value in pairs if integer(key) is not None}


def named(tree: Object | None) -> dict[bytes, Any]:
    """What a name tree holds; keys that are no strings are passed over."""
    return {bytes(key): value for key, value in _pairs(tree, Name.Names) if isinstance(key, String)}


def _pairs(tree: Object | None, key: Name) -> Iterator[tuple[Any, Any]]:
    for node in leaves(tree):
        pairs = items(node.get(key))
        yield from zip(pairs[::2], pairs[1::2], strict=False)


def an_empty_page() -> bytes:
    """A PDF of one page with nothing on it."""
    written = BytesIO()
    with Pdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(written)
    return written.getvalue()


def name_tree(pdf: Pdf, entries: Mapping[bytes, Object]) -> Dictionary:
    """A name tree of ``pdf`` (ISO 32000-2, 7.9.6), of two levels where there are many names.

    The names are in the order of what they say, as qpdf and pdfium search them; for ASCII that is the bytes' order.
    """
    ordered = sorted(entries, key=_said)
    leaves = [ordered[start : start + _LEAF] for start in range(0, len(ordered), _LEAF)]
    kids = [
        Dictionary(
            Limits=Array([String(names[0]), String(names[-1])]),
            Names=Array([item for name in names for item in (String(name), entries[name])]),
        )
        for names in leaves
    ]
    if len(kids) == 1:
        return pdf.make_indirect(Dictionary(Names=kids[0].Names))
    return pdf.make_indirect(Dictionary(Kids=Array([pdf.make_indirect(kid) for kid in kids])))


def _said(name: bytes) -> tuple[str, bytes]:
    return str(String(name)), name


_LEAF = 256
"""Names in a leaf."""

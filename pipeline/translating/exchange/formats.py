"""The format of words: the properties of a run (ECMA-376-1, 17.3.2) go in; how they look, and two joined, come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.translating.elements import parsed
from pipeline.translating.wordfile import W

_NO_FORMAT = frozenset({"lang", "noProof", "bCs", "iCs", "szCs", "rtl", "cs", "rFonts", "rPrChange"})
"""What a format does not differ by: languages, spelling, and what is said once more for other scripts."""
_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
).split()
"""ECMA-376-1, 17.3.2.28."""
_OFF = frozenset({"0", "false", "off"})


@lru_cache(maxsize=256)
def looks(format_: bytes) -> frozenset[tuple[str, str]]:
    """What a run's properties change of its words, as they are read."""
    return frozenset(_properties(format_)) if format_ else frozenset()


def described(format_: bytes, usual: bytes) -> str:
    """A format in a word, as the standard has it: ``b``, ``i``, ``vertAlign``."""
    names = sorted(name for name, _ in looks(format_) ^ looks(usual))
    return " ".join(dict.fromkeys(names)) or "format"


def merged(base: bytes, other: bytes) -> bytes:
    """The properties of a run, with what the other's has besides, in the order that Word wants."""
    found: dict[str, bytes] = {}
    for format_ in (other, base):
        data = _declared(format_)
        for each in parsed(data).children[0].children if format_ else ():
            name = each.tag.rpartition("}")[2]
            if format_ is base or name not in _NO_FORMAT:
                found.setdefault(name, data[each.start : each.end])
    rank = {name: place for place, name in enumerate(_ORDER)}
    inside = b"".join(found[name] for name in sorted(found, key=lambda name: rank.get(name, len(rank))))
    return b"<w:rPr>" + inside + b"</w:rPr>" if inside else b""


def _properties(format_: bytes) -> Iterator[tuple[str, str]]:
    for each in parsed(_declared(format_)).children[0].children:
        name = each.tag.rpartition("}")[2]
        value = each.attributes.get(f"{W}val", "")
        if name not in _NO_FORMAT and not (value in _OFF and len(each.attributes) == 1):
            yield name, " ".join(each.attributes[key] for key in sorted(each.attributes))


def _declared(format_: bytes) -> bytes:
    """A run's properties as XML of their own: every prefix that they have is declared."""
    prefixes = dict.fromkeys(re.findall(rb"[</\s]([A-Za-z_][\w.-]*):", format_))
    said = b"".join(b' xmlns:%b="urn:%b"' % (each, each) for each in prefixes if each not in {b"w", b"xmlns", b"xml"})
    return b'<x xmlns:w="' + W[1:-1].encode() + b'"' + said + b">" + format_ + b"</x>"

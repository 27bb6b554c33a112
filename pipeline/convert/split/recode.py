"""The pages of one letter, as LibreOffice writes them among others, go in; they come out as it would write them alone.

LibreOffice numbers the fonts, their signs and the pictures of a file in the order in which it draws them. A letter gets
numbers of its own, in the same way, so that it is the same in whatever company it was converted, and its fonts get
the signs that it shows and no others.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

from pikepdf import Name, Stream

from pipeline.convert.split.faces import Face, Faces
from pipeline.convert.split.pictures import Pictures
from pipeline.convert.split.unlike import UnlikeError

_SHOWN = re.compile(
    rb"/(?:(?<=[\s\]]/)(F\d+) ([\d.]+) Tf(\[[^\]]*\]TJ|<[0-9A-F]*>Tj)(?=\s|$)"
    rb"|(?<=\s/)(Im\d+) Do(?=\s))"
)
"""What names a thing of the page's resources: a font, with what it shows, and a picture."""
_NAMING = frozenset(b"Tf Tj TJ ' \" Do gs sh scn SCN cs CS BI".split())
"""The operators that name one (ISO 32000-1, annex A), those that show text, and what begins a picture in a page."""
_WITHOUT_DELIMITERS = bytes.maketrans(b"<>[]{}()", b" " * 8)
"""What stands between operators without a space (7.2.2)."""
_ARTLESS = re.compile(rb"<<(?:[^<>]|<[^<>]*>|<<[^<>]*>>)*>>")
"""What is said of a marked piece, which may have words."""
_SPAN = re.compile(rb"/ActualText.*?EMC", re.DOTALL)
"""What is drawn of words that its signs don't stand for."""
_FEW = 500
"""Codes among which most signs of a page are."""
_PARTS = 1 + _SHOWN.groups
"""What a page's content is split into, for each thing that it names: what stands before that, and its groups."""
_PLACE = b"\0"
"""What stands for such a thing where the rest is looked at."""


class Codes:
    """The codes that the signs of a font have in a letter: 1, 2, … in the order in which they are drawn."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self._own = bytearray(256)
        self._recoded: dict[bytes, bytes] = {}
        """Pieces of text, of which a letter has few that are not drawn several times."""
        self.known: list[int] = []
        """The codes there, in the same order."""

    def recoded(self, texts: Sequence[bytes]) -> list[bytes]:
        """What is drawn, with the letter's own codes. All at once: a page has a thousand pieces of text.

        ValueError for pieces that are not of codes from 1.
        """
        parts = b"|".join(texts).replace(b">", b"<").split(b"<")
        if len(parts) > 1:
            codes = bytes.fromhex(b"00".join(parts[1::2]).decode())  # no sign has the code that is between them
            for some in (codes[:_FEW], codes[_FEW:]):
                for code in dict.fromkeys(some.translate(None, bytes([0, *self.known]))):
                    self.known.append(code)
                    self._own[code] = len(self.known)
            own = codes.translate(self._own).hex(" ").upper().encode()
            parts[1::2] = (b"<%b>" % own.replace(b" 00 ", b">|<").replace(b" ", b"")).split(b"|")
        return b"".join(parts).split(b"|")


@dataclass(slots=True)
class Shown:
    """What the pages of a letter show, in the order in which it is first drawn."""

    signs: dict[Face, Codes] = field(default_factory=dict)
    """By font."""
    pictures: dict[tuple[int, int], tuple[bytes, Any]] = field(default_factory=dict)
    """By its number there, the name in the letter and the picture."""
    proxies: set[int] = field(default_factory=set)
    """Those in whose place others are."""
    contents: list[bytes] = field(default_factory=list)
    """Of each page, with the letter's own codes."""
    settled: bool = True
    """Whether no sign is met first where it does not stand for its own words."""


def recode(pages: Sequence[Any], faces: Faces, pictures: Pictures) -> Shown:
    """What the pages show, with codes and names of its own. UnlikeError where something else than LibreOffice's usual
    text and pictures is drawn."""
    shown = Shown()
    for page in pages:
        shown.contents.append(_recoded(page, faces, pictures, shown))
    return shown


def hold(shown: Shown, faces: Faces, *, company: bool) -> None:
    """Raises UnlikeError where another letter, if there are any in ``company``, may have decided what one of its signs
    stands for, or which part of a font it is in."""
    if faces.led:
        if company and (not shown.settled or any(map(faces.is_crowded, shown.signs))):
            raise UnlikeError("alone-fonts", crowded=True)
    elif any(face.part or not face.says_all(codes.known) for face, codes in shown.signs.items()):
        raise UnlikeError("alone-fonts")
    elif not shown.settled:
        raise UnlikeError("alone-content")


def _recoded(page: Any, faces: Faces, pictures: Pictures, shown: Shown) -> bytes:
    content: bytes = page.Contents.read_bytes()
    parts = _SHOWN.split(content)
    between, names, sizes, texts, drawn = (parts[group::_PARTS] for group in range(_PARTS))
    bare = _ARTLESS.sub(b"", _PLACE.join(between))
    if (
        b"(" in bare
        or bare.count(_PLACE) != len(names)
        or not _NAMING.isdisjoint(bare.translate(_WITHOUT_DELIMITERS).split())
    ):
        raise UnlikeError("alone-content")
    in_spans = _in_spans(content, len(names))
    if any(in_spans) and not faces.led:  # what a sign stands for, others may have said before
        shown.settled = False
    fonts = {name: faces.of(page.Resources.Font[f"/{name.decode()}"]) for name in dict.fromkeys(names) if name}
    for face in fonts.values():
        shown.signs.setdefault(face, Codes(face.first))
    numbers = {face: number for number, face in enumerate(shown.signs, start=1)}
    for face in dict.fromkeys(fonts.values()):
        codes = shown.signs[face]
        theirs = [at for at, name in enumerate(names) if name and fonts[name] is face]
        for in_span, some in groupby(theirs, in_spans.__getitem__):
            known, those = len(codes.known), list(some)
            for at, text in zip(those, codes.recoded([texts[at] for at in those]), strict=True):
                texts[at] = b"/F%d %b Tf%b" % (numbers[face], sizes[at], text)
            if in_span:
                shown.settled &= all(code <= codes.first for code in codes.known[known:])
    own = [
        text or b"/%b Do" % _picture(name, before, page.Resources, pictures, shown)
        for text, name, before in zip(texts, drawn, between, strict=False)
    ]
    return b"".join(chain.from_iterable(zip(between, own, strict=False))) + between[-1]


def _in_spans(content: bytes, count: int) -> list[bool]:
    """Of each thing that is named, of which there are so many, whether it is drawn of words that it says not."""
    if b"/ActualText" not in content:
        return [False] * count
    spans = [span.span() for span in _SPAN.finditer(content)]
    begins = [begin for begin, _ in spans]
    found = (named.start() for named in _SHOWN.finditer(content))
    return [(number := bisect(begins, at)) > 0 and at < spans[number - 1][1] for at in found]


def _picture(name: bytes, before: bytes, resources: Any, pictures: Pictures, shown: Shown) -> bytes:
    drawn = resources.XObject[f"/{name.decode()}"]
    if not isinstance(drawn, Stream) or drawn.get(Name.Subtype) != Name.Image:
        raise UnlikeError("alone-drawings")
    picture, proxy = pictures.drawn(drawn, before.rpartition(b"q ")[2])
    if proxy is not None:
        shown.proxies.add(proxy)
    return shown.pictures.setdefault(picture.objgen, (b"Im%d" % (len(shown.pictures) + 1), picture))[0]

"""The pages of one letter, as LibreOffice writes them among others, go in; they come out as it would write them alone.

LibreOffice numbers the fonts, their signs and the pictures of a file in the order in which it draws them. A letter gets
numbers of its own, in the same way, so that it is the same in whatever company it was converted, and its fonts get
the signs that it shows and no others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Name, Stream

from pipeline.convert.split.faces import Face, Faces

_SHOWN = re.compile(
    rb"(?<=[\s\]])/(F\d+) ([\d.]+) Tf(\[[^\]]*\]TJ|<[0-9A-F]*>Tj)"
    rb"|(?<=\s)/(Im\d+) Do(?=\s)"
)
"""What names a thing of the page's resources: a font, with what it shows, and a picture."""
_NAMING = re.compile(rb"(?<=[\s>\])])(?:Tf|Tj|TJ|'|\"|Do|gs|sh|scn|SCN|cs|CS|BI)(?=[\s\[<(]|$)")
"""The operators that name one (ISO 32000-1, annex A), those that show text, and what begins a picture in a page."""
_ARTLESS = re.compile(rb"<<(?:[^<>]|<[^<>]*>|<<[^<>]*>>)*>>")
"""What is said of a marked piece, which may have words."""
_SPAN = re.compile(rb"/ActualText.*?EMC", re.DOTALL)
"""What is drawn of words that its signs don't stand for."""
_CODES = re.compile(rb"<([0-9A-F]*)>")


class UnlikeError(Exception):
    """The pages have what can't be told from that of other letters; from that of fewer it may be, if ``crowded``."""

    def __init__(self, why: str, *, crowded: bool = False) -> None:
        super().__init__(why)
        self.why = why
        """The code of the reason."""
        self.crowded = crowded


class Codes:
    """The codes that the signs of a font have in a letter: 1, 2, … in the order in which they are drawn."""

    def __init__(self, first: int = 0) -> None:
        self.first = first
        self._own = bytearray(256)
        self._met: set[int] = set()
        self.known: list[int] = []
        """The codes there, in the same order."""

    def recoded(self, text: bytes) -> bytes:
        """What is drawn, with the letter's own codes."""
        parts = _CODES.split(text)
        codes = bytes.fromhex("".join([each.decode() for each in parts[1::2]]))
        if not self._met.issuperset(codes):
            for code in codes:
                if not self._own[code]:
                    self.known.append(code)
                    self._own[code] = len(self.known)
            self._met.update(codes)
        own = codes.translate(self._own).hex().upper().encode()
        at = 0
        for place in range(1, len(parts), 2):
            end = at + len(parts[place])
            parts[place] = b"<%b>" % own[at:end]
            at = end
        return b"".join(parts)


@dataclass(slots=True)
class Shown:
    """What the pages of a letter show, in the order in which it is first drawn."""

    signs: dict[Face, Codes] = field(default_factory=dict)
    """By font."""
    pictures: dict[bytes, tuple[bytes, Any]] = field(default_factory=dict)
    """By name there, the name in the letter and the picture."""
    contents: list[bytes] = field(default_factory=list)
    """Of each page, with the letter's own codes."""
    settled: bool = True
    """Whether no sign is met first where it does not stand for its own words."""


def recode(pages: Sequence[Any], faces: Faces) -> Shown:
    """What the pages show, with codes and names of its own. UnlikeError where something else than LibreOffice's usual
    text and pictures is drawn."""
    shown = Shown()
    for page in pages:
        shown.contents.append(_recoded(page, faces, shown))
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


def _recoded(page: Any, faces: Faces, shown: Shown) -> bytes:
    content: bytes = page.Contents.read_bytes()
    resources = page.Resources
    fonts: dict[bytes, tuple[bytes, Codes]] = {}
    bare = _ARTLESS.sub(b"", content)
    wanted = len(_NAMING.findall(bare))
    if b"(" in bare:
        raise UnlikeError("alone-content")
    spans = [span.span() for span in _SPAN.finditer(content)] if b"/ActualText" in content else []
    if spans and not faces.led:  # what a sign stands for, others may have said before
        shown.settled = False

    def own(found: re.Match[bytes]) -> bytes:
        nonlocal wanted
        name, size, text, picture = found.groups()
        if picture is not None:
            wanted -= 1
            return b"/%b Do" % _picture(picture, resources, shown)
        wanted -= 2
        if name not in fonts:
            face = faces.of(resources.Font[f"/{name.decode()}"])
            codes = shown.signs.setdefault(face, Codes(face.first))
            fonts[name] = (b"/F%d" % (list(shown.signs).index(face) + 1), codes)
        number, codes = fonts[name]
        known, drawn = len(codes.known), codes.recoded(text)
        if spans and any(begin < found.start() < end for begin, end in spans):
            shown.settled &= all(code <= codes.first for code in codes.known[known:])
        return b"%b %b Tf%b" % (number, size, drawn)

    changed = _SHOWN.sub(own, content)
    if wanted:
        raise UnlikeError("alone-content")
    return changed


def _picture(name: bytes, resources: Any, shown: Shown) -> bytes:
    if name not in shown.pictures:
        drawn = resources.XObject[f"/{name.decode()}"]
        if not isinstance(drawn, Stream) or drawn.get(Name.Subtype) != Name.Image:
            raise UnlikeError("alone-drawings")
        shown.pictures[name] = (b"Im%d" % (len(shown.pictures) + 1), drawn)
    return shown.pictures[name][0]

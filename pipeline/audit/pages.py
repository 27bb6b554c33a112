"""Pages and stamps of a bundle go in; what they lack comes out.

That a page is its source's page is shown by what draws it: the same content, the same boxes, the same images.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal
from unicodedata import bidirectional, category, normalize

from pypdf import PageObject
from pypdf.generic import ArrayObject, DictionaryObject, StreamObject

from pipeline.audit.reading import Audited, Bound, amiss, at, follow, last_stream, raw, streams
from pipeline.findings import Finding, Reason
from pipeline.model import Binding
from pipeline.numbering import in_figures


def _artifact(kind: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"/Artifact\s*<<[^>]*" + kind + rb"\b[^>]*>>\s*BDC(.*?)EMC", re.DOTALL)


Mark = Literal["stamp", "number", "draft", "blank"]
"""What a page may bear besides its own words."""

_MARKS: Mapping[Mark, re.Pattern[bytes]] = {
    "stamp": _artifact(rb"/Pagination\s*/Subtype\s*/Header"),
    "number": _artifact(rb"/Pagination\s*/Subtype\s*/PageNum"),
    "draft": _artifact(rb"/Pagination\s*/Subtype\s*/Watermark"),
    "blank": _artifact(rb"/Layout"),
}
"""Artifacts, by their kinds (ISO 32000-2, table 363)."""
_TOLD = {"number": "number-of-page", "draft": "mark-of-draft", "blank": "words-of-blank"}
_PLACED = re.compile(rb"((?:[-\d.]+\s+){6})cm\b.*?BT\s+([-\d.]+)\s+([-\d.]+)\s+Td(.*?)ET", re.DOTALL)
_RUN = re.compile(rb"(/[^\s/]+)\s+([\d.]+)\s+Tf\s*(?:([-\d.]+)\s+Ts\s*)?(?:(<[0-9A-Fa-f]*>)\s*Tj|\[([^\]]*)\]\s*TJ)")
"""Text that is shown with a font, at its size and, it may be, some way above the line: codes, moves between them."""
_SHOWN = re.compile(rb"<([0-9A-Fa-f]*)>|([-\d.]+)")
_CODE = rb"<([0-9A-Fa-f]+)>\s*"
_MAPPED = {
    b"bfchar": re.compile(_CODE + rb"()(<[0-9A-Fa-f]+>)"),
    b"bfrange": re.compile(_CODE + _CODE + rb"(\[[^\]]*\]|<[0-9A-Fa-f]+>)"),
}
_SECTIONS = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)


def audit_pages(audited: Audited) -> Iterator[Finding]:
    """Whether each page of the bundle is the page of its part."""
    same = _Same()
    for index, page, source, each in audited.pairs("pages"):
        marked = bool(wanted_marks(audited.binding, each, index))
        yield from audited.guarded("pages", index, partial(_page, same, index, page, source, each, marked))


def _page(
    same: _Same, index: int, page: PageObject, source: PageObject, each: Bound, marked: bool
) -> Iterator[Finding]:
    own, wanted = streams(page), streams(source)
    if not _holds(own, wanted) or (not marked and len(own) != len(wanted)):
        yield amiss("audit-page", index, file=each.part.path.name)
    elif not same.resources(at(page, "/Resources"), _inherited(source, "/Resources")):
        yield amiss("audit-page-resources", index, file=each.part.path.name)
    if (page.mediabox, page.cropbox, page.rotation) != (source.mediabox, source.cropbox, source.rotation):
        yield amiss("audit-page-size", index, file=each.part.path.name)


def audit_stamps(audited: Audited) -> Iterator[Finding]:
    """Whether each page bears its stamp, its number and what else it should, within what is seen of it; and no more."""
    fonts = _Fonts()
    for each in audited.parts:
        for offset, page in enumerate(audited.bundle.pages[each.first : each.first + each.pages]):
            index = each.first + offset
            if wanted := wanted_marks(audited.binding, each, index):
                yield from audited.guarded("stamps", index, partial(_marks_of, index, page, fonts, wanted))


def wanted_marks(binding: Binding, each: Bound, index: int) -> dict[Mark, str]:
    """What page ``index`` of the bundle, from 0, should bear."""
    stamp = each.part.stamp or binding.stamp
    number, page, pages, running = (
        in_figures(str(value), binding.figures)
        for value in (each.part.printed, index - each.first + 1, each.pages, index + 1)
    )
    marks: dict[Mark, str] = {
        "stamp": stamp.format(number=number, page=page, pages=pages) if each.part.kind == "enclosure" else "",
        "number": binding.running.format(page=running),
        "draft": binding.draft,
        "blank": binding.blank if each.part.kind == "blank" else "",
    }
    return {mark: words for mark, words in marks.items() if words}


def _marks_of(index: int, page: PageObject, fonts: _Fonts, wanted: Mapping[Mark, str]) -> Iterator[Finding]:
    drawn = last_stream(page)
    for mark, pattern in _MARKS.items():
        found, inside = _mark(page, pattern.search(drawn), fonts)
        words = wanted.get(mark, "")
        if mark == "stamp" and not same_words(found, words):
            yield amiss("audit-stamp", index, found=found, wanted=words)
        elif mark == "stamp" and words and not inside:
            yield amiss("audit-stamp-unseen", index)
        elif not same_words(found, words):
            yield amiss("audit-mark", index, mark=Reason(_TOLD[mark]), found=found, wanted=words)
        elif words and not inside:
            yield amiss("audit-mark-unseen", index, mark=Reason(_TOLD[mark]))


def _holds(own: list[bytes], wanted: list[bytes]) -> bool:
    """Whether the streams ``wanted`` stand in ``own`` in one row."""
    rows = range(len(own) - len(wanted) + 1)
    return any(own[start : start + len(wanted)] == wanted for start in rows)


class _Same:
    """Compares resources; what many pages share is compared once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bool] = {}

    def resources(self, own: Any, wanted: Any) -> bool:
        """Whether all of ``wanted`` is in ``own`` under the same names: fonts by name, drawings by content."""
        fonts, forms = at(own, "/Font"), at(own, "/XObject")
        return all(
            self._once(at(fonts, name), font, _same_font) for name, font in _values(at(wanted, "/Font"))
        ) and all(self._once(at(forms, name), form, self._drawing) for name, form in _values(at(wanted, "/XObject")))

    def _once(self, own: Any, wanted: Any, compare: Any) -> bool:
        key = (id(own), id(wanted))
        if key not in self._known:
            # A form that draws itself is compared no further.
            self._known[key] = True
            self._known[key] = bool(compare(own, wanted))
        return self._known[key]

    def _drawing(self, own: Any, wanted: Any) -> bool:
        if not isinstance(own, StreamObject) or not isinstance(wanted, StreamObject):
            # What is no drawing is drawn nowhere.
            return not isinstance(wanted, StreamObject)
        alike = own.get("/Subtype") == wanted.get("/Subtype") and _same_bytes(own, wanted)
        return alike and self.resources(at(own, "/Resources"), at(wanted, "/Resources"))


def _same_bytes(own: StreamObject, wanted: StreamObject) -> bool:
    """Pictures are large: they are unpacked only where they are packed differently."""
    if own._data == wanted._data and _filters(own) == _filters(wanted):
        return True
    return bool(own.get_data() == wanted.get_data())


def _filters(stream: StreamObject) -> list[Any]:
    found = at(stream, "/Filter")
    return [follow(each) for each in raw(found)] if isinstance(found, ArrayObject) else [found]


def _same_font(own: Any, wanted: Any) -> bool:
    if not isinstance(wanted, DictionaryObject):  # what is no font sets nothing
        return True
    return isinstance(own, DictionaryObject) and at(own, "/BaseFont") == at(wanted, "/BaseFont")


def _values(dictionary: Any) -> Iterator[tuple[str, Any]]:
    for name in dictionary if isinstance(dictionary, DictionaryObject) else ():
        yield name, at(dictionary, name)


def _inherited(page: Any, key: str) -> Any:
    while page is not None and at(page, key) is None:
        page = at(page, "/Parent")
    return at(page, key)


def _mark(page: PageObject, found: re.Match[bytes] | None, fonts: _Fonts) -> tuple[str, bool]:
    """The words of a mark that was found, and whether it lies within what is seen of the page."""
    placed = _PLACED.search(found[1]) if found else None
    if placed is None:
        return "", False
    own = at(at(page, "/Resources"), "/Font")
    x, y = float(placed[2]), float(placed[3])
    words, width, low, high = "", 0.0, 0.0, 0.0
    for name, size, _, codes, moved in _RUN.findall(placed[4]):
        font = fonts.read(at(own, name.decode()))
        scale = float(size) / 1000
        for shown, back in _SHOWN.findall(codes or moved):
            signs = bytes.fromhex(shown.decode())
            for code in (signs[place : place + font.bytes] for place in range(0, len(signs), font.bytes)):
                words += font.signs.get(code, "\ufffd")
                width += font.widths[int.from_bytes(code, "big") - font.first] * scale
            width -= float(back or 0) * scale
        low, high = min(low, font.descent * scale), max(high, font.ascent * scale)
    matrix = [float(each) for each in placed[1].split()]
    return words, _inside(page, matrix, [x, y + low, x + width, y + high])


def same_words(found: str, wanted: str) -> bool:
    """Whether the signs on the page are the words.

    Words that are read from the right are drawn from the left, in joined letters: there each must have the same
    letters, and those with digits must be the same. A bracket is drawn as its mirror image (UAX #9, rule L4).
    """
    found, wanted = (_plain(words) for words in (found, wanted))
    if not any(bidirectional(sign) in {"R", "AL"} for sign in wanted):
        return found == wanted
    return Counter(map(_letters, normalize("NFKC", found).split())) == Counter(map(_letters, wanted.split()))


def _plain(words: str) -> str:
    """Words with composed letters, one kind of space and no marks of direction, which nobody sees."""
    seen = (sign for sign in normalize("NFC", words) if category(sign) != "Cf")
    return "".join(" " if category(sign) == "Zs" else sign for sign in seen)


_ONE_BRACKET = str.maketrans(")]}>»", "([{<«")


def _letters(word: str) -> str:
    return word if any(map(str.isdigit, word)) else "".join(sorted(word.translate(_ONE_BRACKET)))


@dataclass(frozen=True, slots=True)
class _Font:
    """A font as far as a stamp needs it, in thousandths of its size."""

    signs: Mapping[bytes, str]
    bytes: int
    """Of a code."""
    first: int
    """The code whose width is the first."""
    widths: Sequence[float]
    descent: float
    ascent: float


class _Fonts:
    """The fonts of stamps, each read once."""

    def __init__(self) -> None:
        self._known: dict[int, _Font] = {}

    def read(self, font: Any) -> _Font:
        if id(font) not in self._known:
            inner, composite = font, at(font, "/Subtype") == "/Type0"
            if composite:  # ISO 32000-2, 9.7.4
                inner = follow(raw(at(font, "/DescendantFonts"))[0])
            shape = at(inner, "/FontDescriptor")
            self._known[id(font)] = _Font(
                _mapping(bytes(at(font, "/ToUnicode").get_data())),
                2 if composite else 1,
                0 if composite else int(at(font, "/FirstChar")),
                _widths(inner) if composite else [float(follow(each)) for each in raw(at(font, "/Widths"))],
                float(at(shape, "/Descent")),
                float(at(shape, "/Ascent")),
            )
        return self._known[id(font)]


def _widths(font: Any) -> list[float]:
    """The widths of a font's codes from 0 on, where each is said by a code and a list (9.7.4.3)."""
    widths: list[float] = []
    listed = [follow(each) for each in raw(at(font, "/W"))]
    for code, own in zip(listed[::2], listed[1::2], strict=True):
        widths += [0.0] * (int(code) + len(own) - len(widths))
        widths[int(code) : int(code) + len(own)] = [float(follow(each)) for each in raw(own)]
    return widths


@cache
def _mapping(unicode_map: bytes) -> dict[bytes, str]:
    """The characters of the codes (ISO 32000-2, 9.10.3)."""
    mapping = {}
    for kind, body in _SECTIONS.findall(unicode_map):
        for low, high, target in _MAPPED[kind].findall(body):
            first, last = int(low, 16), int(high or low, 16)
            listed = [_utf16(each) for each in re.findall(rb"<[0-9A-Fa-f]+>", target)]
            for code in range(first, last + 1):
                sign = listed[code - first] if target.startswith(b"[") else _next(listed[0], code - first)
                mapping[code.to_bytes(len(low) // 2, "big")] = sign
    return mapping


def _next(letters: str, by: int) -> str:
    """What stands that far behind in a range: the last of several letters is the one that is counted on."""
    return letters[:-1] + chr(ord(letters[-1]) + by)


def _utf16(digits: bytes) -> str:
    return bytes.fromhex(digits.strip(b"<>").decode()).decode("utf-16-be")


def _inside(page: PageObject, matrix: list[float], box: list[float]) -> bool:
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    left, bottom, right, top = _seen(page)
    return all(left <= x <= right and bottom <= y <= top for x, y in corners)


def _seen(page: PageObject) -> tuple[float, float, float, float]:
    """The media box, less what is cropped; all of it where the two have nothing in common."""
    media, crop = _upright(page.mediabox), _upright(page.cropbox)
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media


def _upright(box: Any) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = map(float, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

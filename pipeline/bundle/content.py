"""What draws a page goes in; how its graphics states balance comes out, and how far up it draws for certain.

ISO 32000-2, 7.8.2 (content streams), 8.4 (graphics state), 9.4 (text). Most pages that an office makes are plain:
runs of text, lines and pictures. Those are read here in a fraction of the time that it takes to draw them; what is not
plain is told, and left to those who can read all of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Operator, Stream

from pipeline.bundle.source import QPDF_ERRORS
from pipeline.bundle.view import Transform, is_number, rectangle
from pipeline.pdf.objects import as_list, items, name_of

_SAVE, _RESTORE = Operator("q"), Operator("Q")
_LARGEST = 1_000_000
"""Bytes of a plain page; what has more is a drawing, not a page of text."""
_STRING = rb"\((?:[^()\\]++|\\.)*+\)"
_HELD = re.compile(
    rb"\[[^\[\]()%]*+\]|\[(?:[^\[\]()%]++|"
    + _STRING
    + rb")*+\]|"
    + _STRING
    + rb"|%[^\r\n]*+|<<[^<>()%]*+>>|<[^<>()%]*+>",
    re.DOTALL,
)
"""Arrays, strings, comments, dictionaries; in the order in which content has most of them."""
_DICTIONARY = re.compile(rb"<<[^<>]*+>>")
_NOT_PLAIN = re.compile(rb"[()<>\[\]{}\x0b]")
_TALL, _TALLEST = 1.5, 3.0
"""No sign rises above its line, or falls below it, by more times its size: where its font says how tall its signs are,
and where it doesn't. What is said to be taller is."""
_LEVEL = 1e-5
"""A line of text that climbs by less is level."""
_MITRE = 10.0
"""How far the corner of a line reaches at most, in times its width: twice what is usual (8.4.3.5)."""
_DIGITS = b"+-.0123456789"


def words_of(page: Dictionary) -> list[bytes] | None:
    """The operators of ``page`` and their operands, less strings, arrays and dictionaries; None when it isn't plain."""
    try:
        streams = [each.read_bytes() for each in as_list(page.get(Name.Contents)) if isinstance(each, Stream)]
    except QPDF_ERRORS:
        return None
    # The streams of a page are read as one, with a break between them.
    content = b"\n".join(streams)
    # The data of an image that stands in the content can hold anything.
    if len(content) > _LARGEST or all(word in content for word in (b"BI", b"ID", b"EI")):
        return None
    rest = _DICTIONARY.sub(b" ", _HELD.sub(b" ", content))
    return None if _NOT_PLAIN.search(rest) else rest.replace(b"/", b" /").replace(b"\0", b" ").split()


def unbalanced(page: Dictionary, words: Sequence[bytes] | None = None) -> tuple[int, int]:
    """How many ``q`` the content of ``page`` lacks at its start, and its ``q`` less its ``Q``.

    ``words`` are those of :func:`words_of`, where they are known.
    """
    depth = lowest = 0
    for step in _steps(page) if words is None else _plain_steps(words):
        depth += step
        lowest = min(lowest, depth)
    return -lowest, depth


def _plain_steps(words: Iterable[bytes]) -> Iterator[int]:
    yield from ((1 if word == b"q" else -1) for word in words if word in {b"q", b"Q"})


def _steps(page: Dictionary) -> list[int]:
    if Name.Contents not in page:
        return []
    try:
        found = [each.operator for each in pikepdf.parse_content_stream(pikepdf.Page(page), "q Q")]
    except QPDF_ERRORS:
        return []
    return [(operator == _SAVE) - (operator == _RESTORE) for operator in found]


class Heights:
    """How far up the pages of one file draw."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, str, bytes], Any] = {}

    def highest(self, page: Dictionary, words: Sequence[bytes], sight: Transform) -> float | None:
        """The highest that ``page`` draws, or might; None when that can't be told.

        ``sight`` leads from the page's own space to what is seen, and so to where the height is measured.
        """
        resources = page.get(Name.Resources)
        # What many pages share is looked up once.
        shared = resources.objgen if isinstance(resources, Dictionary) and resources.is_indirect else page.objgen

        def named(category: str, name: bytes) -> Any:
            key = (shared, category, name)
            if key not in self._known:
                entries = resources.get(category) if isinstance(resources, Dictionary) else None
                spelling = name.decode("utf-8", "surrogateescape")
                entry = entries.get(name_of(spelling)) if isinstance(entries, Dictionary) else None
                self._known[key] = _KINDS[category](entry)
            return self._known[key]

        try:
            return _Reader(named, sight).read(words)
        except (ValueError, IndexError, _NotPlainError):
            return None


class _NotPlainError(Exception):
    """What is met can't be told from the content alone."""


class _Reader:
    """Goes through the content of a page, and keeps only what moves things up and down."""

    def __init__(self, named: Callable[[str, bytes], Any], sight: Transform) -> None:
        self._named = named
        self._matrix = sight
        self._reach = self._leading = self._rise = 0.0
        self._width = 1.0
        self._saved: list[tuple[Any, ...]] = []
        self._path = self._highest = float("-inf")
        self._line: Transform = (1, 0, 0, 1, 0, 0)

    def read(self, words: Iterable[bytes]) -> float:
        operands: list[bytes] = []
        for word in words:
            step = _OPERATORS.get(word)
            if step is None:
                operands.append(word)
            else:
                step(self, operands)
                operands.clear()
        return self._highest

    # --- graphics state ------------------------------------------------------------------------

    def skip(self, _operands: list[bytes]) -> None:
        pass

    def refuse(self, _operands: list[bytes]) -> None:
        raise _NotPlainError

    def save(self, _operands: list[bytes]) -> None:
        self._saved.append((self._matrix, self._reach, self._leading, self._rise, self._width))

    def restore(self, _operands: list[bytes]) -> None:
        if self._saved:
            self._matrix, self._reach, self._leading, self._rise, self._width = self._saved.pop()

    def transform(self, operands: list[bytes]) -> None:
        self._matrix = _product(_matrix(operands), self._matrix)

    def width(self, operands: list[bytes]) -> None:
        self._width = _number(operands[-1])

    def state(self, operands: list[bytes]) -> None:
        if not self._named("/ExtGState", operands[-1]):
            raise _NotPlainError

    # --- paths ---------------------------------------------------------------------------------

    def points(self, operands: list[bytes]) -> None:
        numbers = [_number(each) for each in operands]
        _, b, _, d, _, f = self._matrix
        for x, y in zip(numbers[::2], numbers[1::2], strict=True):
            self._path = max(self._path, b * x + d * y + f)

    def box(self, operands: list[bytes]) -> None:
        x, y, width, height = (_number(each) for each in operands[-4:])
        self._path = max(self._path, self._top((x, y, x + width, y + height)))

    def paint(self, _operands: list[bytes]) -> None:
        _, b, _, d, _, _ = self._matrix
        self._highest = max(self._highest, self._path + _MITRE * self._width * (abs(b) + abs(d)))
        self._path = float("-inf")

    def drop(self, _operands: list[bytes]) -> None:
        self._path = float("-inf")

    def draw(self, operands: list[bytes]) -> None:
        """A picture fills the unit square (8.9.5); a form draws nothing outside of its box (8.10.2)."""
        found = self._named("/XObject", operands[-1])
        if found is None:
            raise _NotPlainError
        box, matrix = found
        inner, self._matrix = self._matrix, _product(matrix, self._matrix)
        self._highest = max(self._highest, self._top(box))
        self._matrix = inner

    def _top(self, box: tuple[float, float, float, float]) -> float:
        _, b, _, d, _, f = self._matrix
        return max(b * x + d * y + f for x, y in product(box[::2], box[1::2]))

    # --- text ----------------------------------------------------------------------------------

    def font(self, operands: list[bytes]) -> None:
        tall = self._named("/Font", operands[-2])
        if tall is None:
            raise _NotPlainError
        self._reach = tall * abs(_number(operands[-1]))

    def leading(self, operands: list[bytes]) -> None:
        self._leading = _number(operands[-1])

    def rise(self, operands: list[bytes]) -> None:
        self._rise = abs(_number(operands[-1]))

    def begin(self, _operands: list[bytes]) -> None:
        self._line = (1, 0, 0, 1, 0, 0)

    def place(self, operands: list[bytes]) -> None:
        self._line = _matrix(operands)

    def move(self, operands: list[bytes]) -> None:
        self._move(_number(operands[-2]), _number(operands[-1]))

    def move_leading(self, operands: list[bytes]) -> None:
        self._leading = -_number(operands[-1])
        self.move(operands)

    def next_line(self, _operands: list[bytes]) -> None:
        self._move(0, -self._leading)

    def next_show(self, operands: list[bytes]) -> None:
        self.next_line(operands)
        self.show(operands)

    def _move(self, right: float, up: float) -> None:
        a, b, c, d, e, f = self._line
        self._line = (a, b, c, d, e + right * a + up * c, f + right * b + up * d)

    def show(self, _operands: list[bytes]) -> None:
        """Signs go along the line: as long as it is level, however many they are, they rise no further."""
        a, b, _, d, _, f = _product(self._line, self._matrix)
        if abs(b) > _LEVEL * abs(a):
            raise _NotPlainError
        self._highest = max(self._highest, f + abs(d) * (self._reach + self._rise))


_OPERATORS: Mapping[bytes, Callable[[_Reader, list[bytes]], None]] = {
    b"q": _Reader.save,
    b"Q": _Reader.restore,
    b"cm": _Reader.transform,
    b"w": _Reader.width,
    b"gs": _Reader.state,
    **dict.fromkeys((b"m", b"l", b"c", b"v", b"y"), _Reader.points),
    b"re": _Reader.box,
    **dict.fromkeys((b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"), _Reader.paint),
    b"n": _Reader.drop,
    b"Do": _Reader.draw,
    b"BT": _Reader.begin,
    b"Tf": _Reader.font,
    b"TL": _Reader.leading,
    b"Ts": _Reader.rise,
    b"Td": _Reader.move,
    b"TD": _Reader.move_leading,
    b"Tm": _Reader.place,
    b"T*": _Reader.next_line,
    **dict.fromkeys((b"Tj", b"TJ"), _Reader.show),
    **dict.fromkeys((b"'", b'"'), _Reader.next_show),
    # A shading fills all that is not clipped; the signs of a font that is drawn have measures of their own.
    **dict.fromkeys((b"sh", b"d0", b"d1"), _Reader.refuse),
    # What neither draws nor moves: listed, since it is most of what there is.
    **dict.fromkeys(
        b"g G rg RG k K cs CS sc SC scn SCN W W* h j J M d i ri ET Tc Tw Tz Tr BMC BDC EMC MP DP BX EX".split(),
        _Reader.skip,
    ),
}


def _tall(font: Object | None) -> float | None:
    """How far the signs of ``font`` reach from their line, in times its size; None where they don't stand on one.

    Those of a Type 3 font have measures of their own (9.6.4); others may be set from above downwards (9.7.4.3).
    """
    if not isinstance(font, Dictionary) or font.get(Name.Subtype) == Name.Type3:
        return None
    if font.get(Name.Subtype) == Name.Type0:
        (font, *_) = items(font.get(Name.DescendantFonts)) if font.get(Name.Encoding) == Name("/Identity-H") else [None]
        if not isinstance(font, Dictionary):
            return None
    shape = font.get(Name.FontDescriptor)
    box = rectangle(shape.get(Name.FontBBox)) if isinstance(shape, Dictionary) else None
    return max(_TALL, -box[1] / 1000, box[3] / 1000) if box and box[1] < box[3] else _TALLEST


def _plain_state(state: Object | None) -> bool:
    return isinstance(state, Dictionary) and not {"/Font", "/LW"} & state.keys()


def _extent(drawing: Object | None) -> tuple[tuple[float, float, float, float], Transform] | None:
    """The box that a picture or a form draws in, and the matrix that leads from it to the page."""
    if not isinstance(drawing, Stream):
        return None
    if drawing.get(Name.Subtype) == Name.Image:
        return (0, 0, 1, 1), (1, 0, 0, 1, 0, 0)
    box, matrix = rectangle(drawing.get(Name.BBox)), items(drawing.get(Name.Matrix)) or [1, 0, 0, 1, 0, 0]
    if box is None or len(matrix) != 6 or not all(map(is_number, matrix)):
        return None
    a, b, c, d, e, f = map(float, matrix)
    return box, (a, b, c, d, e, f)


_KINDS: Mapping[str, Callable[[Any], Any]] = {"/Font": _tall, "/ExtGState": _plain_state, "/XObject": _extent}


def _number(word: bytes) -> float:
    if word.strip(_DIGITS):
        raise ValueError
    return float(word)


def _matrix(operands: Sequence[bytes]) -> Transform:
    a, b, c, d, e, f = (_number(each) for each in operands[-6:])
    return a, b, c, d, e, f


def _product(first: Transform, then: Transform) -> Transform:
    a, b, c, d, e, f = first
    A, B, C, D, E, F = then  # noqa: N806
    return a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F

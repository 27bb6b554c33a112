"""A letter's PDF goes in; the words of its pages, as the operators that draw them say, come out.

What LibreOffice writes for usual text and pictures is read, in a file such as qpdf writes, and nothing else: of a file
with anything beside, nothing is said. That takes a third of the time that pdfium takes.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias
from unicodedata import combining

from pipeline.completeness.words import words_of

_TRAILER = re.compile(
    rb"trailer << /Info \d+ 0 R /Root (\d+) 0 R /Size (\d+) /ID \[<[0-9a-f]{32}><[0-9a-f]{32}>\] >>\n"
    rb"startxref\n(\d+)\n%%EOF\n\Z"
)
_PLACE = re.compile(rb"(\d{10}) 00000 n \n")
_CATALOG = re.compile(rb"<< (?:/Lang \([\w-]+\) )?[^<>()]*/Pages (\d+) 0 R [^<>()]*>>")
_PAGES = re.compile(rb"<< /Count \d+ /Kids \[ ((?:\d+ 0 R )+)\] /Type /Pages >>")
_PAGE = re.compile(
    rb"<< (?:/Annots \d+ 0 R )?/Contents (\d+) 0 R /MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \] /Parent \d+ 0 R"
    rb" /Resources (\d+) 0 R /StructParents \d+ (?:/Tabs /S )?/Type /Page >>"
)
"""One that is neither turned nor cut."""
_RESOURCES = re.compile(rb"<< /Font << ((?:/F\d+ \d+ 0 R )+)>> (?:/XObject << ((?:/Im\d+ \d+ 0 R )+)>> )?>>")
_NAMED = re.compile(rb"/(\w+) (\d+) 0 R ")
_FONT = re.compile(
    rb"<< /BaseFont /\S+ /FirstChar 0 /FontDescriptor \d+ 0 R /LastChar (\d+) /Subtype /(?:TrueType|Type1)"
    rb" /ToUnicode (\d+) 0 R /Type /Font /Widths \[ 0 ([\d ]+) \] >>"
)
"""A simple one whose map alone says which letters its codes are."""
_IMAGE = re.compile(rb"<<[^<>()]* /Subtype /Image [^<>()]*>>\nstream\n")
_CLOSED = re.compile(rb"[\n\r]endstream\nendobj\n")
_END = 300
"""Within how many bytes a file's end is looked for."""
_STREAM = re.compile(rb"<< (?:/Length (\d+) /Filter /FlateDecode|/Filter /FlateDecode /Length (\d+)) >>\nstream\n")

_PIECE = re.compile(
    r"\n(?:BT\n|1 0 0 1 )(-?[0-9.]+) (-?[0-9.]+) T[dm][ \n]/(F[0-9]+) ([0-9.]+) Tf"
    r"(\[<[-.<>0-9A-F]*>\]TJ|<[0-9A-F]*>Tj)(?=\n)"
)
"""Where a piece of text begins, its font, its size, and its codes (ISO 32000-2, 9.4)."""
_PARTS = 1 + _PIECE.groups
_SPAN = re.compile(r"\n/Span<</ActualText<FEFF((?:[0-9A-F]{4})*)>>>\s*BDC(?=\n)(.*?\n)EMC(?=\n)", re.DOTALL)
"""What is said of some pieces, and these."""
_PICTURE = re.compile(r"\nq (?:-?[0-9.]+ ){6}cm\n/Im[0-9]+ Do Q(?=\n)")
_DIGITS = str.maketrans("", "", "0123456789.-")
_PAINTING = frozenset("q Q w J j M rg RG m l c v y h re f f* S s B B* b b* W W* n BT ET BMC >>BDC EMC".split())
"""Operators that neither show text nor move it (annex A)."""
_MARK = re.compile(r"/[^\s/<>\[\]()]+(?:<</MCID)?")
_SAID = re.compile(r"<([0-9A-F]{2})> <((?:[0-9A-F]{4})+)>\n")
_MOVES = {"": 0} | {str(move): move for move in range(-500, 501)}
"""How far signs of a piece are moved to the left at most, in thousandths of the size."""
_NEAR, _FAR = 0.05, 0.25
"""How far the pieces of a word are from each other at most, and two words at least, by their size."""
_SAME = 0.2
"""How far from each other the same letters are at least, if they are there twice, by their size."""


class UnusualError(Exception):
    """Something is drawn in another way than usual text and pictures are."""


@dataclass(frozen=True, slots=True, eq=False)
class _Font:
    """Letters have most of their fonts in common: those that say and measure the same are one."""

    letters: Mapping[int, str]
    """What its codes stand for."""
    widths: Mapping[int, int]
    """Of each code's sign, in thousandths of the size."""


_Fonts: TypeAlias = "Mapping[str, _Font]"


def words_drawn(pdf: bytes) -> list[list[str]]:
    """The words of each page. Raises UnusualError."""
    try:
        return list(_pages(_File(pdf)))
    except (LookupError, ValueError, zlib.error):
        raise UnusualError from None


# --- the file -------------------------------------------------------------------------------------


class _File:
    """A PDF whose objects stand where its table says, each by itself (ISO 32000-2, 7.5.4)."""

    def __init__(self, data: bytes) -> None:
        trailer = _TRAILER.search(data, len(data) - _END)
        _hold(trailer)
        assert trailer is not None
        self._data, self.catalog = data, trailer[1]
        table = b"xref\n0 %b\n" % trailer[2]
        self._places = int(trailer[3]) + len(table)
        _hold(data.startswith(table, int(trailer[3])) and self._places + 20 * int(trailer[2]) == trailer.start())

    def of(self, number: bytes, form: re.Pattern[bytes], end: bytes = b"\nendobj\n") -> re.Match[bytes]:
        """An object of that form, behind which the file goes on with the ``end``."""
        place = _PLACE.match(self._data, self._places + 20 * int(number))
        _hold(place)
        assert place is not None
        begin = b"%b 0 obj\n" % number
        found = form.match(self._data, int(place[1]) + len(begin))
        _hold(found and self._data.startswith(begin, int(place[1])) and self._data.startswith(end, found.end()))
        assert found is not None
        return found

    def stream(self, number: bytes) -> str:
        """What a stream holds."""
        head = self.of(number, _STREAM, b"")
        end = head.end() + int(head[1] or head[2])
        _hold(_CLOSED.match(self._data, end))
        return zlib.decompress(self._data[head.end() : end]).decode("latin-1")


def _hold(usual: object) -> None:
    if not usual:
        raise UnusualError


def _pages(file: _File) -> Iterator[list[str]]:
    known: dict[bytes, _Fonts] = {}
    kids = file.of(file.of(file.catalog, _CATALOG)[1], _PAGES)[1]
    for kid in kids.split(b" 0 R ")[:-1]:
        content, width, height, resources = file.of(kid, _PAGE).groups()
        if resources not in known:
            known[resources] = _fonts(file, resources)
        parts = _parts(file.stream(content), known[resources])
        yield words_of("".join(_set(parts, known[resources], float(width), float(height))))


def _fonts(file: _File, resources: bytes) -> _Fonts:
    fonts, pictures = file.of(resources, _RESOURCES).groups()
    for _, number in _NAMED.findall(pictures or b""):
        file.of(number, _IMAGE, b"")
    found = {name.decode(): file.of(number, _FONT).groups() for name, number in _NAMED.findall(fonts)}
    return {name: _font(last, file.stream(said), widths) for name, (last, said, widths) in found.items()}


@lru_cache(maxsize=64)
def _font(last: bytes, said: str, widths: bytes) -> _Font:
    codes, words = zip(*_SAID.findall(said), strict=True)
    letters = dict(zip(bytes.fromhex("".join(codes)), map(_text, words), strict=True))
    # One code after the other, each once (9.10.3); the other four brackets are those of the map itself.
    _hold("\n<00> <FF>\nendcodespacerange\n" in said and said.count("<") == 2 * len(codes) + 4)
    wide = dict(zip(range(1, 1 + int(last)), map(int, widths.split()), strict=True))
    _hold("bfrange" not in said and len(letters) == len(codes) and letters.keys() == wide.keys())
    return _Font(letters, wide)


@lru_cache(maxsize=4096)
def _text(written: str) -> str:
    """Letters, as a map has them."""
    return bytes.fromhex(written).decode("utf-16-be")


# --- its pages ------------------------------------------------------------------------------------


def _parts(content: str, fonts: _Fonts) -> list[str]:
    """Its content, split where each piece of text is: what is between these shows and moves none."""
    if "/ActualText" in content:
        content = _SPAN.sub(lambda span: _span(span[1], span[2], fonts), content)
    parts = _PIECE.split(content)
    others = set(_PICTURE.sub("", "".join(parts[::_PARTS])).translate(_DIGITS).split())
    _hold(all(map(_MARK.fullmatch, others - _PAINTING)))
    return parts


def _span(words: str, drawn: str, fonts: _Fonts) -> str:
    """What is drawn in such a span, which has the letters that it is said to have."""
    parts = _PIECE.split(drawn)
    shown = "".join(
        _decoded(fonts[name], codes)[0] for name, codes in zip(parts[3::_PARTS], parts[5::_PARTS], strict=True)
    )
    _hold("BDC" not in drawn and "BMC" not in drawn and _in_any_order(shown) == _in_any_order(_text(words)))
    return drawn


@lru_cache(maxsize=1024)
def _in_any_order(text: str) -> list[str]:
    """Its words, which are drawn from left to right in any language."""
    return sorted(words_of(text))


@lru_cache(maxsize=1024)
def _decoded(font: _Font, codes: str) -> tuple[str, int]:
    """The letters of a piece, and how far it reaches, in thousandths of the size."""
    shown = codes.replace(">", "<").split("<")
    signs = bytes.fromhex("".join(shown[1::2]))
    reach = sum(map(font.widths.__getitem__, signs)) - sum(map(_MOVES.__getitem__, shown[2:-1:2]))
    return signs.decode("latin-1").translate(font.letters), reach


def _set(parts: Sequence[str], fonts: _Fonts, width: float, height: float) -> Iterator[str]:
    """The pieces of text as they are set: side by side, apart, or in another line, where no hyphen joins them."""
    begin = end = line = 0.0  # of the pieces that are side by side
    first = last = ""
    places: dict[str, list[tuple[float, float]]] = {}
    for place, height_at, name, em, codes in zip(*(parts[group::_PARTS] for group in range(1, _PARTS)), strict=True):
        x, y, size = float(place), float(height_at), float(em)
        letters, reach = _decoded(fonts[name], codes)
        if all(map(combining, letters)):  # the marks of letters beside them, which are no words
            continue
        until = x + reach * size / 1000
        if x < 0 or y < 0 or until > width or y + size > height or _is_again(places, letters, x, y, size):
            raise UnusualError
        gap = (x - end) / size
        if -_FAR < gap < _NEAR and abs(y - line) < size / 2:
            yield letters
            end, last = until, letters[-1]
            continue
        if y != line:
            yield " \n"
        elif (abs(gap) < _FAR and _is_word(last + letters[0])) or (
            abs(until - begin) < _FAR * size and _is_word(letters[-1] + first)
        ):
            raise UnusualError
        else:
            yield " "
        yield letters
        begin, end, line, first, last = x, until, y, letters[0], letters[-1]


def _is_again(places: dict[str, list[tuple[float, float]]], letters: str, x: float, y: float, size: float) -> bool:
    """Whether the same letters stand there before."""
    if (same := places.get(letters)) is None:
        places[letters] = [(x, y)]
        return False
    same.append((x, y))
    return any(abs(x - left) < _SAME * size > abs(y - low) for left, low in same[:-1])


def _is_word(pair: str) -> bool:
    return pair.isalnum() and len(words_of(pair)) == 1

"""Signs of a PDF that its fonts have no drawing of: a file that others made goes in, its pages with boxes come out.

A font draws what it lacks as its glyph “.notdef”: a box, or nothing. Where codes say that by themselves (a glyph of the
number 0, an encoding that names .notdef), it is seen without drawing (ISO 32000-2, 9.6.5, 9.7.4).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from pipeline.findings import Finding, Place
from pipeline.preflight.document import Opened

Lacks: TypeAlias = Callable[[bytes], int]
"""How many signs of a string a font has no drawing of."""

_PAGES, _TOLD = 200, 12


def undrawn(opened: Opened) -> Iterator[Finding]:
    """The pages of a document with such signs, and how many there are."""
    if opened.kind != "enclosure" or opened.pdf is None or opened.source.suffix.lower() != ".pdf":
        return
    with suppress(pikepdf.PdfError, ValueError), pikepdf.open(opened.pdf) as pdf:
        counts = {number: count for number, count in _counts(pdf) if count}
        if counts:
            pages = ", ".join(map(str, list(counts)[:_TOLD])) + (" …" if len(counts) > _TOLD else "")
            yield Finding(
                "signs-missing", Place(page=next(iter(counts))), {"pages": pages, "count": sum(counts.values())}
            )


def _counts(pdf: pikepdf.Pdf) -> Iterator[tuple[int, int]]:
    known: dict[Any, Lacks | None] = {}
    for number, page in enumerate(pdf.pages, 1):
        if number > _PAGES:
            return
        fonts = page.resources.get(Name.Font) if isinstance(page.resources, Dictionary) else None
        lacking: dict[str, Lacks] = {}
        for name, font in fonts.items() if isinstance(fonts, Dictionary) else ():
            of = font.objgen if font.is_indirect else (number, name)
            if of not in known:
                known[of] = _lacks(font) if isinstance(font, Dictionary) else None
            if (lacks := known[of]) is not None:
                lacking[name] = lacks
        yield number, _on_page(page, lacking) if lacking else 0


def _on_page(page: pikepdf.Page, lacking: dict[str, Lacks]) -> int:
    count = 0
    font: Lacks | None = None
    kept: list[Lacks | None] = []
    for each in pikepdf.parse_content_stream(page, "q Q Tf Tj TJ ' \""):
        operands = each.operands
        match str(each.operator):
            case "q":
                kept.append(font)
            case "Q":
                font = kept.pop() if kept else None
            case "Tf":
                font = lacking.get(str(operands[0]))
            case _ if font is not None and operands:
                shown = operands[-1]
                strings = shown if isinstance(shown, Array) else [shown]
                count += sum(font(bytes(part)) for part in strings if isinstance(part, String))
    return count


def _lacks(font: Dictionary) -> Lacks | None:
    """None for a font of which nothing is known to lack."""
    below = font.get(Name.DescendantFonts)
    if isinstance(below, Array) and len(below) and isinstance(below[0], Dictionary):
        if str(font.get(Name.Encoding, "")) not in {"/Identity-H", "/Identity-V"}:
            return None
        glyphs = below[0].get(Name.CIDToGIDMap)
        empty = _without_glyph(glyphs.read_bytes()) if isinstance(glyphs, Stream) else frozenset((0,))
        return lambda data: sum(code in empty for code in _pairs(data))
    encoding = font.get(Name.Encoding)
    named = encoding.get(Name.Differences) if isinstance(encoding, Dictionary) else None
    codes = frozenset(_named_none(named)) if isinstance(named, Array) else frozenset()
    return (lambda data: sum(byte in codes for byte in data)) if codes else None


def _without_glyph(glyphs: bytes) -> frozenset[int]:
    return frozenset(code for code, glyph in enumerate(_pairs(glyphs)) if glyph == 0)


def _pairs(data: bytes) -> Iterator[int]:
    return (data[at] << 8 | data[at + 1] for at in range(0, len(data) - 1, 2))


def _named_none(differences: Array) -> Iterator[int]:
    code = 0
    for each in differences:
        if isinstance(each, Name):
            if each == "/.notdef":
                yield code
            code += 1
        else:
            code = int(each)

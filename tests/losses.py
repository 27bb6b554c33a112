"""What a converter might lose is taken out of pages: a PDF and a choice go in, the PDF without it comes out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from random import Random
from typing import Any

import pikepdf

_PAINTS = frozenset("f f* F S B B* b b* s sh Do EI Tj TJ".split())
_SAID = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")


@dataclass(frozen=True, slots=True)
class Loss:
    """What was taken out."""

    kind: str
    what: str


def without_a_word(pdf: bytes, random: Random) -> tuple[bytes, Loss] | None:
    """The PDF without one word of its running text, chosen by chance."""
    with pikepdf.open(BytesIO(pdf)) as document:
        places = [place for page in document.pages for place in _words(page)]
        if not places:
            return None
        page, instructions, number, codes, start, end, word = random.choice(places)
        left = codes[:start] + codes[end:]
        instructions[number] = ([pikepdf.Array([pikepdf.String(left)])], pikepdf.Operator("TJ"))
        page.Contents = document.make_stream(pikepdf.unparse_content_stream(instructions))
        return _saved(document), Loss("word", word)


def _words(page: Any) -> Iterator[tuple[Any, list[Any], int, bytes, int, int, str]]:
    """Each word that one operator of a page shows whole, outside of artifacts (heads, feet, lines)."""
    fonts = {name: _codes(font) for name, font in page.get("/Resources", {}).get("/Font", {}).items()}
    instructions = [(list(each.operands), each.operator) for each in pikepdf.parse_content_stream(page)]
    font: dict[int, str] = {}
    marked: list[bool] = []
    for number, (operands, operator) in enumerate(instructions):
        name = str(operator)
        if name in {"BDC", "BMC"}:
            marked.append(str(operands[0]) in {"/Artifact", "/Lbl"})
        elif name == "EMC" and marked:
            marked.pop()
        elif name == "Tf":
            font = fonts.get(str(operands[0]), {})
        elif name in {"Tj", "TJ"} and not any(marked):
            pieces = operands[0] if name == "TJ" else [operands[0]]
            codes = b"".join(bytes(each) for each in pieces if isinstance(each, pikepdf.String))
            text = "".join(font.get(code, "\ufffd") for code in codes)
            if len(text) == len(codes):
                for match in re.finditer(r"[^\W_]{2,}", text):
                    yield page, instructions, number, codes, match.start(), match.end(), match[0]


def _codes(font: Any) -> dict[int, str]:
    said = font.get("/ToUnicode")
    pairs = _SAID.findall(said.read_bytes()) if said is not None else []
    return {int(code, 16): bytes.fromhex(words.decode()).decode("utf-16-be", "replace") for code, words in pairs}


def without_a_drawing(pdf: bytes, random: Random, *, pictures: bool) -> tuple[bytes, Loss] | None:
    """The PDF without one piece that is tagged as a figure or an equation: one with a picture, or another."""

    def is_one(name: str, operators: Sequence[str]) -> bool:
        return name in {"/Figure", "/Formula"} and ("Do" in operators) is pictures and bool(_PAINTS & {*operators})

    return _without_piece(pdf, random, is_one, "picture" if pictures else "drawing")


def without_a_row(pdf: bytes, random: Random) -> tuple[bytes, Loss] | None:
    """The PDF without what one row of a table shows."""
    with pikepdf.open(BytesIO(pdf)) as document:
        tree = document.Root.get("/StructTreeRoot")
        rows = [sorted(_marks(row)) for row in _elements(tree.K, "/TR")] if tree is not None else []
        rows = [row for row in rows if row]
        if not rows:
            return None
        gone = set(random.choice(rows))
        words = 0
        for page in document.pages:
            mine = {mark for number, mark in gone if number == page.obj.objgen[0]}
            if mine:
                words += _strip(document, page, lambda _name, mark, own=mine: mark in own)  # type: ignore[misc]
        return (_saved(document), Loss("row", f"{len(gone)} pieces")) if words else None


def _elements(element: Any, kind: str) -> Iterator[Any]:
    if isinstance(element, pikepdf.Array):
        for each in element:
            yield from _elements(each, kind)
    elif isinstance(element, pikepdf.Dictionary):
        if element.get("/S") == kind:
            yield element
        elif "/K" in element:
            yield from _elements(element.K, kind)


def _marks(element: Any, page: int = 0) -> Iterator[tuple[int, int]]:
    """The marked content of an element: the number of its page's object, and its own."""
    page = element.Pg.objgen[0] if "/Pg" in element else page
    kids = element.get("/K", [])
    for each in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(each, int):
            yield page, each
        elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
            yield from _marks(each, page)


def _without_piece(
    pdf: bytes, random: Random, is_one: Callable[[str, Sequence[str]], bool], kind: str
) -> tuple[bytes, Loss] | None:
    with pikepdf.open(BytesIO(pdf)) as document:
        found = [
            (page, mark)
            for page in document.pages
            for name, mark, operators in _pieces(page)
            if mark is not None and is_one(name, operators)
        ]
        if not found:
            return None
        page, chosen = random.choice(found)
        _strip(document, page, lambda _name, mark: mark == chosen)
        return _saved(document), Loss(kind, f"piece {chosen}")


def _pieces(page: Any) -> Iterator[tuple[str, int | None, list[str]]]:
    """Each marked piece of a page: its tag, its number, its operators."""
    opened: list[tuple[str, int | None, list[str]]] = []
    for each in pikepdf.parse_content_stream(page):
        name = str(each.operator)
        if name in {"BDC", "BMC"}:
            opened.append((str(each.operands[0]), _mark(list(each.operands)), []))
        elif name == "EMC" and opened:
            yield opened.pop()
        else:
            for _tag, _number, operators in opened:
                operators.append(name)


def _mark(operands: Sequence[Any]) -> int | None:
    said = operands[1] if len(operands) > 1 else None
    return int(said.MCID) if isinstance(said, pikepdf.Dictionary) and "/MCID" in said else None


def _strip(document: pikepdf.Pdf, page: Any, is_gone: Callable[[str, int | None], bool]) -> int:
    """Takes what the pieces paint out of a page; says how many operators that were."""
    kept: list[Any] = []
    opened: list[bool] = []
    count = 0
    for each in pikepdf.parse_content_stream(page):
        name = str(each.operator)
        if name in {"BDC", "BMC"}:
            opened.append(is_gone(str(each.operands[0]), _mark(list(each.operands))))
        elif name == "EMC" and opened:
            opened.pop()
        elif any(opened) and name in _PAINTS:
            count += 1
            if name not in {"Tj", "TJ", "Do"}:
                kept.append(([], pikepdf.Operator("n")))
            continue
        kept.append(each)
    page.Contents = document.make_stream(pikepdf.unparse_content_stream(kept))
    return count


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()

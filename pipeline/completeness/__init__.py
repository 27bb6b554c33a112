"""What an office's document shows is held against its PDF: both go in; what is missing, or shown otherwise, comes out.

No converter says what it leaves out. So the words, numbers, pictures, drawings and equations of a document are counted
from its own XML and looked for on the pages that the office made of it, which other programs read.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import category

import pikepdf
import pypdfium2

from pipeline.completeness.contents import stale
from pipeline.completeness.matching import Matching, Missing
from pipeline.completeness.opendocument import read_opendocument
from pipeline.completeness.pages import Pages, read_pages
from pipeline.completeness.paper import too_wide
from pipeline.completeness.sheets import read_sheets
from pipeline.completeness.shown import Block, Graphic, Kind, Shown
from pipeline.completeness.slides import read_slides
from pipeline.completeness.word import read_word
from pipeline.completeness.words import words_of
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.plaintext import decoded

_READERS = {"text": read_word, "sheet": read_sheets, "slides": read_slides}
_OLDER = frozenset({".doc", ".xls", ".ppt", ".rtf"})
_WORDS, _LONGEST = 12, 160
"""How many words, and how many letters of a paragraph, are told."""
_KINDS: Mapping[Kind, str] = {
    "picture": "drawn-picture",
    "drawing": "drawn-drawing",
    "chart": "drawn-chart",
    "equation": "drawn-equation",
}
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:[0-9]{3}")
"""ECMA-376-1, 18.17.3, and LibreOffice's own: what stands in a cell whose formula gives no value."""
_LATIN = {0, 1}
_HASHES = re.compile(r"(?<!#)#{3,}(?!#)")


def compare(package: Package, pdf: bytes) -> list[Finding]:
    """What ``pdf``, which an office made of the document ``package``, lost of it; in the document's order.

    The places have no file: what a document is called is for those to say who know it.
    """
    try:
        shown = shown_in(package)
    except PackageError:
        shown = None
    if shown is None:
        return [not_compared()]
    wide = [Finding("sheet-split", Place(sheet=name), {"pages": pages}) for name, pages in too_wide(package)]
    return [*losses(shown, pdf), *wide]


def shown_in(package: Package) -> Shown | None:
    """What a document shows; None of one that can't be read for that. PackageError where it is damaged."""
    read = read_opendocument if package.format.family == "odf" else _READERS.get(package.format.application)
    return read(package) if read else None


def compare_file(source: Path, pdf: bytes, cleaned: bytes | None = None) -> list[Finding]:
    """The same for a file of any kind, or for its ``cleaned`` form; what has no XML is not compared, which is told."""
    if source.suffix.lower() == ".txt":
        lines = decoded(source.read_bytes()).splitlines()
        found = losses(Shown(tuple(map(Block, lines))), pdf)
    elif source.suffix.lower() in _OLDER:
        found = [not_compared()]
    else:
        try:
            with Package(source if cleaned is None else cleaned) as package:
                found = compare(package, pdf)
        except (PackageError, OSError):
            found = [not_compared()]
    return [each.at(str(source)) for each in found]


def not_compared() -> Finding:
    """What is told of a document that can't be read for the comparison."""
    return Finding("not-compared", Place())


def losses(shown: Shown, pdf: bytes) -> list[Finding]:
    """What ``pdf`` lost of what is to be ``shown``."""
    try:
        pages = read_pages(pdf)
    except (pikepdf.PdfError, pypdfium2.PdfiumError):
        return [not_compared()]
    if not pages.painted:
        return [Finding("blank-document", Place())]
    sharing = _sharing(shown, pages)
    missing = [each for each in Matching(pages.words).missing(shown.blocks) if not _only_of(each.words, sharing)]
    too_narrow = bool(_HASHES.search(pages.text))
    return [
        *(_told(each, too_narrow=too_narrow) for each in missing),
        *_graphics(shown, pages),
        *_undrawn(shown, (*pages.undrawn, *sharing)),
        *stale(shown, pages.outline),
    ]


def _told(missing: Missing, *, too_narrow: bool) -> Finding:
    block, place = missing.block, _place_of(missing.block)
    paragraph = " ".join(block.words.split())
    if not missing.words:
        return Finding("number-missing", place)
    if block.readings and too_narrow:
        return Finding("cell-too-narrow", replace(place, paragraph=""), {"figure": paragraph})
    if block.place.cell and _ERROR.fullmatch(paragraph):
        return Finding("cell-otherwise", replace(place, paragraph=""), {"value": paragraph})
    words = list(dict.fromkeys(_as_typed(block.words, missing.words))) or list(missing.words)
    told = " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")
    return Finding("cell-cut-off" if block.place.cell else "words-missing", place, {"words": told})


def _place_of(block: Block) -> Place:
    """Where a paragraph stands, with its first words."""
    paragraph = " ".join(block.words.split())
    return replace(block.place, paragraph=paragraph if len(paragraph) <= _LONGEST else paragraph[: _LONGEST - 1] + "…")


def _as_typed(paragraph: str, words: Iterable[str]) -> Iterator[str]:
    """Words as a person typed them: those of the paragraph that become these when they are compared."""
    wanted = Counter(words)
    for typed in paragraph.split():
        if any(wanted[word] > 0 for word in words_of(typed)):
            wanted.subtract(words_of(typed))
            yield typed


def _graphics(shown: Shown, pages: Pages) -> Iterator[Finding]:
    """Pictures and what else is drawn, as far as the pages have fewer of them than the document."""
    own = [each for each in shown.graphics if not each.repeated]
    equations = [each for each in own if each.kind == "equation"]
    pictures = [each for each in shown.graphics if each.kind == "picture"]
    drawn = pages.figures + pages.formulas
    if shown.counted and pages.formulas < len(equations):
        yield _fewer(equations, pages.formulas)
    elif drawn < len(own) or (own and pages.unpainted):
        yield _fewer(own, min(drawn, len(own) - 1))
    elif pictures and not own and not pages.pictures and not drawn:
        yield _fewer(pictures, 0)  # of heads and feet, which are on no page


def _fewer(graphics: list[Graphic], drawn: int) -> Finding:
    kinds = dict.fromkeys(each.kind for each in graphics)
    kind: Kind = next(iter(kinds)) if len(kinds) == 1 else "drawing"
    names = ", ".join(dict.fromkeys(f"“{each.name}”" for each in graphics if each.name))
    values: dict[str, Value] = {
        "kind": Reason(f"drawn-{kind}"),
        "wanted": len(graphics),
        "drawn": drawn,
        "names": names or "–",
    }
    return Finding("drawings-missing", graphics[0].place if len(graphics) == 1 else Place(), values)


def _sharing(shown: Shown, pages: Pages) -> tuple[str, ...]:
    """The signs of a document that share the box of another: a font has one for all that it lacks, and the text layer
    says it of the first of them alone. Those stand in the same row of Unicode, of 256 signs, and nowhere on the pages;
    Latin letters are in every font.
    """
    rows = {ord(sign) >> 8 for letters in pages.undrawn for sign in letters} - _LATIN
    signs = dict.fromkeys(sign for block in shown.blocks if rows for sign in block.words)
    return tuple(
        sign for sign in signs if ord(sign) >> 8 in rows and sign not in pages.text and category(sign)[0] in "LNS"
    )


def _only_of(words: Sequence[str], signs: Collection[str]) -> bool:
    """Whether each of some words has one of these signs."""
    return bool(words) and all(any(sign in word for sign in signs) for word in words)


def _undrawn(shown: Shown, undrawn: Iterable[str]) -> Iterator[Finding]:
    """The signs that no font has, with the paragraph in which each stands first."""
    found: dict[Place, list[str]] = {}
    for letters in undrawn:
        block = next((each for each in shown.blocks if letters in each.words), None)
        found.setdefault(_place_of(block) if block else Place(), []).append(_sign(letters))
    for place, signs in found.items():
        yield Finding("signs-undrawn", place, {"signs": ", ".join(signs)})


def _sign(letters: str) -> str:
    """A letter and its number, as tables of Unicode have it."""
    numbers = " ".join(f"U+{ord(letter):04X}" for letter in letters)
    return f"{letters} ({numbers})" if letters.isprintable() else numbers

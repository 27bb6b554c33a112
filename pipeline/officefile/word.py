"""What a Word document says of itself: its package goes in, its facts come out."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.findings import Place
from pipeline.officefile.asked import word as fonts
from pipeline.officefile.openplaces import open_places, placeholders
from pipeline.officefile.package import Package, Relationship
from pipeline.officefile.records import Fact, Facts, cut, once
from pipeline.officefile.vocabulary import NAMES, select, tags, value

if TYPE_CHECKING:
    from lxml import etree

CHANGES = (
    "ins", "del", "moveFrom", "moveTo", "moveFromRangeStart", "moveToRangeStart", "cellIns", "cellDel", "cellMerge",
    "customXmlInsRangeStart", "customXmlDelRangeStart", "customXmlMoveFromRangeStart", "customXmlMoveToRangeStart",
    "numberingChange", "pPrChange", "rPrChange", "sectPrChange", "tblGridChange", "tblPrChange", "tblPrExChange",
    "tcPrChange", "trPrChange",
)  # fmt: skip
"""ECMA-376-1, 17.13.5."""

_MOVING = re.compile(r"\s*(?:DATE|TIME|FILENAME)\b", re.IGNORECASE)
"""ECMA-376-1, 17.16.5: what is made anew whenever a document is opened."""
_DAYS = tuple(f"w:{what}{how}" for what in ("day", "month", "year") for how in ("Short", "Long"))
"""ECMA-376-1, 17.3.3: parts of the day's date, as words."""
_OUTSIDE = re.compile(r"\s*(?:INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DDE|DDEAUTO|RD)\b", re.IGNORECASE)
_LINK = re.compile(r'\s*HYPERLINK\s+(?:\\[a-z]\s+)*"?([^\s"\\][^\s"]*)', re.IGNORECASE)
_MERGED = re.compile(r'\s*MERGEFIELD\s+"?([^\s"\\]+)', re.IGNORECASE)
_REFERENCE = re.compile(r'\s*(?:REF|PAGEREF)\s+"?([^\s"\\]+)', re.IGNORECASE)
"""ECMA-376-1, 17.16.5: LibreOffice prints an error where it finds no such name."""
_NAMES = re.compile(r'\s*(?:SET|ASK)\s+"?([^\s"\\]+)', re.IGNORECASE)
"""What else gives words a name."""
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_STALE = re.compile(
    r"Error! (?:Reference source|Bookmark) not|Right[- ]click to update|No table of contents entries found"
    r"|Erreur\s?! (?:Source du renvoi|Signet non)|Aucune entrée de table des matières"
    r"|¡Error! (?:No se encuentra el origen|Marcador no)|No se encontraron elementos de tabla de contenido"
    r"|Ошибка! (?:Источник ссылки|Закладка) не|Элементы оглавления не найдены"
    r"|错误[!！]\s*未(?:找到引用源|定义书签)|未找到目录项|خطأ! (?:لم يتم العثور|الإشارة المرجعية)",
    re.IGNORECASE,
)
"""What Word writes into a document in the place of a reference or a table of contents that it can't make."""
_SEEN = ("w:drawing", "w:pict", "w:object", "w:sym", "w:altChunk", "m:oMath")
"""What shows something, besides words."""


def read(package: Package) -> Facts:
    """All that is to be known of a document."""
    main = package.main
    parts = {
        part: Part(package.xml(part), "" if part == main else PurePosixPath(part).stem) for part in printed(package)
    }
    found = [fact for name, part in parts.items() for fact in _of_part(part, package.relationships(name))]
    found += _references(parts.values())
    found += [each for part in package.related(main, "comments") for each in _comments(package.xml(part))]
    found += [
        Fact("outside", Place(part="settings"), each.target)
        for part in package.related(main, "settings")
        for each in package.relationships(part)
        if each.external
    ]
    named = fonts.families(package, [part.root for part in parts.values()])
    families = once(name.strip().lstrip("@") for name in named)
    if any(map(_SYMBOLS.fullmatch, families)):
        found += [each for part in parts.values() for each in _symbols(part)]
    return Facts(
        package.format,
        tuple(found),
        families,
        fonts_surely=True,
        blank=not any(map(_shows, parts.values())),
        macros=package.macros or "",
    )


_SYMBOLS = re.compile(r"(?:Wingdings(?: [23])?|Webdings)", re.IGNORECASE)
_PLAIN = re.compile(r"[!-~]+")


def _symbols(part: Part) -> Iterator[Fact]:
    """What is typed as a letter and set with a font of symbols, as Outlook types a smile."""
    for named in select(part.root, "w:rFonts"):
        run = next(named.iterancestors(*_RUN), None)
        font = value(named, "w:ascii") or ""
        words = "".join(each.text or "" for each in run.iter(*_TEXT)) if run is not None else ""
        if _SYMBOLS.fullmatch(font) and (found := _PLAIN.search(words)) is not None:
            yield Fact("symbol", part.spot(named), found[0], font)


def printed(package: Package) -> list[str]:
    """The parts that are printed: the text, the notes, and of the headers and footers those that a page has."""
    main = package.xml(package.main)
    settings = [package.xml(part) for part in package.related(package.main, "settings")]
    kinds = {"default"}
    # ECMA-376-1, 17.10.6 and 17.10.1: the first page's own, and the even pages', where they are asked for
    kinds |= {"first"} if any(map(_is_on, select(main, "w:titlePg"))) else set()
    kinds |= {"even"} if any(_is_on(on) for each in settings for on in select(each, "w:evenAndOddHeaders")) else set()
    references = select(main, "w:headerReference", "w:footerReference")
    named = {value(each, "r:id") for each in references if (value(each, "w:type") or "default") in kinds}
    heads = [
        found
        for each in package.relationships(package.main)
        if each.id in named and not each.external and (found := package.find(each.target)) is not None
    ]
    notes = [part for kind in ("footnotes", "endnotes") for part in package.related(package.main, kind)]
    return list(dict.fromkeys([package.main, *sorted(heads), *notes]))


_CHANGE = frozenset(f"w:{name}" for name in CHANGES)
_WORDS = frozenset({"w:t", "w:delText", "w:tab", "w:br"})
_FIELD = frozenset({"w:fldChar", "w:instrText", "w:fldSimple"})
_NAMING = frozenset({"w:hyperlink", "a:blip", "v:imagedata", "o:OLEObject", "w:altChunk", "w:control"})
"""What names a relationship."""
_LOOKED_AT = tuple(
    sorted({*_CHANGE, *_WORDS, *_FIELD, *_NAMING, *_DAYS, *_SEEN, "w:showingPlcHdr", "w:vanish", "w:bookmarkStart"})
)


class Part:
    """A part, gone through once: what is looked at by its name, and the words of its paragraphs."""

    def __init__(self, root: etree._Element, name: str = "") -> None:
        self.name = name
        self.root = root
        self._elements = [(NAMES[each.tag], each) for each in select(root, *_LOOKED_AT)]
        self.words = self._paragraphs()

    def all(self, names: Container[str]) -> Iterator[tuple[str, etree._Element]]:
        """The elements with one of the names, in order."""
        return ((name, element) for name, element in self._elements if name in names)

    def _paragraphs(self) -> dict[etree._Element, str]:
        """Each paragraph that has words, with its own: those of a box in it are that box's."""
        own: dict[etree._Element, list[str]] = {}
        for name, text in self.all(_WORDS):
            paragraph = next(text.iterancestors(*_PARAGRAPH), None)
            if paragraph is not None:
                own.setdefault(paragraph, []).append(" " if name in _GAPS else text.text or "")
        return {paragraph: "".join(pieces) for paragraph, pieces in own.items()}

    def spot(self, element: etree._Element) -> Place:
        """Where an element stands: in its paragraph, else in its table's first."""
        around = next(element.iterancestors(*_PARAGRAPH, *_TABLE), element)
        paragraph = next(around.iter(*_PARAGRAPH), None)
        return Place(part=self.name, paragraph=cut(self.words.get(paragraph, "")) if paragraph is not None else "")


def unsettled(root: etree._Element, name: str = "") -> Iterator[Fact]:
    """What of a part would print otherwise than it reads: changes, and what moves."""
    return _unsettled(Part(root, name))


def _unsettled(part: Part) -> Iterator[Fact]:
    for name, change in part.all(_CHANGE):
        yield Fact("change", part.spot(change), name, value(change, "w:author") or "")
    for start, instruction, _ in fields(part):
        if _MOVING.match(instruction):
            yield Fact("moving", part.spot(start), instruction.strip())
    for name, day in part.all(_DAYS):
        yield Fact("moving", part.spot(day), name)


class _Field:
    def __init__(self, start: etree._Element, *, within: bool) -> None:
        self.start, self.within = start, within
        self._pieces: list[str] = []
        self._head = ""

    def say(self, piece: str) -> None:
        self._pieces.append(piece)
        if len(self._head) < _LONGEST_NAME:
            self._head += piece

    @property
    def instruction(self) -> str:
        return "".join(self._pieces)

    @property
    def is_contents(self) -> bool:
        return _CONTENTS.match(self._head) is not None


_LONGEST_NAME = 40


def fields(part: Part) -> Iterator[tuple[etree._Element, str, bool]]:
    """Each field with its instruction in one piece, and whether it is within a table of contents.

    ECMA-376-1, 17.16.18: Word spreads an instruction over runs, and fields stand in one another.
    """
    opened: list[_Field] = []
    for name, element in part.all(_FIELD):
        outer = opened[-1] if opened else None
        within = outer is not None and (outer.within or outer.is_contents)
        if name == "w:fldSimple":
            yield element, value(element, "w:instr") or "", within
        elif name == "w:instrText":
            if outer is not None:
                outer.say(element.text or "")
        elif (kind := value(element, "w:fldCharType")) == "begin":
            opened.append(_Field(element, within=within))
        elif kind == "end" and outer is not None:
            opened.pop()
            yield outer.start, outer.instruction, outer.within
    yield from ((each.start, each.instruction, each.within) for each in opened)


_GAPS = {"w:tab", "w:br"}
_TABLE = tags("w:tc", "w:tr", "w:tbl")
_PARAGRAPH = tags("w:p")


def _of_part(part: Part, relationships: Iterable[Relationship]) -> Iterator[Fact]:
    yield from _unsettled(part)
    for words in part.words.values():
        spot = Place(part=part.name, paragraph=cut(words))
        yield from (Fact("placeholder", spot, each) for each in placeholders(words))
        yield from (Fact("open", spot, each) for each in open_places(words))
        yield from (Fact("contents", spot, each[0]) for each in _STALE.finditer(words))
    for start, instruction, _ in fields(part):
        if (found := _MERGED.match(instruction)) is not None:
            yield Fact("open", part.spot(start), f"«{found[1]}»")
        if (found := _LINK.match(instruction)) is not None:
            yield Fact("link", part.spot(start), found[1])
        if _OUTSIDE.match(instruction):
            yield Fact("outside", part.spot(start), instruction.strip())
    for _, control in part.all(("w:showingPlcHdr",)):
        if _is_on(control) and (words := _words_of_control(control)):
            yield Fact("open", part.spot(control), cut(words))
    for _, mark in part.all(("w:vanish",)):
        run = next(mark.iterancestors(*_RUN), None)
        words = "".join(each.text or "" for each in run.iter(*_TEXT)) if run is not None else ""
        if words.strip() and _is_on(mark):
            yield Fact("hidden-text", part.spot(mark), cut(words))
    yield from _relations(relationships, _places(part), part.name)


def _relations(listed: Iterable[Relationship], places: Mapping[str, Place], name: str) -> Iterator[Fact]:
    for each in listed:
        spot = places.get(each.id, Place(part=name))
        if each.kind == "hyperlink":
            yield Fact("link", spot, each.target)
        elif each.external:
            yield Fact("outside", spot, each.target)
        elif each.kind in {"oleObject", "package", "control"}:
            yield Fact("embedded", spot, each.target)
        elif each.kind == "aFChunk":
            yield Fact("chunk", spot, each.target)


def _places(part: Part) -> dict[str, Place]:
    """Where a part's relationships stand in it, as far as they name it."""
    named = (each for _, each in part.all(_NAMING))
    ids = ((each, value(each, kind)) for each in named for kind in ("r:id", "r:embed", "r:link"))
    return {name: part.spot(each) for each, name in ids if name}


def _references(parts: Collection[Part]) -> Iterator[Fact]:
    """References to names that nothing has; those of a table of contents are printed as Word left them."""
    found = [(part, *each) for part in parts for each in fields(part)]
    known = {value(each, "w:name") for part in parts for _, each in part.all(("w:bookmarkStart",))}
    known.update(named[1] for _, _, instruction, _ in found if (named := _NAMES.match(instruction)))
    for part, start, instruction, of_contents in found:
        reference = _REFERENCE.match(instruction)
        if reference is not None and reference[1] not in known and not of_contents:
            yield Fact("reference", part.spot(start), reference[1])


def _comments(root: etree._Element) -> Iterator[Fact]:
    for comment in select(root, "w:comment"):
        words = "".join(text.text or "" for text in comment.iter(*_TEXT))
        yield Fact("comment", Place(), cut(words), value(comment, "w:author") or "")


def _shows(part: Part) -> bool:
    seen = (
        _SEEN if part.name else {*_SEEN, *_FIELD}
    )  # what a field gives, LibreOffice knows; a head has its page's number
    return any(map(str.strip, part.words.values())) or next(part.all(seen), None) is not None


def _words_of_control(mark: etree._Element) -> str:
    control = next(mark.iterancestors(*_CONTROL), None)
    return "" if control is None else "".join(text.text or "" for text in control.iter(*_TEXT)).strip()


_TEXT, _RUN, _CONTROL = tags("w:t"), tags("w:r"), tags("w:sdt")


def _is_on(mark: etree._Element) -> bool:
    """ECMA-376-1, 17.17.4."""
    return value(mark, "w:val") not in {"0", "false", "off"}

"""The words of a Word template: its paragraphs go in, units come out; translations go in, the file's bytes come out.

A paragraph's words are what stands between its first word and its last; formatting and links within are codes, and
whatever else is there (tabs, notes, pictures, fields, bookmarks) keeps its place beside the words that it stands with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count
from xml.sax.saxutils import escape

from pipeline.findings import Unfit
from pipeline.merge.tags import tags
from pipeline.translating.compare import side_by_side
from pipeline.translating.elements import Element, Splice, parsed, spliced
from pipeline.translating.exchange.units import Code, Mark, Piece, Pieces, Unit, joined
from pipeline.translating.sides import of_word, short
from pipeline.translating.wordfile import Line, R, W, WordFile, WordPart, with_parts

_UNSEEN = frozenset({f"{W}proofErr", f"{W}lastRenderedPageBreak", f"{W}permStart", f"{W}permEnd"})
"""What Word notes for itself, and makes anew."""
_CONTAINERS = frozenset({f"{W}hyperlink", f"{W}smartTag", f"{W}sdt", f"{W}ins", f"{W}customXml", f"{W}dir", f"{W}bdo"})
_NO_FORMAT = frozenset({"lang", "noProof", "bCs", "iCs", "szCs", "rtl", "cs", "rFonts", "rPrChange"})
"""What a format does not differ by: languages, spelling, and what is said once more for other scripts."""
_ORDER = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish "
    "webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang"
).split()
"""ECMA-376-1, 17.3.2.28."""
_OFF = frozenset({"0", "false", "off"})
_NAMED = {
    "tab": "⇥",
    "br": "↵",
    "cr": "↵",
    "drawing": "▣",
    "pict": "▣",
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "¹"),
}
"""What is shown of what stands among words."""
_RTL_OR_REFERENCE = re.compile(rb"\br:(?:id|embed|link|pict)=|footnoteReference|endnoteReference|<w:numId\b")
"""What means another thing in another file."""


@dataclass(frozen=True, slots=True)
class _Atom:
    """A stretch of a paragraph: words in one format, or what is none."""

    kind: str
    """``words``, ``thing`` (in a run), ``raw`` (beside runs), ``open`` or ``close`` (of what stands around runs)."""
    text: str = ""
    """Words, or what is shown of it."""
    data: bytes = b""
    format: bytes = b""
    """The properties of the run."""


@dataclass(frozen=True, slots=True)
class _Own:
    """What a code is in the bytes of its file."""

    kind: str
    data: bytes
    closing: bytes
    format: bytes


@dataclass(frozen=True, slots=True)
class _Content:
    """A paragraph's words and codes, and what stands before and after them."""

    pieces: Pieces
    codes: Mapping[str, Code]
    own: Mapping[str, _Own]
    before: bytes
    after: bytes
    format: bytes
    """That of most of its words."""


@dataclass(frozen=True, slots=True)
class Document:
    """A template in the source language, and its translation; None where there is none yet."""

    source: WordFile
    target: WordFile | None


def units_of(document: Document, name: str) -> Iterator[Unit]:
    """A unit for each paragraph of the source that has words, with its translation where there is one."""
    for part, line, other in _pairs(document):
        made = _unit(name, part, line, other)
        if made is not None:
            yield made[0]


def _unit(
    name: str, part: WordPart, line: Line, other: tuple[WordPart, Line] | None
) -> tuple[Unit, _Content, _Content | None] | None:
    """The unit of a line, with what its codes are in the source and in the translation."""
    if not _has_words(line.text):
        return None
    content = _content(part, line)
    if not any(isinstance(piece, str) and piece.strip() for piece in content.pieces):
        return None
    there = _content(*other) if other else None
    if there is not None:
        there = _with_ids_of(there, content)
    codes = {**(there.codes if there else {}), **content.codes}
    note = ", ".join(filter(None, (_CALLED.get(line.kind, ""), f"level {line.level}" if line.level else "")))
    unit = Unit(
        f"{name}#{part.label or 'document'}/{line.number}",
        content.pieces,
        there.pieces if there else (),
        codes,
        note,
        _room(line, other[1] if other else None),
    )
    return unit, content, there


_CALLED = {"heading": "heading", "cell": "cell of a table", "note": "footnote"}


def _has_words(text: str) -> bool:
    static = text
    for tag in reversed(list(tags(text))):
        static = static[: tag.start] + static[tag.end :]
    return any(not sign.isspace() for sign in static)


def _room(line: Line, other: Line | None) -> int | None:
    """How many characters fit into two lines of a cell whose width is set; no fewer than it has."""
    cell = next((each for each in line.element.above() if each.tag == f"{W}tc"), None)
    width = cell.find(f"{W}tcPr", f"{W}tcW") if cell is not None else None
    if width is None or width.attributes.get(f"{W}type") != "dxa" or tuple(tags(line.text)):
        return None
    figures = width.attributes.get(f"{W}w", "")
    if not figures.isdecimal() or len(figures) > 6:
        return None
    # twentieths of a point, at some five and a half points a letter
    return max(int(figures) // 110 * 2, len(line.text), len(other.text) if other else 0)


def _pairs(document: Document) -> Iterator[tuple[WordPart, Line, tuple[WordPart, Line] | None]]:
    """Each paragraph of the source, and that of the translation that is set beside it."""
    source = _lines(document.source)
    if document.target is None:
        yield from ((part, line, None) for part, line in source.values())
        return
    there = _lines(document.target)
    found: dict[tuple[str, int], tuple[WordPart, Line]] = {}
    once: set[tuple[str, int]] = set()
    for pair in side_by_side(of_word(document.source, ""), of_word(document.target, ""), {}):
        if pair.once and pair.source is not None:
            once.add((pair.source.part, pair.source.number))
        elif pair.source is not None and pair.translation is not None:
            key = (pair.translation.part, pair.translation.number)
            found[pair.source.part, pair.source.number] = there[key]
    # what one language says once has no place of its own there
    yield from ((part, line, found.get(key)) for key, (part, line) in source.items() if key not in once)


def _lines(word: WordFile) -> dict[tuple[str, int], tuple[WordPart, Line]]:
    return {(part.label, line.number): (part, line) for part in word.parts for line in part.lines}


# --- a paragraph as words and codes ---------------------------------------------------------------


def _content(part: WordPart, line: Line) -> _Content:
    every = list(_atoms(part.data, _inside(line.element), part.links))
    atoms = [each for each in _with_tags(every) if each.kind != "words" or each.text]
    before: list[bytes] = []
    after: list[bytes] = []
    while atoms:  # what stands at an edge stays outside, if it is no word
        if atoms[0].kind in {"thing", "raw"}:
            before.append(_bytes(atoms.pop(0)))
        elif atoms[-1].kind in {"thing", "raw"}:
            after.append(_bytes(atoms.pop()))
        elif atoms[0].kind == "open" and _closes(atoms) == len(atoms) - 1:
            before.append(atoms.pop(0).data)
            after.append(atoms.pop().data)
        else:
            break
    formats: Counter[bytes] = Counter()
    for each in atoms:
        if each.kind in {"words", "tag"}:
            formats[each.format] += len(each.text)
    usual = formats.most_common(1)[0][0] if formats else b""
    pieces, codes, own = _coded(atoms, usual)
    return _Content(pieces, codes, own, b"".join(before), b"".join(reversed(after)), usual)


def _inside(paragraph: Element) -> list[Element]:
    return [each for each in paragraph.children if each.tag != f"{W}pPr"]


def _closes(atoms: Sequence[_Atom]) -> int:
    """Where what the first one opens is closed."""
    depth = 0
    for place, each in enumerate(atoms):
        depth += (each.kind == "open") - (each.kind == "close")
        if depth == 0:
            return place
    return -1


def _atoms(data: bytes, elements: Sequence[Element], links: Mapping[str, str]) -> Iterator[_Atom]:
    waiting = list(reversed(elements))
    while waiting:
        element = waiting.pop()
        if element.tag in _UNSEEN:
            continue
        if element.tag == f"{W}r":
            if _begins_field(element):
                last = element
                depth = _depth(element)
                while depth > 0 and waiting:
                    last = waiting.pop()
                    depth += sum(_depth(each) for each in last.iter(f"{W}r"))
                yield _Atom("raw", "▤", data[element.start : last.end])
            else:
                yield from _of_run(data, element)
        elif element.tag in _CONTAINERS and any(True for _ in element.iter(f"{W}t")):
            inner = element.find(f"{W}sdtContent") or element
            address = links.get(element.attributes.get(f"{R}id", ""), "") or element.attributes.get(f"{W}anchor", "")
            yield _Atom("open", address, data[element.start : inner.inside])
            yield from _atoms(data, [each for each in inner.children if not each.tag.endswith("Pr")], links)
            yield _Atom("close", "", data[inner.until : element.end])
        else:
            yield _Atom("raw", "▫", data[element.start : element.end])


def _begins_field(run: Element) -> bool:
    return any(each.attributes.get(f"{W}fldCharType") == "begin" for each in run.iter(f"{W}fldChar"))


def _depth(run: Element) -> int:
    kinds = [each.attributes.get(f"{W}fldCharType") for each in run.iter(f"{W}fldChar")]
    return kinds.count("begin") - kinds.count("end")


def _of_run(data: bytes, run: Element) -> Iterator[_Atom]:
    properties = run.find(f"{W}rPr")
    format_ = data[properties.start : properties.end] if properties is not None else b""
    for each in run.children:
        if each is properties or each.tag in _UNSEEN:
            continue
        if each.tag == f"{W}t":
            yield _Atom("words", each.text, format=format_)
        else:
            shown = _NAMED.get(each.tag.rpartition("}")[2], "▫")
            yield _Atom("thing", shown, data[each.start : each.end], format_)


def _bytes(atom: _Atom) -> bytes:
    return _run(atom.format, atom.data) if atom.kind == "thing" else atom.data


def _run(format_: bytes, inside: bytes) -> bytes:
    return b"<w:r>" + format_ + inside + b"</w:r>"


def _coded(atoms: Sequence[_Atom], usual: bytes) -> tuple[Pieces, dict[str, Code], dict[str, _Own]]:
    """Words with marks, what the marks are to people, and what they are in the bytes."""
    numbers = map(str, count(1))
    codes: dict[str, Code] = {}
    own: dict[str, _Own] = {}
    pieces: list[Piece] = []
    formatted, links = "", list[str]()
    known: dict[str, str] = {}

    def made(kind: str, shown: str, mine: _Own) -> str:
        key = next(numbers)
        codes[key] = Code(key, kind, shown)  # type: ignore[arg-type]
        own[key] = mine
        return key

    def set_format(format_: bytes) -> None:
        """Closes and opens what stands around words in another format than is usual."""
        nonlocal formatted
        wanted = "" if _looks(format_) == _looks(usual) else format_.decode()
        if formatted and (not wanted or _looks(own[formatted].format) != _looks(wanted.encode())):
            pieces.append(Mark(formatted, "close"))
            formatted = ""
        if wanted and not formatted:
            formatted = made("format", _described(format_, usual), _Own("format", b"", b"", format_))
            pieces.append(Mark(formatted, "open"))

    for each in atoms:
        match each.kind:
            case "words" | "tag":
                set_format(each.format)
                if each.kind == "words":
                    pieces.append(each.text)
                else:
                    key = known.get(each.text) or made(
                        "placeholder", each.text, _Own("tag", each.text.encode(), b"", b"")
                    )
                    known[each.text] = key
                    pieces.append(Mark(key, "alone"))
            case "thing":
                pieces.append(Mark(made("thing", each.text, _Own("thing", each.data, b"", each.format)), "alone"))
            case "raw":
                pieces.append(Mark(made("thing", each.text, _Own("raw", each.data, b"", b"")), "alone"))
            case "open":
                set_format(usual)
                links.append(made("link", each.text, _Own("link", each.data, b"", b"")))
                pieces.append(Mark(links[-1], "open"))
            case _:
                set_format(usual)
                key = links.pop()
                own[key] = replace(own[key], closing=each.data)
                pieces.append(Mark(key, "close"))
    set_format(usual)
    return tuple(joined(pieces)), codes, own


def _with_tags(atoms: Sequence[_Atom]) -> Iterator[_Atom]:
    """The atoms with each placeholder as one, in the format that it begins in, whatever Word has split it into."""
    text = "".join(each.text for each in atoms if each.kind == "words")
    places = [(tag.start, tag.end) for tag in tags(text)]
    position = 0
    for each in atoms:
        if each.kind != "words":
            yield each
            continue
        start, end = position, position + len(each.text)
        position = end
        at = start
        for first, last in places:
            if last <= start or first >= end:
                continue
            if first > at:
                yield replace(each, text=text[at:first])
            if first >= start:
                yield replace(each, kind="tag", text=text[first:last])
            at = min(last, end)
        if at < end:
            yield replace(each, text=text[at:end])


@lru_cache(maxsize=256)
def _looks(format_: bytes) -> frozenset[tuple[str, str]]:
    """What a run's properties change of its words, as they are read."""
    return frozenset(_properties(format_)) if format_ else frozenset()


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


def _described(format_: bytes, usual: bytes) -> str:
    """A format in a word, as the standard has it: ``b``, ``i``, ``vertAlign``."""
    names = sorted(name for name, _ in _looks(format_) ^ _looks(usual))
    return " ".join(dict.fromkeys(names)) or "format"


def _with_ids_of(there: _Content, source: _Content) -> _Content:
    """A translation's codes by the ids of the source's that are the same, and others for its own."""
    left: dict[tuple[str, str], list[str]] = {}
    for key, code in source.codes.items():
        left.setdefault((code.kind, code.shown), []).append(key)
    numbers = count(max((int(key) for key in source.codes), default=0) + 1)
    ids: dict[str, str] = {}
    for key, code in there.codes.items():
        same = left.get((code.kind, code.shown))
        ids[key] = same.pop(0) if same else str(next(numbers))
    return _Content(
        tuple(replace(piece, id=ids[piece.id]) if isinstance(piece, Mark) else piece for piece in there.pieces),
        {ids[key]: replace(code, id=ids[key]) for key, code in there.codes.items()},
        {ids[key]: own for key, own in there.own.items()},
        there.before,
        there.after,
        there.format,
    )


# --- and back -------------------------------------------------------------------------------------


def with_translations(document: Document, name: str, made: Mapping[str, tuple[Unit, Pieces]]) -> bytes:
    """The translation's file with translations, by the key of their unit; all else stays, byte for byte.

    Where there is no translation yet, it is the source with other words. Raises Unfit for a paragraph or a code that
    has no place in the file.
    """
    base = document.target or document.source
    changes: dict[str, list[Splice]] = {}
    previous: tuple[WordPart, Line] | None = None
    for part, line, other in _pairs(document):
        here = other or ((part, line) if document.target is None else None)
        unit_of_it = _unit(name, part, line, other)
        one = made.get(unit_of_it[0].key) if unit_of_it is not None else None
        if unit_of_it is not None and one is not None and one[1] != unit_of_it[0].target:
            _, source, there = unit_of_it
            if here is not None:
                changes.setdefault(here[0].name, []).append(
                    _rewritten(here[1].element, one[1], there or source, source)
                )
            else:
                changes.setdefault(_after(previous, line)[0].name, []).append(
                    _inserted(_after(previous, line), part, line, one[1], source)
                )
        previous = here if here is not None else previous
    parts = {part.name: spliced(part.data, changes[part.name]) for part in base.parts if part.name in changes}
    return with_parts(base.path, parts) if parts or document.target is None else base.path.read_bytes()


def _after(previous: tuple[WordPart, Line] | None, line: Line) -> tuple[WordPart, Line]:
    """What a new paragraph stands behind. Raises Unfit where there is nothing."""
    if previous is None:
        raise Unfit("exchange-no-place", words=short(line.text))
    return previous


def _rewritten(paragraph: Element, pieces: Pieces, there: _Content, source: _Content) -> Splice:
    children = _inside(paragraph)
    return children[0].start, children[-1].end, there.before + _written(pieces, there, source) + there.after


def _inserted(previous: tuple[WordPart, Line], part: WordPart, line: Line, pieces: Pieces, source: _Content) -> Splice:
    """A paragraph that the translation has not yet, as the source has it, behind the one before it."""
    if part.label != previous[0].label or _around(line.element) != _around(previous[1].element):
        raise Unfit("exchange-no-place", words=short(line.text))
    start, end, content = _rewritten(line.element, pieces, source, source)
    paragraph = part.data[line.element.start : start] + content + part.data[end : line.element.end]
    if _RTL_OR_REFERENCE.search(paragraph):
        raise Unfit("exchange-no-place", words=short(line.text))
    behind = previous[1].element.end
    return behind, behind, paragraph


def _around(paragraph: Element) -> list[str]:
    return [each.tag for each in paragraph.above()]


def _written(pieces: Pieces, there: _Content, source: _Content) -> bytes:
    """The runs of a paragraph, in the formats that its codes have in this file, or else in the source's."""
    out: list[bytes] = []
    words: list[str] = []
    formats = [there.format]

    def flush() -> None:
        if words:
            text = "".join(words)
            words.clear()
            space = b' xml:space="preserve"' if text != text.strip() else b""
            out.append(_run(formats[-1], b"<w:t" + space + b">" + escape(text).encode() + b"</w:t>"))

    for piece in pieces:
        if isinstance(piece, str):
            words.append(piece)
            continue
        own = there.own.get(piece.id)
        code = own or _portable(source.own[piece.id], piece.id)
        if code.kind == "tag":
            words.append(code.data.decode())
            continue
        flush()
        match code.kind, piece.form:
            case "format", "open":
                formats.append(code.format if own else _merged(there.format, code.format))
            case "format", _:
                formats.pop()
            case "link", "open":
                out.append(code.data)
            case "link", _:
                out.append(code.closing)
            case "thing", _:
                out.append(_run(code.format, code.data))
            case _:
                out.append(code.data)
    flush()
    return b"".join(out)


def _portable(own: _Own, key: str) -> _Own:
    """A code of the source that can stand in another file. Raises Unfit for one that means something else there."""
    if _RTL_OR_REFERENCE.search(own.data):
        raise Unfit("exchange-code-foreign", code=key)
    return own


def _merged(base: bytes, other: bytes) -> bytes:
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


def read_document(source: WordFile, target: WordFile | None) -> Document:
    """Raises Unfit for files that do not write their elements as Word does."""
    for word in filter(None, (source, target)):
        for part in word.parts:
            if part.lines and not re.search(rb"<w:p[ >/]", part.data):
                raise Unfit("exchange-prefix")
    return Document(source, target)

"""A paragraph of a Word template goes in, its words and codes come out; other words go in, its bytes come out.

Its words are what stands between its first word and its last; formatting and links within are codes, and whatever else
is there (tabs, notes, pictures, fields, bookmarks) keeps its place beside the words that it stands with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from xml.sax.saxutils import escape

from pipeline.findings import Unfit
from pipeline.merge.tags import tags
from pipeline.translating.elements import Element
from pipeline.translating.exchange.formats import described, looks, merged
from pipeline.translating.exchange.units import Code, Mark, Piece, Pieces, joined
from pipeline.translating.wordfile import Line, R, W, WordPart

_UNSEEN = frozenset({f"{W}proofErr", f"{W}lastRenderedPageBreak", f"{W}permStart", f"{W}permEnd"})
"""What Word notes for itself, and makes anew."""
_CONTAINERS = frozenset({f"{W}hyperlink", f"{W}smartTag", f"{W}sdt", f"{W}ins", f"{W}customXml", f"{W}dir", f"{W}bdo"})
_NAMED = {
    "tab": "⇥",
    "br": "↵",
    "cr": "↵",
    "drawing": "▣",
    "pict": "▣",
    **dict.fromkeys(("footnoteReference", "endnoteReference"), "¹"),
}
"""What is shown of what stands among words."""
BOUND_TO_ITS_FILE = re.compile(rb"\br:(?:id|embed|link|pict)=|footnoteReference|endnoteReference|<w:numId\b")
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
class Content:
    """A paragraph's words and codes, and what stands before and after them."""

    pieces: Pieces
    codes: Mapping[str, Code]
    own: Mapping[str, _Own]
    before: bytes
    after: bytes
    format: bytes
    """That of most of its words."""


def content_of(part: WordPart, line: Line) -> Content:
    """The content of a paragraph of a part."""
    every = list(_atoms(part.data, inside(line.element), part.links))
    atoms = [each for each in _with_tags(every) if each.kind != "words" or each.text]
    before: list[bytes] = []
    after: list[bytes] = []
    closes = _closes(atoms)
    first, last = 0, len(atoms) - 1
    while first <= last:  # what stands at an edge stays outside, if it is no word
        if atoms[first].kind in {"thing", "raw"}:
            before.append(_bytes(atoms[first]))
            first += 1
        elif atoms[last].kind in {"thing", "raw"}:
            after.append(_bytes(atoms[last]))
            last -= 1
        elif closes.get(first) == last:
            before.append(atoms[first].data)
            after.append(atoms[last].data)
            first, last = first + 1, last - 1
        else:
            break
    atoms = atoms[first : last + 1]
    formats: Counter[bytes] = Counter()
    for each in atoms:
        if each.kind in {"words", "tag"}:
            formats[each.format] += len(each.text)
    usual = formats.most_common(1)[0][0] if formats else b""
    pieces, codes, own = _coded(atoms, usual)
    return Content(pieces, codes, own, b"".join(before), b"".join(reversed(after)), usual)


def inside(paragraph: Element) -> list[Element]:
    """What a paragraph has but its properties."""
    return [each for each in paragraph.children if each.tag != f"{W}pPr"]


def with_ids_of(there: Content, source: Content) -> Content:
    """A translation's codes by the ids of the source's that are the same, and others for its own."""
    left: dict[tuple[str, str], list[str]] = {}
    for key, code in source.codes.items():
        left.setdefault((code.kind, code.shown), []).append(key)
    numbers = count(max((int(key) for key in source.codes), default=0) + 1)
    ids: dict[str, str] = {}
    for key, code in there.codes.items():
        same = left.get((code.kind, code.shown))
        ids[key] = same.pop(0) if same else str(next(numbers))
    return Content(
        tuple(replace(piece, id=ids[piece.id]) if isinstance(piece, Mark) else piece for piece in there.pieces),
        {ids[key]: replace(code, id=ids[key]) for key, code in there.codes.items()},
        {ids[key]: own for key, own in there.own.items()},
        there.before,
        there.after,
        there.format,
    )


def written(pieces: Pieces, there: Content, source: Content) -> bytes:
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
                formats.append(code.format if own else merged(there.format, code.format))
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
    if BOUND_TO_ITS_FILE.search(own.data):
        raise Unfit("exchange-code-foreign", code=key)
    return own


def _closes(atoms: Sequence[_Atom]) -> dict[int, int]:
    """By the place of each that opens, the place of what closes it."""
    found: dict[int, int] = {}
    open_: list[int] = []
    for place, each in enumerate(atoms):
        if each.kind == "open":
            open_.append(place)
        elif each.kind == "close":
            found[open_.pop()] = place
    return found


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
        wanted = "" if looks(format_) == looks(usual) else format_.decode()
        if formatted and (not wanted or looks(own[formatted].format) != looks(wanted.encode())):
            pieces.append(Mark(formatted, "close"))
            formatted = ""
        if wanted and not formatted:
            formatted = made("format", described(format_, usual), _Own("format", b"", b"", format_))
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
    position, number = 0, 0
    for each in atoms:
        if each.kind != "words":
            yield each
            continue
        start, end = position, position + len(each.text)
        position = end
        at = start
        while number < len(places) and places[number][0] < end:
            first, last = places[number]
            if first > at:
                yield replace(each, text=text[at:first])
            if first >= start:
                yield replace(each, kind="tag", text=text[first:last])
            at = min(last, end)
            if last > end:
                break  # it goes on in the next stretch
            number += 1
        if at < end:
            yield replace(each, text=text[at:end])

"""Units as XLIFF 2.1, for OmegaT, memoQ, Trados and their like: units go in, the file comes out; the file goes in,
translations come out.

Source: XLIFF Version 2.1, OASIS Standard, 13 February 2018: 4.2 (elements), 4.3 (attributes), 4.7 (inline content); its
module for restrictions of size, 5.8. What version 2.0 has is read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from pipeline.findings import Unfit
from pipeline.translating.exchange.units import Code, Exchanged, Mark, Piece, Pieces, Sent, Unit

_NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
X = f"{{{_NAMESPACE}}}"
_TYPES = {"placeholder": "other", "thing": "other", "format": "fmt", "link": "link"}
_LARGEST = 1 << 24
"""In bytes: some ten thousand paragraphs."""


def written(units: Sequence[Unit], sent: Sent, right_to_left: tuple[bool, bool]) -> str:
    """The file: a ``file`` for each of ours, a ``unit`` for each paragraph, whose ``name`` is its key."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<xliff xmlns="{_NAMESPACE}" xmlns:slr="{_SIZES}" version="2.1" '
        f"srcLang={quoteattr(sent.source)} trgLang={quoteattr(sent.target)}>",
    ]
    directions = [
        f' {name}="rtl"' if rtl else "" for name, rtl in zip(("srcDir", "trgDir"), right_to_left, strict=True)
    ]
    for number, file in enumerate(dict.fromkeys(unit.file for unit in units), start=1):
        attributes = f'canResegment="no" xml:space="preserve"{"".join(directions)}'
        lines.append(f'  <file id="f{number}" original={quoteattr(file)} {attributes}>')
        lines.append('    <slr:profiles generalProfile="xliff:codepoints"/>')
        own = [unit for unit in units if unit.file == file]
        for place, unit in enumerate(own, start=1):
            lines += _unit(unit, f"u{place}")
        lines.append("  </file>")
    return "\n".join([*lines, "</xliff>", ""])


def _unit(unit: Unit, key: str) -> Iterator[str]:
    limit = f' slr:sizeRestriction="{unit.limit}"' if unit.limit else ""
    yield f"    <unit id={quoteattr(key)} name={quoteattr(unit.key)}{limit}>"
    notes = [f'<note category="location">{_escaped(unit.key)}</note>']
    notes += [f'<note category="context">{_escaped(unit.note)}</note>'] if unit.note else []
    notes += [f'<note category="maxLength">{unit.limit}</note>'] if unit.limit else []
    yield f"      <notes>{''.join(notes)}</notes>"
    if unit.codes:
        yield "      <originalData>"
        for code in unit.codes.values():
            yield f"        <data id={quoteattr(f'd{code.id}')}>{_escaped(code.shown)}</data>"
        yield "      </originalData>"
    yield f'      <segment state="{"translated" if unit.target else "initial"}">'
    yield f"        <source>{''.join(_inline(unit, unit.source))}</source>"
    if unit.target:
        yield f"        <target>{''.join(_inline(unit, unit.target))}</target>"
    yield "      </segment>"
    yield "    </unit>"


def _inline(unit: Unit, pieces: Pieces) -> Iterator[str]:
    """The words with their codes; of several that are one placeholder, each has an id of its own (4.3.1.15)."""
    used: dict[str, int] = {}
    for piece in pieces:
        if isinstance(piece, str):
            yield _escaped(piece)
            continue
        code = unit.codes[piece.id]
        if piece.form == "close":
            yield "</pc>"
            continue
        used[piece.id] = used.get(piece.id, 0) + 1
        key = piece.id if used[piece.id] == 1 else f"{piece.id}.{used[piece.id]}"
        if piece.form == "open":
            yield f'<pc id="{key}" dataRefStart="d{piece.id}" type="{_TYPES[code.kind]}"{_shown(code, "Start")}>'
        else:
            yield f'<ph id="{key}" dataRef="d{piece.id}" type="{_TYPES[code.kind]}"{_shown(code, "")} canDelete="no"/>'


def _shown(code: Code, where: str) -> str:
    return f' disp{where}={quoteattr(_printable(code.shown))} equiv{where}=""'


def _escaped(words: str) -> str:
    """What XML can't have is written by its code point (4.7.2.1)."""
    return re.sub(
        "[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
        lambda found: f'<cp hex="{ord(found[0]):04X}"/>',
        escape(words),
    )


def _printable(words: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in words)


# --- and back -------------------------------------------------------------------------------------


def read(data: bytes, _units: Mapping[str, Unit]) -> Exchanged:
    """What a file translates. Raises Unfit for one that can't be read, that declares anything, or that has two units of
    one name."""
    root = root_of(data)
    if root.tag != f"{X}xliff":
        version = root.get("version", "")
        raise Unfit("exchange-version", version=f"{etree.QName(root).localname} {version}".strip())
    texts: dict[str, tuple[Pieces, Pieces | None]] = {}
    for unit in root.iter(f"{X}unit"):
        key = unit.get("name") or unit.get("id") or ""
        if key in texts:
            raise Unfit("exchange-twice", key=key)
        texts[key] = _of_unit(unit)
    return Exchanged(root.get("srcLang", ""), root.get("trgLang", ""), texts)


def root_of(data: bytes) -> etree._Element:
    """The root of an XML file from elsewhere. Raises Unfit for what is none, or is large, or declares anything."""
    if len(data) > _LARGEST:
        raise Unfit("exchange-large", most=_LARGEST >> 20)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unfit("exchange-unread", why=error.msg) from None
    except ValueError as error:
        raise Unfit("exchange-unread", why=str(error)) from None
    said: Any = root.getroottree().docinfo
    if said.doctype:
        raise Unfit("exchange-entities")
    return root


def _of_unit(unit: etree._Element) -> tuple[Pieces, Pieces | None]:
    """A unit's source and translation, whose segments stand in the order of the document or in their own."""
    source: list[Piece] = []
    targets: list[tuple[int, Pieces]] = []
    complete = True
    for place, segment in enumerate(unit.iterchildren(f"{X}segment", f"{X}ignorable"), start=1):
        one, two = segment.find(f"{X}source"), segment.find(f"{X}target")
        source += _pieces(one) if one is not None else ()
        words = tuple(_pieces(two)) if two is not None else ()
        if segment.tag == f"{X}segment":
            complete = complete and bool(words) and segment.get("state", "initial") != "initial"
        elif two is None and one is not None:
            words = tuple(_pieces(one))
        order = two.get("order", "") if two is not None else ""
        targets.append((int(order) if order.isdecimal() and len(order) < 6 else place, words))
    targets.sort(key=lambda each: each[0])
    return tuple(source), tuple(piece for _, words in targets for piece in words) if complete and targets else None


def _pieces(element: etree._Element) -> Iterator[Piece]:
    """The words and codes of a source or a target; what other programs note around words is passed by."""
    ends: dict[str, str] = {}
    if element.text:
        yield element.text
    for child in element:
        key = _code(child)
        match etree.QName(child).localname:
            case "ph":
                yield Mark(key, "alone")
            case "pc":
                yield Mark(key, "open")
                yield from _pieces(child)
                yield Mark(key, "close")
            case "sc":
                ends[child.get("id", "")] = key
                yield Mark(key, "open")
            case "ec":
                yield Mark(ends.get(child.get("startRef", ""), key), "close")
            case "mrk":
                yield from _pieces(child)
            case "cp":
                code = child.get("hex", "")
                yield chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) and int(code, 16) < 0x110000 else ""
            case "sm" | "em":
                pass
            case other:
                raise Unfit("exchange-element", element=other)
        if child.tail:
            yield child.tail


def _code(element: etree._Element) -> str:
    """The id of a code of ours: by the data that it refers to, or else by its own id."""
    said = element.get("dataRef") or element.get("dataRefStart") or ""
    return said[1:] if said.startswith("d") else element.get("id", "").partition(".")[0]

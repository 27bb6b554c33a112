"""A document that is a package, without what it reaches for: a file goes in, the copy and findings come out."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from posixpath import dirname, join, split
from typing import TYPE_CHECKING
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place, Value
from pipeline.officefile.clean import finding
from pipeline.officefile.clean.hidden import hides, printed_though_hidden
from pipeline.officefile.clean.opendocument import in_addresses, in_dde, in_open_formulas
from pipeline.officefile.clean.openxml import computed, cut_off, in_fields, in_formulas, in_relationships, in_vml
from pipeline.officefile.clean.pictures import UncleanError, clean_picture
from pipeline.officefile.clean.reach import Reach, What, drop
from pipeline.officefile.clean.richtext import clean_rich_text
from pipeline.officefile.clean.where import Places
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import local

if TYPE_CHECKING:
    from lxml import etree

Found = tuple[What, str, str, "etree._Element | None"]
"""What was taken out, its address, the part and the element that it was in."""

_DEEPEST = 3


def clean_package(source: Path, *, hidden_sheets: bool = False) -> tuple[bytes | None, tuple[Finding, ...]]:
    """The copy, or None where nothing had to be taken out. MeetingError where the file is none that can be opened."""
    try:
        with Package(source) as package:
            changed, found = taken_out(package, hidden_sheets=hidden_sheets)
            places = Places(package)
            once: dict[tuple[str, str], Finding] = {}
            for what, address, part, element in found:
                if what != "value" and (what, address) not in once:
                    once[what, address] = finding(what, address, places.of(str(source), part, element))
            findings = (*once.values(), *_objects(package, str(source), places))
            return packed(package, changed) if found else None, findings
    except PackageError as error:
        values: dict[str, Value] = {"part": error.part, "why": error.what}
        raise MeetingError(Finding("part-damaged" if error.part else "unopened", Place(str(source)), values)) from None


def _objects(package: Package, file: str, places: Places) -> Iterator[Finding]:
    """Files of other programs in a document: an office prints their pictures, and nothing of them goes along."""
    for owner in package.names:
        held = {
            each.id
            for each in package.relationships(owner)
            if each.kind in {"oleObject", "package"} and not each.external and package.find(each.target)
        }
        for element in package.xml(owner).iter("{*}OLEObject", "{*}oleObj", "{*}oleObject") if held else ():
            named = {local(key).casefold(): str(said) for key, said in element.attrib.items()}
            program = named.get("progid", "")
            if named.get("id", "") in held and not program.startswith("Equation"):
                yield Finding("embedded-file", places.of(file, owner, element), {"name": program or "OLE"})


def taken_out(
    package: Package, depth: int = 0, *, hidden_sheets: bool = False, printed: bool = True
) -> tuple[dict[str, bytes | None], list[Found]]:
    """The parts that were changed, as they are without what they reach for, none for those that go; and what it was.

    What is not ``printed`` keeps its formulas, its pivot tables and its hidden sheets.
    """
    found: list[Found] = []
    rels = [name for name in package.names if name.casefold().endswith(".rels")]
    lists = {name: _relationships(package, name, printed=printed) for name in rels}
    gone = {owner: each for name, each in lists.items() if (owner := _owner(package, name)) is not None}
    reached = [each for found_in, _ in gone.values() for each in found_in.values()]
    books = list(dict.fromkeys(each.address for each in reached if each.what == "data"))
    changed: dict[str, bytes | None] = dict.fromkeys(_only_reaching(package, gone))
    for name in package.names:
        if name in changed:
            continue
        head = package.head(name)
        if head.startswith(b"PK\x03\x04"):
            made = _within(package, name, depth)
        elif head.startswith(b"{\\rt"):
            made = _rich_text(package.read(name), name)
        elif head.startswith(b"\x1f\x8b"):
            made = _picture(package.read(name), name)
        elif package.begins_as_xml(name):
            leads, links = lists.get(name) or gone.get(name) or ({}, {})
            made = _part(package, name, leads, links, books, hidden_sheets=hidden_sheets, printed=printed)
        else:
            continue
        if made is not None:
            changed[name] = made[0]
            found += made[1]
    # what is the same is told once: of what shows it, before what lists it
    found.sort(key=lambda each: 2 if each[2].casefold().endswith(".rels") else each[2] == package.main)
    return changed, found


_Made = tuple[bytes, list[Found]]


def _only_reaching(package: Package, gone: Mapping[str, tuple[dict[str, Reach], dict[str, str]]]) -> Iterator[str]:
    """The parts that hold nothing but what to bring in, with their relationships."""
    for owner, (reached, _) in gone.items():
        for each in package.relationships(owner):
            part = package.find(each.target) if each.id in reached and not each.external else None
            if part is not None:
                yield part
                folder, name = split(part)
                yield from filter(None, [package.find(join(folder, "_rels", f"{name}.rels"))])


def _owner(package: Package, rels: str) -> str | None:
    """The part whose relationships these are."""
    folder, name = split(rels)
    return package.find(join(dirname(folder), name[: -len(".rels")]))


def _relationships(package: Package, rels: str, *, printed: bool) -> tuple[dict[str, Reach], dict[str, str]]:
    """Of a part's relationships, those that are taken out, and the addresses of the links that stay."""
    root = package.xml(rels)
    found = (each for each in in_relationships(root) if printed or each.what != "value")
    reached = {each.element.get("Id") or "": each for each in found}
    owner = _owner(package, rels)
    for each in package.relationships(owner) if owner else ():
        if each.id in reached and not each.external and (part := package.find(each.target)) is not None:
            named = [inner.target for inner in package.relationships(part) if inner.external]
            reached[each.id] = replace(reached[each.id], address=", ".join(named) or each.kind)
    links = {
        listed.get("Id") or "": listed.get("Target") or ""
        for listed in root
        if (listed.get("TargetMode") or "").casefold() == "external" and (listed.get("Id") or "") not in reached
    }
    return reached, links


_PAGES = (b"<html", b"<HTML")


def _part(
    package: Package,
    name: str,
    gone: Mapping[str, Reach],
    links: Mapping[str, str],
    books: list[str],
    *,
    hidden_sheets: bool,
    printed: bool,
) -> _Made | None:
    data, folded = package.read(name), name.casefold()
    if folded.startswith("customxml/"):
        return None  # data of any form, which no page shows but through a control
    rels, drawing = folded.endswith(".rels"), b"svg" in data
    rules = [] if rels else [rule for words, rule in _RULES if any(map(data.__contains__, words))]
    if not printed:
        rules = [rule for rule in rules if rule not in {computed, printed_though_hidden}]
    if hidden_sheets:
        rules = [hides, *(rule for rule in rules if rule is not printed_though_hidden)]
    looked_for = gone if rels else rules or gone or links
    if not (looked_for or drawing or any(word in data for word in _PAGES)):
        return None
    try:
        root = package.xml(name)
    except PackageError as error:
        if error.fault != "damaged":
            raise
        return _page_or_picture(data, name)
    if drawing and next(root.iter("{*}svg"), None) is not None:
        return _picture(data, name)

    def look(root: etree._Element) -> Iterator[Reach]:
        if rels:
            for each in in_relationships(root):
                if (known := gone.get(each.element.get("Id") or "")) is not None:
                    yield replace(each, address=known.address)
            return
        yield from cut_off(root, gone, links)
        for rule in rules:
            yield from in_formulas(root, books) if rule is in_formulas else rule(root)

    # where it was is told of the tree that stays whole
    found: list[Found] = [(each.what, each.address, name, each.element) for each in look(root)]
    if not found:
        return None
    copy = deepcopy(root)
    for each in list(look(copy)):
        each.cut()
    return as_bytes(copy), found


def _in_binary(root: etree._Element) -> Iterator[Reach]:
    """Pictures that stand in the text of a part (ODF 1.3-3, 10.4.5)."""
    for element in root.iter("{*}binary-data"):
        try:
            held = base64.b64decode(element.text or "")
            made = clean_picture(held)
        except (binascii.Error, ValueError, UncleanError):
            yield Reach(element, "picture", "SVG", partial(drop, element))
            continue
        if made is not None:
            yield Reach(element, "picture", made[1][0].address, partial(_fill, element, made[0]))


def _fill(element: etree._Element, data: bytes) -> None:
    element.text = base64.b64encode(data).decode()


_ADDRESSES = (b"href", b"src", b"image-data", b"archive", b"codebase", b"full-path", b"xforms")
_RULES: Sequence[tuple[tuple[bytes, ...], Callable[[etree._Element], Iterator[Reach]]]] = (
    ((b"instr",), in_fields),
    ((b"href", b"src"), in_vml),
    ((b"spreadsheetml", b"/chart"), in_formulas),
    ((b"</f>", b":f>"), computed),
    (_ADDRESSES, in_addresses),
    ((b"dde-",), in_dde),
    ((b"urn:oasis:", b"openoffice.org/"), in_open_formulas),
    ((b"binary-data",), _in_binary),
    ((b"Print_Area", b"print-ranges"), printed_though_hidden),
)
"""What is looked for in a part, and the names of elements, attributes and namespaces one of which such a part has.

No reference can stand for a name (XML 1.0, 4.1), so that a part without them need not be parsed.
"""


def _picture(data: bytes, name: str) -> _Made | None:
    try:
        made = clean_picture(data)
    except UncleanError:
        return b"", [("picture", "SVG", name, None)]
    return None if made is None else (made[0], [(each.what, each.address, name, None) for each in made[1]])


_PAGE = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body|p|div|table|meta)\b")
_ASKS = re.compile(
    rb"""(?i)([\s"'/])(src|srcset|background|data|poster|codebase|archive|lowsrc|dynsrc|href)(\s*=\s*["']?)([^"'\s>#][^"'\s>]*)"""
)
_FETCHES = re.compile(rb"(?i)<(link|base|object|embed|iframe|frame|applet|script)\b|@import|url\s*\(")


def _page_or_picture(data: bytes, name: str) -> _Made | None:
    """A page of the web, which is no XML (ECMA-376-1, 17.17.2.1); what else is none, no office can read."""
    if not _PAGE.search(data) or b"\0" in data:
        return _picture(data, name) if b"svg" in data.replace(b"\0", b"") else None
    found: list[Found] = []

    def idle(asks: re.Match[bytes]) -> bytes:
        if asks[2].lower() == b"href" and re.search(
            rb"(?i)<a\b[^<>]*\Z", data[max(0, asks.start() - 2000) : asks.start()]
        ):
            return asks[0]
        found.append(("picture", asks[4].decode("latin-1"), name, None))
        return b"%b%b=" % (asks[1], b"x" * len(asks[2]))

    page = _ASKS.sub(idle, data)
    still = _FETCHES.sub(lambda tag: b"<x" if tag[1] else b"x", page)
    if still != page and not found:
        found.append(("other", "HTML", name, None))
    return (still, found) if found else None


def _rich_text(data: bytes, name: str) -> _Made | None:
    made, found = clean_rich_text(data)
    return (made, [(what, address, name, None) for what, address in found]) if found else None


def _within(package: Package, name: str, depth: int) -> _Made | None:
    """A document in this one: what it reaches for is taken out in the same way."""
    if depth >= _DEEPEST:
        return None
    try:
        with Package(package.read(name)) as inner:
            changed, found = taken_out(inner, depth + 1)
            return (
                (packed(inner, changed), [(what, address, name, None) for what, address, *_ in found])
                if found
                else None
            )
    except PackageError:
        return None  # no package: no office reads it either


def packed(package: Package, changed: Mapping[str, bytes | None]) -> bytes:
    """The package with some parts changed. Nothing is packed anew: the copy lives as long as its conversion."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name in package.names:
            data = changed[name] if name in changed else package.read(name)
            if data is not None:
                archive.writestr(ZipInfo(name), data)
    return out.getvalue()


def as_bytes(root: etree._Element) -> bytes:
    """A part as it is written."""
    from lxml import etree  # noqa: PLC0415 - the offices start before it is loaded

    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

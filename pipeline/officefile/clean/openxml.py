"""What a part of an Open XML file reaches for outside the file: its tree goes in, each place comes out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from pipeline.officefile.clean.reach import Reach, What, drop, leads_out, leads_out_of_package, unset
from pipeline.officefile.vocabulary import NAMES, attribute, local

if TYPE_CHECKING:
    from lxml import etree

_RELATIONS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_KINDS: Mapping[str, What] = {
    "image": "picture", "hyperlink": "picture", "subDocument": "text", "aFChunk": "text", "frame": "text",
    "oleObject": "object", "package": "object", "externalLink": "data", "externalLinkPath": "data",
    "xlExternalLinkPath": "data", "connections": "data", "queryTable": "data", "mailMergeSource": "data",
    "mailMergeHeaderSource": "data", "oleLink": "data",
}  # fmt: skip
"""By the kind of a relationship; ``other`` for all others."""
_REACHING_PARTS = {"externalLink", "connections", "queryTable"}
"""Kinds of parts that lie in the file and only say what to bring in (ECMA-376-1, 18.13, 18.14 and 18.15)."""
_HELD_BY = {
    "w:attachedTemplate", "w:subDoc", "w:altChunk", "w:dataSource", "w:headerSource", "w:saveThroughXslt",
    "w:sourceFileName", "o:OLEObject", "x:externalReference", "c:externalData", "x:oleObject", "x:picture",
    "w:embedRegular", "w:embedBold", "w:embedItalic", "w:embedBoldItalic",
}  # fmt: skip
"""Elements that are nothing without what they refer to."""


def in_relationships(root: etree._Element) -> Iterator[Reach]:
    """Relationships to what lies outside, but for links that a person follows (ECMA-376-2, 6.5.3.4)."""
    for each in root:
        target, kind = each.get("Target") or "", (each.get("Type") or "").rpartition("/")[2]
        outside = (each.get("TargetMode") or "").strip().casefold() == "external"
        if kind == "hyperlink" and outside:
            continue
        if kind == "pivotTable":
            yield Reach(each, "value", target, partial(drop, each))  # an office writes it anew, in its own words
        if kind == "vbaProject":
            yield Reach(each, "macros", target, partial(drop, each))
        elif outside or leads_out_of_package(target) or kind in _REACHING_PARTS:
            yield Reach(each, _KINDS.get(kind, "other"), target, partial(drop, each))


def cut_off(root: etree._Element, gone: Mapping[str, Reach], links: Mapping[str, str]) -> Iterator[Reach]:
    """What refers to relationships that are ``gone``, and what else than a link refers to one of the ``links``."""
    if not gone and not links:
        return
    query = f"//@*[namespace-uri()='{_RELATIONS[0]}' or namespace-uri()='{_RELATIONS[1]}' or local-name()='relid']"
    for each in cast("list[etree._ElementUnicodeResult]", root.xpath(query)):
        element, said = each.getparent(), str(each)
        if element is None or (said not in gone and said not in links):
            continue
        name = local(element.tag)
        if said not in gone and (name == "hyperlink" or name.startswith("hlink")):
            continue
        what = gone[said].what if said in gone else "picture"
        address = gone[said].address if said in gone else links[said]
        whole = NAMES[element.tag] in _HELD_BY
        cut = partial(drop, element) if whole else partial(unset, element, str(each.attrname))
        yield Reach(element, what, address, cut)


# --- fields ---------------------------------------------------------------------------------------

FIELDS: Mapping[str, What] = {
    "INCLUDEPICTURE": "picture", "IMPORT": "picture", "INCLUDETEXT": "text", "INCLUDE": "text", "RD": "text",
    "LINK": "object", "DDE": "data", "DDEAUTO": "data", "DATABASE": "data",
}  # fmt: skip
"""ECMA-376-1, 17.16.5, and MS-DOC, 2.9.90: fields that bring in what lies elsewhere."""
_FIRST = re.compile(r"[\s\"'“”]*(\w+)")
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^“”]+)”")
_SIGN = re.compile(r"[/\\:.]")
"""Of an address that stands without quotation marks."""


def reaching(instruction: str) -> tuple[What, str] | None:
    """What a field's instruction brings in, and from where.

    >>> reaching(' includepicture "http://x/a.png" \\\\d '), reaching(' HYPERLINK "http://x/" ')
    (('picture', 'http://x/a.png'), None)
    """
    first = _FIRST.match(instruction)
    if first is None or first[1].upper() not in FIELDS:
        return None
    quoted = _QUOTED.search(instruction, first.end())
    bare = next(filter(_SIGN.search, instruction[first.end() :].split()), instruction.strip())
    address = quoted[1] or quoted[2] if quoted else bare
    return FIELDS[first[1].upper()], address


@dataclass(slots=True)
class _Field:
    """A field that is open."""

    marks: list[etree._Element]
    instruction: list[str]
    said: bool = False
    """Whether its instruction is at its end."""


def in_fields(root: etree._Element) -> Iterator[Reach]:
    """Fields, which Word spreads over runs (17.16.18); their results stay."""
    opened: list[_Field] = []
    for element in root.iter("{*}fldChar", "{*}instrText", "{*}delInstrText", "{*}fldSimple", "{*}t"):
        match local(element.tag):
            case "fldSimple":
                if found := reaching(attribute(element, "instr") or ""):
                    yield Reach(element, *found, partial(_unwrap, element))
            case "fldChar":
                yield from _marked(element, (attribute(element, "fldCharType") or ""), opened)
            case "t":
                # what a field shows within an instruction is a piece of that instruction
                saying = next((each for each in reversed(opened) if not each.said), None)
                if saying is not None:
                    saying.instruction.append(element.text or "")
            case _ if opened:
                opened[-1].marks.append(element)
                opened[-1].instruction.append(element.text or "")


def _marked(element: etree._Element, kind: str, opened: list[_Field]) -> Iterator[Reach]:
    """A mark of a field: at the end of its instruction, what it brings in is known."""
    if kind == "begin":
        opened.append(_Field([element], []))
    elif opened:
        field = opened[-1]
        field.marks.append(element)
        if not field.said and (found := reaching("".join(field.instruction))):
            # the mark of its end comes later, and is added to the same list
            yield Reach(field.marks[0], *found, partial(_drop_all, field.marks))
        field.said = True
        if kind == "end":
            opened.pop()


def _drop_all(parts: list[etree._Element]) -> None:
    for each in parts:
        drop(each)


def _unwrap(element: etree._Element) -> None:
    """What an element holds takes its place."""
    parent = element.getparent()
    if parent is not None:
        for each in list(element):
            element.addprevious(each)
        drop(element)


# --- drawings in VML ------------------------------------------------------------------------------


def in_vml(root: etree._Element) -> Iterator[Reach]:
    """Addresses in the old drawings of Office (ECMA-376-4, 19): of pictures and fills; a shape's link is one."""
    for element in root.iter("{urn:schemas-microsoft-com:vml}*"):
        for key, said in element.attrib.items():
            if key != "href" and local(key) in {"src", "href", "althref"} and leads_out(str(said)):
                yield Reach(element, "picture", str(said), partial(unset, element, str(key)))


# --- spreadsheets ---------------------------------------------------------------------------------

_UPPER = "translate(., 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
_FORMULAS = (
    f"//*[(local-name()='f' or local-name()='formula1' or local-name()='formula2' or local-name()='formula' or"
    f" local-name()='definedName') and (contains(., '[') or contains(., '|') or contains({_UPPER}, 'WEBSERVICE') or"
    f" contains({_UPPER}, 'DDE') or contains({_UPPER}, 'RTD') or contains({_UPPER}, 'IMAGE') or contains(., '://'))]"
)
_OTHER_BOOK = re.compile(
    r"""(?<![\w.\])])'?\[\d+\][^\[\]!,]*!|'[^'\[\]]*\[[^\[\]]+\][^'\[\]]*'!|(?<![\w.])[\w.]+\|'?[^!]*'?!|\b(?:WEBSERVICE|RTD|DDE|IMAGE)\("""
    r"""|'(?:file|https?|ftp|smb):[^']*'#""",
    re.IGNORECASE,
)
"""ECMA-376-1, 18.17.2.3: cells of another book, by its number or its path; DDE; functions that ask elsewhere."""


def in_formulas(root: etree._Element, other_books: Collection[str] = ()) -> Iterator[Reach]:
    """Formulas whose values come from elsewhere; the values that the file holds stay."""
    found = [
        each for each in cast("list[etree._Element]", root.xpath(_FORMULAS)) if _OTHER_BOOK.search(each.text or "")
    ]
    shared = {each.get("si") for each in found if each.get("t") == "shared" and each.get("si")}
    books = ", ".join(other_books)
    for each in found:
        yield Reach(each, "data", books or (each.text or ""), partial(drop, each))
    if shared:
        for each in root.iter("{*}f"):
            if each.get("si") in shared and not each.text:
                yield Reach(each, "data", books or "", partial(drop, each))


_LINK = re.compile(r"\bHYPERLINK\s*\(", re.IGNORECASE)


def computed(root: etree._Element) -> Iterator[Reach]:
    """Formulas whose value the file has (18.3.1.40): what an office computes anew may be another, or an error.

    Those that make a link stay, and those that others without a value are shared with.
    """
    if local(root.tag) != "worksheet":
        return
    formulas, open_ = [], False
    for formula in root.iter("{*}f"):
        cell = formula.getparent()
        value = next((each for each in cell if local(each.tag) == "v"), None) if cell is not None else None
        if cell is None or local(cell.tag) != "c" or value is None or not (value.text or cell.get("t") == "str"):
            open_ = True
        elif not _LINK.search(formula.text or ""):
            formulas.append(formula)
    for formula in formulas:
        if not (open_ and formula.get("t") in {"shared", "array", "dataTable"}):
            yield Reach(formula, "value", "", partial(drop, formula))

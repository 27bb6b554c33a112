"""The names of elements: a tag with its namespace goes in, a short name comes out, whatever prefix a file has for it.

Strict and Transitional Open XML (ECMA-376-1 and -4) have one short name for one element, and so do the versions of
OpenDocument.

    >>> short("{http://purl.oclc.org/ooxml/wordprocessingml/main}p")
    'w:p'
    >>> short("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    'w:p'
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MICROSOFT = "http://schemas.microsoft.com/office/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"

PREFIXES: Mapping[str, str] = {
    **{
        uri: prefix
        for prefix, transitional, strict in (
            ("w", "wordprocessingml/2006/main", "wordprocessingml/main"),
            ("x", "spreadsheetml/2006/main", "spreadsheetml/main"),
            ("p", "presentationml/2006/main", "presentationml/main"),
            ("a", "drawingml/2006/main", "drawingml/main"),
            ("wp", "drawingml/2006/wordprocessingDrawing", "drawingml/wordprocessingDrawing"),
            ("xdr", "drawingml/2006/spreadsheetDrawing", "drawingml/spreadsheetDrawing"),
            ("pic", "drawingml/2006/picture", "drawingml/picture"),
            ("c", "drawingml/2006/chart", "drawingml/chart"),
            ("dgm", "drawingml/2006/diagram", "drawingml/diagram"),
            ("m", "officeDocument/2006/math", "officeDocument/math"),
            ("r", "officeDocument/2006/relationships", "officeDocument/relationships"),
            ("ep", "officeDocument/2006/extended-properties", "officeDocument/extendedProperties"),
            ("rel", "package/2006/relationships", "package/relationships"),
            ("ct", "package/2006/content-types", "package/content-types"),
            ("cp", "package/2006/metadata/core-properties", "package/metadata/core-properties"),
            ("mc", "markup-compatibility/2006", "markup-compatibility"),
        )
        for uri in (_OOXML + transitional, _STRICT + strict)
    },
    f"{_MICROSOFT}word/2010/wordml": "w14",
    f"{_MICROSOFT}word/2012/wordml": "w15",
    f"{_MICROSOFT}word/2010/wordprocessingShape": "wps",
    f"{_MICROSOFT}word/2010/wordprocessingGroup": "wpg",
    f"{_MICROSOFT}word/2010/wordprocessingCanvas": "wpc",
    f"{_MICROSOFT}drawing/2008/diagram": "dsp",
    f"{_MICROSOFT}powerpoint/2010/main": "p14",
    f"{_MICROSOFT}spreadsheetml/2009/9/main": "x14",
    "http://schemas.microsoft.com/office/excel/2006/main": "xm",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    "urn:schemas-microsoft-com:office:excel": "xvml",
    **{
        f"{_ODF}{name}:1.0": prefix
        for prefix, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("style", "style"),
            ("presentation", "presentation"), ("number", "datastyle"), ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"), ("chart", "chart"), ("form", "form"), ("script", "script"), ("db", "database"),
            ("dr3d", "dr3d"), ("anim", "animation"), ("meta", "meta"), ("manifest", "manifest"),
            ("smil", "smil-compatible"), ("config", "config"),
        )
    },
    "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0": "loext",
    "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": "calcext",
    "http://www.w3.org/1999/xlink": "xlink",
    "http://www.w3.org/1998/Math/MathML": "math",
    "http://www.w3.org/2000/svg": "svgw3",
    "http://www.w3.org/XML/1998/namespace": "xml",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
}  # fmt: skip
"""By namespace. What has none here keeps it: ``{urn:x}p``."""


class _Names(dict[object, str]):
    """Short names by tag; a comment or an instruction, whose tag is a function, has the empty one."""

    def __missing__(self, tag: object) -> str:
        if not isinstance(tag, str):
            return ""
        uri, _, local = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
        if uri not in PREFIXES:
            return tag
        name = f"{PREFIXES[uri]}:{local}"
        if len(self) < _KNOWN:  # a file can make up as many as it likes
            self[tag] = name
        return name


_KNOWN = 5_000


NAMES = _Names()


def short(tag: object) -> str:
    """The short name of a tag, or of an attribute."""
    return NAMES[tag]


def value(element: etree._Element, name: str) -> str | None:
    """The value of an attribute, by its short name."""
    return next((str(said) for key, said in element.attrib.items() if NAMES[key] == name), None)


@lru_cache(maxsize=_KNOWN)
def local(name: object) -> str:
    """A name without its namespace, or its prefix where nobody declared it; nothing for a comment.

    For kinds of documents that are read apart, and whose Strict and Transitional forms have one name for one element.
    """
    return name.rpartition("}")[2].rpartition(":")[2] if isinstance(name, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """The value of an attribute, by its local name."""
    if element is None:
        return None
    return next((str(said) for key, said in element.attrib.items() if local(key) == name), None)


_UNDERSTOOD = {"wps", "wpg", "w14", "a14", "p14", "p15", "x12ac", "v"}
"""The extensions of Open XML for which LibreOffice takes a choice; it takes the fallback for others."""


def shown(root: etree._Element) -> Iterator[etree._Element]:
    """An element and all below it, in order; of a choice (ECMA-376-3, 7.5) one branch, so that nothing comes twice."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if NAMES[element.tag] == "mc:AlternateContent":
            waiting += _branch(element)
        else:
            yield element
            waiting += reversed(element)


def _branch(choice: etree._Element) -> list[etree._Element]:
    branches = [each for each in choice if NAMES[each.tag] in {"mc:Choice", "mc:Fallback"}]
    taken = (each for each in branches if set((each.get("Requires") or "").split()) <= _UNDERSTOOD)
    return [next(taken, *branches[:1])] if branches else []


_TAGS: dict[str, list[str]] = {}
for _uri, _prefix in PREFIXES.items():
    _TAGS.setdefault(_prefix, []).append(_uri)


@cache
def tags(*names: str) -> tuple[str, ...]:
    """All the tags that short names stand for, as lxml looks for them."""
    pairs = (name.split(":") for name in names)
    return tuple(f"{{{uri}}}{local}" for prefix, local in pairs for uri in _TAGS[prefix])


_CHOICE = tags("mc:AlternateContent")


def select(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements below ``root`` that have one of the short names, in order, each once as :func:`shown` has it."""
    left_out = {
        branch
        for choice in root.iter(*_CHOICE)
        for taken in [_branch(choice)]
        for branch in choice
        if branch not in taken
    }
    for element in root.iter(*tags(*names)):
        if not left_out or left_out.isdisjoint(element.iterancestors(*_BRANCHES)):
            yield element


_BRANCHES = tags("mc:Choice", "mc:Fallback")

"""What a part of an OpenDocument file reaches for outside the file: its tree goes in, each place comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, cast

from pipeline.officefile.clean.reach import Reach, What, drop, leads_out, space, unset
from pipeline.officefile.vocabulary import local

if TYPE_CHECKING:
    from lxml import etree

_NAMES = ("href", "src", "action", "resource", "schema", "image-data", "archive", "codebase", "full-path")
_ADDRESSES = "//@*[" + " or ".join(f"local-name()='{name}'" for name in _NAMES) + "]"
_OPEN = ("urn:oasis:names:tc:", "http://openoffice.org/", "urn:org:documentfoundation:", "http://www.w3.org/")
"""How the namespaces begin whose elements LibreOffice knows, whatever their version."""
_LINKS = {"a"}
"""ODF 1.3-3, 6.1.8 and 10.4.12: links that a person follows."""
_WEB = re.compile(r"\s*(?:https?|mailto):", re.IGNORECASE)
_SOURCES: Mapping[str, What] = {
    "section-source": "text", "table-source": "data", "cell-range-source": "data", "dde-source": "data",
    "template": "other", "auto-reload": "other", "alphabetical-index-auto-mark-file": "other", "font-face-uri": "other",
    "object": "object", "object-ole": "object", "applet": "object", "plugin": "object", "floating-frame": "text",
    "sound": "other", "audio": "other", "file-entry": "other", "event-listener": "other", "instance": "data",
    "submission": "data", "form": "data", "connection-resource": "data", "script": "other", "library": "other",
    "library-linked": "other",
}  # fmt: skip
"""By the local name of an element; ``picture`` for all others."""
_WHOLE = {
    "section-source", "table-source", "cell-range-source", "template", "auto-reload", "font-face-uri", "sound", "audio",
    "alphabetical-index-auto-mark-file", "file-entry", "event-listener", "instance", "submission", "script",
    "library-linked", "floating-frame", "plugin", "applet", "object", "object-ole",
}  # fmt: skip
"""Elements that are nothing without their address."""


def in_addresses(root: etree._Element) -> Iterator[Reach]:
    """Addresses that a program follows by itself (ODF 1.3-3, 19.910)."""
    for attribute in cast("list[etree._ElementUnicodeResult]", root.xpath(_ADDRESSES)):
        element, key, address = attribute.getparent(), str(attribute.attrname), str(attribute)
        if element is None or not space(element.tag).startswith(_OPEN):
            continue
        name = local(element.tag)
        if name in _LINKS or not leads_out(address) or (name == "chart" and address == ".."):
            continue
        if name == "event-listener" and "presentation" in space(element.tag) and _WEB.match(address):
            continue  # a shape that is a link
        if name == "file-entry" and address == "/":
            continue
        whole = name in _WHOLE
        cut = partial(drop, element) if whole else partial(unset, element, key)
        yield Reach(element, _SOURCES.get(name, "picture"), address, cut)


# --- DDE ------------------------------------------------------------------------------------------

_DDE = ("dde-source", "dde-connection-decl", "dde-link", "dde-connection")


def in_dde(root: etree._Element) -> Iterator[Reach]:
    """What asks another program for words or values (ODF 1.3-3, 5.4.4, 7.6 and 9.8); those of the file stay."""
    for element in root.iter(*(f"{{*}}{name}" for name in _DDE)):
        said = {local(key): str(value) for key, value in element.attrib.items()}
        address = said.get("dde-topic") or said.get("connection-name") or "DDE"
        cut = partial(_keep_words, element) if local(element.tag) == "dde-connection" else partial(drop, element)
        yield Reach(element, "data", address, cut)


def _keep_words(element: etree._Element) -> None:
    element.tail = "".join(map(str, element.itertext())) + (element.tail or "")
    drop(element)


# --- spreadsheets ---------------------------------------------------------------------------------

_UPPER = "translate(., 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')"
_FORMULAS = (
    f"//@*[(local-name()='formula' or local-name()='expression' or local-name()='condition') and (contains(., '#') or"
    f" contains({_UPPER}, 'DDE') or contains({_UPPER}, 'WEBSERVICE'))]"
)
_ELSEWHERE = re.compile(r"'([^']*)'#|\b(?:DDE|WEBSERVICE)\s*\(", re.IGNORECASE)
"""OpenFormula (ODF 1.3-4), 5.8: a reference into another file; functions that ask elsewhere."""


def in_open_formulas(root: etree._Element) -> Iterator[Reach]:
    """Formulas whose values come from elsewhere; the values that the file holds stay."""
    for attribute in cast("list[etree._ElementUnicodeResult]", root.xpath(_FORMULAS)):
        element, key = attribute.getparent(), str(attribute.attrname)
        found = _ELSEWHERE.search(str(attribute))
        if element is not None and found:
            whole = local(element.tag) in {"named-expression", "content-validation"}
            cut = partial(drop, element) if whole else partial(unset, element, key)
            yield Reach(element, "data", found[1] or str(attribute), cut)

"""What a document would bring in from elsewhere: an address goes in, whether it leads out of the file comes out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import unquote

if TYPE_CHECKING:
    from lxml import etree

What: TypeAlias = Literal["picture", "text", "object", "data", "other", "sheet", "shown-sheet", "value", "macros"]
"""What lies elsewhere: a picture; words; an object of another program; cells and what they are computed from.

Or, of the file itself, a hidden sheet that would be printed, one that the meeting wants printed, and what would
compute a value anew that the file has, which is not told; and what an office would run."""

LONGEST = 200
"""Signs of an address that are told."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One place of a part that reaches out of the file."""

    element: etree._Element
    what: What
    address: str
    cut: Callable[[], None]
    """Takes it out of the tree that the element is in."""


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_OWN_SCHEMES = ("vnd.sun.star.package:", "vnd.sun.star.graphicobject:")
"""LibreOffice's own words for what lies in the file."""
_UNSEEN = re.compile(r"[\0-\x20\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


def leads_out(address: str) -> bool:
    """Whether an address names anything but a place or a part of the file itself.

    >>> [leads_out(each) for each in ("", "#here", "Pictures/1.png", "./Object 1", "vnd.sun.star.Package:a")]
    [False, False, False, False, False]
    >>> [leads_out(each) for each in ("file:///a", "../a.png", "/a", "C:\\\\a", "Pictures/%2e%2e/%2e%2e/a", "ht\\ntp://a")]
    [True, True, True, True, True, True]
    """
    plain = _UNSEEN.sub("", unquote(address))
    if not plain or plain.startswith("#") or plain.casefold().startswith(_OWN_SCHEMES):
        return False
    return bool(_SCHEME.match(plain)) or plain[0] in "/\\" or ".." in re.split(r"[/\\]", plain)


def leads_out_of_package(target: str) -> bool:
    """The same of the target of a relationship, which may count from the top and go up (ECMA-376-2, 6.5.3.4)."""
    plain = _UNSEEN.sub("", unquote(target))
    return bool(_SCHEME.match(plain)) or plain.startswith(("//", "\\"))


def drop(element: etree._Element) -> None:
    """Takes an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    before = element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def unset(element: etree._Element, attribute: str) -> None:
    """Takes an attribute out, where it is still there."""
    if attribute in element.attrib:
        del element.attrib[attribute]


def space(name: object) -> str:
    """The namespace of a name."""
    return name[1:].partition("}")[0] if isinstance(name, str) and name.startswith("{") else ""

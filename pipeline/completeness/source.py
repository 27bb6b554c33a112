"""What readings of sources share: an element goes in, its name, its attributes and what stands below it come out.

Names are local ones: the kinds of documents are read apart, and Strict and Transitional name the same elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, local

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def tree(package: Package, name: str) -> Element | None:
    """The root of a part; None where it is not there, or is no XML."""
    try:
        return package.xml(name) if name else None
    except (KeyError, PackageError):
        return None


def relations(package: Package, part: str) -> dict[str, str]:
    """The parts that a part refers to, by the identifiers of its relationships."""
    return {each.id: each.target for each in package.relationships(part) if not each.external}


def child(element: Element | None, *names: str) -> Element | None:
    """The first child of that name, and of that the first child of the next."""
    for name in names:
        if element is None:
            return None
        element = next((each for each in element if local(each.tag) == name), None)
    return element


def descendants(element: Element, *names: str) -> Iterator[Element]:
    """All below an element that have one of these names, in the document's order."""
    return element.iter(*(f"{{*}}{name}" for name in names))


def is_on(element: Element | None) -> bool:
    """Whether a switch is there and not set to off (ECMA-376-1, 17.17.4)."""
    return element is not None and attribute(element, "val") not in {"0", "false", "off"}

"""The annotations of a part's pages go in; links that work in a bundle, and are described, are left.

ISO 32000-2, 12.5; descriptions and tab order: ISO 14289-1, 7.18.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.bundle.actions import Removed, clean_slots, steps
from pipeline.bundle.destinations import Destinations

_ADDRESS = re.compile(r"enclosure:\s*(\S*)\s*", re.IGNORECASE)
_PAGE_LEFTOVERS = (Name.Thumb, Name.B, Name.AA)
"""A thumbnail without the stamp, article threads that stay behind, automatic actions."""


@dataclass(slots=True)
class Links:
    """What the links of one part need to know, and what was found while they were prepared."""

    destinations: Destinations
    label_of: Callable[[int], str]
    """The label of a page, which counts from 0 in the part."""
    enclosures: Mapping[int, str]
    """The title of the enclosure at each position."""
    removed: Removed = field(default_factory=set)
    jumps: list[tuple[Object, int]] = field(default_factory=list)
    """The links to an enclosure, and its position."""
    unknown: list[str] = field(default_factory=list)
    """Addresses of enclosures that the bundle has not."""
    dead: int = 0
    """Links that led nowhere."""

    def prepare(self, pdf: Pdf) -> None:
        """Make every annotation of ``pdf`` safe; make every link lead to a page, not to a name."""
        for page in pdf.pages:
            self._page(pdf, page.obj)

    def _page(self, pdf: Pdf, page: Dictionary) -> None:
        if Name.AA in page:
            clean_slots(page, self.removed)
        for key in _PAGE_LEFTOVERS:
            if key in page:
                del page[key]
        annotations = page.get(Name.Annots)
        if not isinstance(annotations, Array) or not len(annotations):
            return
        page.Tabs = Name.S
        for index, annotation in enumerate(annotations):
            if not isinstance(annotation, Dictionary):
                continue
            if not annotation.is_indirect:
                annotations[index] = pdf.make_indirect(annotation)
            self._annotation(annotations[index])

    def _annotation(self, annotation: Object) -> None:
        clean_slots(annotation, self.removed)
        said = [self._resolve(annotation, Name.Dest)] if Name.Dest in annotation else []
        for step in steps(annotation.get(Name.A)):
            kind = step.get(Name.S)
            if kind == Name.GoTo:
                said.append(self._resolve(step, Name.D))
            elif kind == Name.URI:
                said.append(self._address(annotation, str(step.get(Name.URI, ""))))
        if Name.A in annotation and annotation.A.get(Name.S) == Name.GoTo and Name.D not in annotation.A:
            del annotation.A
        if annotation.get(Name.Subtype) == Name.Link and Name.Contents not in annotation and any(said):
            annotation.Contents = String(next(filter(None, said)))

    def _resolve(self, holder: Object, key: Name) -> str:
        """Make the destination under ``key`` explicit; say where it leads."""
        # /SD names an element of the structure tree that is taken apart and joined anew; /D says the same.
        if Name.SD in holder:
            del holder.SD
        destination = self.destinations.find(holder.get(key))
        if destination is None:
            self.dead += 1
            if key in holder:
                del holder[key]
            return ""
        holder[key] = self.destinations.explicit(destination)
        return self.label_of(destination.page)

    def _address(self, annotation: Object, uri: str) -> str:
        position = enclosure_position(uri)
        if position is None:
            return uri
        if position not in self.enclosures:
            self.unknown.append(uri)
            return ""
        self.jumps.append((annotation, position))
        return self.enclosures[position]


def enclosure_position(uri: str) -> int | None:
    """The position that an address ``enclosure:<position>`` names; 0, which none has, when it names none.

    >>> [enclosure_position(uri) for uri in ("enclosure:3", "enclosure:three", "https://example.org/")]
    [3, 0, None]
    """
    found = _ADDRESS.fullmatch(uri)
    if found is None:
        return None
    return int(found[1]) if found[1].isascii() and found[1].isdigit() else 0

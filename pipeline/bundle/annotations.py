"""The annotations of a part's pages go in; links that work in a bundle, and are described, are left.

ISO 32000-2, 12.5; descriptions and tab order: ISO 14289-1, 7.18.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from pipeline.bundle.actions import Note, Removed, clean_slots, steps
from pipeline.bundle.destinations import Destinations
from pipeline.bundle.siblings import Siblings
from pipeline.pdf.links import FILE
from pipeline.pdf.objects import spelt

_ADDRESS = re.compile(r"enclosure:\s*(\S*)\s*", re.IGNORECASE)
_PAGE_LEFTOVERS = (Name.AA, Name.DPart, Name.TemplateInstantiated)
"""Automatic actions, and what belongs to the file as a whole: its document parts, its page templates (7.7.3.3)."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A link that leads to an enclosure."""

    link: Object
    """Of the part's PDF."""
    position: int
    target: Any = None
    """Where in it: the number of a page, a destination's name, or an array with a page's number; None for its start."""


@dataclass(slots=True)
class Links:
    """What the links of one part need to know, and what was found while they were prepared."""

    destinations: Destinations
    label_of: Callable[[int], str]
    """The label of a page, which counts from 0 in the part."""
    enclosures: Mapping[int, str]
    """The title of the enclosure at each position."""
    siblings: Siblings
    removed: Removed = field(default_factory=Removed)
    jumps: list[Jump] = field(default_factory=list)
    of_files: int = 0
    """Links to the files of other enclosures."""
    unknown: list[str] = field(default_factory=list)
    """Addresses of enclosures that the bundle has not."""
    dead: int = 0
    """Links that led nowhere."""
    left_out: list[str] = field(default_factory=list)
    """Files of this house that a link led to, and that are not in the bundle."""
    live: int = 0
    """Links that lead somewhere."""
    addresses: dict[str, dict[int, None]] = field(default_factory=dict)
    """The addresses that links lead to outside the bundle, each with the pages that have it, from 0."""

    def prepare(self, pdf: Pdf) -> None:
        """Make every annotation of ``pdf`` safe; make every link lead to a page, not to a name."""
        for number, page in enumerate(pdf.pages, start=1):
            self._page(pdf, page.obj, number - 1, self.removed.of_page(number))

    def _page(self, pdf: Pdf, page: Dictionary, number: int, note: Note) -> None:
        if Name.AA in page:
            clean_slots(page, note)
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
            self._annotation(annotations[index], number, note)

    def _annotation(self, annotation: Object, number: int, note: Note) -> None:
        found = self._file_of(annotation)
        if found is not None:
            self.of_files += 1
            clean_slots(annotation, note)
            self._describe(annotation, self._jump(annotation, *found))
            return
        clean_slots(annotation, note)
        said = [self._resolve(annotation, Name.Dest)] if Name.Dest in annotation else []
        for step in steps(annotation.get(Name.A)):
            kind = step.get(Name.S)
            if kind == Name.GoTo:
                said.append(self._resolve(step, Name.D))
            elif kind == Name.URI:
                said.append(self._address(annotation, number, spelt(step.get(Name.URI, ""))))
        if Name.A in annotation and annotation.A.get(Name.S) == Name.GoTo and Name.D not in annotation.A:
            del annotation.A
        self._describe(annotation, next(filter(None, said), ""))

    def _describe(self, annotation: Object, words: str) -> None:
        """Say of a link where it leads, unless it says so itself."""
        if not words or annotation.get(Name.Subtype) != Name.Link:
            return
        self.live += 1
        if Name.Contents not in annotation:
            annotation.Contents = String(words)

    def _file_of(self, annotation: Object) -> tuple[int, Any] | None:
        """The enclosure whose file a link leads to, and where in it; the link then leads nowhere as yet."""
        if FILE in annotation:
            name = str(annotation[FILE])
            del annotation[FILE]
            found = self.siblings.find(name)
            if found is None:
                self.left_out.append(name)
            return found
        for step in steps(annotation.get(Name.A)):
            found = self.siblings.led_to(step)
            if found is not None:
                del annotation.A
                return found
        return None

    def _jump(self, annotation: Object, position: int, target: Any) -> str:
        self.jumps.append(Jump(annotation, position, target))
        return self.enclosures[position]

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

    def _address(self, annotation: Object, number: int, uri: str) -> str:
        position = enclosure_position(uri)
        if position is None:
            if uri:
                self.addresses.setdefault(uri, {})[number] = None
            return uri
        if position not in self.enclosures:
            self.unknown.append(uri)
            return ""
        return self._jump(annotation, position, None)


def enclosure_position(uri: str) -> int | None:
    """The position that an address ``enclosure:<position>`` names; 0, which none has, when it names none.

    >>> [enclosure_position(uri) for uri in ("enclosure:3", "enclosure:three", "https://example.org/")]
    [3, 0, None]
    """
    found = _ADDRESS.fullmatch(uri)
    if found is None:
        return None
    return int(found[1]) if found[1].isascii() and found[1].isdigit() else 0

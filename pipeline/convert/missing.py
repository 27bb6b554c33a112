"""A damaged PDF goes in; it is refused where something that a page shows is no longer in it."""

from __future__ import annotations

import re

from pikepdf import Pdf

from pipeline.convert.refused import Refused

_OBJECT = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+obj\b(.*?)(?:\bstream\b|\bendobj\b|\Z)", re.DOTALL)
_REFERENCE = re.compile(rb"(?<!\d)(\d{1,10})\s+(\d{1,5})\s+R\b")
_NOT_SHOWN = re.compile(
    rb"/(?:Parent|P|B|Thumb|Annots|Metadata|PieceInfo|StructParent|OC|Dur|AA|AF)\s*(?:\[[^]]*\]|\d+\s+\d+\s+R\b)"
    rb"|/Properties\s*(?:<<[^<>]*>>|\d+\s+\d+\s+R\b)"
)
"""Entries of what a page shows that lead to what it does not show, or that a reader draws it without."""

Place = tuple[int, int]


def refuse_missing(pdf: Pdf, original: bytes) -> None:
    """Raises Refused for the first page whose content or whose resources lead to an object that is not there.

    In a sound file such a reference stands for nothing (ISO 32000-2, 7.3.10); in a damaged one it leads to what was
    lost. qpdf leaves it out without a word: so the file's own words are read here.
    """
    written = {(int(number), int(generation)): body for number, generation, body in _OBJECT.findall(original)}
    sound: set[Place] = set()
    for index, page in enumerate(pdf.pages, start=1):
        waiting = [page.obj.objgen]
        while waiting:
            place = waiting.pop()
            if place in sound:
                continue
            sound.add(place)
            if pdf.get_object(place) is None:
                raise Refused("pdf-lost", {"page": str(index)})
            shown = _NOT_SHOWN.sub(b"", written.get(place, b""))
            waiting += [(int(number), int(generation)) for number, generation in _REFERENCE.findall(shown)]

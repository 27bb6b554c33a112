"""A part goes in; what lies deep in its objects and keeps a bundle from PDF/A is taken out of it, or told.

ISO 19005-2, 6.6.2.3 (the words of XMP are defined in the file) and 6.2.4.3 (colours). The checker of levels looks at
the catalog's XMP alone, and at what pages draw.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf, Stream

from pipeline.bundle.source import QPDF_ERRORS
from pipeline.files import Remembered

_CMYK = re.compile(rb"(?:^|[\s\]])[kK](?=\s|$)|/DeviceCMYK")
_FOUND = Remembered[tuple[Sequence[tuple[int, int]], bool]](512)
"""Of parts, most of which are in the next bundle too."""


def clean_objects(pdf: Pdf, path: Path) -> bool:
    """Take the XMP of pages, fonts and pictures out of ``pdf``, whose words a part's catalog defined, if anything did.

    Whether the signs of a font that is drawings (9.6.4) have colours of a press, whatever pages show of them. ``path``
    is the file that ``pdf`` was opened from.
    """
    described, undefined = _FOUND.of(path, partial(_looked_through, pdf))
    for number in described:
        del pdf.get_object(number)[Name.Metadata]
    return undefined


def _looked_through(pdf: Pdf) -> tuple[Sequence[tuple[int, int]], bool]:
    """The objects that have XMP, but for the catalog; and whether any font's signs have colours of a press."""
    catalog = pdf.Root.objgen
    metadata, subtype, drawings = Name.Metadata, Name.Subtype, Name.Type3  # each look at them makes a name
    described, undefined = list[tuple[int, int]](), False
    for each in pdf.objects:
        if not isinstance(each, (Dictionary, Stream)):
            continue
        if metadata in each and each.objgen != catalog:
            described.append(each.objgen)
        if isinstance(each, Dictionary) and each.get(subtype) == drawings:
            undefined |= _has_cmyk(each)
    return described, undefined


def _has_cmyk(font: Dictionary) -> bool:
    signs = font.get(Name.CharProcs)
    drawings = [each for each in signs.values() if isinstance(each, Stream)] if isinstance(signs, Dictionary) else []
    try:
        return any(_CMYK.search(each.read_bytes()) for each in drawings)
    except QPDF_ERRORS:
        return False

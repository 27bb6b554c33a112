"""A part goes in; what lies deep in its objects and keeps a bundle from PDF/A is taken out of it, or told.

ISO 19005-2, 6.6.2.3 (the words of XMP are defined in the file) and 6.2.4.3 (colours). The checker of levels looks at
the catalog's XMP alone, and at what pages draw.
"""

from __future__ import annotations

import re

from pikepdf import Dictionary, Name, Pdf, Stream

from pipeline.bundle.source import QPDF_ERRORS

_CMYK = re.compile(rb"(?:^|[\s\]])[kK](?=\s|$)|/DeviceCMYK")


def clean_objects(pdf: Pdf) -> bool:
    """Take the XMP of pages, fonts and pictures out of ``pdf``, whose words a part's catalog defined, if anything did.

    Whether the signs of a font that is drawings (9.6.4) have colours of a press, whatever pages show of them.
    """
    catalog = pdf.Root.objgen
    undefined = False
    for each in pdf.objects:
        if not isinstance(each, (Dictionary, Stream)):
            continue
        if Name.Metadata in each and each.objgen != catalog:
            del each[Name.Metadata]
        if isinstance(each, Dictionary) and each.get(Name.Subtype) == Name.Type3:
            undefined |= _has_cmyk(each)
    return undefined


def _has_cmyk(font: Dictionary) -> bool:
    signs = font.get(Name.CharProcs)
    drawings = [each for each in signs.values() if isinstance(each, Stream)] if isinstance(signs, Dictionary) else []
    try:
        return any(_CMYK.search(each.read_bytes()) for each in drawings)
    except QPDF_ERRORS:
        return False

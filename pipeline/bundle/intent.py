"""The output intents of the parts go in, the bundle's one comes out: what its colours mean.

ISO 32000-2, 14.11.5; ISO 19005-2, 6.2.3 and 6.2.4.3: a PDF/A file has one, and all that is drawn in the colours of a
device is drawn in its.
"""

from __future__ import annotations

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from pipeline.bundle.source import QPDF_ERRORS
from pipeline.pdf.colour import is_srgb, output_intent
from pipeline.pdf.objects import items


def contradicts(pdf: Pdf) -> bool:
    """Whether the colours of ``pdf`` are meant for something else than sRGB."""
    intents = (each for each in items(pdf.Root.get(Name.OutputIntents)) if isinstance(each, Dictionary))
    return any(not _is_srgb(profile) for each in intents if (profile := each.get(Name.DestOutputProfile)) is not None)


def _is_srgb(profile: object) -> bool:
    try:
        return isinstance(profile, Stream) and is_srgb(profile.read_bytes())
    except QPDF_ERRORS:
        return False


def set_intent(bundle: Pdf) -> None:
    """Give ``bundle`` one output intent, for sRGB."""
    bundle.Root.OutputIntents = Array([bundle.make_indirect(output_intent(bundle))])

"""A binding goes in; the title, author, dates and language of the bundle come out, and how viewers open it.

ISO 32000-2, 7.7.2 (catalog), 12.2 (viewer preferences), 14.3 (metadata).
"""

from __future__ import annotations

from datetime import datetime

from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.models.metadata import encode_pdf_date

from pipeline.model import Binding, Conformance
from pipeline.pdf.xmp import About, packet

PRODUCER = "papers"
_DATES = (Name.CreationDate, Name.ModDate)


def describe(bundle: Pdf, binding: Binding, claimed: Conformance) -> None:
    """Say in ``bundle`` what it is, in its information and in the same words in its XMP; it declares ``claimed``."""
    root = bundle.Root
    root.Lang = String(binding.language)
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if binding.right_to_left:
        root.ViewerPreferences.Direction = Name.R2L
    if binding.blank:
        root.ViewerPreferences.Duplex = Name.DuplexFlipLongEdge
    root.OpenAction = Array([bundle.pages[0].obj, Name.Fit])
    keywords = ", ".join(binding.keywords)
    about = About(
        binding.title,
        binding.language,
        binding.created,
        PRODUCER,
        binding.author,
        binding.subject,
        keywords,
        binding.identifiers,
    )
    words = {"/Title": about.title, "/Author": about.author, "/Subject": about.subject, "/Keywords": keywords}
    for key, value in words.items():
        if value:
            bundle.docinfo[key] = String(value)
    bundle.docinfo[Name.Producer] = String(PRODUCER)
    for date_of in _DATES:
        bundle.docinfo[date_of] = String(encode_pdf_date(binding.created))
    root.Metadata = bundle.make_stream(packet(about, claimed), Type=Name.Metadata, Subtype=Name.XML)


def date(pdf: Pdf, created: datetime) -> None:
    """Give ``pdf`` the date ``created``, which has a time zone, in place of all that it bears."""
    for key in _DATES:
        pdf.docinfo[key] = String(encode_pdf_date(created))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            metadata[name] = created.isoformat(timespec="seconds")

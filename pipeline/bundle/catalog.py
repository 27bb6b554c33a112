"""A binding goes in; the title, author, dates and language of the bundle come out, and how viewers open it.

ISO 32000-2, 7.7.2 (catalog), 12.2 (viewer preferences), 14.3 (metadata).
"""

from __future__ import annotations

from datetime import datetime

from pikepdf import Array, Dictionary, Name, Pdf, String
from pikepdf.models.metadata import encode_pdf_date

from pipeline.model import Binding

PRODUCER = "papers"


def describe(bundle: Pdf, binding: Binding) -> None:
    """Say in ``bundle`` what it is. It claims no conformance with PDF/A or PDF/UA."""
    root = bundle.Root
    root.Lang = String(binding.language)
    root.PageMode = Name.UseOutlines
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if binding.right_to_left:
        root.ViewerPreferences.Direction = Name.R2L
    root.OpenAction = Array([bundle.pages[0].obj, Name.Fit])
    keywords = ", ".join(binding.keywords)
    words = {"/Title": binding.title, "/Author": binding.author, "/Subject": binding.subject, "/Keywords": keywords}
    for key, value in words.items():
        if value:
            bundle.docinfo[key] = String(value)
    bundle.docinfo[Name.Producer] = String(PRODUCER)
    with bundle.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = binding.title
        metadata["dc:language"] = [binding.language]
        metadata["pdf:Producer"] = PRODUCER
        if binding.author:
            metadata["dc:creator"] = [binding.author]
        if binding.subject:
            metadata["dc:description"] = binding.subject
        if keywords:
            metadata["pdf:Keywords"] = keywords
    date(bundle, binding.created)


def date(pdf: Pdf, created: datetime) -> None:
    """Give ``pdf`` the date ``created``, which has a time zone, in place of all that it bears."""
    for key in (Name.CreationDate, Name.ModDate):
        pdf.docinfo[key] = String(encode_pdf_date(created))
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for name in ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"):
            metadata[name] = created.isoformat(timespec="seconds")

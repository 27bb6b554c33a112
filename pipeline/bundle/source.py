"""The path of a part goes in, its opened PDF comes out, or the problem that prevents it."""

from __future__ import annotations

import pikepdf
from pikepdf import Name, Pdf

from pipeline.errors import BundleError, Problem
from pipeline.model import Part

QPDF_ERRORS = (pikepdf.PdfError, pikepdf.QpdfRuntimeError)
"""What pikepdf raises on a file that is damaged beyond repair."""
_MEND_DAMAGED = "Open it in the program it comes from and export it as PDF again."
_MEND_LOCKED = "Ask its author for a copy without a password or restrictions."


def where(part: Part) -> str:
    """The part as staff know it."""
    return part.place


def open_part(part: Part) -> Pdf:
    """The part's PDF, opened. Raises BundleError.

    What others made has been looked through when it was taken in; who calls with a file of their own is told here.
    """
    named = where(part)
    try:
        pdf = pikepdf.open(part.path)
    except pikepdf.PasswordError:
        raise _refused(named, "The file opens only with a password.", _MEND_LOCKED) from None
    except QPDF_ERRORS:
        raise _refused(named, "The file is not a PDF, or too damaged to be read.", _MEND_DAMAGED) from None
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise _refused(named, f"The file can't be opened: {reason}.", "See that it is there and may be read.") from None
    try:
        _check(pdf, named)
    except BundleError:
        pdf.close()
        raise
    return pdf


def _check(pdf: Pdf, named: str) -> None:
    if pdf.is_encrypted and not (pdf.owner_password_matched or pdf.allow.modify_assembly):
        raise _refused(named, "Its author forbids that it be put together with other files.", _MEND_LOCKED)
    if bool(pdf.Root.get(Name.NeedsRendering, False)):
        raise _refused(
            named,
            "It is a dynamic form (XFA), whose pages only Adobe's programs can draw.",
            "Open it in Adobe Acrobat or Reader and print it to a PDF file.",
        )
    try:
        pages = len(pdf.pages)
    except QPDF_ERRORS:
        raise _refused(named, "Its pages can't be found: the file is damaged.", _MEND_DAMAGED) from None
    if not pages:
        raise _refused(named, "The file has no pages.", _MEND_DAMAGED)


def _refused(named: str, what: str, mend: str) -> BundleError:
    return BundleError(Problem(named, what, mend))

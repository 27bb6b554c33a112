"""The path of a part goes in, its opened PDF comes out, or the problem that prevents it."""

from __future__ import annotations

import pikepdf
from pikepdf import Name, Pdf

from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.model import Part

QPDF_ERRORS = (pikepdf.PdfError, pikepdf.QpdfRuntimeError)
"""What pikepdf raises on a file that is damaged beyond repair."""


def open_part(part: Part) -> Pdf:
    """The part's PDF, opened. Raises BundleError.

    What others made has been looked through when it was taken in; who calls with a file of their own is told here.
    """
    named = part.place
    try:
        pdf = pikepdf.open(part.path)
    except pikepdf.PasswordError:
        raise BundleError(Finding("part-password", named)) from None
    except QPDF_ERRORS:
        raise BundleError(Finding("part-ruins", named)) from None
    except OSError as error:
        reason = error.strerror or "it can't be read"
        raise BundleError(Finding("part-unread", named, {"reason": reason})) from None
    try:
        _check(pdf, named)
    except BundleError:
        pdf.close()
        raise
    return pdf


def _check(pdf: Pdf, named: Place) -> None:
    if pdf.is_encrypted and not (pdf.owner_password_matched or pdf.allow.modify_assembly):
        raise BundleError(Finding("part-assembly", named))
    if bool(pdf.Root.get(Name.NeedsRendering, False)):
        raise BundleError(Finding("part-xfa", named))
    try:
        pages = len(pdf.pages)
    except QPDF_ERRORS:
        raise BundleError(Finding("part-no-tree", named)) from None
    if not pages:
        raise BundleError(Finding("part-no-pages", named))

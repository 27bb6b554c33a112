"""A PDF goes in, a file comes out: whole under its name, or not at all."""

from __future__ import annotations

import os
import warnings
from mmap import mmap
from pathlib import Path
from typing import BinaryIO

from pikepdf import ObjectStreamMode, PageCopyWarning, Pdf

from pipeline.bundle.source import QPDF_ERRORS
from pipeline.errors import BundleError
from pipeline.files import draft_of
from pipeline.findings import Finding, Place

_JOINED_END, _RETURN = b"\r\nendstream", ord("\r")


def save(pdf: Pdf, target: Path, version: str = "1.7") -> None:
    """Write ``pdf`` as ``target``, a PDF of ``version`` or later; the same content gives the same bytes.

    The file appears under its name only when all of it is on the disk. Raises BundleError.
    """
    try:
        with draft_of(target) as draft, draft.open("w+b") as stream, warnings.catch_warnings():
            # Fields that were in no form of their part are in none of the bundle's either.
            warnings.simplefilter("ignore", PageCopyWarning)
            pdf.save(
                stream,
                min_version=version,
                deterministic_id=True,
                object_stream_mode=ObjectStreamMode.generate,
                compress_streams=True,
                encryption=False,
            )
            stream.flush()
            _part_ends(stream)
            os.fsync(stream.fileno())
    except OSError as error:
        reason = error.strerror or "the disk refuses it"
        raise BundleError(Finding("bundle-unwritten", Place(str(target)), {"reason": reason})) from None
    except QPDF_ERRORS as error:
        raise BundleError(Finding("bundle-not-joined", Place(str(target)), {"reason": str(error)})) from None


def _part_ends(stream: BinaryIO) -> None:
    """Let no stream that ends in a carriage return seem to end before it (ISO 19005-2, 6.1.7.1).

    qpdf writes a line feed behind each stream. Behind a carriage return the two read as one end of line, and the length
    of the stream as one too many; a second carriage return is an end of line of its own (ISO 32000-1, 7.2.3).
    """
    with mmap(stream.fileno(), 0) as written:
        at = written.find(_JOINED_END)
        while at >= 0:
            written[at + 1] = _RETURN
            at = written.find(_JOINED_END, at + 1)

"""A PDF goes in, a file comes out: whole under its name, or not at all."""

from __future__ import annotations

import os
import warnings
from pathlib import Path

from pikepdf import ObjectStreamMode, PageCopyWarning, Pdf

from pipeline.bundle.source import QPDF_ERRORS
from pipeline.errors import BundleError, Problem


def save(pdf: Pdf, target: Path, version: str = "1.7") -> None:
    """Write ``pdf`` as ``target``, a PDF of ``version`` or later; the same content gives the same bytes.

    The file appears under its name only when all of it is on the disk. Raises BundleError.
    """
    partial = target.with_name(f".{target.name}.partial")
    try:
        with partial.open("w+b") as stream, warnings.catch_warnings():
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
            os.fsync(stream.fileno())
        partial.replace(target)
    except OSError as error:
        reason = error.strerror or "the disk refuses it"
        raise BundleError(
            Problem(str(target), f"The file can't be written: {reason}.", "Make room, or choose another folder.")
        ) from None
    except QPDF_ERRORS as error:
        raise BundleError(
            Problem(
                str(target),
                f"The file can't be put together: {error}.",
                "Export the enclosures as PDF again from the programs they come from.",
            )
        ) from None
    finally:
        partial.unlink(missing_ok=True)

"""The bytes of a PDF go in; it comes out open, as qpdf reads it fastest."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO, cast

from pikepdf import AccessMode, Pdf


@contextmanager
def opened(pdf: bytes) -> Iterator[Pdf]:
    """A PDF that qpdf reads in a file, if there is place for one: of what is in memory alone, it asks Python for each
    object, which takes twice as long. Raises PdfError for no PDF."""
    with ExitStack() as held:
        source: BinaryIO = BytesIO(pdf)
        with suppress(OSError):
            file = held.enter_context(TemporaryFile(buffering=0))
            if file.write(pdf) == len(pdf):
                source = cast(BinaryIO, file)
        yield held.enter_context(Pdf.open(source, access_mode=AccessMode.mmap))

"""A PDF with pages that are pictures of text goes in; the same with the words that a program reads there comes out, or
why it stays without.

What a machine lacks for that is told by the name to install it by.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.workers.pool import LostError, Workers
from pipeline.workers.reader import languages_known, name_of_language

_SECONDS, _SECONDS_A_PAGE = 60, 60
"""Of the processor's time, for each process: a page takes one to five."""
_PATIENCE = 3
"""How many times as long it is waited for, on a machine that is busy with other things."""
_MEMORY = 4 << 30
"""In bytes, for each process: the picture of a page of A0 takes a quarter of it."""


def names_of(languages: Sequence[str]) -> tuple[str, ...]:
    """What Tesseract calls ``languages``, each once."""
    return tuple(dict.fromkeys(map(name_of_language, languages)))


def lacking(languages: Sequence[str]) -> tuple[str, ...]:
    """What must be installed so that pages in ``languages`` can be read: commands, nothing where all is there."""
    found = [] if find_spec("ocrmypdf") else ["pip install 'meeting-papers[ocr]'"]
    known = languages_known()
    packages = [] if known else ["tesseract-ocr"]
    packages += [f"tesseract-ocr-{each.replace('_', '-')}" for each in names_of(languages) if each not in known]
    return (*found, *([f"apt-get install {' '.join(packages)}"] if packages else []))


def refuse_unread(source: Path, languages: Sequence[str]) -> tuple[Finding, ...]:
    """What a build would refuse ``source`` for, whose pages are to be read in ``languages``."""
    missing = lacking(languages)
    return (Finding("ocr-missing", Place(str(source)), {"install": "; ".join(missing)}),) if missing else ()


class Recognisers(Workers):
    """Up to ``count`` processes, one for each file, to be asked from any number of threads."""

    def __init__(self, count: int = 1) -> None:
        super().__init__("pipeline.convert.ocr", count)

    def read(self, pdf: bytes, pages: Sequence[int], languages: Sequence[str]) -> tuple[str, bytes]:
        """The PDF with words on ``pages``, from 1; or the code of the reason why there are none."""
        seconds = _SECONDS + _SECONDS_A_PAGE * len(pages)
        with tempfile.TemporaryDirectory(prefix="papers-", ignore_cleanup_errors=True) as folder, self.one() as reader:
            request = {
                "folder": folder,
                "languages": names_of(languages),
                "pages": pages,
                "memory": _MEMORY,
                "seconds": seconds,
                "page_seconds": _SECONDS_A_PAGE,
            }
            try:
                reader.send(request, pdf)
                # it is confined to this folder: the next file gets another process
                said, new = reader.receive(_PATIENCE * seconds, last=False)
            except LostError as lost:
                return "ocr-slow" if lost.how == "time" else "ocr-failed", b""
            return said.get("left", ""), new

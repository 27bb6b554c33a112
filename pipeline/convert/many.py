"""Letters that were merged into one document go in; the PDF of each comes out, as if it had been converted alone.

LibreOffice takes a third of the time for a letter among others. What it can't be told to do as for one alone, the
merge leaves out of such a document (:mod:`pipeline.merge.together`), and what its PDF does not tell apart is left out
here: whoever asks has those converted one by one, in the same way, and gets the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from datetime import datetime
from pathlib import Path

from pikepdf import Pdf, PdfError

from pipeline.convert.finish import finish, say_version, settle
from pipeline.convert.office import Offices
from pipeline.convert.split import Letter, Letters, UnlikeError
from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.pdf.opened import opened

__all__ = ["Letter", "convert_many", "parted"]


def convert_many(
    document: bytes,
    count: int,
    template: Path,
    offices: Offices,
    created: datetime,
    siblings: Container[str] = (),
    also: Callable[[Pdf], object] = lambda _letter: None,
    *,
    led: bool = False,
    proxies: int = 0,
) -> Iterator[Letter | UnlikeError]:
    """The PDFs of a document's ``count`` letters in order, each declaring PDF/A-2a and PDF/UA-1; or why one of them
    must be converted alone, which one that is alone never must. The letter to nobody may stand before them, so that
    they are ``led``; so many pictures of the others are ``proxies`` for its own.

    ``template`` is what it was made from; ``also`` is done to each letter before it is written; for the others see
    :func:`~pipeline.convert.convert_with_remarks`. Raises ConverterError, and MeetingError for what has no pages.
    """
    made = offices.export(template, document, letters=count + led)
    yield from parted(made, count, template, created, siblings, also, led=led, proxies=proxies)


def parted(
    made: bytes,
    count: int,
    template: Path,
    created: datetime,
    siblings: Container[str] = (),
    also: Callable[[Pdf], object] = lambda _letter: None,
    *,
    led: bool = False,
    proxies: int = 0,
) -> Iterator[Letter | UnlikeError]:
    """The same of a document's PDF as the office made it."""
    try:
        yield from _parted(made, count, created, siblings, also, led=led, proxies=proxies)
    except PdfError:
        raise MeetingError(Finding("document-damaged", Place(str(template)))) from None


def _parted(
    made: bytes,
    count: int,
    created: datetime,
    siblings: Container[str],
    also: Callable[[Pdf], object],
    *,
    led: bool,
    proxies: int,
) -> Iterator[Letter | UnlikeError]:
    alone = count == 1 and not led
    with opened(made) as pdf:
        settle(pdf, "", created, siblings)
        say_version(pdf)
        try:
            letters = Letters(pdf, count, also, led=led, proxies=proxies)
        except UnlikeError as unlike:
            yield from (_whole(made, created, siblings, also),) if alone else (unlike for _ in range(count))
            return
        for number in range(count):
            try:
                yield letters.take(number)
            except UnlikeError as unlike:
                yield _whole(made, created, siblings, also) if alone else unlike


def _whole(made: bytes, created: datetime, siblings: Container[str], also: Callable[[Pdf], object]) -> Letter:
    """A letter that has a file of its own, with all that is in it."""
    finished = finish(made, "", created, siblings=siblings, also=also)
    return Letter(finished.pdf, finished.pages)

"""The tasks of a signed copy: a scan and the letter as it was built go in, the bundle with the scan in it comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.tasks import Result
from pipeline.tasks.binding import bind
from pipeline.tasks.workshop import Workshop
from pipeline.workers.reader import Reader

_ALIKE = 0.6
"""How much of a page's words are read on its scan at least; of two letters in one language it is less than half."""

_SHOWN = 5


def sign_letter(
    target: Path,
    _workshop: Workshop,
    *,
    scan: Path,
    letter: Path,
    of: str,
    title: str,
    language: str,
    description: str,
    readable: bool,
) -> Result:
    """The scan of a signed letter in its place: held against the letter as built, with that one's links.

    ``of`` is the mark of the letter that was signed; for ``description`` see
    :class:`~pipeline.bundle.signed.Described`. ``readable``: whether there is a program that reads the language.
    """
    from pipeline.bundle.signed import Described, lay_over, mark_of, words_of  # noqa: PLC0415 - loads pikepdf

    words, read = words_of(letter), words_of(scan)
    place = Place(str(scan))
    if len(read) != len(words):
        raise BundleError(Finding("scan-pages", place, {"found": len(read), "wanted": len(words)}))
    if mark_of(words) != of:
        raise BundleError(Finding("signed-letter-changed", place))
    reader = Reader.found(language) if readable else None
    lay_over(scan, letter, words, Described(title, language, description), target)
    return Result(len(words), (Finding("signed-scan", place), *_unlike(scan, words, read, reader, place)))


def _unlike(
    scan: Path, words: Sequence[str], read: Sequence[str], reader: Reader | None, place: Place
) -> Iterator[Finding]:
    """The pages on which other words were read than the letter's, and whether any could be read at all."""
    from pipeline.bundle.signed import added, drawn, likeness  # noqa: PLC0415

    unread: list[int] = []
    for page, (printed, own) in enumerate(zip(words, read, strict=True), start=1):
        found, share = own, likeness(printed, own)
        if reader is not None and (share is None or share < _ALIKE):
            found = reader.read(drawn(scan, page - 1))
            share = likeness(printed, found)
        if not found.strip():
            unread.append(page)
        elif share is not None and share < _ALIKE:
            yield Finding("scan-words", Place(place.file, page=page), {"share": round(100 * share)})
        elif more := added(printed, found):
            values = {"words": ", ".join(more[:_SHOWN]) + (" …" if len(more) > _SHOWN else "")}
            yield Finding("scan-added", Place(place.file, page=page), values)
    if unread and reader is None:
        yield Finding("scan-not-read", place, {"pages": tuple(map(str, unread))})
    elif unread:
        yield Finding("scan-no-words", place, {"pages": tuple(map(str, unread))})


def bind_signed(target: Path, workshop: Workshop, *, signing: Result, **given: Any) -> Result:
    """The bundle with the scan in it, audited; told is what is new of the letter: the bundle told of the rest."""
    made = bind(target, workshop, scanned=True, **given)
    of_letter = (each for each in made.remarks if each.place.part == "letter")
    return Result(made.pages, (*signing.remarks, *of_letter), _facts(made.facts))


def _facts(known: Mapping[str, Any]) -> dict[str, Any]:
    return {"conformance": known["conformance"]}

"""The tasks that look through what goes out: documents and facts go in, findings come out.

The checks themselves are those of :mod:`pipeline.preflight`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.tasks import Result
from pipeline.tasks.reporting import words_of
from pipeline.tasks.workshop import Workshop

if TYPE_CHECKING:
    from pipeline.languages import Language
    from pipeline.preflight.document import Kind, Read
    from pipeline.preflight.facts import Facts


def read_document(
    target: Path,
    _workshop: Workshop,
    *,
    source: Path,
    pdf: Path | None = None,
    kind: Kind,
    keep: Sequence[str] = (),
) -> Result:
    """What a reader reads of a document, and what is to be told of it alone; one that stays a file has no ``pdf``."""
    from pipeline.preflight.checks import OF_DOCUMENT  # noqa: PLC0415 - the offices start before lxml is loaded
    from pipeline.preflight.document import as_json  # noqa: PLC0415
    from pipeline.preflight.reading import opened  # noqa: PLC0415

    with opened(source, pdf, kind, keep) as document:
        write_whole(target, as_json(document.lines, document.look))
        return Result(remarks=tuple(each.at(str(source)) for check in OF_DOCUMENT for each in check(document)))


def of_package(
    target: Path,
    workshop: Workshop,
    *,
    documents: Sequence[Path],
    told: Sequence[Result],
    about: Sequence[Mapping[str, Any]],
    instrument: str,
    language: str,
    facts: Facts,
    spoken: Mapping[str, Sequence[tuple[str, int]]],
    rules: Sequence[Path],
    noted: Sequence[Mapping[str, Any]] = (),
    terms: Path | None = None,
    dictionary: tuple[str, str] | None = None,
    own: Path | None = None,
) -> Result:
    """What is to be told of a package: what was ``noted`` before, what was told of each of its documents as it was
    read, and what is found when all are held against its facts, against the house's list of ``terms``, and against a
    ``dictionary`` with the house's ``own`` words beside it.

    ``spoken`` has the languages of the documents: for each the tags of its files, with their places in ``rules``.
    """
    from pipeline.preflight.checks import OF_PACKAGE  # noqa: PLC0415

    read = _read(documents, about, instrument, language, facts, _languages(spoken, rules))
    with workshop.turn:
        found = [
            *map(Finding.from_json, noted),
            *(each for one in told for each in one.remarks),
            *(each for check in OF_PACKAGE for each in check(read)),
        ]
    if terms is not None:
        from pipeline.preflight.terms import otherwise, read_terms  # noqa: PLC0415 - for houses that have a list

        found += otherwise(read_terms(terms), read)
    if dictionary is not None:
        found += _misspelt(read, dictionary, own)
    write_whole(target, b"")
    return Result(remarks=tuple(dict.fromkeys(found)))


def _misspelt(read: Read, dictionary: tuple[str, str], own: Path | None) -> list[Finding]:
    from pipeline.preflight.spelling import misspelt  # noqa: PLC0415 - for houses that look at spelling
    from pipeline.workers.speller import unknown  # noqa: PLC0415

    name, there = dictionary
    if not there:
        place = Place("config.toml", key=("words", "spelling", read.language))
        return [Finding("dictionary-missing", place, {"name": name})]
    known = own.read_text(encoding="utf-8-sig", errors="replace").split() if own is not None else ()
    return list(misspelt(read, known, partial(unknown, dictionary=name)))


def of_all(
    target: Path,
    _workshop: Workshop,
    *,
    documents: Sequence[Path],
    packages: Sequence[Mapping[str, Any]],
    spoken: Mapping[str, Sequence[tuple[str, int]]],
    rules: Sequence[Path],
) -> Result:
    """What is to be told of all ``packages`` of a meeting together, whose documents stand in one row."""
    from pipeline.preflight.checks import OF_ALL  # noqa: PLC0415

    reads = _all(documents, packages, _languages(spoken, rules))
    write_whole(target, b"")
    return Result(remarks=tuple(dict.fromkeys(each for check in OF_ALL for each in check(reads))))


def concordance(
    target: Path,
    _workshop: Workshop,
    *,
    documents: Sequence[Path],
    packages: Sequence[Mapping[str, Any]],
    title: str,
    date: str,
    letter: str,
    language: str,
    catalogues: Sequence[Path],
    between: Mapping[str, str],
    spoken: Mapping[str, Sequence[tuple[str, int]]],
    rules: Sequence[Path],
) -> Result:
    """The facts of one text in several languages, side by side, in the words of ``language``."""
    from pipeline.preflight.languages import texts  # noqa: PLC0415
    from pipeline.report.concordance import write_concordance  # noqa: PLC0415

    words = words_of(catalogues, between, language)
    differing = write_concordance(
        texts(_all(documents, packages, _languages(spoken, rules))), title, date, words, target, letter
    )
    return Result(facts={"rows that differ": differing})


def _all(documents: Sequence[Path], packages: Sequence[Mapping[str, Any]], known: Mapping[str, Language]) -> list[Read]:
    """Packages whose documents stand in one row."""
    left = iter(documents)
    return [_read(list(islice(left, len(each["about"]))), known=known, **each) for each in packages]


def _languages(spoken: Mapping[str, Sequence[tuple[str, int]]], rules: Sequence[Path]) -> Mapping[str, Language]:
    from pipeline.languages import language_in  # noqa: PLC0415 - loads Babel

    return {tag: language_in(tag, ((each, rules[place]) for each, place in files)) for tag, files in spoken.items()}


def _read(
    documents: Sequence[Path],
    about: Sequence[Mapping[str, Any]],
    instrument: str,
    language: str,
    facts: Facts,
    known: Mapping[str, Language],
) -> Read:
    from pipeline.preflight.document import Document, Read, of_json  # noqa: PLC0415

    whole = (
        Document(lines=lines, **each, spoken=known.get(each["language"]), look=look)
        for (lines, look), each in zip((of_json(file.read_bytes()) for file in documents), about, strict=True)
    )
    return Read(instrument, language, facts, tuple(whole), known.get(language))

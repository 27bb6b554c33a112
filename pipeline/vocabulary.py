"""The vocabulary of a language's templates: a meeting goes in, every placeholder with its value comes out, or the list
of its enclosures alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.localise import listing
from pipeline.model import PageSpan
from pipeline.package import Package, gather, phrases_of
from pipeline.results import Contents, Placeholder, Titled, Vocabulary
from pipeline.text import counted, plain, spoken


def vocabulary(folder: Path, language: str) -> Vocabulary:
    """The placeholders of the meeting's instruments in one language, in order. Raises every kind of error that
    loading has.

    Where instruments differ, a placeholder stands once for each that has it, with its ``instrument``. Those that only
    some templates have come last: ``enclosure.…`` in enclosures and slip-sheets, and an index's ``pages`` and
    ``page``, with figures that stand for those of the finished bundle. Where the meeting lists recipients, the values
    are those of the letter to the first.
    """
    packages = gather(folder, [language])
    meeting = packages[0].meeting
    if meeting.recipients_file is not None:
        from pipeline.recipients import read_recipients  # noqa: PLC0415 - for those who have a list

        house = packages[0].house
        meeting = replace(meeting, recipients=read_recipients(house, meeting, partial(phrases_of, house)).recipients)
        packages = [replace(each, meeting=meeting) for each in packages]
    return Vocabulary(folder.name, language, tuple(_placeholders(packages)))


def contents(folder: Path, language: str) -> Contents:
    """The meeting's enclosures as the list in one language has them. Raises every kind of error that loading has."""
    package = gather(folder, [language])[0]
    worded: Any = package.words().words.groups
    groups = tuple(
        (
            plain(words.title),
            tuple(
                Titled(each.number, plain(spoken(own.title)))
                for each, own in zip(group.enclosures, words.enclosures, strict=True)
            ),
        )
        for group, words in zip(package.meeting.groups, worded, strict=True)
    )
    return Contents(folder.name, language, groups)


def _placeholders(packages: Sequence[Package]) -> Iterator[Placeholder]:
    values = {package.instrument.key: _values(package) for package in packages}
    for name in dict.fromkeys(name for own in values.values() for name in own):
        has = {instrument: own.get(name) for instrument, own in values.items()}
        if len(set(has.values())) == 1:
            yield Placeholder(name, values[packages[0].instrument.key][name])
            continue
        yield from (Placeholder(name, value, instrument) for instrument, value in has.items() if value is not None)


def _values(package: Package) -> dict[str, str]:
    pages = {
        each.position: PageSpan(1, 1, f"{package.letter_of(each) or each.number}-1")
        for each in package.meeting.enclosures
    }
    words = package.words()
    letter = dict(listing(words.words))
    index = dict(listing(package.words(pages=pages).words))
    own = package.words(enclosure=1).words if package.meeting.enclosures else package.words().words
    every = letter | index | {name: value for name, value in listing(own) if name.startswith("enclosure.")}
    if (one := next(package.recipients(), None)) is not None:
        every |= {
            name: value for name, value in listing(package.addressed(words, one).words) if letter.get(name) != value
        }
    return {name: plain(spoken(counted(value, dict.fromkeys(pages, 1)))) for name, value in every.items()}

"""The vocabulary of a language's templates: a meeting goes in, every placeholder with its value comes out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.localise import listing
from pipeline.model import PageSpan
from pipeline.package import Package, gather
from pipeline.results import Placeholder, Vocabulary
from pipeline.text import counted, plain, spoken


def vocabulary(folder: Path, language: str) -> Vocabulary:
    """The placeholders of the meeting's instruments in one language, in order. Raises every kind of error that
    loading has.

    Where instruments differ, a placeholder stands once for each that has it, with its ``instrument``. Those that only
    some templates have come last: ``enclosure.…`` in enclosures and slip-sheets, and an index's ``pages`` and
    ``page``, with figures that stand for those of the finished bundle.
    """
    return Vocabulary(folder.name, language, tuple(_placeholders(gather(folder, [language]))))


def _placeholders(packages: Sequence[Package]) -> Iterator[Placeholder]:
    values = {package.instrument.key: _values(package) for package in packages}
    for name in dict.fromkeys(name for own in values.values() for name in own):
        has = {instrument: own.get(name) for instrument, own in values.items()}
        if len(set(has.values())) == 1:
            yield Placeholder(name, values[packages[0].instrument.key][name])
            continue
        yield from (Placeholder(name, value, instrument) for instrument, value in has.items() if value is not None)


def _values(package: Package) -> dict[str, str]:
    pages = {each.position: PageSpan(1, 1, f"{each.number}-1") for each in package.meeting.enclosures}
    letter = dict(listing(package.words().words))
    index = dict(listing(package.words(pages=pages).words))
    own = package.words(enclosure=1).words if package.meeting.enclosures else package.words().words
    words = letter | index | {name: value for name, value in listing(own) if name.startswith("enclosure.")}
    return {name: plain(spoken(counted(value, dict.fromkeys(pages, 1)))) for name, value in words.items()}

"""The vocabulary of a language's templates: its packages go in, every placeholder with its value comes out."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.localise import listing
from pipeline.model import PageSpan
from pipeline.package import Package
from pipeline.text import plain


def vocabulary(packages: Sequence[Package]) -> list[dict[str, str]]:
    """The placeholders of the instruments of one language in order, as ``{placeholder, value}``.

    Where instruments differ, a placeholder stands once for each that has it, with its ``instrument``. Those that only
    some templates have come last: ``enclosure.…`` in enclosures and slip-sheets, and an index's ``pages`` and
    ``page``, with figures that stand for those of the finished bundle.
    """
    values = {package.instrument.key: _values(package) for package in packages}
    entries: list[dict[str, str]] = []
    for name in dict.fromkeys(name for own in values.values() for name in own):
        has = {instrument: own.get(name) for instrument, own in values.items()}
        if len(set(has.values())) == 1:
            entries.append({"placeholder": name, "value": values[packages[0].instrument.key][name]})
            continue
        entries += [
            {"placeholder": name, "value": value, "instrument": instrument}
            for instrument, value in has.items()
            if value is not None
        ]
    return entries


def _values(package: Package) -> dict[str, str]:
    pages = {each.position: PageSpan(1, 1, f"{each.number}-1") for each in package.meeting.enclosures}
    letter = dict(listing(package.words().words))
    index = dict(listing(package.words(pages=pages).words))
    own = package.words(enclosure=1).words if package.meeting.enclosures else package.words().words
    words = letter | index | {name: value for name, value in listing(own) if name.startswith("enclosure.")}
    return {name: plain(value) for name, value in words.items()}

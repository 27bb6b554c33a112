"""The vocabulary of a package's templates: a package goes in, every placeholder with its value comes out."""

from __future__ import annotations

from pipeline.localise import listing
from pipeline.model import PageSpan
from pipeline.package import Package
from pipeline.text import plain


def vocabulary(package: Package) -> list[dict[str, str]]:
    """The placeholders in order, as ``{placeholder, value}``.

    Those that only some templates have come last: ``enclosure.…`` in enclosures and slip-sheets, and an index's
    ``pages`` and ``page``, with figures that stand for those of the finished bundle.
    """
    pages = {each.position: PageSpan(1, 1, f"{each.number}-1") for each in package.meeting.enclosures}
    letter = dict(listing(package.words().words))
    index = dict(listing(package.words(pages=pages).words))
    own = package.words(enclosure=1).words if package.meeting.enclosures else package.words().words
    words = letter | index | {name: value for name, value in listing(own) if name.startswith("enclosure.")}
    return [{"placeholder": name, "value": plain(value)} for name, value in words.items()]

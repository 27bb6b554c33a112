"""What a meeting says: a package goes in, the facts that its texts are held against come out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pipeline.errors import PapersError
from pipeline.preflight.facts import ADDRESS, DeadlineFact, EnclosureFact, EventFact, Facts, NumberFact
from pipeline.text import plain

if TYPE_CHECKING:
    from pipeline.package import Package


def facts_of(package: Package, words: Mapping[str, Any], filled: tuple[str, ...] = (), file: str = "") -> Facts:
    """The facts of a package, and of its letter's ``words`` as data; a parameter of its task, which is stale when one
    of them changes. ``filled`` are the names of the files that are filled in for it, ``file`` that of the meeting's."""
    meeting, language, instrument = package.meeting, package.language, package.instrument
    own = language if language in package.house.style.state_names else ""

    def titled(of: str, key: str) -> str:
        return plain(words[of][key]["title"])

    listed = [each for group in words["groups"] for each in group["enclosures"]]
    said = [*package.letterhead_words.values(), *(plain(words["links"][key]["address"]) for key in meeting.links)]
    said += [each.contact.email for each in instrument.header if each.contact]
    said += [address for each in meeting.events if each.venue for address in each.venue.link.values()]
    names = [
        *(plain(name) for name in words["names"].values()),
        *(plain(each["name"]) for each in words["signatories"]),
    ]
    return Facts(
        plain(words["title"]),
        meeting.date,
        events_of(package, words),
        tuple(DeadlineFact(titled("deadline", each.key), each.by) for each in meeting.deadlines),
        tuple(dict.fromkeys(found for each in said for found in ADDRESS.findall(each))),
        len(listed),
        meeting.noun,
        tuple(dict.fromkeys(filter(None, names))),
        instrument.audience.categories,
        instrument.audience.salutations,
        tuple(package.house.style.state_names[own].items()) if own else (),
        instrument.kind,
        instrument.renewal,
        enclosures=enclosures_of(package),
        filled=filled,
        numbers=_numbers(package),
        meeting=file,
        place=meeting.instruments.index(instrument),
    )


def _numbers(package: Package) -> tuple[NumberFact, ...]:
    """What the numbers of the meeting count, in the letter's own words."""
    meeting, instrument = package.meeting, package.instrument
    if not meeting.numbers:
        return ()
    from pipeline.merge.reading import paragraphs_of  # noqa: PLC0415 - for meetings that have numbers
    from pipeline.preflight.numbered import numbers_said  # noqa: PLC0415

    typed = instrument.body[package.language] if instrument.body else ()
    with suppress(PapersError):  # who fills the template in says what is wrong with it
        typed = (*typed, *paragraphs_of(package.template(instrument.template)))
    return tuple(dict.fromkeys(numbers_said(typed, meeting.numbers)))


def events_of(package: Package, words: Mapping[str, Any]) -> tuple[EventFact, ...]:
    """The events, with their titles as the letter has them."""
    return tuple(
        EventFact(plain(words["event"][each.key]["title"]), each.start, each.end, each.key)
        for each in package.meeting.events
    )


def enclosures_of(package: Package) -> tuple[EnclosureFact, ...]:
    """The list, as a text may name what is in it."""
    phrase = package.phrases[f"{package.meeting.noun}.name"]
    numbered = ((each, package.number_of(each)) for each in package.meeting.enclosures)
    return tuple(
        EnclosureFact(each.position, number, phrase.format(number=number), each.key or "") for each, number in numbered
    )

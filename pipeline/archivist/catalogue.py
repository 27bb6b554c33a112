"""What a bag is found by: a package goes in, the facts of ``catalogue.json`` come out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline import text
from pipeline.localise import as_data
from pipeline.package import Package


def catalogue(packages: Sequence[Package]) -> dict[str, Any]:
    """The facts, as plain JSON data. None of them is personal data of a recipient."""
    meeting = packages[0].meeting
    words: list[tuple[Package, Any]] = [(package, as_data(package.words().words)) for package in packages]
    first = {package.language: data for package, data in reversed(words)}
    return {
        "slug": meeting.slug,
        "date": meeting.date.isoformat(),
        "languages": list(meeting.languages),
        "author": meeting.author,
        "titles": {language: text.plain(first[language]["title"]) for language in meeting.languages},
        "subjects": {
            language: text.plain(subject) for language in meeting.languages if (subject := first[language]["subject"])
        },
        "addressees": _once(
            text.plain(line) for package, _data in words for line in package.instrument.audience.lines[package.language]
        ),
        "enclosures": [
            {
                "number": each.number,
                "symbol": each.symbol,
                "titles": {
                    language: text.plain(_titles(first[language])[each.position - 1]) for language in meeting.languages
                },
            }
            for each in meeting.enclosures
        ],
        **({"sent": [_sent(package) for package in packages]} if meeting.signed else {}),
    }


def _sent(package: Package) -> dict[str, str]:
    """Which bundle was sent: the signed copy, where there is one."""
    of = (package.instrument.key, package.language)
    signed = any((each.instrument, each.language) == of for each in package.meeting.signed)
    return {"instrument": of[0], "language": of[1], "role": "signed" if signed else "bundle"}


def _titles(data: Any) -> list[str]:
    return [each["title"] for group in data["groups"] for each in group["enclosures"]]


def _once(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))

"""What is shown to those who may not see recipients: findings and files go in, those that tell of none come out."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipeline import Finding
from pipeline.desk.asking import Asking

_CODES = ("recipient", "list-", "letter-not-made", "address-", "cell-")
"""How the codes of what is told of recipients begin, whatever file it is told of."""
_THEIRS = frozenset({"recipient", "addressees", "salutation", "closing", "to"})
"""What a letter to one of them has in its own words."""


def list_of(asks: Asking, slug: str) -> Path | None:
    """The file of a meeting's recipients; None for a meeting that lists none, or can't be read."""
    try:
        named = tomllib.loads(asks.desk.house.facts(slug).decode("utf-8-sig")).get("recipients")
    except (OSError, ValueError):
        return None
    folder = asks.desk.house.find(slug)
    if not isinstance(named, str) or not named:
        return None
    return folder / named if (folder / named).resolve().is_relative_to(folder.resolve()) else None


def may_show(asks: Asking, finding: Finding, list_file: Path | None) -> bool:
    """Whether a person may be told of a finding."""
    if asks.person.may_see:
        return True
    return not finding.code.startswith(_CODES) and (list_file is None or Path(finding.place.file) != list_file)


def findings(asks: Asking, slug: str, found: Iterable[Finding]) -> list[Finding]:
    """Those that a person may be told of."""
    if asks.person.may_see:
        return list(found)
    list_file = list_of(asks, slug)
    return [each for each in found if may_show(asks, each, list_file)]


def file(asks: Asking, output: Mapping[str, Any]) -> bool:
    """Whether a person may have a file that a manifest names: one that is to a recipient has their words, and some have
    those of all."""
    return asks.person.may_see or not output.get("recipient")


def placeholders(asks: Asking, known: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """What templates may say, without the words of the recipient that serves as an example."""

    def told(each: Mapping[str, Any]) -> dict[str, Any]:
        theirs = str(each["placeholder"]).partition(".")[0] in _THEIRS
        return {**each, "value": "…"} if theirs and not asks.person.may_see else dict(each)

    return [told(each) for each in known]

"""Patterns of a language's file: what is typed goes in, the same comes out where it holds, or Unfit is raised."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime
from string import Formatter
from typing import TypeAlias

from pydantic import AfterValidator

from pipeline.findings import Unfit

Hours: TypeAlias = str

_HOURS = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


def places(*needs: str, may: tuple[str, ...] = ()) -> AfterValidator:
    """What checks that a pattern has these places, and no others but those that it ``may`` have."""

    def checked(value: str | None) -> str | None:
        if value is not None:
            check(value, needs, may)
        return value

    return AfterValidator(checked)


def check(value: str, needs: tuple[str, ...], may: tuple[str, ...] = ()) -> None:
    """Raises Unfit for a brace without its counterpart, and for places that a pattern lacks, or may not have."""
    try:
        parts = list(Formatter().parse(value))
    except ValueError:
        raise Unfit("language-brace", pattern=value) from None
    found = [name for _words, name, _spec, _conversion in parts if name is not None]
    known = tuple(f"{{{name}}}" for name in (*needs, *may))
    if any(spec or conversion for _words, _name, spec, conversion in parts) or not {*found} <= {*needs, *may}:
        raise Unfit("language-place-unknown", pattern=value, places=known)
    if lacking := [f"{{{name}}}" for name in needs if name not in found]:
        raise Unfit("language-place-missing", pattern=value, places=tuple(lacking))


def checked_hours(value: Hours) -> Hours:
    """Raises Unfit for what are no hours of a day."""
    span(value)
    return value


def span(value: Hours) -> range:
    """The hours that ``0-11`` or ``12`` stands for."""
    found = _HOURS.fullmatch(value)
    first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
    if not first <= last <= 23:
        raise Unfit("language-hours", value=value)
    return range(first, last + 1)


def checked_letters(value: str | None) -> str | None:
    """Raises Unfit for letters, parted by spaces, of which one is there twice, or has a sign that no letter has."""
    letters = (value or "").split()
    for number, letter in enumerate(letters):
        if letter in letters[:number]:
            raise Unfit("language-letter-twice", letter=letter)
        if not letter[0].isalpha() or any(unicodedata.category(sign)[0] not in "LM" for sign in letter):
            raise Unfit("language-letter", letter=letter)
    return value


def checked_day(value: object) -> object:
    """Raises Unfit for what is no day."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Unfit("value-no-day")
    return value

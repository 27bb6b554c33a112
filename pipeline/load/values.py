"""What a value of ``meeting.toml`` and ``config.toml`` may be: the types that their tables are made of."""

from __future__ import annotations

import unicodedata
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from pipeline import text, zones
from pipeline.checked import CODE, EVERY_LANGUAGE, TAG, TAG_OR_ALL
from pipeline.findings import Unfit

_UNPRINTED = {"Cc", "Cn", "Co", "Cs", "Zl", "Zp"}
"""Categories of characters that no font shows, of the Unicode Character Database."""
_OVERRIDES = "\u202d\u202e"
"""UAX #9, 2.2: they turn the direction of all that follows, so that a name reads as another."""


def _printable(value: str) -> str:
    words_on_a_page(value.replace("\n", " "))
    text.parse(value)
    return value


def words_that_stand(value: object) -> str:
    """Words that are printed as they are. Raises ValueError, with a sentence, for anything else."""
    if not isinstance(value, str):
        raise Unfit("value-no-words")
    if text.BRACES.search(value):
        raise Unfit("placeholder-not-filled")
    return _printable(value)


def words_on_a_page(value: str) -> str:
    """Words that a page shows. Raises Unfit for none, for signs that no font shows, and for those that turn others."""
    if not value.strip():
        raise Unfit("value-empty")
    for sign in "" if value.isprintable() else value:  # most words are, and that is known at once
        if unicodedata.category(sign) in _UNPRINTED:
            raise Unfit("character-unprintable", code=f"U+{ord(sign):04X}")
        if sign in _OVERRIDES:
            raise Unfit("character-turns", code=f"U+{ord(sign):04X}")
    return value


def _day_or_moment(value: Any) -> Any:
    if not isinstance(value, date):
        raise Unfit("value-no-date")
    return _of_our_time(value)


def _moment(value: Any) -> Any:
    if not isinstance(value, datetime):
        raise Unfit("value-no-moment")
    return _of_our_time(value)


def _day(value: Any) -> Any:
    if isinstance(value, datetime) or not isinstance(value, date):
        raise Unfit("value-no-day")
    return _of_our_time(value)


def _of_our_time(value: date) -> date:
    if not 1900 <= value.year < 3000:
        raise Unfit("year-unlikely", year=str(value.year))
    return value


def _zone(name: str) -> str:
    zones.zone(name)
    return name


def one_for_all(value: Any) -> Any:
    """One value for all languages, as a table of languages."""
    return {EVERY_LANGUAGE: value} if isinstance(value, str) else value


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.-]*$")]
Tag = Annotated[str, Field(pattern=TAG)]
TagOrAll = Annotated[str, Field(pattern=TAG_OR_ALL)]
Printable = Annotated[str, AfterValidator(_printable)]
Plain = Annotated[str, AfterValidator(words_on_a_page)]
Standing = Annotated[str, AfterValidator(words_that_stand)]
Words = dict[Tag, Printable]
AnyWords = dict[TagOrAll, Printable]
StandingWords = dict[Tag, Standing]
Lines = dict[Tag, Annotated[list[Printable], Field(min_length=1)]]
Code = Annotated[str, Field(pattern=CODE)]
Day = Annotated[date, BeforeValidator(_day)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
DayOrMoment = Annotated[date | datetime, BeforeValidator(_day_or_moment)]
ZoneName = Annotated[str, AfterValidator(_zone)]

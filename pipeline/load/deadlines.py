"""What a meeting may say of deadlines and of time zones, as it is typed."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from pipeline.checked import Table
from pipeline.load.values import DayOrMoment, Name, StandingWords, Words, ZoneName


class DeadlineTable(Table):
    key: Name
    """A short name of your own; templates write deadline.<key>.on."""
    title: Words
    """What is asked for, in each language: "Registration of delegations"; may use names and numbers."""
    by: DayOrMoment
    """The last day, included; or the moment, as an event's."""
    zone: ZoneName | None = None
    """The time zone of the moment, where it is not the meeting's."""
    event: Annotated[Name | None, Field(alias="for")] = None
    """The key of the event that it is for: it must come before that."""


class ZoneTable(Table):
    zone: ZoneName
    """IANA's name: "America/New_York"."""
    key: Name | None = None
    """What templates call it: event.<key>.start.in.<key>. The last part of the zone's name, new_york, if left out."""
    city: StandingWords | None = None
    """The place's name in each language, where it is not the one that CLDR has: Geneva for Europe/Zurich."""


def _alone(value: Any) -> Any:
    return {"zone": value} if isinstance(value, str) else value


AnyZone = Annotated[ZoneTable, BeforeValidator(_alone, json_schema_input_type=str | ZoneTable)]
"""A zone's name, or a table."""

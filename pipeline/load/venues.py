"""Where a meeting takes place, in a building or online: a table goes in, the venue comes out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, model_validator

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.load.letter import AnyAddress
from pipeline.load.passwords import PasswordTable, no_value, password_place
from pipeline.load.values import Plain, Standing, StandingWords, Tag, TagOrAll, ZoneName, one_for_all
from pipeline.model import Venue

_ONLINE = ("link", "meeting_number", "passcode", "passcode_from")


class VenueTable(Table):
    kind: Literal["in-person", "online", "hybrid"] = "in-person"
    """Whether one takes part in the building, online, or in both ways."""
    name: StandingWords | None = None
    """The building, in each language; or the platform's name, which an online venue may leave out."""
    address: StandingWords | None = None
    """The street address, in each language. An online venue has none."""
    link: AnyAddress | None = None
    """For an online or hybrid venue: the address where one takes part, for all languages or in each."""
    meeting_number: Plain | None = None
    """What to type where the link can't be opened: "123 4567 8901"."""
    passcode: (
        Annotated[dict[TagOrAll, Standing], BeforeValidator(one_for_all, json_schema_input_type=str | dict[Tag, str])]
        | None
    ) = None
    """How participants get the passcode, in each language. The passcode itself only where the house allows it
    (config.toml, online.passcodes_in_files)."""
    passcode_from: Annotated[PasswordTable, BeforeValidator(no_value)] | None = None
    """Where the passcode that the letter prints is found, so that it is not in this file."""
    zone: ZoneName | None = None
    """The time zone there, by IANA's name: "America/New_York". Times of its events then need no offset."""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> VenueTable:
        if self.kind != "online" and (self.name is None or self.address is None):
            raise Unfit("venue-nowhere")
        if self.kind == "online" and self.address is not None:
            raise Unfit("venue-online-address")
        if self.kind == "in-person" and (key := next((key for key in _ONLINE if getattr(self, key) is not None), None)):
            raise Unfit("venue-not-online", key=key)
        if self.passcode is not None and self.passcode_from is not None:
            raise Unfit("passcode-twice")
        return self


def venue_of(entry: VenueTable, folder: Path) -> Venue:
    """The venue; a passcode's file is seen from ``folder``."""
    return Venue(
        entry.name or {},
        entry.address or {},
        entry.kind,
        entry.link or {},
        entry.meeting_number or "",
        entry.passcode or {},
        password_place(entry.passcode_from, folder),
    )

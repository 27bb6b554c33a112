"""Beneath the stages, time zones by name: a clock's time and its zone go in, the moment with its offset comes out.

The rules are those of the package ``tzdata``, IANA's time zone database at the locked version, and never the system's:
two machines, or one some years later, must not find two offsets for one time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta, timezone
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.findings import Reason, Unfit, Value
from pipeline.findings.hints import near

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable
    from zoneinfo import ZoneInfo

_NO_PLACE = frozenset({"Factory"})
"""What the database lists for machines that nobody has set."""


@cache
def names() -> frozenset[str]:
    """Every name of the database: ``Europe/Zurich``."""
    return frozenset(_database().joinpath("zones").read_text(encoding="utf-8").split()) - _NO_PLACE


def _database() -> Traversable:
    from importlib.resources import files  # noqa: PLC0415 - a meeting that names no zone loads none

    return files("tzdata")


def rules(name: str) -> bytes:
    """The rules of a zone, as RFC 9636 sets them. Raises Unfit for a name that is none."""
    if name not in names():
        raise Unfit("zone-unknown", zone=name, near=_near(name, names()))
    return _database().joinpath("zoneinfo", *name.split("/")).read_bytes()


@cache
def zone(name: str) -> ZoneInfo:
    """A zone by its name. Raises Unfit for one that is none."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    return ZoneInfo.from_file(BytesIO(rules(name)), key=name)


def in_zone(moment: datetime, name: str) -> datetime:
    """The same moment on the clocks of a zone, with its offset there.

    >>> in_zone(datetime.fromisoformat("2024-06-20T15:00+02:00"), "America/New_York").isoformat()
    '2024-06-20T09:00:00-04:00'
    """
    return _fixed(moment.astimezone(zone(name)))


def moment_of(time: datetime, name: str) -> datetime:
    """The moment at which clocks of a zone show a time; ``time`` may have the offset, which must be the zone's.

    Raises Unfit for an hour that summer time skips, for one that comes twice and has no offset, and for an offset that
    the zone does not have then.

    >>> moment_of(datetime(2024, 6, 20, 15), "Europe/Zurich").isoformat()
    '2024-06-20T15:00:00+02:00'
    >>> moment_of(datetime(2024, 3, 31, 2, 30), "Europe/Zurich")
    Traceback (most recent call last):
    pipeline.findings.Unfit: There is no 02:30 on 2024-03-31 in Europe/Zurich: clocks are put forward over it.
    """
    here = zone(name)
    clock = time.replace(tzinfo=None, fold=0)
    first, second = (_fixed(clock.replace(tzinfo=here, fold=fold)) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        possible: tuple[datetime, ...] = (first,)
    else:
        # A time that is skipped is another one when it is asked for by its moment (PEP 495).
        possible = tuple(each for each in (first, second) if in_zone(each, name).replace(tzinfo=None) == clock)
    told: dict[str, Value] = {"time": f"{clock:%H:%M}", "day": f"{clock:%Y-%m-%d}", "zone": name}
    if not possible:
        raise Unfit("hour-skipped", **told)
    if time.tzinfo is not None:
        for each in possible:
            if each.utcoffset() == time.utcoffset():
                return each
        raise Unfit("zone-offset", **told, offset=_offset(time), right=tuple(map(_offset, possible)))
    if len(possible) > 1:
        raise Unfit("hour-twice", **told, moments=tuple(each.isoformat(timespec="minutes") for each in possible))
    return first


def _fixed(moment: datetime) -> datetime:
    """With its offset in place of its zone, so that two are held against each other as moments (PEP 495)."""
    return moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta()), fold=0)


def _offset(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")[16:]


def _near(word: str, known: Collection[str]) -> Reason:
    """The nearest name: of the same place, or else one that is written alike."""
    cities = {name.rpartition("/")[2].casefold(): name for name in sorted(known, key=len, reverse=True)}
    city = word.rpartition("/")[2].strip().replace(" ", "_").casefold()
    return near(cities.get(city, word), known)

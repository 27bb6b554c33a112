"""Zones by name: each time of a clock is one moment, none or one of two, and moments are told in words elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import zones
from pipeline.findings import Unfit
from pipeline.localise import read_phrases
from pipeline.localise.moments import Moments
from pipeline.localise.wording import Words
from pipeline.model import Zone
from pipeline.text import plain
from tests.houses import ROOT
from tests.languages import SIX, of

NAMED = st.sampled_from(sorted(zones.names()))
MOMENTS = st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30), timezones=st.just(UTC)).map(
    lambda moment: moment.replace(second=0, microsecond=0)
)
GENEVA = Zone(
    "geneva",
    "Europe/Zurich",
    {"ar": "جنيف", "en": "Geneva", "es": "Ginebra", "fr": "Genève", "ru": "Женева", "zh": "日内瓦"},
)
ELSEWHERE = (GENEVA, Zone("new_york", "America/New_York"), Zone("tokyo", "Asia/Tokyo"), Zone("cairo", "Africa/Cairo"))


@cache
def transitions(name: str, year: int) -> list[datetime]:
    """The moments of a year at which a zone's offset changes, to the hour."""
    hours = [datetime(year, 1, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(366 * 24)]
    offsets = [each.astimezone(zones.zone(name)).utcoffset() for each in hours]
    return [hours[at] for at in range(1, len(hours)) if offsets[at] != offsets[at - 1]]


# --- clocks and moments ----------------------------------------------------------------------------


def found(clock: datetime, name: str) -> datetime | str:
    """The moment of a time, or what is told of it."""
    try:
        return zones.moment_of(clock, name)
    except Unfit as unfit:
        return unfit.code


@given(MOMENTS, NAMED)
def test_every_moment_is_told_and_read_again(moment: datetime, name: str) -> None:
    there = zones.in_zone(moment, name)
    assert there == moment
    assert zones.moment_of(there, name) == moment  # with its offset, always
    assert found(there.replace(tzinfo=None), name) in {moment, "hour-twice"}


@given(st.datetimes(datetime(1970, 1, 2), datetime(2099, 12, 30)), NAMED)
def test_every_time_of_a_clock_is_a_moment_or_is_told(clock: datetime, name: str) -> None:
    moment = found(clock, name)
    if isinstance(moment, str):
        assert moment in {"hour-skipped", "hour-twice"}
        offsets = {clock.replace(tzinfo=zones.zone(name), fold=fold).utcoffset() for fold in (0, 1)}
        assert len(offsets) == 2
    else:
        assert zones.in_zone(moment, name).replace(tzinfo=None) == clock


@given(
    st.sampled_from(["Europe/Zurich", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Africa/Cairo"]),
    st.integers(2024, 2027),
    st.integers(-90, 90),
)
def test_around_each_change_of_clocks(name: str, year: int, minutes: int) -> None:
    for change in transitions(name, year):
        moment = change + timedelta(minutes=minutes)
        assert zones.moment_of(zones.in_zone(moment, name), name) == moment


@pytest.mark.parametrize(
    ("time", "zone", "code"),
    [
        ("2024-03-31T02:00", "Europe/Zurich", "hour-skipped"),
        ("2024-03-31T02:59", "Europe/Zurich", "hour-skipped"),
        ("2024-10-27T02:00", "Europe/Zurich", "hour-twice"),
        ("2024-10-27T02:59", "Europe/Zurich", "hour-twice"),
        ("2011-12-30T12:00", "Pacific/Apia", "hour-skipped"),  # the date line was moved over the day
        ("2024-06-20T15:00+01:00", "Europe/Zurich", "zone-offset"),
        ("2024-06-20T15:00+02:00", "Europe/London", "zone-offset"),
        ("2024-03-31T02:30+01:00", "Europe/Zurich", "hour-skipped"),
        ("2024-06-20T15:00", "Europe/Geneva", "zone-unknown"),
        ("2024-06-20T15:00", "../../etc/passwd", "zone-unknown"),
        ("2024-06-20T15:00", "", "zone-unknown"),
        ("2024-06-20T15:00", "Factory", "zone-unknown"),
    ],
)
def test_times_that_are_none(time: str, zone: str, code: str) -> None:
    with pytest.raises(Unfit) as caught:
        zones.moment_of(datetime.fromisoformat(time), zone)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("time", "zone", "moment"),
    [
        ("2024-03-31T01:59", "Europe/Zurich", "2024-03-31T01:59+01:00"),
        ("2024-03-31T03:00", "Europe/Zurich", "2024-03-31T03:00+02:00"),
        ("2024-10-27T01:59", "Europe/Zurich", "2024-10-27T01:59+02:00"),
        ("2024-10-27T03:00", "Europe/Zurich", "2024-10-27T03:00+01:00"),
        ("2024-10-27T02:30+02:00", "Europe/Zurich", "2024-10-27T02:30+02:00"),
        ("2024-10-27T02:30+01:00", "Europe/Zurich", "2024-10-27T02:30+01:00"),
        ("2024-06-20T15:00", "Asia/Kathmandu", "2024-06-20T15:00+05:45"),
        ("2024-06-20T15:00", "UTC", "2024-06-20T15:00+00:00"),
    ],
)
def test_times_that_are_one_moment(time: str, zone: str, moment: str) -> None:
    assert zones.moment_of(datetime.fromisoformat(time), zone).isoformat(timespec="minutes") == moment


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Europe/Zürich", "Europe/Zurich"), ("New York", "America/New_York"), ("europe/paris", "Europe/Paris"),
     ("Tokyo", "Asia/Tokyo"), ("Asia/Tokio", "Asia/Tokyo")],
)  # fmt: skip
def test_the_nearest_zone_is_named(typed: str, meant: str) -> None:
    with pytest.raises(Unfit) as caught:
        zones.zone(typed)
    assert str(caught.value.values["near"]) == f"Did you mean “{meant}”?"


def test_the_systems_own_zones_decide_nothing(tmp_path: Path) -> None:
    """A machine whose zones are all that of Tokyo."""
    for name in ("Europe/Zurich", "America/New_York"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(zones.rules("Asia/Tokyo"))
    ask = "import zoneinfo, datetime as d, pipeline.zones as z;"
    ask += "t = d.datetime(2024, 6, 20, 15); print(z.moment_of(t, 'Europe/Zurich').isoformat(),"
    ask += "t.replace(tzinfo=zoneinfo.ZoneInfo('Europe/Zurich')).isoformat())"
    environment = {**os.environ, "PYTHONTZPATH": str(tmp_path), "TZ": "America/New_York"}
    ran = subprocess.run((sys.executable, "-c", ask), env=environment, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["2024-06-20T15:00:00+02:00", "2024-06-20T15:00:00+09:00"]


# --- in words --------------------------------------------------------------------------------------


def forms(language: str, time: str, zone: str = "Europe/Zurich", named: tuple[Zone, ...] = ELSEWHERE) -> Any:
    phrases = read_phrases(ROOT / "templates" / language / "phrases.po", language)

    def phrase(key: str, **words: object) -> str:
        return phrases[key].format(**words)

    setter = Moments(of(language), of(language).dates.style, named, phrase, str)
    typed = datetime.fromisoformat(time)
    return Words(setter.forms(zones.moment_of(typed, zone) if zone else typed, zone))


def seen(words: object) -> str:
    return plain(str(words)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("ar", "الساعة 17:00 بتوقيت جنيف، الساعة 11:00 بتوقيت نيويورك، الساعة 0:00 من اليوم التالي بتوقيت طوكيو، "
         "الساعة 18:00 بتوقيت القاهرة"),
        ("en", "5 p.m. in Geneva, 11 a.m. in New York, midnight the next day in Tokyo, 6 p.m. in Cairo"),
        ("es", "17.00 horas en Ginebra, 11.00 horas en Nueva York, 0.00 horas del día siguiente en Tokio, "
         "18.00 horas en El Cairo"),
        ("fr", "17 heures à Genève, 11 heures à New York, 0 heure le lendemain à Tokyo, 18 heures au Caire"),
        ("ru", "17 ч 00 мин по времени города Женева, 11 ч 00 мин по времени города Нью-Йорк, "
         "0 ч 00 мин следующего дня по времени города Токио, 18 ч 00 мин по времени города Каир"),
        ("zh", "日内瓦时间下午5时，纽约时间上午11时，东京时间次日凌晨0时，开罗时间下午6时"),
    ],
)  # fmt: skip
def test_a_moment_in_several_zones_says_where_it_is_the_next_day(language: str, told: str) -> None:
    assert seen(forms(language, "2025-06-03T17:00").zones) == told


def test_summer_time_begins_in_one_place_before_the_other() -> None:
    # From 9 to 29 March 2025 New York is five hours behind Geneva, not six.
    assert seen(forms("en", "2025-03-07T15:00").zones).startswith("3 p.m. in Geneva, 9 a.m. in New York, 11 p.m.")
    assert seen(forms("en", "2025-03-10T15:00").zones).startswith("3 p.m. in Geneva, 10 a.m. in New York, 11 p.m.")
    assert seen(forms("en", "2025-03-31T15:00").zones).startswith("3 p.m. in Geneva, 9 a.m. in New York, 10 p.m.")


def test_the_day_before_and_both_sides_of_the_date_line() -> None:
    assert seen(forms("en", "2025-06-03T05:00").zones).startswith(
        "5 a.m. in Geneva, 11 p.m. the day before in New York, noon in Tokyo"
    )
    far = (Zone("line", "Pacific/Kiritimati"), Zone("west", "Etc/GMT+12"))
    assert seen(forms("fr", "2025-06-02T23:30", "Etc/GMT+12", far).zones) == (
        "23 h 30 (UTC−12), 1 h 30 le 4 juin 2025 à Kiritimati"
    )


def test_one_zone_at_a_time_and_a_moment_without_a_zone() -> None:
    words = forms("fr", "2025-06-03T17:00")
    assert seen(getattr(words, "in").new_york) == "11 heures à New York"
    assert seen(words.moment) == "le 3 juin 2025 à 17 heures (heure de Genève)"
    assert seen(words.date_time) == "3 juin 2025 à 17 heures (heure de Genève)"
    assert seen(words.moment_in.tokyo) == "le 4 juin 2025 à 0 heure (heure de Tokyo)"
    alone = forms("fr", "2025-06-03T17:00+02:00", "", ())
    assert (seen(alone.moment), seen(alone.zones)) == ("le 3 juin 2025 à 17 heures (UTC+2)", "17 heures (UTC+2)")


@pytest.mark.parametrize("language", SIX)
def test_every_zone_has_a_name_in_every_language(language: str) -> None:
    from pipeline.localise.cities import city  # noqa: PLC0415

    nameless = [
        name for name in zones.names() if "/" in name and not name.startswith("Etc/") if not city(name, language)
    ]
    assert nameless == []

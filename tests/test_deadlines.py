"""Deadlines as facts: typed once, shown in every form, held against the letter, the events and the days off."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import icalendar
import pytest

from pipeline import compare
from pipeline.check import check
from pipeline.days import WEEKDAYS, Weekday, read_days, to_look_at
from pipeline.errors import ConfigError
from pipeline.findings import Unfit
from pipeline.findings.words import Words, say
from pipeline.load import load_house, load_meeting
from pipeline.localise import read_phrases
from pipeline.vocabulary import vocabulary
from tests.houses import ROOT, Package, copy_case, put_meeting, sound_meeting
from tests.reading import pages, paragraphs, seen

CASE = "tirane-2026"
Case = Callable[[str], Package]


def told(tmp_path: Path, by: str, *, holidays: Mapping[str, str] | None = None, weekend: str = "") -> list[str]:
    """What is to be looked at of a deadline for a session from 3 to 5 March 2025, in a letter of 15 January."""
    entry = f'[[deadlines]]\nkey = "r"\ntitle.en = "Registration"\nby = {by}\nfor = "session"\n\n[signatory]'
    toml = sound_meeting().replace(b"[signatory]", entry.encode())
    meeting = load_meeting(put_meeting(tmp_path / "meeting", toml))
    off: tuple[Weekday, ...] = tuple(day for day in WEEKDAYS if day in (weekend or "saturday sunday"))
    return [str(say(each).what) for each in to_look_at(meeting, holidays or {}, off)]


@pytest.mark.parametrize(
    ("by", "what"),
    [
        ("2025-02-14", []),
        ("2025-02-14T18:00:00+01:00", []),
        ("2025-01-15", ["It passes on 2025-01-15, and the letter's day is 2025-01-15: nobody could meet it."]),
        ("2025-01-10", ["It passes on 2025-01-10, and the letter's day is 2025-01-15: nobody could meet it."]),
        ("2025-02-15", ["It passes on 2025-02-15, which is a Saturday."]),
        ("2025-02-16T23:59:00-05:00", ["It passes on 2025-02-16, which is a Sunday."]),
        ("2025-03-03", ["It passes on 2025-03-03, the first day of what it is for."]),
    ],
)
def test_days_that_are_to_be_looked_at(by: str, what: list[str], tmp_path: Path) -> None:
    assert told(tmp_path, by) == what


@pytest.mark.parametrize(
    ("by", "what"),
    [
        ("2025-02-13T18:00:00+01:00", []),
        ("2025-02-14T18:00:00+01:00", ["It passes on 2025-02-14, a Friday and a holiday of the house: Day of Peace."]),
        ("2025-02-15T18:00:00+01:00", ["It passes on 2025-02-15, which is a Saturday."]),
        ("2025-01-10T18:00:00+01:00", [
            "It passes on 2025-01-10, and the letter's day is 2025-01-15: nobody could meet it."
        ]),
    ],
)  # fmt: skip
def test_the_day_until_which_a_letter_asks_for_action_is_looked_at_too(
    by: str, what: list[str], tmp_path: Path
) -> None:
    field = f'\n[[instruments.header]]\nfield = "action-by"\nby = {by}\n\n[[groups]]'
    toml = sound_meeting().replace(b"[[groups]]", field.encode(), 1)
    meeting = load_meeting(put_meeting(tmp_path / "meeting", toml))
    found = list(to_look_at(meeting, {"02-14": "Day of Peace"}, ("saturday", "sunday")))
    assert [str(say(each).what) for each in found] == what
    assert {each.place.key for each in found} <= {("instruments", 0, "header", 0, "by")}


def test_a_weekend_is_the_houses(tmp_path: Path) -> None:
    assert told(tmp_path, "2025-02-14", weekend="friday saturday") == ["It passes on 2025-02-14, which is a Friday."]
    assert told(tmp_path / "sunday", "2025-02-16", weekend="friday saturday") == []


@pytest.mark.parametrize(
    ("days", "by"),
    [
        ("2025-02-14", "2025-02-14"),
        ("02-14", "2025-02-14T12:00:00Z"),
        ("2025-02-10/2025-02-14", "2025-02-14"),
        ("02-14/02-20", "2025-02-14"),
        ("12-24/02-14", "2025-02-14"),
    ],
)
def test_a_holiday_is_told_with_its_name_and_weekday(days: str, by: str, tmp_path: Path) -> None:
    assert told(tmp_path, by, holidays={days: "Day of Peace"}) == [
        "It passes on 2025-02-14, a Friday and a holiday of the house: Day of Peace."
    ]


@pytest.mark.parametrize("days", ["2024-02-14", "02-15", "2025-02-15/2025-02-20", "12-24/01-02"])
def test_other_days_are_no_holidays(days: str, tmp_path: Path) -> None:
    assert told(tmp_path, "2025-02-14", holidays={days: "X"}) == []


@pytest.mark.parametrize(
    "days", ["", "x", "2025-02-30", "2025-2-3", "2025", "2025-01-01/01-02", "a/b", "2025-01-01/2025-01-02/2025-01-03"]
)
def test_what_is_no_day(days: str) -> None:
    with pytest.raises(Unfit, match="is no day"):
        read_days(days)


def test_a_holiday_that_is_none_is_told_with_its_line(own_house: Path) -> None:
    config = own_house / "config.toml"
    lines = '\n[holidays]\n2025-12-25 = "Christmas Day"\n2025-13-25 = "X"\n"2025-12-31/2025-12-24" = "Y"\n'
    config.write_text(config.read_text(encoding="utf-8") + lines, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_house(own_house)
    found = [(each.code, each.place.key) for each in caught.value.findings]
    assert found == [
        ("holiday-malformed", ("holidays", "2025-13-25")),
        ("holiday-ends-first", ("holidays", "2025-12-31/2025-12-24")),
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", "السبت"),
        ("en", "It passes on 2025-02-15, which is a Saturday."),
        ("es", "Vence el 2025-02-15, que es sábado."),
        ("fr", "Elle expire le 2025-02-15, un samedi."),
        ("ru", "Срок истекает 2025-02-15 (суббота)."),
        ("zh", "截止于2025-02-15，当天是星期六。"),
    ],
)
def test_a_weekend_is_told_in_the_readers_language(language: str, words: str, tmp_path: Path) -> None:
    entry = b'[[deadlines]]\nkey = "r"\ntitle.en = "R"\nby = 2025-02-15\n\n[signatory]'
    meeting = load_meeting(put_meeting(tmp_path / "meeting", sound_meeting().replace(b"[signatory]", entry)))
    (finding,) = to_look_at(meeting, {}, ("saturday", "sunday"))
    phrases = read_phrases(ROOT / "templates" / language / "program.po", language).words
    own = {key.removeprefix("report."): phrase for key, phrase in phrases.items() if key.startswith("report.")}
    assert words in say(finding, Words(language, own)).what


# --- a whole meeting -------------------------------------------------------------------------------


def test_check_says_nothing_of_a_meeting_whose_times_are_sound(tmp_path: Path) -> None:
    found = check(copy_case(tmp_path, CASE))
    assert found.problems == ()
    assert {note.code for note in found.notes} == {"phrase-unreviewed", "file-instead"}


def test_the_vocabulary_has_every_form(tmp_path: Path) -> None:
    words = {each.name: each.value for each in vocabulary(copy_case(tmp_path, CASE), "fr").placeholders}
    registration = {
        name.removeprefix("deadline.registration."): seen(value)
        for name, value in words.items()
        if name.startswith("deadline.registration.")
    }
    assert registration == {
        "title": "inscription des délégations",
        "day": "13 mars 2026",
        "dates": "13 mars 2026",
        "days": "13 mars",
        "weekday": "vendredi 13 mars 2026",
        "on": "le 13 mars 2026",
        "prose": "le 13 mars 2026",
        "time": "18 heures",
        "moment": "le 13 mars 2026 à 18 heures (heure de Genève)",
        "date_time": "13 mars 2026 à 18 heures (heure de Genève)",
        "zone": "heure de Genève",
        "zones": "18 heures à Genève, 13 heures à New York, 19 heures au Caire, 2 heures le lendemain à Tokyo",
        "in.geneva": "18 heures à Genève",
        "in.new_york": "13 heures à New York",
        "in.cairo": "19 heures au Caire",
        "in.tokyo": "2 heures le lendemain à Tokyo",
        "moment_in.geneva": "le 13 mars 2026 à 18 heures (heure de Genève)",
        "moment_in.new_york": "le 13 mars 2026 à 13 heures (heure de New York)",
        "moment_in.cairo": "le 13 mars 2026 à 19 heures (heure du Caire)",
        "moment_in.tokyo": "le 14 mars 2026 à 2 heures (heure de Tokyo)",
    }
    assert seen(words["deadline.papers.moment"]) == "le 6 mars 2026"
    assert seen(words["event.consultation.moment"]) == "le 26 mars 2026, de 16 h 30 à 18 heures (heure de Genève)"
    assert seen(words["event.consultation.weekday"]) == "jeudi 26 mars 2026"
    assert "deadline.papers.zones" not in words


def test_a_deadline_stands_in_the_field_the_text_the_subject_and_the_form(case: Case) -> None:
    package = case(CASE)
    letter = [seen(line) for line in paragraphs(package.path("letter-docx", language="fr"))]
    assert "Suite à donner au plus tard le : 13 mars 2026 à 18 heures (heure de Genève)" in " ".join(letter[0].split())
    assert "inscription jusqu’au 13 mars 2026" in letter[3]
    assert "– inscription des délégations : 13 mars 2026 à 18 heures (heure de Genève)" in letter
    assert "– remise des contributions : 6 mars 2026" in letter
    # Between 8 and 29 March New York is five hours behind Geneva, and Cairo one before it.
    start = "16 h 30 à Genève, 11 h 30 à New York, 17 h 30 au Caire, 0 h 30 le lendemain à Tokyo"
    assert any(start in line for line in letter)
    form = package.path("enclosure", language="fr")
    assert "À renvoyer le 13 mars 2026 à 18 heures (heure de Genève) au plus tard." in seen(" ".join(pages(form)))


def read(calendar: Path) -> Any:
    return icalendar.Calendar.from_ical(calendar.read_bytes())


def test_each_language_has_a_calendar_of_the_same_entries(case: Case) -> None:
    package = case(CASE)
    names = {}
    for language in ("ar", "fr", "ru", "zh"):
        path = package.path("calendar", language=language)
        assert path.relative_to(package.out).as_posix() == f"{language}/{CASE}-{language}.ics"
        calendar = read(path)
        names[language] = [each["UID"] for each in calendar.walk("VEVENT")]
        assert len(calendar.walk("VTIMEZONE")) == 1
    assert len({tuple(each) for each in names.values()}) == 1
    papers, registration, consultation = read(package.path("calendar", language="fr")).walk("VEVENT")
    assert papers["SUMMARY"].replace("\u00a0", " ") == "Date limite : remise des contributions"
    assert (papers["DTSTART"].dt, papers["DTEND"].dt) == (date(2026, 3, 6), date(2026, 3, 7))
    assert registration["DTSTART"].dt.isoformat() == "2026-03-13T18:00:00+01:00"
    assert consultation["URL"] == "https://example.org/join/tirane"
    assert "0 h 30 le lendemain à Tokyo" in consultation["DESCRIPTION"].replace("\u00a0", " ")


def test_a_calendar_that_says_something_else_is_another_package(case: Case, tmp_path: Path) -> None:
    package = case(CASE)
    other = Path(shutil.copytree(package.out, tmp_path / "other"))
    assert compare(package.out, other).verdict == "identical"
    path = other / package.path("calendar", language="fr").relative_to(package.out)
    path.write_bytes(path.read_bytes().replace(b"20260313T180000", b"20260313T190000"))
    found = compare(package.out, other)
    assert found.verdict == "different"
    assert [(each.name, each.note) for each in found.documents if each.verdict != "identical"] == [
        (f"fr/{CASE}-fr.ics", f"In {other.name} it is not what the manifest says. Its entries differ.")
    ]


def test_packages_of_before_have_no_calendar(case: Case) -> None:
    assert [entry for entry in case("orvane-2025").manifest["outputs"] if entry["role"] == "calendar"] == []

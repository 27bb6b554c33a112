"""Dates: every form in every language against the table in golden/dates.txt, and what holds for any days."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings import Reason, Unfit, Value
from pipeline.languages import Language
from pipeline.localise import dates
from pipeline.localise.dates import NBSP
from pipeline.text import RAISED, RAISED_END, plain
from tests.languages import of

GOLDEN = Path(__file__).parent / "golden" / "dates.txt"
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
MARK = "\u200f"
GENEVA = timezone(timedelta(hours=2))

Form = Callable[[date, str], str]


def next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=GENEVA)


FORMS: dict[str, Form] = {
    # each takes the first day of a month
    "day": lambda first, language: dates.day(first.replace(day=22), of(language)),
    "first of a month": lambda first, language: dates.day(first, of(language)),
    "day without its year": lambda first, language: dates.day(first, of(language), year=False),
    "weekday": lambda first, language: dates.weekday(first.replace(day=18), of(language)),
    "on": lambda first, language: dates.on(first.replace(day=20), of(language)),
    "compact": lambda first, language: dates.compact(first.replace(day=18), first.replace(day=20), of(language)),
    "compact from the first": lambda first, language: dates.compact(first, first.replace(day=3), of(language)),
    "compact without its year": lambda first, language: dates.compact(
        first.replace(day=18), first.replace(day=20), of(language), year=False
    ),
    "compact across months": lambda first, language: dates.compact(
        next_month(first) - timedelta(days=2), next_month(first).replace(day=2), of(language)
    ),
    "compact across years": lambda first, language: dates.compact(first, first.replace(year=2025), of(language)),
    "prose": lambda first, language: dates.prose(first.replace(day=18), first.replace(day=20), of(language)),
    "prose from the first": lambda first, language: dates.prose(first, first.replace(day=3), of(language)),
    "prose across months": lambda first, language: dates.prose(
        next_month(first) - timedelta(days=2), next_month(first).replace(day=2), of(language)
    ),
    "prose across years": lambda first, language: dates.prose(first, first.replace(year=2025), of(language)),
    "moment": lambda first, language: dates.moment(at(first.replace(day=20), 15), of(language)),
    "moments of one day": lambda first, language: dates.moments(
        at(first.replace(day=20), 10), at(first.replace(day=20), 13), of(language)
    ),
    "moments of some days": lambda first, language: dates.moments(
        at(first.replace(day=18), 10), at(first.replace(day=20), 13, 30), of(language)
    ),
    "moments across months": lambda first, language: dates.moments(
        at(next_month(first) - timedelta(days=2), 10), at(next_month(first), 13), of(language)
    ),
    "moments across years": lambda first, language: dates.moments(
        at(first, 10), at(first.replace(year=2025), 13), of(language)
    ),
}
CLOCK = [(0, 0), (0, 30), (1, 0), (5, 59), (6, 0), (9, 5), (10, 0), (12, 0), (12, 30), (13, 0), (15, 30), (18, 0)]
CLOCK += [(19, 0), (23, 59)]


def shown(words: str) -> str:
    """With signs that can be seen: ``~`` a space that does not break, ``<er>`` raised, ``|`` the mark of direction."""
    signs = {NBSP: "~", MARK: "|", RAISED: "<", RAISED_END: ">"}
    return "".join(signs.get(sign, sign) for sign in words)


def rows() -> Iterator[str]:
    for language in LANGUAGES:
        for name, form in FORMS.items():
            yield f"\n# {language}: {name}"
            yield from (shown(form(date(2024, month, 1), language)) for month in range(1, 13))
        yield f"\n# {language}: time"
        yield from (shown(dates.time(datetime(2024, 6, 20, *clock), of(language))) for clock in CLOCK)


def test_every_form_in_every_month_and_language_is_as_the_table_has_it(tmp_path: Path) -> None:
    actual = tmp_path / "dates.txt"
    actual.write_text("\n".join(rows()).lstrip() + "\n", encoding="utf-8")
    assert actual.read_text(encoding="utf-8") == GOLDEN.read_text(encoding="utf-8"), f"what came out is in {actual}"


# The required forms, one cell after the other: the day, the first of a month, compact, prose, on.
REQUIRED = {
    "en": ["22 April 2024", "1 June 2024", "18–20 June 2024", "from 18 to 20 June 2024", "on 20 June 2024"],
    "fr": ["22 avril 2024", "1<er> juin 2024", "18-20 juin 2024", "du 18 au 20 juin 2024", "le 20 juin 2024"],
    "es": [
        "22 de abril de 2024",
        "1 de junio de 2024",
        "18-20 de junio de 2024",
        "del 18 al 20 de junio de 2024",
        "el 20 de junio de 2024",
    ],
    "ru": [
        "22 апреля 2024 года",
        "1 июня 2024 года",
        "18–20 июня 2024 года",
        "с 18 по 20 июня 2024 года",
        "20 июня 2024 года",
    ],
    "zh": ["2024年4月22日", "2024年6月1日", "2024年6月18日至20日", "2024年6月18日至20日", "2024年6月20日"],
    "ar": [
        "22 نيسان/أبريل 2024",
        "1 حزيران/يونيه 2024",
        "18-20 حزيران/يونيه 2024",
        "من 18 إلى 20 حزيران/يونيه 2024",
        "في 20 حزيران/يونيه 2024",
    ],
}


@pytest.mark.parametrize("language", REQUIRED)
def test_the_required_forms(language: str) -> None:
    first, last = date(2024, 6, 18), date(2024, 6, 20)
    forms = [
        dates.day(date(2024, 4, 22), of(language)),
        dates.day(date(2024, 6, 1), of(language)),
        dates.compact(first, last, of(language)),
        dates.prose(first, last, of(language)),
        dates.on(last, of(language)),
    ]
    assert [shown(form).replace("~", " ").replace("|", "") for form in forms] == REQUIRED[language]


def test_french_ranges_across_months_and_from_the_first() -> None:
    assert shown(dates.prose(date(2024, 6, 1), date(2024, 6, 3), of("fr"))) == "du~1<er> au~3~juin~2024"
    assert shown(dates.prose(date(2024, 5, 30), date(2024, 6, 2), of("fr"))) == "du~30~mai au~2~juin~2024"


def test_the_arabic_months_begin_with_the_levantine_names_of_cldr() -> None:
    levantine = Locale.parse("ar_LB").months["format"]["wide"]
    for month, pair in enumerate(of("ar").dates.months, start=1):
        assert pair.split("/")[0] == levantine[month]
    assert len(set(of("ar").dates.months)) == 12


@pytest.mark.parametrize("language", ["en", "es", "fr", "ru"])
def test_no_month_is_abbreviated(language: str) -> None:
    locale = Locale.parse(language)
    for month in range(1, 13):
        whole = locale.months["format"]["wide"][month]
        for form in FORMS.values():
            assert whole in form(date(2024, month, 1), language).replace(NBSP, " ")


def test_an_arabic_range_has_a_mark_of_direction_after_its_dash() -> None:
    # UAX #9, W4: without it the hyphen would join the two numbers into one that runs from left to right.
    assert f"18-{MARK}20" in dates.compact(date(2024, 6, 18), date(2024, 6, 20), of("ar"))
    assert f"-{' '}{MARK}2{NBSP}" in dates.compact(date(2024, 5, 30), date(2024, 6, 2), of("ar"))
    for language in set(LANGUAGES) - {"ar"}:
        assert MARK not in dates.compact(date(2024, 6, 18), date(2024, 6, 20), of(language))


@pytest.mark.parametrize(
    ("language", "settings", "expected"),
    [
        ("ru", {"year": "{year} г."}, "18–20~июня~2024~г."),
        ("ru", {"dash": "-"}, "18-20~июня~2024~года"),
        ("fr", {"dash": "–"}, "18–20~juin~2024"),
        ("en", {"dash": "-"}, "18-20~June~2024"),
        ("ar", {"digits": "arab"}, "١٨-|٢٠~حزيران/يونيه~٢٠٢٤"),
        ("zh", {"dash": "—"}, "2024年6月18日—20日"),
    ],
)
def test_a_house_sets_what_houses_print_differently(language: str, settings: dict[str, str], expected: str) -> None:
    style = dates.style_for(of(language), settings)
    assert shown(dates.compact(date(2024, 6, 18), date(2024, 6, 20), of(language), style=style)) == expected


def test_a_house_sets_the_wide_dash_and_its_first_space_does_not_break() -> None:
    style = dates.style_for(of("en"), {"wide_dash": " – "})
    assert shown(dates.compact(date(2024, 5, 30), date(2024, 6, 2), of("en"), style=style)) == "30~May~– 2~June~2024"


def test_a_house_sets_the_clock_and_the_digits_of_a_time() -> None:
    style = dates.style_for(of("en"), {"clock": "digits"})
    assert shown(dates.moment(at(date(2024, 6, 20), 15), of("en"), style=style)) == "on 20~June~2024 at~15:00 (UTC+2)"
    style = dates.style_for(of("ar"), {"digits": "arab"})
    assert shown(dates.moment(at(date(2024, 6, 20), 15, 30), of("ar"), style=style)).endswith("الساعة~١٥:٣٠~(UTC+2)")


@pytest.mark.parametrize(
    ("settings", "code", "values"),
    [
        ({"dsh": "-"}, "dates-setting-unknown", {"name": "dsh", "near": Reason("near", {"word": "dash"})}),
        (
            {"digits": "roman"},
            "dates-value-unknown",
            {"value": "roman", "name": "digits", "near": Reason("known", {"words": ("arab", "latn")})},
        ),
        (
            {"clock": "24"},
            "dates-value-unknown",
            {"value": "24", "name": "clock", "near": Reason("known", {"words": ("digits", "usual")})},
        ),
        ({"year": "года"}, "dates-year-place", {}),
    ],
)
def test_a_setting_that_is_not_known_is_refused(settings: dict[str, str], code: str, values: dict[str, Value]) -> None:
    with pytest.raises(Unfit) as caught:
        dates.style_for(of("ru"), settings)
    assert (caught.value.code, caught.value.values) == (code, values)


FIRST, LAST = date(2024, 6, 18), date(2024, 6, 20)
START, END = at(FIRST, 10), at(LAST, 13)


@pytest.mark.parametrize("form", [dates.compact, dates.prose])
def test_a_range_that_ends_before_it_starts_is_refused(form: Callable[[date, date, Language], str]) -> None:
    with pytest.raises(ValueError, match="the last day, 2024-06-18, comes before the first, 2024-06-20"):
        form(LAST, FIRST, of("en"))


def test_moments_that_end_before_they_start_are_refused() -> None:
    with pytest.raises(ValueError, match="comes before"):
        dates.moments(at(LAST, 13), at(LAST, 10), of("en"))


def test_a_time_without_a_zone_is_refused_where_the_zone_is_printed() -> None:
    naive = datetime(2024, 6, 20, 15)
    with pytest.raises(ValueError, match="the time 2024-06-20 15:00 has no zone"):
        dates.moment(naive, of("en"), zone="Geneva time")
    with pytest.raises(ValueError, match="has no zone"):
        dates.moments(naive, END, of("en"))
    with pytest.raises(ValueError, match="has no zone"):
        dates.moments(START, naive, of("en"))


def test_the_name_of_a_zone_takes_the_place_of_its_offset() -> None:
    assert (
        shown(dates.moment(START, of("fr"), zone="heure de Genève")) == "le~18~juin~2024 à~10~heures (heure de Genève)"
    )
    assert shown(dates.moments(START, END, of("zh"), zone="日内瓦时间")).endswith("下午1时（日内瓦时间）")


def test_both_offsets_are_said_when_clocks_change_in_between() -> None:
    start = datetime(2024, 10, 26, 10, tzinfo=GENEVA)
    end = datetime(2024, 10, 27, 13, tzinfo=timezone(timedelta(hours=1)))
    words = shown(dates.moments(start, end, of("en")))
    assert words == "from 26~October at~10~a.m. (UTC+2) to 27~October~2024 at~1~p.m. (UTC+1)"


def test_each_day_has_both_ends() -> None:
    assert dates.each_day(START, END) == (FIRST, date(2024, 6, 19), LAST)


any_day = st.dates(date(1900, 1, 1), date(2100, 12, 31))
any_range = st.tuples(any_day, any_day).map(sorted)
languages = st.sampled_from(LANGUAGES)


def numbers_in(words: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", plain(words))]


@given(any_range, languages)
def test_a_range_says_both_its_days_and_its_years(ends: list[date], language: str) -> None:
    first, last = ends
    for words in (dates.compact(first, last, of(language)), dates.prose(first, last, of(language))):
        assert {first.day, last.day, first.year, last.year} <= set(numbers_in(words))


@given(any_day, languages)
def test_a_range_of_one_day_is_that_day(day: date, language: str) -> None:
    assert dates.compact(day, day, of(language)) == dates.day(day, of(language))
    assert dates.prose(day, day, of(language)) == dates.on(day, of(language))
    assert dates.compact(day, day, of(language), year=False) == dates.day(day, of(language), year=False)


@given(any_day, languages)
def test_no_space_inside_a_date_breaks(day: date, language: str) -> None:
    for year in (True, False):
        assert not re.search(r"[^\S\u00a0]", dates.day(day, of(language), year=year))


@given(any_range, languages)
def test_a_compact_range_breaks_after_its_dash_alone(ends: list[date], language: str) -> None:
    first, last = ends
    words = dates.compact(first, last, of(language))
    assert all(words[match.start() - 1] in "-—" for match in re.finditer(" ", words))


@given(any_range, languages)
def test_two_ranges_are_never_printed_alike(ends: list[date], language: str) -> None:
    first, last = ends
    words = dates.compact(first, last, of(language))
    for day, other in itertools.product((first, last), (timedelta(days=1), timedelta(days=365))):
        assert dates.compact(day, last + other, of(language)) != words


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 12, 31)), languages, st.integers(-14 * 4, 14 * 4))
def test_every_moment_can_be_said(moment: datetime, language: str, quarters: int) -> None:
    words = dates.moment(moment.replace(tzinfo=timezone(timedelta(minutes=15 * quarters))), of(language))
    assert "UTC" in words
    assert "_" not in words
    assert "{" not in words

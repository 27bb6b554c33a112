"""How each language sets its dates: a row a language, with its source; :mod:`pipeline.localise.dates` applies them.

Words that no published rule gives are the program's own, and await review by native speakers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pipeline.text import raised

RIGHT_TO_LEFT_MARK = "\u200f"


@dataclass(frozen=True, slots=True)
class DateStyle:
    """What houses print differently. Each row has its own; :func:`pipeline.localise.dates.style_for` changes it."""

    dash: str
    """Between two numbers: ``18–20``."""
    wide_dash: str
    """Between ends of several words: ``30 мая — 2 июня``. ``_`` is a space that does not break."""
    year: str = "{year}"
    """The year of a date: Russian ``{year} года`` or ``{year} г.``."""
    digits: Literal["latn", "arab"] = "latn"
    """The digits, by their CLDR name: 0123456789 or ٠١٢٣٤٥٦٧٨٩."""
    clock: Literal["usual", "digits"] = "usual"
    """Times of day as the language's row has them, or as ``15:30``."""


@dataclass(frozen=True, slots=True)
class DateRules:
    """How one language sets its dates. ``_`` in a pattern stands for a space that does not break.

    A range says only once what both its days share: ``{first}`` is then ``18``, ``30 mai`` or the whole day. Where
    the year comes first, it is ``{last}`` that is shortened.
    """

    day: str
    """``{number}``: a day inside a range of one month."""
    day_month: str
    """``{number}`` and ``{month}``."""
    whole: str
    """``{date}``, a day and month, and ``{year}``."""
    weekday: str
    """``{weekday}`` and ``{date}``."""
    prose: str
    """A range in running text: ``{first}`` and ``{last}``."""
    on: str
    """A single day in running text: ``{date}``."""
    time: Callable[[int, int], str]
    """An hour (0 to 23) and a minute in words."""
    times: str
    """A range of times of one day: ``{first}`` and ``{last}``."""
    moment: str
    """A day and time in running text: ``{on}``, ``{time}`` and ``{at}`` (:attr:`at`)."""
    on_times: str
    """A day and a range of times in running text: ``{on}`` and ``{times}``."""
    moments: str
    """From a day and time to another: ``{first}``, ``{start}``, ``{last}``, ``{end}``; ``{at}`` and ``{until}`` are the
    words before the times (:attr:`at`)."""
    zone: str
    """What is added to a time: ``{zone}``."""
    style: DateStyle
    source: str
    first_of_month: str = "1"
    """How the first day of a month is printed; may carry marks."""
    at: Callable[[int], str] = str
    """The word before a time that depends on its hour."""
    months: tuple[str, ...] = ()
    """The names of the months, January first, where they are not CLDR's."""
    year_first: bool = False
    mark: str = ""
    """What follows the dash of a range, for its direction."""


def _time_english(hour: int, minute: int) -> str:
    if not minute and hour in {0, 12}:
        return "noon" if hour else "midnight"
    half = "a.m." if hour < 12 else "p.m."
    return f"{(hour - 1) % 12 + 1}{f'.{minute:02}' if minute else ''}_{half}"


def _time_french(hour: int, minute: int) -> str:
    return f"{hour}_h_{minute:02}" if minute else f"{hour}_heure{'s' if hour > 1 else ''}"


def _time_spanish(hour: int, minute: int) -> str:
    return f"{hour}.{minute:02}_hora{'' if (hour, minute) == (1, 0) else 's'}"


def _time_chinese(hour: int, minute: int) -> str:
    part = next(name for until, name in _CHINESE_DAY if hour < until)
    return f"{part}{(hour - 1) % 12 + 1 if hour else 0}时{f'{minute:02}分' if minute else ''}"


def time_in_digits(hour: int, minute: int) -> str:
    """A time of the 24-hour clock: ``15:30``."""
    return f"{hour}:{minute:02}"


_CHINESE_DAY = ((6, "凌晨"), (12, "上午"), (13, "中午"), (19, "下午"), (24, "晚上"))


RULES: Mapping[str, DateRules] = MappingProxyType(
    {
        "ar": DateRules(
            day="{number}",
            day_month="{number}_{month}",
            whole="{date}_{year}",
            weekday="{weekday}، {date}",
            prose="من {first} إلى {last}",
            on="في {date}",
            time=time_in_digits,
            times="من الساعة_{first} إلى الساعة_{last}",
            moment="{on}، الساعة_{time}",
            on_times="{on}، {times}",
            moments="من {first}، الساعة_{start}، إلى {last}، الساعة_{end}",
            zone="_({zone})",
            style=DateStyle(dash="-", wide_dash="_- "),
            months=(
                "كانون الثاني/يناير",
                "شباط/فبراير",
                "آذار/مارس",
                "نيسان/أبريل",
                "أيار/مايو",
                "حزيران/يونيه",
                "تموز/يوليه",
                "آب/أغسطس",
                "أيلول/سبتمبر",
                "تشرين الأول/أكتوبر",
                "تشرين الثاني/نوفمبر",
                "كانون الأول/ديسمبر",
            ),
            mark=RIGHT_TO_LEFT_MARK,
            source="United Nations documents in Arabic: both names of a month, Levantine first, with يونيه and يوليه",
        ),
        "en": DateRules(
            day="{number}",
            day_month="{number}_{month}",
            whole="{date}_{year}",
            weekday="{weekday}, {date}",
            prose="from {first} to {last}",
            on="on {date}",
            time=_time_english,
            times="from {first} to {last}",
            moment="{on} at_{time}",
            on_times="{on}, {times}",
            moments="from {first} at_{start} to {last} at_{end}",
            zone=" ({zone})",
            style=DateStyle(dash="–", wide_dash="–"),
            source="United Nations Editorial Manual, “Numbers, dates and time”: day, month, year; a.m., p.m., noon",
        ),
        "es": DateRules(
            day="{number}",
            day_month="{number}_de_{month}",
            whole="{date}_de_{year}",
            weekday="{weekday}, {date}",
            prose="del_{first} al_{last}",
            on="el_{date}",
            time=_time_spanish,
            times="de_{first} a_{last}",
            moment="{on} {at}_{time}",
            on_times="{on}, {times}",
            moments="del_{first} {at}_{start} al_{last} {until}_{end}",
            zone=" ({zone})",
            at=lambda hour: "a_la" if hour == 1 else "a_las",
            style=DateStyle(dash="-", wide_dash="-"),
            source="RAE, Diccionario panhispánico de dudas: fecha, hora, coma (the weekday), guion (ranges)",
        ),
        "fr": DateRules(
            day="{number}",
            day_month="{number}_{month}",
            whole="{date}_{year}",
            weekday="{weekday} {date}",
            prose="du_{first} au_{last}",
            on="le_{date}",
            time=_time_french,
            times="de_{first} à_{last}",
            moment="{on} à_{time}",
            on_times="{on}, {times}",
            moments="du_{first} à_{start} au_{last} à_{end}",
            zone=" ({zone})",
            style=DateStyle(dash="-", wide_dash="-"),
            first_of_month=f"1{raised('er')}",
            source="Imprimerie nationale, Lexique des règles typographiques: dates, heures; 1er alone is an ordinal",
        ),
        "ru": DateRules(
            day="{number}",
            day_month="{number}_{month}",
            whole="{date}_{year}",
            weekday="{weekday}, {date}",
            prose="с_{first} по_{last}",
            on="{date}",
            time=lambda hour, minute: f"{hour}_ч_{minute:02}_мин",
            times="с_{first} до_{last}",
            moment="{on} в_{time}",
            on_times="{on} {times}",
            moments="с_{start} {first} до_{end} {last}",
            zone=" ({zone})",
            style=DateStyle(dash="–", wide_dash="_— ", year="{year}_года"),
            source="Мильчин, Справочник издателя и автора: даты, время суток, тире в диапазонах; ГОСТ 8.417: ч, мин",
        ),
        "zh": DateRules(
            day="{number}日",
            day_month="{month}{number}日",
            whole="{year}年{date}",
            weekday="{date}{weekday}",
            prose="{first}至{last}",
            on="{date}",
            time=_time_chinese,
            times="{first}至{last}",
            moment="{on}{time}",
            on_times="{on}{times}",
            moments="{first}{start}至{last}{end}",
            zone="（{zone}）",
            style=DateStyle(dash="至", wide_dash="至"),
            year_first=True,
            # CLDR's wide names are 一月, 二月; a date in figures has figures in its month too.
            months=tuple(f"{month}月" for month in range(1, 13)),
            source="GB/T 15835: 年月日; United Nations documents in Chinese: 至, 上午, 下午; CLDR: parts of a day",
        ),
    }
)
"""The languages that dates can be set in. A further language is a further row."""

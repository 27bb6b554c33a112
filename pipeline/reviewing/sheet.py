"""The sheet for a native speaker: a language goes in, every form with examples that show its traps comes out, in Word;
and the other way, what was ticked or corrected.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import docx
from docx.shared import Mm, Pt

from pipeline import states, text
from pipeline.errors import UsageError
from pipeline.findings import Finding, Place, Reason
from pipeline.languages import Language
from pipeline.languages.rows import rows_of
from pipeline.languages.rules import offered
from pipeline.localise import dates, lists, numbers, ordinals
from pipeline.localise.phrases import joined
from pipeline.localise.typography import set_text
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Package
from pipeline.reviewing.templates import set_words

_ZONE = timezone(timedelta(hours=2))
_HEADINGS = ("Row", "As it is set now", "Right: x", "If not: as it should be")
_WIDTHS = (32, 86, 14, 48)
"""Of the columns, in millimetres."""
_MARK = "papers language review "
_NUMBERS = (1, 2, 3, 5, 11, 21, 25, 80, 101, 156)
"""Where rules meet: 1st, 2nd, 21st; 1, 2 and 5 of something."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a native speaker said of a row."""

    row: str
    examples: tuple[str, ...]
    right: bool
    instead: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A sheet that came back."""

    tag: str
    by: str
    on: str
    answers: tuple[Answer, ...]


def examples(language: Language) -> dict[str, tuple[str, ...]]:
    """What each row sets, by its key, in an order in which a person reads it; rows that nothing shows are left out."""
    found = {key: tuple(map(_shown, words)) for key, words in _examples(language) if words}
    return {key: found[key] for key in found if key in rows_of(language)}


def _shown(words: str) -> str:
    return text.plain(words).replace("\u00a0", " ").replace("\u200f", "")


def _examples(language: Language) -> Iterator[tuple[str, list[str]]]:
    june = [date(2024, 6, day) for day in (1, 2, 3, 21)]
    ends = [(date(2024, 6, 18), date(2024, 6, 20)), (date(2024, 5, 30), date(2024, 6, 2))]
    over = (date(2024, 12, 30), date(2025, 1, 1))
    first = datetime(2024, 6, 18, 9, 5, tzinfo=_ZONE)
    clock = [first.replace(hour=hour, minute=minute) for hour, minute in ((0, 0), (1, 0), (9, 5), (12, 0), (15, 30))]
    last = first + timedelta(days=2, hours=4)
    yield "dates.months", [dates.day(date(2024, month, 2), language) for month in range(1, 13)]
    yield "dates.day_month", [dates.day(day, language, year=False) for day in june]
    yield "dates.whole", [dates.day(day, language) for day in june]
    yield "dates.first_of_month", [dates.day(june[0], language)]
    yield "dates.weekdays", [dates.weekday(date(2024, 6, day), language) for day in range(17, 24)]
    yield "dates.weekday", [dates.weekday(june[0], language)]
    yield "dates.day", [dates.compact(*ends[0], language)]
    yield "dates.dash", [dates.compact(*ends[0], language)]
    yield "dates.wide_dash", [dates.compact(*ends[1], language), dates.compact(*over, language)]
    yield "dates.year", [dates.compact(*over, language)]
    begun = [each.since.replace(year=max(each.since.year, 1900)) for each in language.dates.eras]
    yield "dates.eras", [dates.day(day, language) for day in (*begun, june[0])]
    yield "dates.prose", [dates.prose(*each, language) for each in (*ends, over)]
    yield "dates.on", [dates.on(day, language) for day in june[:2]]
    yield "dates.time", [dates.time(each, language) for each in clock]
    yield "dates.times", [dates.times(first, first.replace(hour=13, minute=0), language)]
    yield "dates.moment", [dates.moment(each, language) for each in (first, first.replace(hour=1, minute=0))]
    yield "dates.on_times", [dates.moments(first, first.replace(hour=13), language)]
    yield "dates.moments", [dates.moments(first, last, language)]
    yield "dates.zone", [dates.time(first, language, zone="UTC+2")]
    yield from _numbers(language)
    three = [states.short(code, language) for code in ("FRA", "ITA", "CIV")]
    yield "lists.between", [lists.joined(three, language)]
    yield "lists.and", [lists.joined(three[:2], language)]
    if language.table.lists.or_:
        yield "lists.or", [lists.joined(three[:2], language, "or")]
    yield "punctuation.comma", [f"A{language.comma}B"]
    yield "punctuation.semicolon", [f"A{language.semicolon}B"]
    if language.letters:
        yield "markers.enclosures", [f"{number}: {letter}" for number, letter in enumerate(language.letters, start=1)]
    yield "salutations.between", [joined(["Aaa", "Bbb"], language)]
    yield "salutations.end", [joined(["Aaa"], language)]
    codes = states.in_order(["DEU", "ESP", "CIV", "CZE", "AUT", "GRC", "ZAF", "USA"], language)
    yield "sorting.after", [", ".join(states.short(code, language) for code in codes)]
    for name in language.table.typography:
        typed = "a \"b 'c' d\": e; f! g? 5 % (h) 10-12 - i"
        yield f"typography.{name}", [set_text(typed, language, name)]


def _numbers(language: Language) -> Iterator[tuple[str, list[str]]]:
    rules = language.numbers
    forms = [" ".join(sorted(each)) or "*" for each in (rules.plain, *(offered(rules.plain, of) for of in rules.forms))]
    if rules.cardinal:
        yield (
            "numbers.cardinal",
            [f"{n}: " + ", ".join(numbers.words(n, language, of=each) for each in forms) for n in _NUMBERS],
        )
    if rules.figures:
        yield (
            "numbers.figures",
            [f"{n}: " + ", ".join(numbers.ordinal(n, language, of=each) for each in forms) for n in _NUMBERS],
        )
    if rules.ordinal:
        some = (n for n in _NUMBERS if n <= ordinals.last(language))
        yield (
            "numbers.ordinal",
            [f"{n}: " + ", ".join(ordinals.in_words(n, language, of=each) for each in forms) for n in some],
        )


def write_sheet(language: Language, name: str, target: Path) -> None:
    """Writes the sheet, of about two pages."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    document.styles["Normal"].font.size = Pt(8.5)
    document.add_paragraph(f"{_MARK}{language.tag}")
    document.add_paragraph(
        f"{name}: how official letters set dates, numbers and lists. Please put an x where every example of a row is "
        "right as it would stand in running text; where one is not, write how it should be. Leave the rest."
    )
    document.add_paragraph("Name: ")
    document.add_paragraph("Date (2026-12-31): ")
    table = document.add_table(rows=1, cols=len(_HEADINGS))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = Mm(width)
    for cell, heading in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.text = heading
    for key, words in examples(language).items():
        cells = table.add_row().cells
        cells[0].text, cells[1].text = key, "\n".join(words)
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Mm(width)
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.space_after = Pt(0)
    rows = (row.cells for row in table.rows[1:])
    set_words(
        document, (each._p for cells in rows for cell in (cells[1], cells[3]) for each in cell.paragraphs), language.tag
    )
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
    document.save(str(target))


def read_sheet(path: Path) -> Returned:
    """What came back. UsageError for a file that is no such sheet, and for one that nobody signed."""
    try:
        with Package(path):  # which is within limits
            pass
        document = docx.Document(str(path))
        paragraphs = [each.text.strip() for each in document.paragraphs]
        tag = next(each.removeprefix(_MARK).strip() for each in paragraphs if each.startswith(_MARK))
        rows = [[cell.text.strip() for cell in row.cells] for row in document.tables[0].rows][1:]
        answers = tuple(
            Answer(row[0], tuple(row[1].split("\n")), bool(row[2]), row[3])
            for row in rows
            if len(row) == len(_HEADINGS)
        )
    except (PackageError, OSError, ValueError, KeyError, IndexError, StopIteration) as error:
        raise UsageError(
            Finding("language-sheet", Place(str(path)), {"reason": str(error) or Reason("sheet-head")})
        ) from error
    by = _after(paragraphs, "Name:")
    on = re.search(r"\d{4}-\d\d-\d\d", _after(paragraphs, "Date"))
    if not by or on is None or len(by) > 200:
        raise UsageError(Finding("language-sheet-unsigned", Place(str(path))))
    return Returned(tag, by, on[0], answers)


def _after(paragraphs: list[str], start: str) -> str:
    found = next((each for each in paragraphs if each.startswith(start)), "")
    return found.partition("):")[2].strip() if "):" in found else found.partition(":")[2].strip()

"""A meeting's list of recipients, to be looked at and put right: its folder goes in, rows with what is wrong in each
cell come out; new words of a row go into its file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.errors import ChangedError, MeetingError, TemplateError
from pipeline.files import draft_of, write_whole
from pipeline.findings import Finding, Place
from pipeline.findings.words import Words
from pipeline.load import CheckedHouse, load_house, load_meeting
from pipeline.load.recipients import RecipientList
from pipeline.localise import Phrases
from pipeline.model import Meeting
from pipeline.package import phrases_of
from pipeline.recipients import read_recipients
from pipeline.tables import column_name
from pipeline.tables.changing import CHANGED, with_cells
from pipeline.workbooks.marked import write_whole_list


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row of a list, as people see it."""

    number: int
    """As the spreadsheet counts."""
    cells: tuple[str, ...]
    key: str
    """Of its recipient; nothing for a row that makes no letter."""
    language: str
    """Of its letter."""
    findings: tuple[Finding, ...]
    """What is wrong with it, or to be looked at, each with its cell."""

    def as_json(self) -> dict[str, Any]:
        told = [{**each.as_json(), "column": each.place.column} for each in self.findings]
        named = {"number": self.number, "key": self.key, "language": self.language}
        return {**named, "cells": list(self.cells), "findings": told}


@dataclass(frozen=True)
class Recipients:
    """A list of recipients, as it stands in its file."""

    file: Path
    headings: tuple[str, ...]
    rows: tuple[ListedRow, ...]
    notes: tuple[Finding, ...]
    """How it was read, and what of it was not."""
    changeable: bool
    """Whether its cells can be changed where they stand."""
    sheet: str = ""

    @cached_property
    def by_number(self) -> Mapping[int, ListedRow]:
        """The rows by their numbers."""
        return {each.number: each for each in self.rows}

    def as_json(self) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "headings": list(self.headings),
            "rows": [each.as_json() for each in self.rows],
            "notes": [each.as_json() for each in self.notes],
            "changeable": self.changeable,
        }


def recipients_of(folder: Path) -> Recipients | None:
    """The list of a meeting; None for a meeting that has none. MeetingError for one that is wrong as a whole."""
    house, meeting = _loaded(folder)
    if meeting.recipients_file is None:
        return None
    found = _read(house, meeting)
    known = {each.row: each for each in found.recipients}
    told: dict[int, list[Finding]] = defaultdict(list)
    notes: list[Finding] = []
    for each in (*found.problems, *found.notes):
        (told[each.place.row] if each.place.row in found.rows else notes).append(each)
    rows = (
        ListedRow(
            number,
            tuple(map(str, cells)),
            known[number].key if number in known else "",
            known[number].language if number in known else "",
            tuple(told[number]),
        )
        for number, cells in found.rows.items()
    )
    changeable = meeting.recipients_file.suffix.lower() in CHANGED
    return Recipients(meeting.recipients_file, found.headings, tuple(rows), tuple(notes), changeable, found.sheet)


def list_to_change(folder: Path, row: int) -> Recipients:
    """The list of a meeting. MeetingError for a meeting that has none, and so no such ``row``."""
    listed = recipients_of(folder)
    if listed is None:
        raise MeetingError(Finding("list-row-gone", Place(str(folder / "meeting.toml")), {"row": row}))
    return listed


def change_row(listed: Recipients, row: int, cells: Mapping[int, str], was: Mapping[int, str]) -> None:
    """Puts other words into cells of a row, by their columns from 0, which were seen as they ``was``; those that are
    the same stay. ChangedError where somebody else has changed one since; MeetingError for what can't be changed."""
    path, found = listed.file, listed.by_number.get(row)
    if found is None:
        raise ChangedError(Finding("list-row-gone", Place(str(path)), {"row": row}))
    now, wanted, clashes = found.cells, dict[int, str](), list[Finding]()
    for column, words in cells.items():
        is_now = now[column] if column < len(now) else ""
        if words == was.get(column, ""):
            continue
        if is_now not in {words, was.get(column, "")}:
            place = Place(str(path), sheet=listed.sheet, cell=f"{column_name(column + 1)}{row}")
            clashes.append(Finding("list-row-changed", place, {"was": was.get(column, ""), "now": is_now}))
        elif is_now != words:
            wanted[column] = words
    if clashes:
        raise ChangedError(*clashes)
    if wanted:
        write_whole(path, with_cells(path, listed.sheet, row, wanted))


def mark_list(folder: Path, target: Path, words: Words) -> None:
    """Writes the whole list as a workbook, what is wrong with a cell marked, for people to put right and give back."""
    house, meeting = _loaded(folder)
    found = _read(house, meeting)
    created = datetime.combine(meeting.date, time(12), tzinfo=UTC)
    with draft_of(target) as draft:
        write_whole_list(draft, found.headings, found.rows, (*found.problems, *found.notes), created, words)


def _loaded(folder: Path) -> tuple[CheckedHouse, Meeting]:
    house = load_house(folder)
    passcodes = house.settings.online.passcodes_in_files
    return house, load_meeting(folder, house.settings.fallback, passcodes=passcodes)


def _read(house: CheckedHouse, meeting: Meeting) -> RecipientList:
    def phrases_in(language: str) -> Phrases | None:
        try:
            return phrases_of(house, language)
        except TemplateError:
            return None  # which is told of the templates

    return read_recipients(house, meeting, phrases_in, every_row=True)

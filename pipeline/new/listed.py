"""A list of recipients to fill in: languages go in, a workbook with the right columns and examples comes out.

Its words are those of the language's ``recipients.toml``, under ``[list]``; the others that it has are read as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pipeline import states
from pipeline.languages import SOURCE, language_of
from pipeline.load.recipients.schema import BlankTable
from pipeline.load.recipients.words import words_in
from pipeline.localise import right_to_left
from pipeline.workbooks.blank import Column, write_blank

LIST = "recipients.xlsx"

WIDTHS: Mapping[str, int] = {
    "category": 16, "state": 16, "organisation": 22, "person": 20, "function": 20, "rank": 14, "gender": 8,
    "language": 9, "address": 15, "email": 22, "copies": 20,
}  # fmt: skip
"""Of each field, in characters, in the order of the headings."""
_LINES = 5
"""Columns of an address."""


def blank(tag: str, templates: Path | None) -> BlankTable | None:
    """The headings, choices and examples of a language, or of the one that it inherits from."""
    tables = (words_in(each, templates) for each, _path in language_of(tag, templates).chain)
    return next((table.list for table in tables if table is not None and table.list is not None), None)


def write_list(target: Path, languages: Sequence[str], created: datetime, templates: Path | None = None) -> None:
    """Writes a list to fill in, in the first of a meeting's ``languages``: a row a recipient, with two examples."""
    rules = language_of(languages[0], templates)
    own = blank(languages[0], templates) or blank(SOURCE, None)
    assert own is not None  # the program's own
    choices: Mapping[str, Sequence[str]] = {
        "category": own.categories,
        "state": [states.short(code, rules) for code in states.in_order(states.codes(), rules)],
        "rank": own.ranks,
        "gender": own.genders,
        "language": languages,
    }
    columns: list[Column] = []
    for (name, width), heading in zip(WIDTHS.items(), own.headings, strict=True):
        numbers = [f" {line}" for line in range(1, _LINES + 1)] if name == "address" else [""]
        strict = name in {"category", "language"}
        columns += [Column(heading + number, width, tuple(choices.get(name, ())), strict) for number in numbers]
    write_blank(target, columns, own.examples, created, right_to_left=right_to_left(languages[0]))

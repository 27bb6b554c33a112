"""A sheet that came back: its rows are signed in the language's file, and what is to be mended is told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from pipeline.files import draft_of, write_whole
from pipeline.findings import Finding, Place
from pipeline.languages import FILE, SOURCE, Language, language_of
from pipeline.languages.names import name_of
from pipeline.languages.rows import rows_of, signature
from pipeline.results import Reviewed
from pipeline.reviewing.sheet import Answer, Returned, examples, read_sheet, write_sheet


@dataclass(frozen=True, slots=True)
class _Signed:
    row: str
    of: str
    examples: tuple[str, ...]


def make_sheet(root: Path, tag: str, target: Path) -> Path:
    """Writes the sheet of a language. ConfigError for one that is not known, or can't be read."""
    with draft_of(target) as draft:
        write_sheet(language_of(tag, root / "templates"), name_of(tag, SOURCE), draft)
    return target


def take_back(root: Path, sheet: Path) -> Reviewed:
    """Signs the rows that a native speaker ticked, with name and date; what they corrected is told, for a person to
    mend. UsageError for what is no sheet, ConfigError for a language that can't be read."""
    returned = read_sheet(sheet)
    templates = root / "templates"
    language = language_of(returned.tag, templates)
    signed, told = [], []
    path = templates / returned.tag / FILE
    for each in returned.answers:
        found = _judged(each, language, path)
        if isinstance(found, _Signed):
            signed.append(found)
        elif found is not None:
            told.append(found)
    if signed:
        if not path.is_file():  # it is the program's own
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(language.files[0], path)
        write_whole(path, _with_rows(path.read_text(encoding="utf-8-sig"), signed, returned).encode())
    return Reviewed(returned.tag, tuple(each.row for each in signed), tuple(told))


def _judged(answer: Answer, language: Language, path: Path) -> _Signed | Finding | None:
    """A row to sign, or what is to be told of it; nothing for one that was left."""
    now, value = examples(language).get(answer.row), rows_of(language).get(answer.row)
    place = Place(str(path), key=tuple(answer.row.split(".")))
    if answer.instead:
        return Finding("language-row-corrected", place, {"instead": " ".join(answer.instead.split())[:500]})
    if not answer.right:
        return None
    if now is None or value is None or now != answer.examples:
        return Finding("language-row-changed", place)
    return _Signed(answer.row, signature(value), now)


def _with_rows(source: str, signed: list[_Signed], returned: Returned) -> str:
    document = tomlkit.parse(source)
    table = document.setdefault("reviewed", tomlkit.table())
    for each in signed:
        row = tomlkit.inline_table()
        row.update({"by": returned.by, "on": returned.on, "of": each.of, "examples": list(each.examples)})
        table[each.row] = row
    return tomlkit.dumps(document)


def broken(language: Language) -> Iterator[str]:
    """The rows that set other words than those that were signed: what holds a signature to what it was given for."""
    now = examples(language)
    for key, row in language.table.reviewed.items():
        if row.examples and tuple(row.examples) != now.get(key):
            yield key

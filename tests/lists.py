"""Lists of recipients for tests, as small as shows what they are about: rows go in, files of every kind come out."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
import xlwt
from odf import opendocument, table, text

from pipeline.load import CheckedHouse, load_house, load_meeting
from pipeline.model import Audience, Category, Instrument, Meeting
from tests.houses import MEETINGS, ROOT

HEAD = ("Category", "State", "Organisation", "Name", "Rank", "Gender", "Language", "Address 1", "Address 2", "E-mail")
FRANCE = (
    "missions",
    "France",
    "",
    "Marie Dupont",
    "ambassador",
    "f",
    "fr",
    "1 rue de Varembé",
    "1202 Genève",
    "a@b.org",
)
KENYA = ("states", "Kenya", "", "Jane Wanjiku", "minister", "f", "en", "P.O. Box 30551", "Nairobi", "")
RED_CROSS = ("organisations", "", "Red Cross", "", "", "", "en", "19 avenue de la Paix", "Geneva", "")
SOUND = (HEAD, FRANCE, KENYA, RED_CROSS)


@cache
def a_house() -> CheckedHouse:
    return load_house(ROOT)


def a_meeting(
    path: Path | None = None, languages: Sequence[str] = ("en", "fr"), categories: Sequence[Category] = ()
) -> Meeting:
    """A meeting that lists its recipients, with an invitation for all, or for some categories."""
    small = load_meeting(MEETINGS / "small", ("en",))
    (invitation, *_) = small.instruments
    audience = replace(invitation.audience, categories=tuple(categories))
    own = replace(invitation, audience=audience)
    return replace(small, languages=tuple(languages), instruments=(own,), recipients_file=path)


def a_note_verbale(categories: Sequence[Category]) -> Instrument:
    sender = {"en": "The Secretariat", "fr": "Le Secrétariat"}
    to = {"en": "to the Permanent Missions", "fr": "aux Missions permanentes"}
    audience = Audience({"en": ("Missions",), "fr": ("Missions",)}, (), None, tuple(categories))
    return Instrument("note-verbale", "note-verbale", audience, "note-verbale", sender, to)


def write(path: Path, rows: Iterable[Sequence[Any]], **more: Any) -> Path:
    """A list of the kind that the path's ending says."""
    kinds = {".xlsx": _excel, ".xlsm": _excel, ".xls": _older, ".ods": _opendocument, ".csv": _text, ".tsv": _text}
    kinds[path.suffix](path, rows, **more)
    return path


def _excel(path: Path, rows: Iterable[Sequence[Any]], date_1904: bool = False) -> None:
    with xlsxwriter.Workbook(path, {"date_1904": date_1904}) as book:
        sheet = book.add_worksheet("List")
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)


def _older(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("List")
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value != "":
                sheet.write(number, column, value, day if isinstance(value, date) else xlwt.Style.default_style)
    book.save(str(path))


def _opendocument(path: Path, rows: Iterable[Sequence[Any]]) -> None:
    document = opendocument.OpenDocumentSpreadsheet()
    sheet = table.Table(name="List")
    for row in rows:
        line = table.TableRow()
        for value in row:
            said: dict[str, Any] = {"valuetype": "string"}
            if isinstance(value, date):
                said = {"valuetype": "date", "datevalue": value.isoformat()}
            elif isinstance(value, (int, float)):
                said = {"valuetype": "float", "value": str(value)}
            cell = table.TableCell(**said) if value != "" else table.TableCell()
            for each in str(value).split("\n") if value != "" else ():
                cell.addElement(text.P(text=each))
            line.addElement(cell)
        sheet.addElement(line)
    document.spreadsheet.addElement(sheet)
    document.save(str(path))


def _text(
    path: Path,
    rows: Iterable[Sequence[Any]],
    encoding: str = "utf-8",
    separator: str = "",
    quoting: int = csv.QUOTE_MINIMAL,
) -> None:
    out = StringIO()
    between = separator or ("\t" if path.suffix == ".tsv" else ",")
    csv.writer(out, delimiter=between, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    path.write_bytes(out.getvalue().encode(encoding))


def edited(path: Path, change: Any) -> Path:
    """A workbook after a change of its first sheet, by openpyxl."""
    book = openpyxl.load_workbook(path)
    change(book, book.worksheets[0])
    book.save(path)
    return path

"""Lists of recipients: read in every form that offices keep them in; each mistake has its code and its cell."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, get_args
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import House, Session
from pipeline.errors import ConfigError, MeetingError
from pipeline.findings import Finding
from pipeline.languages import known as known_languages
from pipeline.load.recipients import RecipientList, load_recipients
from pipeline.load.recipients.words import FILE, vocabulary
from pipeline.localise.phrases import phrases_in
from pipeline.model import Category, HouseStyle, Recipient
from pipeline.new.listed import WIDTHS, blank, write_list
from pipeline.recipients import letter_name, mark
from pipeline.workbooks.marked import write_marked
from pipeline.workbooks.sent import Sent, in_order, write_dispatch, write_dispatch_json
from tests.houses import ROOT, copy_meeting
from tests.languages import of
from tests.lists import FRANCE, HEAD, KENYA, RED_CROSS, SOUND, a_house, a_meeting, a_note_verbale, edited, write


def read(path: Path, **meeting: Any) -> RecipientList:
    return load_recipients(a_meeting(path, **meeting), a_house())


def codes(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(each.code, each.place.cell) for each in findings]


def told(found: RecipientList) -> list[tuple[str, str]]:
    """What is wrong, and what should be looked at; how columns were read is told of every list."""
    return codes([*found.problems, *(each for each in found.notes if each.code != "list-columns")])


def refused(path: Path, **meeting: Any) -> list[tuple[str, str]]:
    with pytest.raises(MeetingError) as error:
        read(path, **meeting)
    assert all(each.place.file == str(path) for each in error.value.findings)
    assert all(each.what and each.mend for each in error.value.findings)
    return codes(error.value.findings)


def row(base: Sequence[str] = FRANCE, **cells: str) -> tuple[str, ...]:
    """A row of the list with other cells, by their headings in small letters."""
    names = [heading.lower().replace("-", "").replace(" ", "") for heading in HEAD]
    return tuple(cells.get(name, cell) for name, cell in zip(names, base, strict=True))


# --- every form of a list ------------------------------------------------------------------------


@pytest.mark.parametrize("ending", [".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"])
def test_a_list_is_the_same_in_every_kind_of_file(tmp_path: Path, ending: str) -> None:
    found = read(write(tmp_path / f"recipients{ending}", SOUND))
    assert told(found) == []
    france, kenya, red_cross = found.recipients
    assert france == Recipient(
        key=france.key,
        row=2,
        category="missions",
        instrument="invitation",
        language="fr",
        state="FRA",
        person="Marie Dupont",
        rank="ambassador",
        gender="feminine",
        address=("1 rue de Varembé", "1202 Genève"),
        email="a@b.org",
    )
    assert (kenya.state, kenya.rank, red_cross.organisation, red_cross.person) == ("KEN", "minister", "Red Cross", "")


ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_text_is_read_in_every_encoding_and_with_every_separator(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    path = write(tmp_path / "recipients.csv", SOUND, encoding=encoding, separator=separator)
    found = read(path)
    assert found.recipients[0].address == ("1 rue de Varembé", "1202 Genève")
    assert told(found) == ([("list-not-utf-8", "")] if encoding == "cp1252" else [])


CELL = st.text(st.sampled_from("abc é'\"“,;\t|\n.0=@+-"), max_size=12).filter(lambda words: "\x00" not in words)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6),
    st.sampled_from(",;\t"),
    st.sampled_from(["utf-8", "utf-8-sig"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
)
def test_what_a_cell_says_comes_out_whatever_the_dialect(
    tmp_path_factory: pytest.TempPathFactory,
    cells: list[tuple[str, str]],
    separator: str,
    encoding: str,
    quoting: int,
) -> None:
    rows = [(f"{number} x", *each) for number, each in enumerate(cells)]
    path = tmp_path_factory.mktemp("csv") / "recipients.csv"
    write(path, [("Name", "Seats", "Note"), *rows], encoding=encoding, separator=separator, quoting=quoting)
    found = read(path, languages=("en",))
    assert found.problems == ()
    expected = [(name, *(" ".join(cell.split()) for cell in each)) for name, *each in rows]
    assert [(each.person, each.extra["seats"], each.extra["note"]) for each in found.recipients] == expected


HEADINGS = {
    "ar": ("الفئة", "الدولة", "الاسم الكامل", "اللغة", "العنوان", "البريد الإلكتروني"),
    "en": ("Category", "Member State", "Full name", "Language", "Address", "Email"),
    "es": ("Categoría", "Estado Miembro", "Nombre completo", "Idioma", "Dirección", "Correo electrónico"),
    "fr": ("Catégorie", "État", "Nom complet", "Langue", "Adresse", "Courriel"),
    "ru": ("Категория", "Государство", "ФИО", "Язык", "Адрес", "Электронная почта"),
    "zh": ("类别", "国家", "姓名", "语言", "地址", "电子邮件"),
}
WORDS = {
    "ar": ("بعثة", "فرنسا", "الفرنسية"),
    "en": ("Permanent Mission", "FRA", "French"),
    "es": ("misión permanente", "Francia", "francés"),
    "fr": ("Mission permanente", "la France", "français"),
    "ru": ("постоянное представительство", "Франция", "французский"),
    "zh": ("常驻代表团", "法国", "法文"),
}


@pytest.mark.parametrize("language", HEADINGS)
def test_headings_and_words_are_known_in_six_languages_in_any_order(tmp_path: Path, language: str) -> None:
    category, state, tongue = WORDS[language]
    cells = (category, state, "Marie Dupont", tongue, "1 rue X\n1202 Genève\nSuisse", "a@b.org")
    pairs = sorted(zip(HEADINGS[language], cells, strict=True))
    found = read(write(tmp_path / "recipients.xlsx", zip(*pairs, strict=True)))
    (one,) = found.recipients
    assert (one.category, one.state, one.person, one.language) == ("missions", "FRA", "Marie Dupont", "fr")
    assert (one.address, one.email) == (("1 rue X", "1202 Genève", "Suisse"), "a@b.org")


def test_titles_above_the_heading_merged_cells_and_what_is_hidden(tmp_path: Path) -> None:
    path = write(
        tmp_path / "recipients.xlsx",
        [("Guests of the meeting",), (), HEAD, FRANCE, row(name="Jean Petit", gender="m"), KENYA, RED_CROSS],
    )

    def change(book: Any, sheet: Any) -> None:
        sheet.merge_cells("A1:J1")
        sheet.merge_cells("B4:B5")
        sheet.row_dimensions[6].hidden = True
        sheet["L3"], sheet["L4"] = "Secret", "x"
        sheet.column_dimensions["L"].hidden = True
        sheet["M4"] = "stray"
        book.create_sheet("Last year").sheet_state = "hidden"
        book.create_sheet("Other")

    found = read(edited(path, change))
    assert [(each.row, each.state) for each in found.recipients] == [(4, "FRA"), (5, "FRA"), (7, None)]
    assert found.recipients[0].extra == {}
    assert [(each.code, each.values) for each in found.notes if each.code != "list-columns"] == [
        ("list-hidden-sheets", {"sheets": ("Last year",)}),
        ("list-other-sheets", {"sheet": "List", "sheets": ("Other",)}),
        ("list-hidden-columns", {"columns": ("L",)}),
        ("list-hidden-rows", {"count": 1, "rows": ("6",)}),
        ("list-columns-unnamed", {"columns": ("M",)}),
    ]


def test_days_and_numbers_of_free_columns(tmp_path: Path) -> None:
    head = ("Name", "Arrival", "Seats", "Code", "Nombre de places", "座位")
    path = write(tmp_path / "recipients.xlsx", [head, ("A B", date(2025, 3, 3), 2, 1202.0, 0.5, "五")])

    def change(_book: Any, sheet: Any) -> None:
        sheet["D2"].number_format = "000000"

    (one,) = read(edited(path, change), languages=("en",)).recipients
    assert one.extra == {
        "arrival": date(2025, 3, 3),
        "seats": "2",
        "code": "001202",
        "nombre_de_places": "0.5",
        "column_f": "五",
    }


def test_a_house_says_what_its_columns_are(tmp_path: Path) -> None:
    house = a_house()
    headings = {"Chef": "person", "Couverts": "extra.seats", "Interne": "-"}
    own = house.settings.model_copy(
        update={"recipients": house.settings.recipients.model_copy(update={"headings": headings})}
    )
    path = write(tmp_path / "recipients.csv", [("CHEF", "Couverts", "Interne"), ("A B", "2", "x")])
    found = load_recipients(a_meeting(path, languages=("en",)), replace(house, settings=own))
    assert [(each.person, each.extra) for each in found.recipients] == [("A B", {"seats": "2"})]


def test_names_in_two_columns_and_a_town_with_its_code(tmp_path: Path) -> None:
    head = ("Prénom", "Nom", "Titre", "Rue", "NPA", "Ville", "Pays")
    rows = [head, ("Marie", "Dupont", "Mme", "1 rue X", "1202", "Genève", "Suisse")]
    (one,) = read(write(tmp_path / "recipients.csv", rows), languages=("fr",)).recipients
    assert (one.person, one.gender, one.state) == ("Marie Dupont", "feminine", "CHE")
    assert one.address == ("1 rue X", "1202 Genève")


@pytest.mark.parametrize("language", ["es", "fr"])
def test_nombre_is_a_name_in_spanish_and_a_number_in_french(tmp_path: Path, language: str) -> None:
    spanish = [("Nombre", "Organización"), ("Ana Ruiz", "Foo")]
    (ana,) = read(write(tmp_path / "es.csv", spanish), languages=(language,)).recipients
    assert (ana.person, dict(ana.extra)) == ("Ana Ruiz", {})
    french = [("Prénom", "Nom", "Nombre"), ("Marie", "Dupont", "3")]
    (marie,) = read(write(tmp_path / "fr.csv", french), languages=(language,)).recipients
    assert (marie.person, dict(marie.extra)) == ("Marie Dupont", {"nombre": "3"})


@pytest.mark.parametrize("head", [("Name", "First name"), ("Surname", "Given name"), ("Last name", "Name")])
def test_a_name_in_two_columns_loses_no_part(tmp_path: Path, head: tuple[str, str]) -> None:
    (one,) = read(write(tmp_path / "r.csv", [(*head, "Seats"), ("Dupont", "Marie", "2")]), languages=("fr",)).recipients
    assert one.person == "Marie Dupont"


# --- mistakes of the file -------------------------------------------------------------------------


def of_file(path: Path, kind: str) -> Path:
    """A broken list, by the name of its mistake."""
    made: dict[str, Callable[[], object]] = {
        "empty": lambda: path.write_bytes(b""),
        "only a mark": lambda: path.write_bytes(b"\xef\xbb\xbf"),
        "only headings": lambda: write(path, [HEAD]),
        "no heading": lambda: write(path, [("A", "B"), ("c", "d")]),
        "cut short": lambda: path.write_bytes(write(path, SOUND).read_bytes()[:-200]),
        "another kind": lambda: path.write_bytes(write(path.with_suffix(".csv"), SOUND).read_bytes()),
        "no text": lambda: path.write_bytes(b"Name,Seats\n\x81\x8d,2\n"),
        "cyrillic": lambda: path.write_bytes("Имя,Страна\nИван,Россия\n".encode("cp1251")),
        "open quotation": lambda: path.write_text('Name,Seats\n"A B,2\n', encoding="utf-8"),
        "open in Excel": lambda: write(path, SOUND).with_name(f"~${path.name}").write_bytes(b""),
        "open in Excel, long name": lambda: write(path, SOUND).with_name(f"~${path.name[2:]}").write_bytes(b""),
        "open in LibreOffice": lambda: write(path, SOUND).with_name(f".~lock.{path.name}#").write_bytes(b""),
        "headings twice": lambda: write(path, [(*HEAD, "state"), (*FRANCE, "Kenya")]),
        "headings alike": lambda: write(path, [(*HEAD, "Member State"), (*FRANCE, "Kenya")]),
        "no language": lambda: write(path, [each[:6] for each in SOUND]),
        "nobody": lambda: write(path, [("Category", "Language"), ("missions", "fr")]),
        "too many rows": lambda: write(path, [("Name", "Seats"), *(("A", str(each)) for each in range(101_500))]),
        "far away": lambda: write(path, [(*HEAD, *[""] * 250, "x"), FRANCE]),
    }
    made[kind]()
    return path


OF_FILE = [
    ("recipients.xlsx", "empty", ("file-empty", "")),
    ("recipients.xlsx", "only headings", ("recipients-none", "")),
    ("recipients.xlsx", "no heading", ("list-no-heading", "")),
    ("recipients.xlsx", "cut short", ("list-damaged", "")),
    ("recipients.xls", "cut short", ("list-damaged", "")),
    ("recipients.ods", "another kind", ("list-damaged", "")),
    ("recipients.xls", "another kind", ("list-damaged", "")),
    ("recipients.pdf", "empty", ("list-ending", "")),
    ("~$recipients.xlsx", "empty", ("list-is-lock", "")),
    ("recipients.csv", "only a mark", ("recipients-none", "")),
    ("recipients.csv", "no text", ("list-encoding", "")),
    ("recipients.csv", "cyrillic", ("list-encoding", "")),
    ("recipients.csv", "open quotation", ("list-quotation", "")),
    ("recipients.xlsx", "open in Excel", ("list-open", "")),
    ("recipients.xlsx", "open in Excel, long name", ("list-open", "")),
    ("recipients.ods", "open in LibreOffice", ("list-open", "")),
    ("recipients.xlsx", "headings twice", ("list-heading-twice", "K1")),
    ("recipients.xlsx", "headings alike", ("list-heading-same", "K1")),
    ("recipients.csv", "no language", ("list-column-missing", "")),
    ("recipients.csv", "nobody", ("list-column-missing", "")),
    ("recipients.csv", "too many rows", ("list-too-large", "")),
    ("recipients.csv", "far away", ("list-too-large", "")),
]


@pytest.mark.parametrize(("name", "kind", "expected"), OF_FILE, ids=[f"{kind} {name}" for name, kind, _ in OF_FILE])
def test_what_is_wrong_with_the_file_is_told_before_any_row(
    tmp_path: Path, name: str, kind: str, expected: tuple[str, str]
) -> None:
    assert refused(of_file(tmp_path / name, kind)) == [expected]


def test_a_locked_list_is_told_as_such(tmp_path: Path) -> None:
    older = write(tmp_path / "older.xls", SOUND)
    whole = older.read_bytes()
    # MS-OFFCRYPTO, 2.3.4.4: a newer workbook that is locked lies in a compound file, in a stream of this name
    name, length = "EncryptedPackage".encode("utf-16-le"), bytes([34, 0])
    at = whole.index("Workbook".encode("utf-16-le"))
    newer = tmp_path / "newer.xlsx"
    newer.write_bytes(whole[:at] + name.ljust(64, b"\0") + length + whole[at + 66 :])
    assert refused(newer) == [("list-locked", "")]
    # MS-XLS, 2.4.117: an older one has a record FilePass among its first
    older.write_bytes(whole.replace(b"\xe1\0\x02\0", b"\x2f\0\x02\0", 1))
    assert refused(older) == [("list-locked", "")]


def test_more_than_100_000_recipients_are_too_many(tmp_path: Path) -> None:
    rows = [("Name", "Seats"), *((f"A {each}", "2") for each in range(100_001))]
    assert refused(write(tmp_path / "recipients.csv", rows), languages=("en",)) == [("list-rows", "")]


SHEET, STRINGS, CONTENT = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "content.xml"
MERGED = '<mergeCell ref="A1:XFD1048576"/>'
SPANNED = 'table:number-rows-spanned="9" table:number-columns-spanned="99" '
SWOLLEN = [
    (".xlsx", SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'),
    (".xlsx", SHEET, "</sheetData>", "</sheetData><mergeCells>" + MERGED * 9 + "</mergeCells>"),
    (".xlsx", STRINGS, "<sst ", "<!DOCTYPE sst [<!ENTITY a 'b'>]><sst "),
    (".ods", CONTENT, "<table:table-row>", '<table:table-row table:number-rows-repeated="1048576">'),
    (".ods", CONTENT, "<table:table-cell ", '<table:table-cell table:number-columns-repeated="99999999" '),
    (".ods", CONTENT, "<table:table-cell ", '<table:table-cell ' + SPANNED),
]  # fmt: skip
"""What claims more than there is, by kind of file: part, what is replaced, by what."""


@pytest.mark.parametrize(("ending", "part", "old", "new"), SWOLLEN, ids=[each[-1][:60] for each in SWOLLEN])
def test_a_list_that_claims_more_than_it_has_is_refused(
    tmp_path: Path, ending: str, part: str, old: str, new: str
) -> None:
    path = write(tmp_path / f"recipients{ending}", [HEAD, *([FRANCE] * 30)])
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = parts[part].decode().replace(old, new).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    ((code, _),) = refused(path)
    assert code in {"list-too-large", "list-damaged"}


# --- mistakes of a row ----------------------------------------------------------------------------

OF_ROW = [
    ("category", row(category="embassy of pigs"), ("recipient-category", "A3")),
    ("no category", row(category=""), ("recipient-category-missing", "A3")),
    ("state", row(state="Atlantis"), ("recipient-state", "B3")),
    ("nobody", row(state="", name=""), ("recipient-unnamed", "C3")),
    ("a person without a name", row(RED_CROSS, category="persons"), ("recipient-no-person", "D3")),
    ("gender", row(gender="yes"), ("recipient-gender", "F3")),
    ("language", row(language="Klingon"), ("recipient-language", "G3")),
    ("a language that the meeting has not", row(language="es"), ("recipient-language", "G3")),
    ("no language", row(language=""), ("recipient-language-missing", "G3")),
    ("e-mail", row(email="marie at b.org"), ("recipient-email", "J3")),
    ("two addresses of e-mail", row(email="a@b.org; c@d.org"), ("recipient-email", "J3")),
    ("an e-mail with a header in it", row(email="a@b.org\nBcc: c@d.org"), ("recipient-email", "J3")),
    ("10,000 characters", row(name="x" * 10_000), ("cell-long", "D3")),
    ("a line that is too long", row(address1="x" * 201), ("cell-long", "H3")),
    ("lines", row(address1="\n".join("abcdefgh")), ("recipient-lines", "I3")),
    ("a control character", row(name="Marie\x07Dupont"), ("character-unprintable", "D3")),
    ("a direction override", row(name="Marie \u202etnopuD"), ("character-turns", "D3")),
    ("a sign of private use", row(name="Marie \ue000"), ("character-unprintable", "D3")),
    ("the same row", FRANCE, ("recipient-row-twice", "A3")),
]


@pytest.mark.parametrize(("bad", "expected"), [each[1:] for each in OF_ROW], ids=[each[0] for each in OF_ROW])
@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_a_bad_row_is_told_with_its_cell_and_stops_no_other(
    tmp_path: Path, ending: str, bad: tuple[str, ...], expected: tuple[str, str]
) -> None:
    found = read(write(tmp_path / f"recipients{ending}", [HEAD, FRANCE, bad, KENYA]))
    assert codes(found.problems) == [expected]
    assert [each.row for each in found.recipients] == [2, 4]
    assert set(found.rows) == {3}
    assert all(each.what and each.mend for each in found.problems)


def test_all_that_is_wrong_is_told_in_the_order_of_the_rows(tmp_path: Path) -> None:
    rows = [HEAD, row(state="Atlantis", email="x"), FRANCE, FRANCE, row(gender="?")]
    found = read(write(tmp_path / "recipients.csv", rows))
    assert codes(found.problems) == [
        ("recipient-state", "B2"), ("recipient-email", "J2"), ("recipient-row-twice", "A4"), ("recipient-gender", "F5"),
    ]  # fmt: skip


def test_cells_that_begin_with_a_sign_of_formulas_are_text(tmp_path: Path) -> None:
    rows = [("Name", "Note"), ("=cmd|' /C calc'!A0", "+1"), ("@x", "-1")]
    for ending in (".xlsx", ".csv", ".ods", ".xls"):
        found = read(write(tmp_path / f"recipients{ending}", rows), languages=("en",))
        assert [(each.person, each.extra["note"]) for each in found.recipients] == rows[1:]


def test_formulas_without_values_errors_and_days_of_1904(tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", [("Name", "Seats"), ("A B", "1"), ("C D", "1")])

    def change(_book: Any, sheet: Any) -> None:
        sheet["A2"], sheet["B3"] = "=C1", "#N/A"

    assert codes(read(edited(path, change), languages=("en",)).problems) == [
        ("cell-formula", "A2"), ("list-cell-error", "B3"),
    ]  # fmt: skip
    rows = [("Name", "Arrival"), ("A B", date(2025, 3, 3)), ("C D", "soon")]
    path = tmp_path / "b.xlsx"
    write(path, rows, date_1904=True)
    assert codes(read(path, languages=("en",)).problems) == [("cell-date-1904", "B2")]


def test_m_beside_h_may_be_a_woman(tmp_path: Path) -> None:
    rows = [("Name", "Sexo"), ("Ana Ruiz", "M"), ("Juan Ruiz", "H")]
    found = read(write(tmp_path / "recipients.csv", rows), languages=("es",))
    assert codes(found.problems) == [("recipient-gender-m", "B2")]


def test_a_category_picks_the_instrument_and_one_without_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "recipients.csv", SOUND)
    meeting = a_meeting(path, categories=("states",))
    note = a_note_verbale(("missions", "un-system"))
    found = load_recipients(replace(meeting, instruments=(*meeting.instruments, note)), a_house())
    assert [each.instrument for each in found.recipients] == ["note-verbale", "invitation"]
    assert codes(found.problems) == [("recipient-no-instrument", "A4")]


def test_an_organisation_under_a_note_verbale_is_told(tmp_path: Path) -> None:
    path = write(tmp_path / "recipients.csv", SOUND)
    meeting = replace(a_meeting(path), instruments=(a_note_verbale(("missions", "states", "organisations")),))
    assert told(load_recipients(meeting, a_house())) == [("recipient-note-verbale", "A4")]


TWICE = [
    ("the same but for the address", row(address1="2 rue X"), ("recipient-again", "D3")),
    ("without accents", row(name="MARIE DUPÓNT"), ("recipient-again", "D3")),
    ("the other way round", row(name="Dupont Marie"), ("recipient-two-spellings", "D3")),
    ("another spelling", row(name="Marie Duppont", email=""), ("recipient-two-spellings", "D3")),
    ("with an article", row(name="El-Marie Dupont", email=""), ("recipient-two-spellings", "D3")),
    ("with a title", row(name="Mme Anne Petit", email=""), ("recipient-titled", "D3")),
]


@pytest.mark.parametrize(("second", "expected"), [each[1:] for each in TWICE], ids=[each[0] for each in TWICE])
def test_who_may_be_there_twice_is_told_and_gets_a_letter(
    tmp_path: Path, second: tuple[str, ...], expected: tuple[str, str]
) -> None:
    found = read(write(tmp_path / "recipients.csv", [HEAD, FRANCE, second]))
    assert told(found) == [expected]
    assert len({each.key for each in found.recipients}) == 2


def test_who_may_be_there_twice_is_called_by_the_state_where_there_is_no_name(tmp_path: Path) -> None:
    nameless = row(name="", rank="", gender="")
    found = read(write(tmp_path / "recipients.csv", [HEAD, nameless, row(nameless, email="other@b.org")]))
    (finding,) = (each for each in found.notes if each.code == "recipient-again")
    assert finding.what == "It may be whom row 2 is about, France."


SOUND_TWINS = [
    row(language="en"),
    row(name="Marc Dupont", gender="m", email=""),
    row(name="Jean Petit", gender="m"),
    row(state="Kenya", email="c@d.org"),
    row(category="states", email=""),
    row(KENYA, name="Ian Silva", gender="m"),
    row(KENYA, name="Don Miller", gender="m"),
]


def test_others_are_not_taken_for_the_same(tmp_path: Path) -> None:
    rows = [HEAD, FRANCE, *SOUND_TWINS, row(KENYA, name="Ana Silva")]
    assert told(read(write(tmp_path / "recipients.csv", rows))) == []


# --- keys -----------------------------------------------------------------------------------------


def test_a_key_stays_where_rows_columns_and_addresses_change(tmp_path: Path) -> None:
    before = read(write(tmp_path / "a.csv", SOUND)).recipients
    moved = [tuple(reversed(each)) for each in (HEAD, RED_CROSS, KENYA, row(address1="2 rue X", email=""))]
    after = read(write(tmp_path / "b.xlsx", moved)).recipients
    assert [each.key for each in after] == [each.key for each in reversed(before)]
    assert all("dupont" not in each.key and len(each.key) == 12 for each in before)


def test_a_list_may_have_keys_of_its_own(tmp_path: Path) -> None:
    rows = [("Key", "Name"), ("A-1", "A B"), ("a-1", "C D"), ("A/1", "E F"), ("", "G H")]
    found = read(write(tmp_path / "recipients.csv", rows), languages=("en",))
    assert codes(found.problems) == [("recipient-key-twice", "A3"), ("recipient-key", "A4")]
    assert [each.key for each in found.recipients if each.row == 2] == ["A-1"]


def named(path: Path, keys: Sequence[tuple[str, str]], instrument: str = "invitation") -> RecipientList:
    """A list with keys and names, in one language and under one instrument, whose letters' files have their names."""
    rows = [("Key", "Organisation", "Name"), *((key, "Foo", name) for key, name in keys)]
    meeting = a_meeting(write(path, rows), languages=("en",))
    (own,) = meeting.instruments
    return load_recipients(
        replace(meeting, instruments=(replace(own, key=instrument),)), a_house(), name_of=letter_name
    )


def test_names_and_keys_that_make_one_name_of_a_file_are_told(tmp_path: Path) -> None:
    twice = named(tmp_path / "a.csv", [("Bar-1", ""), ("2", "Ana"), ("1", "Bar"), ("x-1", "Eve")])
    assert told(twice) == [("recipient-file-twice", "A2")]
    assert twice.problems[0].values["row"] == 4
    assert [each.key for each in twice.recipients] == ["2", "1", "x-1"]


def test_a_name_of_a_file_is_as_long_as_systems_take_it(tmp_path: Path) -> None:
    longest, words = "k" * 60, "bar " * 15
    fits, long = (named(tmp_path / f"{at}.csv", [(longest, words), ("2", words)], "i" * at) for at in (136, 137))
    assert not fits.problems
    assert (tmp_path / f".{letter_name(fits.recipients[0])}.docx.part").write_bytes(b"") == 0
    assert told(long) == [("recipient-file-long", "A2")]
    assert [each.key for each in long.recipients] == ["2"]


def test_the_list_of_a_meeting_must_lie_in_its_folder(tmp_path: Path) -> None:
    assert load_recipients(a_meeting(None), a_house()) == RecipientList(())


# --- what people are given ------------------------------------------------------------------------


def test_the_rows_to_mend_are_a_workbook_with_the_bad_cells_marked(tmp_path: Path) -> None:
    rows = [HEAD, FRANCE, row(state="=Atlantis", email="x"), KENYA, row(language="es")]
    listed = read(write(tmp_path / "recipients.csv", rows))
    target, again = tmp_path / "a" / "mend.xlsx", tmp_path / "mend.xlsx"
    assert mark(listed, a_meeting(), target) == target
    mark(listed, a_meeting(), again)
    assert target.read_bytes() == again.read_bytes()
    sheet = openpyxl.load_workbook(target).worksheets[0]
    cells = list(sheet.iter_rows())
    assert [cell.value for cell in cells[0]] == ["Row", "What is wrong", *HEAD]
    assert [each[0].value for each in cells[1:]] == [3, 5]
    assert cells[1][1].value.startswith("B3: No State is called “=Atlantis”.")
    assert (cells[1][3].value, cells[1][3].data_type, cells[1][3].quotePrefix) == ("=Atlantis", "s", True)
    marked = [cell.coordinate for line in cells for cell in line if cell.fill.start_color.rgb == "FFF8CBAD"]
    assert marked == ["D2", "L2", "I3"]
    assert mark(read(write(tmp_path / "sound.csv", SOUND)), a_meeting(), target) is None
    assert not target.exists()


def sent(path: Path) -> tuple[Sent, ...]:
    rows = [
        HEAD, row(state="South Africa"), row(state="Egypt"), row(state="Algeria", name="=A B"),
        row(RED_CROSS, language="fr"), row(KENYA, state="Spain"),
    ]  # fmt: skip
    found = read(write(path, rows)).recipients
    return tuple(Sent(each, f"fr/letters/{each.row}.pdf", 2, "0" * 64) for each in found)


def test_the_dispatch_list_has_states_in_the_order_of_each_language(tmp_path: Path) -> None:
    listed = in_order(
        [*sent(tmp_path / "r.csv"), Sent(sent(tmp_path / "s.csv")[0].recipient, problem="x")], HouseStyle(), of
    )
    write_dispatch_json(listed, tmp_path / "list.json")
    written = (tmp_path / "list.json").read_text(encoding="utf-8")
    assert written == json.dumps(json.loads(written), ensure_ascii=False, indent=2) + "\n"
    told = json.loads(written)["letters"]
    assert [(each["language"], each["state"]) for each in told] == [
        ("en", "ESP"), ("fr", "ZAF"), ("fr", "ZAF"), ("fr", "DZA"), ("fr", "EGY"), ("fr", None),
    ]  # fmt: skip
    assert list(told[0]) == [
        "recipient", "category", "state", "organisation", "person", "language", "instrument", "path", "pages", "email",
        "copies", "row", "problem", "sha256",
    ]  # fmt: skip
    paths = [tmp_path / name for name in ("a.xlsx", "b.xlsx")]
    for path in paths:
        write_dispatch(listed, path, datetime(2025, 1, 15, 12, tzinfo=UTC), of)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    cells = list(openpyxl.load_workbook(paths[0]).worksheets[0].iter_rows())
    assert [cell.value for cell in cells[2]][2] == "Afrique du Sud"
    algeria = cells[4][4]
    assert (algeria.value, algeria.data_type, algeria.quotePrefix) == ("=A B", "s", True)


def test_lists_are_printed_so_that_they_can_be_read(tmp_path: Path) -> None:
    """One sheet wide, across, with the headings on each; of a dispatch list no keys and hashes."""
    dispatch, to_mend, to_fill = (tmp_path / name for name in ("dispatch.xlsx", "mend.xlsx", "fill.xlsx"))
    made = [replace(each, bundle="fr/bundles/a.pdf", bundle_sha256="0" * 64) for each in sent(tmp_path / "r.csv")]
    write_dispatch(made, dispatch, datetime(2025, 1, 15, tzinfo=UTC), of)
    read_in = read(write(tmp_path / "bad.csv", [HEAD, row(language="xx"), row(gender="q")]))
    write_marked(to_mend, read_in.headings, read_in.rows, read_in.problems, datetime(2025, 1, 15, tzinfo=UTC))
    write_list(to_fill, ["fr"], datetime(2025, 1, 15, tzinfo=UTC))
    for path in (dispatch, to_mend, to_fill):
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage) == (0, True)
        assert sheet.print_title_rows == "$1:$1"
        assert "&P / &N" in sheet.oddFooter.center.text
        printed = sheet[sheet.print_area.split("!")[-1].replace("$", "")][0] if sheet.print_area else sheet[1]
        widths = [sheet.column_dimensions[cell.column_letter].width for cell in printed]
        assert sum(widths) < MOST_PRINTED
        assert not {"Key", "SHA-256", "Bundle"} & {cell.value for cell in printed}


MOST_PRINTED = 260
"""Characters in a line of a sheet of A4, of which each is two millimetres high."""


def test_a_check_tells_of_the_list_and_builds_nothing(own_house: Path) -> None:
    meeting = copy_meeting(own_house)
    text = (meeting / "meeting.toml").read_text(encoding="utf-8")
    own = 'recipients = "guests.xlsx"\nmessages = true\n'
    (meeting / "meeting.toml").write_text(text.replace("[title]", f"{own}[title]", 1), encoding="utf-8")
    path = write(meeting / "guests.xlsx", [HEAD, FRANCE, row(name="X Y", gender=""), row(language="en")])
    with Session(House.open(own_house)) as session:
        found = session.check("small")
        assert [(each.code, each.place.cell) for each in found.problems] == [
            ("recipient-salutation", "F3"), ("recipient-language", "G4"),
        ]  # fmt: skip
        assert found.exit_code == 4
        assert found.marked == own_house / "build" / "small" / "recipients-to-mend.xlsx"
        assert found.as_json()["marked"] == str(found.marked)
        assert "list-columns" in {each.code for each in found.notes}
        said = {each.name: each.value for each in session.vocabulary("small", "fr").placeholders}
        assert said["recipient.form"] == "Son Excellence Madame Marie Dupont"
        assert said["salutation"] == "Madame l’Ambassadrice,"
        (own_house / "templates" / "fr" / "message.txt").unlink()
        write(path, [HEAD, FRANCE])
        found = session.check("small")
        assert [each.code for each in found.problems] == ["message-missing"]
        assert found.marked is None
        path.unlink()
        assert "file-missing" in [each.code for each in session.check("small").problems]


def test_messages_without_a_list_are_told(own_house: Path) -> None:
    meeting = copy_meeting(own_house)
    text = (meeting / "meeting.toml").read_text(encoding="utf-8")
    (meeting / "meeting.toml").write_text(
        text.replace("[title]", "messages = true\nword_letters = true\nbundle_each = true\n[title]", 1),
        encoding="utf-8",
    )
    with Session(House.open(own_house)) as session:
        found = [(each.code, each.values["setting"]) for each in session.check("small").problems]
        assert found == [("messages-without-list", key) for key in ("messages", "word_letters", "bundle_each")]


LANGUAGES = known_languages(None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_to_fill_in_is_read_as_it_is_and_so_is_all_that_it_offers(tmp_path: Path, language: str) -> None:
    path = tmp_path / "recipients.xlsx"
    write_list(path, [language, "fr"], datetime(2025, 1, 15, 12, tzinfo=UTC))
    again = path.with_name("again.xlsx")
    write_list(again, [language, "fr"], datetime(2025, 1, 15, 12, tzinfo=UTC))
    assert path.read_bytes() == again.read_bytes()
    found = read(path, languages=(language, "fr"))
    assert told(found) == [("recipient-example", "A2"), ("recipient-example", "A3")]
    assert [(each.category, each.state, each.rank, each.gender, each.language) for each in found.recipients] == [
        ("missions", "KEN", "ambassador", "feminine", language),
        ("organisations", None, "", "", language),
    ]
    own, known = blank(language, None), vocabulary(None, [language])
    assert own is not None
    assert [known.heading(each) for each in own.headings] == list(WIDTHS)
    assert [known.meaning("categories", each) for each in own.categories] == list(get_args(Category))
    assert [known.meaning("genders", each) for each in own.genders] == ["feminine", "masculine", "several"]
    phrases = phrases_in(ROOT / "templates", language).words
    assert all(f"salutation.{known.meaning('ranks', each)}.many" in phrases for each in own.ranks)


SEVERAL = ROOT / "tests" / "golden" / "categories.txt"
"""What lists call several of each category, or States that are parties or members: a line for each language."""


@pytest.mark.parametrize("line", SEVERAL.read_text(encoding="utf-8").splitlines(), ids=lambda line: str(line)[:2])
def test_a_category_is_known_by_the_word_for_several(line: str) -> None:
    language, _, words = line.partition(": ")
    known = vocabulary(None, [language])
    assert [known.meaning("categories", each) for each in words.split(" | ")] == list(get_args(Category))


def test_an_article_that_is_part_of_its_word_may_stand_there_or_not() -> None:
    known = vocabulary(None, ["ar"])
    for word in ("بعثة", "البعثة", "بعثات", "البعثات", "بعثة دائمة", "البعثة الدائمة", "البعثات الدائمة"):
        assert known.meaning("categories", word) == "missions", word
    assert [known.heading(each) for each in ("فئة", "الفئة", "اسم / الاسم", "عنوان 2")] == [
        "category",
        "category",
        "person",
        "address",
    ]
    assert [known.language(each, ("fr", "ru")) for each in ("فرنسية", "الفرنسية", "اللغة الفرنسية", "الروسية")] == [
        "fr",
        "fr",
        "fr",
        "ru",
    ]
    assert known.meaning("categories", "التزام") is None


def test_a_house_adds_the_words_of_its_own_language(tmp_path: Path) -> None:
    templates = tmp_path / "templates"
    (templates / "da").mkdir(parents=True)
    (templates / "da" / "language.toml").touch()
    path = templates / "da" / FILE
    path.write_text('[headings]\nstate = ["Stat"]\n\n[genders]\nfeminine = ["fru"]\n', encoding="utf-8")
    known = vocabulary(templates, ["en"])
    assert (known.heading("STAT"), known.meaning("genders", "Fru"), known.heading("État")) == (
        "state",
        "feminine",
        "state",
    )
    assert vocabulary(None, ["en"]).heading("Stat") is None
    path.write_text('[headings]\nstat = ["Stat"]\n\n[gender]\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        vocabulary(templates, ["en"])
    assert sorted((each.code, each.place.line or 0) for each in caught.value.problems) == [
        ("key-unknown", 4),
        ("value-unknown", 2),
    ]


def test_what_a_word_means_in_the_meetings_language_comes_first() -> None:
    assert vocabulary(None, ["fr"]).heading("Nom") == "family"
    names = [
        vocabulary(None, ["en"]).language(each, ("fr", "de")) for each in ("niemiecki", "Deutsch", "French", "de", "el")
    ]
    assert names == ["de", "de", "fr", "de", None]


def test_a_new_meeting_may_have_a_list(own_house: Path) -> None:
    needs = {"recipients": True, "note-verbale": True}
    House.open(own_house).new("autumn", needs=needs, languages=["fr", "en"])
    with Session(House.open(own_house)) as session:
        assert session.check("autumn").problems == ()
        said = {each.name: each.value for each in session.vocabulary("autumn", "fr").placeholders}
        assert said["recipient.name"] == "Name Surname"


def test_a_person_is_told_fifty_rows_and_where_all_of_them_are(own_house: Path) -> None:
    meeting = copy_meeting(own_house)
    text = (meeting / "meeting.toml").read_text(encoding="utf-8")
    (meeting / "meeting.toml").write_text(text.replace("[title]", 'recipients = "g.csv"\n[title]', 1), encoding="utf-8")
    write(meeting / "g.csv", [HEAD, *(row(name=f"A {each}", state=f"X{each}") for each in range(60))])
    done = subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import command; command()", "check", "small"],
        cwd=own_house, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert done.stderr.count("No State is called") == 50
    assert "and 11 more, all of which --json has." in done.stderr  # ten rows, and how the headings were read
    assert "with their cells marked: build/small/recipients-to-mend.xlsx" in done.stderr

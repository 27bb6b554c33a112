"""A plain text is printed as its readers read it, whichever way its lines run and however its letters are written."""

from __future__ import annotations

from ctypes import c_double
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.officefile.kinds import recognise
from pipeline.officefile.plaintext import turned

ARABIC = "تحية طيبة،\n\nالمرجع 00123/2026/AN/1 من UNMAS في 17 نيسان 2024.\nContact: isu@example.org\n"
HEBREW = "שלום לכולם\n12 במרץ 2024, Geneva.\n"
FRENCH = "L’ordre du jour\n1.\tOuverture (بيان)\n"
DAY = datetime(2024, 1, 1, tzinfo=UTC)


def lines(pdf: Path) -> list[tuple[str, float, float]]:
    """Each line of the first page: its text, and how far its edges are from those of the page."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    rows: dict[int, list[tuple[float, float, str]]] = {}
    across, down = c_double(), c_double()
    for index in range(text.count_chars()):
        if (sign := text.get_text_range(index, 1)).strip():
            left, _, right, _ = text.get_charbox(index, loose=True)
            pdfium.FPDFText_GetCharOrigin(text, index, across, down)
            rows.setdefault(round(down.value), []).append((left, right, sign))
    found = [
        ("".join(sign for *_, sign in sorted(row)), min(row)[0], page.get_width() - max(right for _, right, _ in row))
        for _, row in sorted(rows.items(), reverse=True)
    ]
    text.close()
    document.close()
    return found


def converted(offices: Offices, path: Path, data: bytes) -> list[tuple[str, float, float]]:
    path.write_bytes(data)
    made = convert_with_remarks(path, offices, DAY, path.with_suffix(".pdf"))
    assert made.remarks == ()
    return lines(path.with_suffix(".pdf"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_an_arabic_text_runs_from_right_to_left(offices: Offices, tmp_path: Path, encoding: str) -> None:
    first, reference, contact = converted(offices, tmp_path / "a.txt", ARABIC.encode(encoding))
    assert first[2] < 80 < first[1]
    assert reference[2] < 80 < reference[1]
    assert "00123/2026/AN/1" in reference[0]
    # the line ends with the year and its full stop, on the left
    assert reference[0].startswith(".2024")
    assert contact[0] == "Contact:isu@example.org"
    assert contact[1] < 80 < contact[2]


def test_a_hebrew_text_runs_from_right_to_left(offices: Offices, tmp_path: Path) -> None:
    first, second = converted(offices, tmp_path / "a.txt", HEBREW.encode())
    assert first[2] < 80 < first[1]
    assert second[0].endswith("12")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_other_texts_are_given_to_the_office_as_they_are(offices: Offices, tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    first, second = converted(offices, tmp_path / "a.txt", (mark + FRENCH).encode(encoding))
    assert first[0].startswith("L’ordre")
    assert first[1] < 80
    assert "Ouverture" in second[0]
    assert turned(tmp_path / "a.txt") is None


def test_signs_of_xml_and_spaces_stay(offices: Offices, tmp_path: Path) -> None:
    (only,) = converted(offices, tmp_path / "a.txt", "العنوان <أ> & \x01البريد    الإلكتروني".encode())
    assert {"<", ">", "&"} <= set(only[0])


def test_a_text_of_nothing_but_marks_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeffété".encode("utf-16-le"))
    assert recognise(path).suffixes == (".txt",)

"""What runs from left to right in lines that run from right to left, as the office sets it."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from pipeline.convert.office import Offices
from pipeline.held import held
from pipeline.localise import Wording, Words
from pipeline.merge import merge
from tests.templates import PROPERTIES, template

LEFT, RIGHT = "\u200e", "\u200f"
KEPT = ["00123/2026/HYD/CHD/AN/1", "+41 22 730 81 11", "022 730 81 11", "C++", "https://example.org/", "2026-05-01"]
AS_THEY_ARE = [
    "A/RES/78/1",
    "CPS/21/INF/1",
    "CMAA",
    "5RC",
    "18-20",
    "2024/05/01",
    "info@example.org",
    "15:30",
    "25",
    "MEETING 2026",
]


@pytest.mark.parametrize("words", [*KEPT, *AS_THEY_ARE])
def test_words_are_held_together_where_the_line_would_take_them_apart(words: str) -> None:
    marks = held(f"المرجع: {words} نص")
    assert [place for place, _mark in marks] == ([8, 8 + len(words)] if words in KEPT else [])


@pytest.mark.parametrize("words", [f"{LEFT}+41 22 730 81 11", f"{LEFT}00123/AN{RIGHT}", "\u20661/AN\u2069"])
def test_what_is_held_together_by_hand_is_left_alone(words: str) -> None:
    assert held(f"المرجع: {words}") == []


def arabic(folder: Path, *lines: str, language: str = "ar", turned: bool = False) -> docx.document.Document:
    def turn(document: docx.document.Document) -> None:
        for paragraph in document.paragraphs:
            paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))

    source = template(folder / "t.docx", *lines, change=turn if turned else lambda _document: None)
    wording = Wording(language, Words({"reference": "00123/2026/HYD/CHD/AN/1"}))
    merge(wording, source, None, PROPERTIES, folder / "m.docx")
    return docx.Document(str(folder / "m.docx"))


def test_a_merged_reference_is_held_together_over_runs(tmp_path: Path) -> None:
    document = arabic(tmp_path, "المرجع: 7/**{{ reference }}** في 12")
    (paragraph,) = document.paragraphs
    assert paragraph.text == f"المرجع: {LEFT}7/00123/2026/HYD/CHD/AN/1{RIGHT} في 12"
    assert [run.bold for run in paragraph.runs] == [None, True, None]


@pytest.mark.parametrize(
    ("line", "language", "turned", "marked"),
    [
        ("{{ reference }}", "ar", True, True),
        ("{{ reference }}", "ar", False, False),
        ("المرجع {{ reference }}", "en", False, False),
    ],
)
def test_marks_stand_in_lines_from_right_to_left_alone(
    line: str, language: str, turned: bool, marked: bool, tmp_path: Path
) -> None:
    (paragraph,) = arabic(tmp_path, line, language=language, turned=turned).paragraphs
    assert (LEFT in paragraph.text) is marked


def test_the_office_sets_a_reference_in_its_order(tmp_path: Path, offices: Offices) -> None:
    document = arabic(tmp_path, "المرجع: {{ reference }} في 12 يوما")
    paragraph = document.paragraphs[0]
    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run._r.get_or_add_rPr().append(OxmlElement("w:rtl"))
    document.save(str(tmp_path / "m.docx"))
    assert paragraph._p.find(qn("w:pPr")) is not None
    offices.convert(tmp_path / "m.docx", tmp_path / "m.pdf")
    with pypdfium2.PdfDocument(tmp_path / "m.pdf") as pdf:
        text = pdf[0].get_textpage()
        signs = text.get_text_range()
        begin = signs.index("00123")
        places = [text.get_charbox(begin + offset)[0] for offset in range(len("00123/2026/HYD/CHD/AN/1"))]
    assert places == sorted(places)


# --- a letterhead of an office that writes from left to right -----------------------------------------


def office_letterhead(path: Path, *lines: str) -> Path:
    """A letterhead whose head has these lines; in them ``#`` is the number of the page, as a field."""
    document = docx.Document()
    head = document.sections[0].header
    for line in lines:
        paragraph = head.add_paragraph()
        for piece in re.split("(#)", line):
            if piece == "#":
                for kind in ("begin", "PAGE", "end"):
                    node = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
                    node.text = kind if kind == "PAGE" else None
                    if kind != "PAGE":
                        node.set(qn("w:fldCharType"), kind)
                    paragraph.add_run()._r.append(node)
            elif piece:
                paragraph.add_run(piece)
    document.save(str(path))
    return path


def on_letterhead(folder: Path, *lines: str, language: str = "ar") -> Path:
    def turn(document: docx.document.Document) -> None:
        document.styles["Normal"].element.get_or_add_pPr().append(OxmlElement("w:bidi"))

    source = template(folder / "t.docx", "نص", change=turn)
    paper = office_letterhead(folder / "letterhead.docx", *lines)
    merge(Wording(language, Words({})), source, paper, PROPERTIES, folder / "m.docx")
    return folder / "m.docx"


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("12 Quay Street", f"{LEFT}12 Quay Street"),
        ("Harbour Office (1898)", f"Harbour Office (1898){LEFT}"),
        ("Page #", f"Page {LEFT}"),
        ("# – Harbour Office", f"{LEFT} – Harbour Office"),
        ("Harbour Office\t1 Quay\t#", f"Harbour Office\t{LEFT}1 Quay\t"),
        ("Harbour Office, 25 to 29 November 2024", "Harbour Office, 25 to 29 November 2024"),
        ("12 مكتب", "12 مكتب"),
        ("12/2026", "12/2026"),
    ],
)
def test_words_of_a_letterhead_keep_their_order_as_far_as_they_need_it(line: str, marked: str, tmp_path: Path) -> None:
    head = docx.Document(str(on_letterhead(tmp_path, line))).sections[0].header
    assert head.paragraphs[-1].text == marked


def test_a_letterhead_is_left_alone_where_lines_run_as_it_does(tmp_path: Path) -> None:
    head = docx.Document(str(on_letterhead(tmp_path, "12 Quay Street", language="fr"))).sections[0].header
    assert head.paragraphs[-1].text == "12 Quay Street"


def test_the_office_sets_a_letterhead_in_its_order(tmp_path: Path, offices: Offices) -> None:
    offices.convert(on_letterhead(tmp_path, "12 Quay Street, Port Azure", "Harbour Office, page #"), tmp_path / "m.pdf")
    with pypdfium2.PdfDocument(tmp_path / "m.pdf") as pdf:
        text = pdf[0].get_textpage()
        signs = text.get_text_range()
        for first, second in (("12", "Quay"), ("page", "1")):
            begin = signs.index(first, signs.index("Harbour") if first == "page" else 0)
            left, right = (text.get_charbox(signs.index(each, begin))[0] for each in (first, second))
            assert left < right, signs

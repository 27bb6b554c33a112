"""Nothing disappears without a word: what a document shows is held against the pages that the office made of it."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from random import Random

import docx
import openpyxl
import pikepdf
import pptx
import pytest
from docx.oxml import parse_xml
from openpyxl.worksheet.properties import PageSetupProperties
from pptx.util import Inches

from pipeline.completeness import compare_file
from pipeline.completeness.glyphs import undrawn
from pipeline.completeness.word import read_word
from pipeline.convert.office import Offices
from pipeline.findings import Finding
from pipeline.officefile.package import Package
from tests.hostile import Relation
from tests.hostile import docx as docx_of
from tests.losses import Loss, without_a_drawing, without_a_row, without_a_word
from tests.rich_documents import _NAMES, MAKERS, a_word_document, shape

CASES = Path(__file__).parent / "office"
EACH = 9
"""Documents of each of seven kinds: over 60."""


def codes(found: list[Finding]) -> list[str]:
    return [each.code for each in found]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory, offices: Offices) -> Mapping[Path, bytes]:
    """Clean documents of seven kinds, with their pages."""
    folder = tmp_path_factory.mktemp("clean")
    sources = [make(folder / f"{number}{kind}", number) for kind, make in MAKERS.items() for number in range(EACH)]
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(sources, pool.map(offices.export, sources), strict=True))


def test_of_clean_documents_nothing_is_told(clean: Mapping[Path, bytes]) -> None:
    assert len(clean) >= 60
    told = {
        source.name: [str(each) for each in found]
        for source, pdf in clean.items()
        if (found := compare_file(source, pdf))
    }
    assert told == {}


# --- what is taken out of pages is missed ---------------------------------------------------------

TAKE: Mapping[str, Callable[[bytes, Random], tuple[bytes, Loss] | None]] = {
    "word": without_a_word,
    "picture": lambda pdf, random: without_a_drawing(pdf, random, pictures=True),
    "drawing": lambda pdf, random: without_a_drawing(pdf, random, pictures=False),
    "row": without_a_row,
}


def spoilt(clean: Mapping[Path, bytes]) -> Iterator[tuple[Path, bytes, Loss]]:
    """Pages that each lost one thing: of every document a word twice, and each other thing that it has."""
    for source, pdf in clean.items():
        random = Random(source.name)
        for kind in ("word", "word", "picture", "drawing", "row"):
            if (gone := TAKE[kind](pdf, random)) is not None:
                yield source, *gone


def test_what_is_lost_is_found(clean: Mapping[Path, bytes]) -> None:
    tried, missed = Counter[str](), []
    for source, pdf, loss in spoilt(clean):
        tried[loss.kind] += 1
        if not compare_file(source, pdf):
            missed.append(f"{source.name}: {loss}")
    assert tried.total() >= 200
    assert all(tried[kind] >= 5 for kind in TAKE), tried
    assert len(missed) <= 0.02 * tried.total(), missed


def test_the_word_that_is_lost_is_named(offices: Offices, tmp_path: Path) -> None:
    source = a_word_document(tmp_path / "letter.docx", 1)
    pdf = offices.export(source)
    for seed in range(10):
        gone = without_a_word(pdf, Random(seed))
        assert gone is not None
        spoilt, loss = gone
        (found,) = compare_file(source, spoilt)
        assert found.code == "words-missing"
        assert found.place.file == str(source)
        # pdfium and this test read an Arabic word from different ends
        assert {loss.what, loss.what[::-1]} & set(re.findall(r"\w+", str(found.values["words"])))
        assert {loss.what, loss.what[::-1]} & set(re.findall(r"\w+", str(found.place.paragraph)))


# --- what offices lose by themselves --------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alt-chunks.docx", ["words-missing", "words-missing"]),
        ("blank.docx", ["blank-document"]),
        ("content-controls.docx", []),
        ("equation.docx", []),
        ("linked-pictures.docx", ["drawings-missing"]),
        ("odd-page-section.docx", []),
        ("text-box-in-header.docx", []),
        ("watermark.docx", []),
        ("symbol-fonts.docx", ["signs-undrawn", "signs-undrawn"]),
        ("hashes.xlsx", ["cell-too-narrow", "cell-too-narrow", "cell-cut-off"]),
    ],
)
def test_what_libreoffice_does_with_the_cases(offices: Offices, name: str, expected: list[str]) -> None:
    source = CASES / name
    assert codes(compare_file(source, offices.export(source))) == expected


def test_an_equation_that_is_not_drawn_is_missed(offices: Offices, tmp_path: Path) -> None:
    gone = without_a_drawing(offices.export(CASES / "equation.docx"), Random(1), pictures=False)
    assert gone is not None
    assert "drawings-missing" in codes(compare_file(CASES / "equation.docx", gone[0]))


def test_a_blank_page_before_an_odd_one_is_kept(offices: Offices) -> None:
    with pikepdf.open(BytesIO(offices.export(CASES / "odd-page-section.docx"))) as pdf:
        assert len(pdf.pages) == 3


def test_a_sheet_s_hidden_cells_are_not_looked_for(offices: Offices, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["C1"] = "Seen", "HIDDENCOLUMN", "HIDDENROW", "OUTSIDE"
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[2].hidden = True
    sheet.print_area = "A1:B9"
    book.save(source := tmp_path / "hidden.xlsx")
    pdf = offices.export(source)
    assert compare_file(source, pdf) == []


def test_words_off_a_slide_are_missed(offices: Offices, tmp_path: Path) -> None:
    slides = pptx.Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    for words, left in (("Words on the slide", 1), ("Words beside the slide", 14)):
        slide.shapes.add_textbox(Inches(left), Inches(1), Inches(3), Inches(1)).text_frame.text = words
    slides.save(str(source := tmp_path / "off.pptx"))
    (found,) = compare_file(source, offices.export(source))
    assert (found.code, found.place.slide) == ("words-missing", 1)
    assert "beside" in str(found.values["words"])


def test_signs_that_no_font_has_are_named(offices: Offices, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Khmer ភាសា and music 𝄞 end")
    document.add_paragraph("Arabic العربية, Chinese 中文, ticks ✓ and arrows → are there")
    document.save(str(source := tmp_path / "signs.docx"))
    found = compare_file(source, offices.export(source))
    assert codes(found) == ["signs-undrawn"]
    assert "U+1D11E" in str(found[0].values["signs"])
    assert found[0].place.paragraph == "Khmer ភាសា and music 𝄞 end"


def test_signs_that_share_one_box_are_all_named(offices: Offices, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Music 𝄞 is here")
    document.add_paragraph("Tangut \U00017000 there, and \U00017001 too")
    document.save(str(source := tmp_path / "signs.docx"))
    found = compare_file(source, offices.export(source))
    assert {*codes(found)} == {"signs-undrawn"}
    told = {each.place.paragraph: each.values["signs"] for each in found}
    assert told["Music 𝄞 is here"] == "𝄞 (U+1D11E)"
    assert {"U+17000", "U+17001"} <= {*re.findall(r"U\+\w+", str(told["Tangut \U00017000 there, and \U00017001 too"]))}


def test_a_shape_that_nobody_sees_is_not_missed(offices: Offices, tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("A shape without colour and line: ")
    unseen = shape(1, fill="<a:noFill/><a:ln><a:noFill/></a:ln>")
    paragraph._p.append(parse_xml(unseen))
    document.save(str(source := tmp_path / "unseen.docx"))
    assert compare_file(source, offices.export(source)) == []


@pytest.mark.parametrize(
    "inner",
    [
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden words</w:t></w:r>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>77</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        "<w:r><w:softHyphen/><w:t>split</w:t></w:r>",
    ],
    ids=["hidden", "page number", "soft hyphen"],
)
def test_what_is_not_printed_as_it_stands_is_not_missed(offices: Offices, tmp_path: Path, inner: str) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("Words that are seen")
    for each in parse_xml(f"<w:p {_NAMES}>{inner}</w:p>"):
        paragraph._p.append(each)
    document.save(str(source := tmp_path / "unprinted.docx"))
    assert compare_file(source, offices.export(source)) == []


def test_what_can_t_be_read_is_told(offices: Offices, tmp_path: Path) -> None:
    source = tmp_path / "old.rtf"
    source.write_bytes(rb"{\rtf1 words}")
    assert codes(compare_file(source, offices.export(source))) == ["not-compared"]
    broken = tmp_path / "broken.docx"
    shutil.copy(source, broken)
    assert codes(compare_file(broken, offices.export(source))) == ["not-compared"]


def test_a_document_that_is_taken_in_many_times_is_read_once() -> None:
    whole = docx_of("")
    for _ in range(3):
        taken_in = '<w:altChunk r:id="rId1"/>' * 200
        whole = docx_of(taken_in, Relation("aFChunk", "a.docx", outside=False), parts={"word/a.docx": whole})
    with Package(whole) as package:
        assert [block.words for block in read_word(package).blocks] == ["Plain words"] * 4


def test_a_font_that_can_t_be_read_has_no_boxes() -> None:
    assert list(undrawn({"/Subtype": "/Type1"})) == []


@pytest.mark.parametrize(
    ("columns", "landscape", "fitted", "told"),
    [(5, False, False, []), (14, False, False, ["sheet-split"]), (14, True, False, []), (14, False, True, [])],
)
def test_a_sheet_that_is_wider_than_its_paper_is_told(
    offices: Offices, tmp_path: Path, columns: int, landscape: bool, fitted: bool, told: list[str]
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([f"Col {number}" for number in range(columns)])
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    if fitted:
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
    book.save(source := tmp_path / "wide.xlsx")
    pdf = offices.export(source)
    assert codes(compare_file(source, pdf)) == told
    with pikepdf.open(BytesIO(pdf)) as pages:
        assert (len(pages.pages) > 1) == bool(told)

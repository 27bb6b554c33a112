"""What a page's content says of itself, against those who read or draw all of it."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf

from pipeline.bundle.content import Heights, unbalanced, words_of
from pipeline.bundle.view import view_of
from tests.pdfs import Leaf, write

PLAIN = [
    b"q 1 0 0 1 9 9 cm BT /F1 12 Tf 72 400 Td (Words) Tj ET Q",
    b"q [(a\\)q Q)-3<71>] TJ (q) Tj % Q\n Q Q /q gs /Span<</E (Q) /q<51>>>BDC EMC[3 2] 0 d q",
    b"/P <</MCID 0>>BDC q 0 g(q\\\\)Tj\nQ EMC/P<</MCID 1>>BDC Q Q q q",
]
NOT_PLAIN = [
    b"q (a (nested) Q) Tj Q",
    b"q BI /W 1 /H 1 /BPC 8 /CS /G ID Q EI Q",
    b"q (never closed Q",
    b"q << /A << /B [ ( >> Q",
]


@pytest.mark.parametrize("content", PLAIN + NOT_PLAIN)
def test_states_are_counted_as_a_parser_counts_them(tmp_path: Path, content: bytes) -> None:
    with pikepdf.open(write(tmp_path / "a.pdf", Leaf(content=content))) as pdf:
        page = pdf.pages[0].obj
        words = words_of(page)
        assert (words is None) == (content in NOT_PLAIN)
        assert unbalanced(page, words) == unbalanced(page)


NUMBER = st.integers(-60, 900)
SMALL = st.sampled_from(["0.5", "1", "-1", "2", "0", ".7", "-0.5"])
TEXT = st.sampled_from(["(Ég) Tj", "[(A)-900(Äg)] TJ", "T* (ÅÉ) Tj", "14 TL (Ç) '", "5 Ts (Ô) Tj", "0 20 TD (x) Tj"])
STEP = st.one_of(
    st.just("q"),
    st.just("Q"),
    st.tuples(NUMBER, NUMBER).map(lambda at: f"1 0 0 1 {at[0]} {at[1]} cm"),
    st.tuples(SMALL, SMALL, NUMBER).map(lambda at: f"{at[0]} 0 0 {at[1]} 0 {at[2]} cm"),
    st.just("0 1 -1 0 300 300 cm"),
    st.tuples(NUMBER, NUMBER, TEXT).map(lambda at: f"BT /F1 14 Tf {at[0]} {at[1]} Td {at[2]} ET"),
    st.tuples(SMALL, NUMBER, TEXT).map(lambda at: f"BT /F1 9 Tf 1 0 0 {at[0]} 90 {at[1]} Tm {at[2]} ET"),
    st.tuples(NUMBER, NUMBER, NUMBER).map(lambda at: f"{at[0]} {at[1]} 90 {at[2]} re f"),
    st.tuples(NUMBER, NUMBER, NUMBER).map(lambda at: f"6 w {at[0]} {at[1]} m 200 {at[2]} l 300 90 400 {at[1]} 9 9 c S"),
    st.tuples(NUMBER, NUMBER).map(lambda at: f"{at[0]} {at[1]} 9000 9000 re W n"),
    st.just("40 0 0 30 50 500 cm /Form Do"),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(STEP, max_size=7), st.sampled_from([0, 90, 180, 270]), st.sampled_from([None, 2.0]))
def test_nothing_is_drawn_above_what_is_told(steps: list[str], rotate: int, unit: float | None) -> None:
    with TemporaryDirectory() as folder:
        leaf = Leaf(content=" ".join(steps).encode("latin-1"), rotate=rotate, unit=unit)
        path = write(Path(folder, "any.pdf"), leaf, change=_add_form)
        with pikepdf.open(path) as pdf:
            page = pdf.pages[0].obj
            words, view = words_of(page), view_of(page)
            assert words is not None
            highest = Heights().highest(page, words, view.sight)
        with closing(pypdfium2.PdfDocument(path)) as document:
            drawn = document[0].render(scale=1, grayscale=True)
            rows = bytes(drawn.buffer)
            inked = [at for at in range(drawn.height) if min(rows[at * drawn.stride :][: drawn.width]) < 250]
        if highest is not None and inked:
            # A row of pixels is a unit of the page, whatever its points.
            assert view.height - inked[0] * (unit or 1) <= highest + 1.5 * (unit or 1)


@pytest.mark.parametrize(
    ("steps", "wanted"),
    [
        ("BT /F1 10 Tf 72 400 Td (Words) Tj ET", 430),
        ("0 0 100 300 re W n 0 0 50 100 re f 900 900 m n", 110),
        ("q 1 0 0 2 0 50 cm 0 0 10 100 re f Q", 270),
        ("BT /F1 10 Tf 0 1 -1 0 50 50 Tm (Upright) Tj ET", None),
        ("BT /F9 10 Tf 72 400 Td (No such font) Tj ET", None),
        ("/No Do", None),
        ("/Sh sh", None),
        ("/Gs gs", None),
        ("1e2 0 9 9 re f", None),
        ("", float("-inf")),
    ],
)
def test_how_far_up_a_page_draws(tmp_path: Path, steps: str, wanted: float | None) -> None:
    with pikepdf.open(write(tmp_path / "a.pdf", Leaf(content=steps.encode()))) as pdf:
        page = pdf.pages[0].obj
        assert Heights().highest(page, words_of(page) or [], view_of(page).sight) == wanted


@pytest.mark.parametrize(
    "entries",
    [
        {"Subtype": Name.Type3},
        {"Subtype": Name.Type0, "Encoding": Name("/Identity-V")},
    ],
)
def test_signs_that_are_not_of_the_fonts_size_are_not_measured(tmp_path: Path, entries: dict[str, Any]) -> None:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F1 = Dictionary(Type=Name.Font, **entries)

    leaf = Leaf(content=b"BT /F1 10 Tf 72 400 Td (Words) Tj ET")
    with pikepdf.open(write(tmp_path / "a.pdf", leaf, change=change)) as pdf:
        page = pdf.pages[0].obj
        assert Heights().highest(page, words_of(page) or [], view_of(page).sight) is None


@pytest.mark.parametrize(
    ("box", "wanted"), [([-50, -200, 1000, 900], 415), ([0, -2500, 1000, 900], 425), ([0, 0, 0, 0], 430)]
)
def test_a_font_says_how_tall_its_signs_are(tmp_path: Path, box: list[int], wanted: float) -> None:
    def change(pdf: Pdf) -> None:
        shape = Dictionary(Type=Name.FontDescriptor, FontBBox=Array(box))
        within = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, FontDescriptor=shape)
        fonts = pdf.pages[0].obj.Resources.Font
        fonts.F1 = Dictionary(Type=Name.Font, Subtype=Name.TrueType, FontDescriptor=shape)
        fonts.F2 = Dictionary(
            Type=Name.Font, Subtype=Name.Type0, Encoding=Name("/Identity-H"), DescendantFonts=Array([within])
        )

    for name in ("F1", "F2"):
        leaf = Leaf(content=f"BT /{name} 10 Tf 72 400 Td (Words) Tj ET".encode())
        with pikepdf.open(write(tmp_path / "a.pdf", leaf, change=change)) as pdf:
            page = pdf.pages[0].obj
            assert Heights().highest(page, words_of(page) or [], view_of(page).sight) == wanted


def _add_form(pdf: Pdf) -> None:
    form = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Matrix = Array([1, 0, 0, -1, 0, 1])
    pdf.pages[0].obj.Resources.XObject = Dictionary(Form=form)

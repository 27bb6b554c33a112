"""Every page on A4: what it shows, and all that is placed on it, still in place."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.bundle.paper import SHEETS, set_on_paper
from pipeline.bundle.view import Box, view_of
from tests.pdfs import BINDING, Leaf, bookmarks, letter, link, part, simple, tagged, text_field, write

Ink = tuple[float, float, float, float]
"""Left, bottom, right, top of what is dark on a page as it is seen, in points."""


def on_a4(source: Path) -> Path:
    target = source.with_stem(f"{source.stem}-a4")
    set_on_paper(source, "A4", target)
    return target


def ink(path: Path, page: int = 0) -> Ink:
    document = pypdfium2.PdfDocument(path)
    with pikepdf.open(path) as pdf:
        width, height = view_of(pdf.pages[page].obj).width, view_of(pdf.pages[page].obj).height
    # pdfium knows no user unit: its own size is stretched to what the page's should be.
    scale = 800 / max(document[page].get_size())
    drawn = document[page].render(scale=scale, grayscale=True).to_pil().point(lambda level: 255 if level < 128 else 0)
    document.close()
    box = drawn.getbbox()
    assert box
    across, down = width / drawn.width, height / drawn.height
    return box[0] * across, height - box[3] * down, box[2] * across, height - box[1] * down


def near(one: Box | Ink, other: Box | Ink, within: float) -> bool:
    return all(abs(mine - its) <= within for mine, its in zip(one, other, strict=True))


def marked(path: Path, leaf: Leaf, square: Box) -> Path:
    """A page with a black square, and a link, a text field and a bookmark's target at its place."""

    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        annotation = link(pdf, 0, QuadPoints=Array([square[0], square[1], square[2], square[3]] * 2))
        annotation.Rect = Array(square)
        annotation.Dest = Array([page, Name.XYZ, square[0], square[3], 0])
        bookmarks(pdf, ("Square", Array([page, Name.FitR, *square])))

    left, bottom, right, top = square
    content = f"{left} {bottom} {right - left} {top - bottom} re f".encode()
    return write(path, replace(leaf, content=content), change=change)


_ORIGINS, _LENGTHS = st.integers(-300, 300), st.integers(300, 2400)
LEAVES = st.builds(
    Leaf,
    box=st.tuples(_ORIGINS, _ORIGINS, _LENGTHS, _LENGTHS).map(lambda at: (at[0], at[1], at[0] + at[2], at[1] + at[3])),
    rotate=st.sampled_from([0, 90, 180, 270]),
    unit=st.sampled_from([None, 0.5, 2.0]),
)


@settings(max_examples=25, deadline=None)
@given(LEAVES, st.booleans())
def test_what_lies_on_a_page_stays_on_its_place(leaf: Leaf, cropped: bool) -> None:
    left, bottom, right, top = leaf.box
    if cropped:
        leaf = replace(leaf, crop=(left + 20, bottom + 40, right - 10, top - 30))
    square = (left + 60.0, bottom + 80.0, left + 140.0, bottom + 200.0)
    with TemporaryDirectory() as folder:
        source = marked(Path(folder, "page.pdf"), leaf, square)
        target = on_a4(source)
        with pikepdf.open(source) as before, pikepdf.open(target) as after:
            was, now = view_of(before.pages[0].obj), view_of(after.pages[0].obj)
            sheet = SHEETS["A4"] if was.width <= was.height else SHEETS["A4"][::-1]
            assert near((*sheet, 0, 0), (now.width, now.height, 0, 0), 0.01)
            assert now.unit == 1
            found: Any = after.pages[0].obj.Annots[0]
            rectangle = now.seen(tuple(map(float, found.Rect)))  # type: ignore[arg-type]
            shown = ink(target)
            assert near(rectangle, shown, 2)
            # As large as before, or smaller by as much as the page had to be.
            shrunk = min(1, sheet[0] / was.width, sheet[1] / was.height)
            old = was.seen(square)
            assert abs((shown[2] - shown[0]) - shrunk * (old[2] - old[0])) < 3
            middle = (now.width / 2, now.height / 2, was.width / 2, was.height / 2)
            moved = [(old[i] - middle[2 + i % 2]) * shrunk + middle[i % 2] for i in range(4)]
            assert near(shown, (moved[0], moved[1], moved[2], moved[3]), 3)
            place = [float(number) for number in found.Dest[2:4]]
            assert place == [float(found.Rect[0]), float(found.Rect[3])]
            view = [float(number) for number in after.Root.Outlines.First.Dest[2:6]]
            assert view == [float(number) for number in found.Rect]
            assert [float(number) for number in found.QuadPoints[:4]] == view


def test_pages_of_the_sheets_size_are_left_as_they_are(tmp_path: Path) -> None:
    source = simple(tmp_path / "a4.pdf", 2)
    with pikepdf.open(source) as before, pikepdf.open(on_a4(source)) as after:
        for old, new in zip(before.pages, after.pages, strict=True):
            assert old.mediabox == new.mediabox
            assert old.Contents[0].read_bytes() == new.Contents[0].read_bytes()


def test_content_that_leaves_its_state_open_or_closes_too_much_is_moved_all_the_same(tmp_path: Path) -> None:
    contents = (b"q 100 100 50 50 re f", b"Q 100 100 50 50 re f", b"q q Q Q Q 100 100 50 50 re f q")
    leaves = [Leaf(content=content, box=(0, 0, 1190, 1684)) for content in contents]
    target = on_a4(write(tmp_path / "open.pdf", *leaves))
    assert near(ink(target, 0), (50, 50, 75, 75), 2)
    assert ink(target, 0) == ink(target, 1) == ink(target, 2)


def patterned(pdf: Pdf) -> None:
    tile = pdf.make_stream(
        b"0 0 10 10 re f",
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=Array([0, 0, 40, 40]),
        XStep=40,
        YStep=40,
        Resources=Dictionary(),
        Matrix=Array([1, 0, 0, 1, 7, 9]),
    )
    pdf.pages[0].obj.Resources.Pattern = Dictionary(P=tile)


def test_patterns_move_with_what_they_fill(tmp_path: Path) -> None:
    content = b"/Pattern cs /P scn 200 200 400 400 re f"
    source = write(tmp_path / "tiles.pdf", Leaf(content=content, box=(0, 0, 1190.55, 1683.78)), change=patterned)
    shown = [
        pypdfium2.PdfDocument(path)[0].render(scale=scale, grayscale=True).to_pil()
        for path, scale in ((source, 0.5), (on_a4(source), 1.0))
    ]
    pairs = list(zip(shown[0].tobytes(), shown[1].resize(shown[0].size).tobytes(), strict=True))
    assert sum(abs(one - other) > 100 for one, other in pairs) < len(pairs) / 1000


def test_a_field_is_filled_in_in_letters_of_the_sheets_size(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array([text_field(pdf, "name", "Ly")]), DA=String("0 g /F1 12 Tf"))

    with pikepdf.open(on_a4(write(tmp_path / "form.pdf", Leaf(box=(0, 0, 1190, 1684)), change=change))) as pdf:
        field: Any = pdf.pages[0].obj.Annots[0]
        assert bytes(field.DA) == b"0 g /F1 6 Tf"
        assert str(field.V) == "Ly"


def test_named_destinations_and_the_boxes_of_tags_move_too(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        page = pdf.pages[0].obj
        page.MediaBox = Array([0, 0, 1190.5512, 1683.7795])
        pdf.Root.Dests = Dictionary(old=Array([page, Name.FitH, 1000]))
        names = Array([String("new"), pdf.make_indirect(Dictionary(D=Array([page, Name.XYZ, None, 800, None])))])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names))
        pdf.Root.StructTreeRoot.K.K[0].A = Dictionary(O=Name.Layout, BBox=Array([100, 100, 300, 300]))

    source = tagged(tmp_path / "plan.pdf")
    with pikepdf.open(source, allow_overwriting_input=True) as pdf:
        change(pdf)
        pdf.save(source)
    with pikepdf.open(on_a4(source)) as moved:
        root: Any = moved.Root
        assert float(root.Dests.old[2]) == pytest.approx(500, abs=0.01)
        new = root.Names.Dests.Names[1].D
        assert new[2] is new[4] is None
        assert float(new[3]) == pytest.approx(400, abs=0.01)
        box = [float(number) for number in root.StructTreeRoot.K.K[0].A.BBox]
        assert box == pytest.approx([50, 50, 150, 150], abs=0.01)


def test_a_part_on_a4_is_bound_like_any_other(tmp_path: Path) -> None:
    source = marked(tmp_path / "plan.pdf", Leaf(box=(0, 0, 2384, 1684), rotate=90), (100, 100, 300, 200))
    parts = [
        letter(simple(tmp_path / "letter.pdf")),
        part(on_a4(source), 1),
        part(on_a4(tagged(tmp_path / "t.pdf")), 2),
    ]
    target = tmp_path / "bundle.pdf"
    bundle(parts, BINDING, target)
    assert audit(target, parts, BINDING) == ()

"""Bundles built for real from small PDF files, and looked at with other readers than the one that wrote them."""

from __future__ import annotations

import hashlib
import math
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unicodedata import normalize

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from pypdf._page_labels import number2lowercase_roman_numeral as roman
from reportlab.pdfbase.ttfonts import TTFont

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.bundle.letter import point_links
from pipeline.bundle.shaping import drawn
from pipeline.bundle.view import MILLIMETRE, view_of
from pipeline.errors import BundleError
from pipeline.findings import Finding
from pipeline.model import HIGHEST
from pipeline.numbering import SCHEMES, numbers
from pipeline.pdf.labels import label_range
from pipeline.pdf.xmp import declared
from tests.binding import bind, opened
from tests.pdfs import (
    A4,
    BINDING,
    Leaf,
    a_form,
    address,
    bookmarks,
    font,
    letter,
    link,
    part,
    simple,
    tagged,
    write,
)


def labels(path: Path) -> list[str]:
    return pypdf.PdfReader(path).page_labels


def outline(path: Path) -> list[str]:
    """The outline's lines, indented, each with its page from 1."""
    reader = pypdf.PdfReader(path)

    def lines(entries: Sequence[Any], level: int) -> Iterator[str]:
        for entry in entries:
            if isinstance(entry, list):
                yield from lines(entry, level + 1)
            else:
                page = reader.get_destination_page_number(entry) if entry.page else None
                yield f"{'  ' * level}{entry.title} @{'-' if page is None else page + 1}"

    return list(lines(reader.outline, 0))


def ink(path: Path, page: int, scale: float = 2) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of what is drawn on a page as it is seen, in parts of the page's units."""
    document = pypdfium2.PdfDocument(path)
    drawn = document[page].render(scale=scale, grayscale=True)
    pixels, stride = bytes(drawn.buffer), drawn.stride
    rows = [pixels[start : start + drawn.width] for start in range(0, drawn.height * stride, stride)]
    document.close()
    inked = [at for at, row in enumerate(rows) if min(row) < 160]
    if not inked:
        return None
    columns = [at for at in range(len(rows[0])) if min(row[at] for row in rows[inked[0] : inked[-1] + 1]) < 160]
    return columns[0] / scale, inked[0] / scale, (columns[-1] + 1) / scale, (inked[-1] + 1) / scale


# --- numbering -------------------------------------------------------------------------------------------------------


def test_one_number_drives_labels_outline_and_stamps(tmp_path: Path) -> None:
    parts = (
        letter(simple(tmp_path / "letter.pdf", 2)),
        part(simple(tmp_path / "index.pdf", 2), kind="index", title="Liste des pièces jointes"),
        part(simple(tmp_path / "slip1.pdf"), 1, "slip-sheet"),
        part(simple(tmp_path / "agenda.pdf", 3), 1, group="Documents"),
        part(simple(tmp_path / "rules.pdf"), 2, group="Documents"),
        part(simple(tmp_path / "slip3.pdf"), 3, "slip-sheet"),
        part(simple(tmp_path / "form.pdf", 2), 3, group="Formulaires"),
        part(simple(tmp_path / "map.pdf"), 4),
    )
    target, report = bind(tmp_path, *parts)
    assert report.pages == 13
    assert report.first_pages == (1, 3, 5, 6, 9, 10, 11, 13)
    assert labels(target) == ["1", "2", "i", "ii", "1-i", "1-1", "1-2", "1-3", "2-1", "3-i", "3-1", "3-2", "4-1"]
    assert outline(target) == [
        "Lettre @1",
        "Liste des pièces jointes @3",
        "Documents @5",
        "  1. Agenda @5",
        "  2. Rules @9",
        "Formulaires @10",
        "  3. Form @10",
        "4. Map @13",
    ]
    words = [page.extract_text() for page in pypdf.PdfReader(target).pages]
    assert "Pièce jointe 1 – page 3/3" in words[7]
    assert [index for index, each in enumerate(words) if "Pièce jointe" in each] == [5, 6, 7, 8, 10, 11, 12]


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_any_lengths_of_parts_are_numbered_rightly(lengths: list[int]) -> None:
    with TemporaryDirectory() as folder:
        parts = [letter(simple(Path(folder, "letter.pdf"), lengths[0]))]
        parts += [part(simple(Path(folder, f"e{at}.pdf"), many), at) for at, many in enumerate(lengths[1:], 1)]
        target, report = bind(Path(folder), *parts)
        assert report.first_pages == tuple(first + 1 for first in accumulate(lengths[:-1], initial=0))
        wanted = [str(page) for page in range(1, lengths[0] + 1)]
        wanted += [f"{at}-{page}" for at, many in enumerate(lengths[1:], 1) for page in range(1, many + 1)]
        assert labels(target) == wanted


LENGTHS = st.lists(st.tuples(st.integers(0, 4), st.integers(1, 30)), max_size=40)
"""Of each enclosure: the pages of its slip-sheet, and its own."""


@given(
    st.sampled_from(sorted(SCHEMES)), st.integers(1, 30), st.integers(0, 30), st.lists(LENGTHS, min_size=1, max_size=3)
)
def test_no_two_pages_of_a_bundle_have_the_same_label(
    scheme: str, own: int, index: int, groups: list[list[tuple[int, int]]]
) -> None:
    named = numbers(SCHEMES[scheme], [len(group) for group in groups])
    bound = [(part(Path("letter.pdf"), kind="letter"), own), (part(Path("index.pdf"), kind="index"), index)]
    for group, known in zip(groups, named, strict=True):
        for (sheets, pages), number in zip(group, known, strict=True):
            file = part(Path("enclosure.pdf"), 1)
            bound.append((replace(file, kind="slip-sheet", number=number), sheets))
            bound.append((replace(file, number=number), pages))
    made: list[str] = []
    for each, pages in bound:
        made += [label_range(each, len(made)).label(len(made) + at) for at in range(pages)]
    assert len(set(made)) == len(made)


@given(st.integers(0, 5000), st.integers(0, 3000))
def test_roman_labels_agree_with_an_independent_reader(first: int, offset: int) -> None:
    index = label_range(part(Path("index.pdf"), kind="index"), first)
    assert index.label(first + offset) == roman(offset + 1)


# --- stamps ----------------------------------------------------------------------------------------------------------

ODD_LEAVES = {
    "portrait": Leaf(),
    "rotated 90": Leaf(rotate=90),
    "rotated 180": Leaf(rotate=180),
    "rotated 270": Leaf(rotate=270),
    "rotated backwards": Leaf(rotate=-90),
    "landscape": Leaf(box=(0, 0, 842, 595)),
    "A6": Leaf(box=(0, 0, 298, 420)),
    "A0": Leaf(box=(0, 0, 2384, 3370)),
    "offset": Leaf(box=(-300, 200, 295, 1042)),
    "corners swapped": Leaf(box=(595, 842, 0, 0)),
    "cropped": Leaf(box=(-100, -100, 700, 900), crop=(50, 60, 545, 760)),
    "cropped and rotated": Leaf(box=(-100, -100, 700, 900), crop=(50, 60, 545, 760), rotate=270),
    "crop larger than the page": Leaf(crop=(-500, -500, 2000, 2000)),
    "large units": Leaf(box=(0, 0, 298, 421), unit=2),
    "q left open": Leaf(content=b"q 0.1 0 0 0.1 300 300 cm q 0 1 -1 0 0 0 cm"),
    "Q too many": Leaf(content=b"q BT /F1 12 Tf 72 400 Td (Words) Tj ET Q Q Q"),
    "content in pieces": Leaf(content=[b"q 1 0 0 1 9 9 cm BT /F1 12", b"Tf 72 400 Td (Words) Tj", b"ET Q"]),
    "empty": Leaf(content=()),
}


@pytest.mark.parametrize("leaf", ODD_LEAVES.values(), ids=ODD_LEAVES.keys())
def test_every_page_is_stamped_upright_at_its_head(tmp_path: Path, leaf: Leaf) -> None:
    blank = replace(leaf, content=b"" if leaf.content is None else leaf.content)
    source = write(tmp_path / "odd.pdf", blank)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    drawn = ink(target, 1)
    assert drawn
    with opened(target) as pdf:
        view = view_of(pdf.pages[1].obj)
    unit = leaf.unit or 1
    left, top, right, _ = (each * unit for each in drawn)
    assert 5 * MILLIMETRE - 1 <= top <= 8 * MILLIMETRE
    assert view.width - 9 * MILLIMETRE <= right <= view.width - 5 * MILLIMETRE + 1
    if leaf.content is None:
        assert right - left == pytest.approx(79.5, abs=3)


BOX = st.tuples(*(st.floats(-500, 500) for _ in "xy"), *(st.floats(60, 3000) for _ in "wh"))


@settings(max_examples=40, deadline=None)
@given(BOX, BOX | st.none(), st.sampled_from([0, 90, 180, 270]), st.sampled_from([None, 0.5, 2.0, 7.5]))
def test_a_stamp_is_within_what_is_seen_of_any_page(
    media: tuple[float, ...], crop: tuple[float, ...] | None, rotate: int, unit: float | None
) -> None:
    boxes = [(x, y, x + w, y + h) for x, y, w, h in (media, crop or media)]
    leaf = Leaf(box=boxes[0], crop=boxes[1] if crop else None, rotate=rotate, unit=unit, content=b"")
    with TemporaryDirectory() as folder:
        source = write(Path(folder, "any.pdf"), leaf)
        # That the stamp is inside is what the audit says of it: it multiplies the matrices itself.
        target, _ = bind(Path(folder), letter(simple(Path(folder, "letter.pdf"))), part(source, 1))
        assert "Pièce jointe 1 – page 1/1" in pypdf.PdfReader(target).pages[1].extract_text()


def test_a_stamp_goes_where_the_page_is_free(tmp_path: Path) -> None:
    occupied = Leaf(content=b"BT /F1 40 Tf 400 790 Td (A/79/123) Tj ET")
    target, _ = bind(
        tmp_path, letter(simple(tmp_path / "letter.pdf")), part(write(tmp_path / "a.pdf", occupied, Leaf()), 1)
    )
    places = _stamp_places(target)
    assert places[1][0] == pytest.approx((595 - 88) / 2, abs=5)
    assert places[2][0] > 480
    assert not any(b" re f" in content for content in _last_streams(target))


def test_a_stamp_leaves_links_and_fields_alone(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link(pdf, 0, A=address("https://example.org/")).Rect = Array([450, 800, 595, 842])

    source = simple(tmp_path / "linked.pdf", change=change)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    assert _stamp_places(target)[1][0] == pytest.approx((595 - 88) / 2, abs=5)


def test_a_right_to_left_page_is_stamped_at_its_left(tmp_path: Path) -> None:
    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)
    target, _ = bind(tmp_path, *parts, binding=replace(BINDING, right_to_left=True))
    assert _stamp_places(target)[1][0] == pytest.approx(5 * MILLIMETRE, abs=0.1)
    with opened(target) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


@pytest.mark.parametrize("colour", ["0.1 0.1 0.4", "0.8 0.9 1"])
def test_a_full_page_gets_a_white_plate_where_it_is_calmest(tmp_path: Path, colour: str) -> None:
    busy = "".join(f"{x} 780 3 62 re f " for x in range(300, 595, 5))
    content = f"{colour} rg 0 0 595 842 re f 0.5 g {busy}".encode()
    source = write(tmp_path / "slide.pdf", Leaf(content=content))
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    assert _stamp_places(target)[1][0] == pytest.approx(5 * MILLIMETRE, abs=0.1)
    document = pypdfium2.PdfDocument(target)
    drawn = document[1].render(scale=4, grayscale=True)
    edge = int((5 * MILLIMETRE + 1) * 4)
    plate = [bytes(drawn.buffer)[row * drawn.stride + edge :][: 75 * 4] for row in range(edge, edge + 8 * 4)]
    document.close()
    assert plate[0][0] == 255
    assert min(min(row) for row in plate) < 50


def test_the_stamps_font_is_in_the_bundle_once(tmp_path: Path) -> None:
    parts = [letter(simple(tmp_path / "letter.pdf"))]
    parts += [part(simple(tmp_path / f"e{at}.pdf", 3), at) for at in range(1, 5)]
    target, _ = bind(tmp_path, *parts)
    with opened(target) as pdf:
        fonts = [each for each in pdf.objects if isinstance(each, Dictionary) and Name.FontFile2 in each]
        assert len(fonts) == 1
        assert str(fonts[0].FontName) == "/AAAAAA+Carlito"
    assert b"/Artifact <</Type /Pagination /Subtype /Header" in _last_streams(target)[1]


def test_a_stamp_that_cant_be_drawn_is_an_error(tmp_path: Path) -> None:
    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)
    for changed, said in [
        (replace(BINDING, stamp="{nummer}"), "can't be filled"),
        (replace(BINDING, stamp="附件 {number}"), "lacks signs: 件 .U.4EF6., 附"),
        (replace(BINDING, stamp_fonts=(parts[0].path,)), "can't be read"),
    ]:
        with pytest.raises(BundleError, match=said):
            bundle(parts, changed, tmp_path / "out.pdf")
    assert not (tmp_path / "out.pdf").exists()


def test_pages_share_resources_yet_have_their_own_stamp(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        tree = pdf.Root.Pages
        tree.Resources = pdf.pages[0].obj.Resources
        tree.MediaBox, tree.Rotate = Array([0, 0, 420, 595]), 90
        for page in pdf.pages:
            del page.obj.Resources, page.obj.MediaBox

    source = simple(tmp_path / "inherits.pdf", 3, change)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    pages = pypdf.PdfReader(target).pages
    assert [f"page {at}/3" in pages[at].extract_text() for at in (1, 2, 3)] == [True] * 3
    assert pages[2].mediabox.width == 420
    assert pages[2].rotation == 90
    with opened(target) as pdf:
        assert len({page.obj.Resources.objgen for page in pdf.pages[1:4]}) == 1


def test_an_arabic_stamp_is_drawn_joined_and_read_as_typed(tmp_path: Path) -> None:
    words = "المرفق {number} – الصفحة {page}/{pages}"
    binding = replace(BINDING, stamp=words, stamp_fonts=(font("Amiri-Regular.ttf"),), language="ar", right_to_left=True)
    target, _ = bind(
        tmp_path, letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf", 2), 1), binding=binding
    )
    with closing(pypdfium2.PdfDocument(target)) as pdf:
        found = normalize("NFKC", pdf[1].get_textpage().get_text_bounded())
    assert {"المرفق", "الصفحة", "1/2"} <= set(found.split())


def test_a_stamp_has_room_for_the_height_of_its_script(tmp_path: Path) -> None:
    for name, words in [("Carlito-Regular.ttf", "Ég"), ("Amiri-Regular.ttf", "الإ(ي)")]:
        binding = replace(BINDING, stamp=words, stamp_fonts=(font(name),))
        full = write(tmp_path / "full.pdf", Leaf(content=b"0.9 g 0 0 595 842 re f"))
        target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(full, 1), binding=binding)
        plate = re.search(rb"0 0 [\d.]+ ([\d.]+) re f", _last_streams(target)[1])
        assert plate
        face = TTFont("any", str(font(name))).face
        assert float(plate[1]) >= (face.ascent - face.descent) * binding.stamp_size / 1000


def test_each_bundle_has_the_font_that_it_asks_for(tmp_path: Path) -> None:
    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "a.pdf"), 1)
    for name in ("Carlito", "Caladea", "Carlito"):
        target, _ = bind(tmp_path, *parts, binding=replace(BINDING, stamp_fonts=(font(f"{name}-Regular.ttf"),)))
        with opened(target) as pdf:
            stamp = pdf.pages[1].obj.Resources.Font["/Stamp0"]
            assert str(stamp.BaseFont) in (f"/AAAAAA+{name}", f"/AAAAAA+{name}-Regular")


@pytest.mark.parametrize(
    ("words", "signs"),
    [
        ("Page 2/5", "Page 2/5"),
        ("附件三 第 2 页", "附件三 第 2 页"),
        ("سلام", "\ufee1\ufefc\ufeb3"),
        ("لا", "\ufefb"),
        ("باب 12/3", "12/3 \ufe8f\ufe8e\ufe91"),
        ("باب 1-2", "2-1 \ufe8f\ufe8e\ufe91"),
        ("باب (A b)", "(A b) \ufe8f\ufe8e\ufe91"),
        ("Page باب 3", "Page 3 \ufe8f\ufe8e\ufe91"),
        ("אב 1-2", "1-2 בא"),
        ("Page 3 – باب", "Page 3 – \ufe8f\ufe8e\ufe91"),
    ],
)
def test_signs_are_ordered_and_joined_as_they_are_drawn(words: str, signs: str) -> None:
    assert drawn(words) == signs


def _last_streams(path: Path) -> list[bytes]:
    with opened(path) as pdf:
        return [page.obj.Contents[-1].read_bytes() for page in pdf.pages if isinstance(page.obj.Contents, Array)]


def _stamp_places(path: Path) -> dict[int, tuple[float, float]]:
    """The lower left corners of the stamps, by page."""
    places = {}
    with opened(path) as pdf:
        for index, page in enumerate(pdf.pages):
            contents = page.obj.Contents
            words = contents[-1].read_bytes().split() if isinstance(contents, Array) else []
            if b"cm" in words:
                at = words.index(b"cm")
                places[index] = (float(words[at - 2]), float(words[at - 1]))
    return places


# --- links -----------------------------------------------------------------------------------------------------------


def test_links_to_enclosures_become_jumps(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        link(pdf, 0, A=address("enclosure:2"))
        link(pdf, 0, A=address("https://example.org/"), Contents=String("Site"))
        link(pdf, 0, A=address("enclosure:1"))

    parts = (
        letter(simple(tmp_path / "letter.pdf", change=change)),
        part(simple(tmp_path / "a.pdf", 2), 1),
        part(simple(tmp_path / "slip.pdf"), 2, "slip-sheet"),
        part(simple(tmp_path / "b.pdf"), 2),
    )
    target, _ = bind(tmp_path, *parts)
    with opened(target) as pdf:
        page = pdf.pages[0].obj
        jump, site, other = page.Annots
        assert jump.A.S == "/GoTo"
        assert jump.A.D[0].objgen == pdf.pages[3].obj.objgen
        assert other.A.D[0].objgen == pdf.pages[1].obj.objgen
        assert (str(jump.Contents), str(site.Contents)) == ("2. B", "Site")
        assert site.A.URI == "https://example.org/"
        assert page.Tabs == "/S"


@pytest.mark.parametrize("uri", ["enclosure:7", "enclosure:two", "enclosure:"])
def test_a_link_to_an_enclosure_that_is_not_there_is_an_error(tmp_path: Path, uri: str) -> None:
    source = simple(tmp_path / "letter.pdf", change=lambda pdf: link(pdf, 0, A=address(uri)))
    with pytest.raises(BundleError, match=f"“{uri}”, which is not in the bundle") as raised:
        bundle([letter(source), part(simple(tmp_path / "a.pdf"), 1)], BINDING, tmp_path / "out.pdf")
    assert "Lettre" in raised.value.problems[0].where


def _with_names(old: bool) -> Any:
    """The same name in every file, leading from its first page to its last."""

    def change(pdf: Pdf) -> None:
        target = Array([pdf.pages[-1].obj, Name.XYZ, 0, 700, None])
        if old:
            pdf.Root.Dests = Dictionary(chapter=target)
        else:
            leaf = pdf.make_indirect(Dictionary(Names=Array([String("chapter"), Dictionary(D=target)])))
            pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([leaf])))
        name = Name.chapter if old else String("chapter")
        link(pdf, 0, Dest=name)
        link(pdf, 0, A=Dictionary(S=Name.GoTo, D=name))
        link(pdf, 0, Dest=Array([pdf.pages[0].obj, Name.Fit]))
        link(pdf, 0, Dest=String("nowhere"))
        bookmarks(pdf, ("Chapter", name))

    return change


def test_links_inside_parts_work_whatever_their_names(tmp_path: Path) -> None:
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "old.pdf", 2, _with_names(old=True)), 1),
        part(simple(tmp_path / "new.pdf", 3, _with_names(old=False)), 2),
    )
    target, report = bind(tmp_path, *parts)
    with opened(target) as pdf:
        for first, last in ((1, 2), (3, 5)):
            by_name, by_action, plain, dead = pdf.pages[first].obj.Annots
            assert by_name.Dest[0].objgen == by_action.A.D[0].objgen == pdf.pages[last].obj.objgen
            assert list(by_name.Dest)[1:4] == [Name.XYZ, 0, 700]
            assert plain.Dest[0].objgen == pdf.pages[first].obj.objgen
            assert Name.Dest not in dead
        assert str(pdf.pages[1].obj.Annots[0].Contents) == "1-2"
    assert outline(target)[1:] == ["1. Old @2", "  Chapter @3", "2. New @4", "  Chapter @6"]
    assert sum("led nowhere" in note.what for note in report.remarks) == 2


def test_named_destinations_cost_no_more_than_their_number(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        target = Array([pdf.pages[0].obj, Name.Fit])
        leaves = [[String(f"d{at:06}") for at in range(start, start + 100)] for start in range(0, 40_000, 100)]
        kids = [Dictionary(Names=Array([each for name in leaf for each in (name, target)])) for leaf in leaves]
        pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=Array([pdf.make_indirect(kid) for kid in kids])))
        page = pdf.pages[0].obj
        page.Annots = Array(
            [
                Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), Dest=String(f"d{at:06}"))
                for at in range(0, 40_000, 10)
            ]
        )

    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "named.pdf", change=change), 1)
    began = time.process_time()
    bundle(parts, BINDING, tmp_path / "out.pdf")
    assert time.process_time() - began < 5


# --- outlines --------------------------------------------------------------------------------------------------------


def test_an_enclosures_outline_is_copied_as_it_is(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        bookmarks(pdf, ("Œuvre № 1", Array([pdf.pages[0].obj, Name.Fit])), ("Page two", Array([1, Name.FitH, 700])))
        first, second = pdf.Root.Outlines.First, pdf.Root.Outlines.Last
        first.C, first.F, first.Count = Array([1, 0, 0]), 3, -1
        below = pdf.make_indirect(Dictionary(Title="Site", Parent=first, A=address("https://example.org/")))
        first.First = first.Last = below
        second.Next = first  # a circle

    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "book.pdf", 2, change), 1)
    target, _ = bind(tmp_path, *parts)
    with opened(target) as pdf:
        entry = pdf.Root.Outlines.Last
        first = entry.First
        assert (str(entry.Title), entry.Count) == ("1. Book", -2)
        assert (str(first.Title), first.Count, first.F, list(first.C)) == ("Œuvre № 1", -1, 3, [1, 0, 0])
        assert first.First.A.URI == "https://example.org/"
        assert first.Next.Dest[0].objgen == pdf.pages[2].obj.objgen
        assert pdf.Root.Outlines.Count == 2


# --- forms -----------------------------------------------------------------------------------------------------------


def test_forms_stay_fillable_and_their_names_never_collide(tmp_path: Path) -> None:
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "one.pdf", 1, a_form("Ana", "Helvetica")), 1),
        part(simple(tmp_path / "two.pdf", 1, a_form("Béla", "Courier")), 2),
        part(simple(tmp_path / "three.pdf", 1, a_form("Cheng", "Helvetica")), 3),
    )
    target, report = bind(tmp_path, *parts)
    fields = pypdf.PdfReader(target).get_fields() or {}
    values = {name: str(field.value) for name, field in fields.items() if field.value}
    assert values == {
        f"enclosure{at}.{name}": value
        for at, person in ((1, "Ana"), (2, "Béla"), (3, "Cheng"))
        for name, value in {"participant.name": person, "present": "/Yes", "language": "fr", "meal": "/b"}.items()
    }
    with opened(target) as pdf:
        form = pdf.Root.AcroForm
        assert sorted(form.DR.Font.keys()) == ["/Helv", "/Helv-2"]
        one, two, three = form.Fields
        assert [str(each.DA) for each in (one, two, three)] == [
            "/Helv 0 Tf 0 g",
            "/Helv-2 0 Tf 0 g",
            "/Helv 0 Tf 0 g",
        ]
        assert str(two.Kids[0].Kids[0].DA) == "/Helv-2 9 Tf 0 g"
        assert two.Kids[0].Kids[0].objgen == pdf.pages[2].obj.Annots[0].objgen
        assert Name.NeedAppearances not in form
        assert Name.CO not in form
        assert b"app.alert" not in target.read_bytes()
    assert [note.values["pages"] for note in report.remarks if note.code == "removed-script"] == ["1", "1", "1"]


# --- safety ----------------------------------------------------------------------------------------------------------


def test_what_runs_sends_or_opens_is_removed_and_told(tmp_path: Path) -> None:
    def script() -> Dictionary:
        return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))

    def change(pdf: Pdf) -> None:
        pdf.Root.OpenAction = script()
        pdf.Root.AA = Dictionary(WC=script())
        pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))
        pdf.pages[0].obj.AA = Dictionary(O=script())
        link(pdf, 0, A=Dictionary(S=Name.Launch, F=String("calc.exe")))
        link(pdf, 0, A=Dictionary(S=Name.SubmitForm, F=String("https://example.org/")))
        link(pdf, 0, A=address("file:///etc/passwd"))
        link(pdf, 0, A=Dictionary(S=Name.JavaScript, JS=String("x"), Next=address("https://example.org/")))
        chained = link(pdf, 0, A=address("https://example.org/"))
        chained.A.Next = Array([script(), Dictionary(S=Name.Named, N=Name.NextPage)])

    parts = letter(simple(tmp_path / "letter.pdf")), part(simple(tmp_path / "bad.pdf", 1, change), 1)
    target = tmp_path / "out.pdf"
    report = bundle(parts, BINDING, target)
    with opened(target) as pdf:
        whole = b"".join(each.unparse(resolved=True) for each in pdf.objects if isinstance(each, Dictionary))
        assert not [word for word in (b"JavaScript", b"/Launch", b"SubmitForm", b"file:", b"/AA ") if word in whole]
        *gone, promoted, chained = pdf.pages[1].obj.Annots
        assert all(Name.A not in each for each in gone)
        assert promoted.A.URI == "https://example.org/"
        assert chained.A.Next.N == "/NextPage"
        assert pdf.Root.OpenAction[0].objgen == pdf.pages[0].obj.objgen
    told = {note.code: note for note in report.remarks if note.kind == "removed"}
    assert {key: note.values["pages"] for key, note in told.items()} == {
        "removed-script": "1",
        "removed-launch": "1",
        "removed-submit": "1",
        "removed-address": "1",
        "removed-automatic": "1",
    }
    assert all("enclosure 1 “Bad”" in note.where for note in told.values())


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    def change(pdf: Pdf) -> None:
        layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
        pdf.pages[0].obj.Resources.Properties = Dictionary(L1=layer)
        pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))

    content = b"/OC /L1 BDC 0 0 595 842 re f EMC"
    source = write(tmp_path / "layers.pdf", Leaf(content=content), change=change)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    drawn = ink(target, 1)
    assert drawn
    assert drawn[3] < 50


# --- tags ------------------------------------------------------------------------------------------------------------


def test_tags_of_all_parts_are_in_one_tree(tmp_path: Path) -> None:
    parts = (
        letter(tagged(tmp_path / "letter.pdf", 2)),
        part(tagged(tmp_path / "a.pdf", 3), 1),
        part(tagged(tmp_path / "b.pdf", 1, role="H1"), 2),
    )
    target, report = bind(tmp_path, *parts)
    assert {remark.kind for remark in report.remarks} == {"kept"}
    with opened(target) as pdf:
        root = pdf.Root.StructTreeRoot
        document = root.K[0]
        assert [str(each.T) for each in document.K] == ["Lettre", "A", "B"]
        assert [str(each.Lang) for each in document.K] == ["fr"] * 3
        assert [page.obj.StructParents for page in pdf.pages] == list(range(6))
        parents = dict(zip(root.ParentTree.Nums[::2], root.ParentTree.Nums[1::2], strict=True))
        for index, page in enumerate(pdf.pages):
            assert parents[index][0].Pg.objgen == page.obj.objgen
        assert root.ParentTreeNextKey == 6
        assert dict(root.RoleMap.items()) == {"/Words": "/P", "/enclosure2-Words": "/H1"}
        assert document.K[2].K[0].K[0].S == "/enclosure2-Words"
        names = [bytes(each) for each in list(root.IDTree.Names)[::2]]
        elements = list(root.IDTree.Names)[1::2]
        assert names == sorted(set(names))
        assert len(names) == 6
        assert [bytes(each.ID) for each in elements] == names
        assert bool(pdf.Root.MarkInfo.Marked)


def test_a_part_without_tags_is_told_and_nothing_is_claimed(tmp_path: Path) -> None:
    def contend(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.StructParents = 0
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            Dictionary(K=Dictionary(S=Name.P), ParentTree=Dictionary(Nums=Array([0, Array()])))
        )

    parts = (
        letter(tagged(tmp_path / "letter.pdf")),
        part(simple(tmp_path / "plain.pdf"), 1),
        part(simple(tmp_path / "leftover.pdf", 2, contend), 2),
        part(tagged(tmp_path / "good.pdf"), 3),
    )
    target, report = bind(tmp_path, *parts)
    told = [remark.where.split("(")[0] for remark in report.remarks if remark.kind != "kept"]
    assert told == ["enclosure 1 “Plain” ", "enclosure 2 “Leftover” "]
    with opened(target) as pdf:
        assert Name.MarkInfo not in pdf.Root
        assert [page.obj.get(Name.StructParents) for page in pdf.pages] == [0, None, None, None, 1]


# --- the file --------------------------------------------------------------------------------------------------------


def test_the_bundle_says_what_it_is(tmp_path: Path) -> None:
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")))
    reader = pypdf.PdfReader(target)
    information: Any = reader.metadata
    metadata: Any = reader.xmp_metadata
    assert (information.title, information.author, information.subject) == (BINDING.title, "Secrétariat", "Invitation")
    assert information["/Keywords"] == "réunion, invitation"
    assert information["/CreationDate"] == information["/ModDate"] == "D:20240501123000+02'00"
    assert metadata.dc_title == {"x-default": BINDING.title}
    assert metadata.dc_creator == ["Secrétariat"]
    assert metadata.xmp_create_date == BINDING.created.astimezone(metadata.xmp_create_date.tzinfo).replace(tzinfo=None)
    assert declared(target.read_bytes()) == HIGHEST  # until it is checked
    root: Any = reader.root_object
    assert root["/Lang"] == "fr"
    assert root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"] == {"/DisplayDocTitle": True}


AGAIN = """
import sys
from pathlib import Path
from pipeline.bundle.assemble import bundle
from tests.pdfs import BINDING, letter, part
bundle([letter(Path("letter.pdf")), part(Path("a.pdf"), 1), part(Path("b.pdf"), 2)], BINDING, Path("again.pdf"))
"""


def test_the_same_parts_give_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for folder, seed in ((tmp_path / "one", "1"), (tmp_path / "two", "22")):
        folder.mkdir()
        tagged(folder / "letter.pdf", 2)
        simple(folder / "a.pdf", 2, a_form("Ana", "Helvetica"))
        simple(folder / "b.pdf", 3, _with_names(old=False))
        subprocess.run([sys.executable, "-c", AGAIN], cwd=folder, env={"PYTHONHASHSEED": seed}, check=True)
        made.append(hashlib.sha256((folder / "again.pdf").read_bytes()).hexdigest())
    assert made[0] == made[1]


def test_every_bad_part_is_told_and_the_old_bundle_stays(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    target.write_bytes(b"old")
    locked = pikepdf.Encryption(user="secret", owner="secret")
    guarded = pikepdf.Encryption(owner="secret", allow=pikepdf.Permissions(modify_assembly=False))
    (tmp_path / "rubbish.pdf").write_text("<html>")
    (tmp_path / "nothing.pdf").touch()
    parts = (
        letter(simple(tmp_path / "letter.pdf")),
        part(tmp_path / "absent.pdf", 1),
        part(tmp_path / "rubbish.pdf", 2),
        part(tmp_path / "nothing.pdf", 3),
        part(write(tmp_path / "locked.pdf", Leaf(), encryption=locked), 4),
        part(write(tmp_path / "guarded.pdf", Leaf(), encryption=guarded), 5),
        part(write(tmp_path / "empty.pdf"), 6),
        part(simple(tmp_path / "xfa.pdf", 1, lambda pdf: setattr(pdf.Root, "NeedsRendering", True)), 7),
        part(tmp_path, 8, title="Folder"),
    )
    with pytest.raises(BundleError) as raised:
        bundle(parts, BINDING, target)
    wanted = ["can't be opened", "not a PDF", "not a PDF", "password", "forbids", "no pages", "XFA", "can't be opened"]
    assert len(raised.value.problems) == len(wanted)
    for each, problem, words in zip(parts[1:], raised.value.problems, wanted, strict=True):
        assert words in problem.what
        assert problem.where.startswith(f"enclosure {each.number} “{each.title}” ({each.path})")
        assert problem.mend.endswith(".")
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*"))


TOKENS = re.compile(rb"\d+ 0 R|/\w+|\[[^\[\]]*\]|\(\w*\)|\d+")
SPOILT = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from([b"null", b"5", b"[ ]", b"<< >>", b"/X", b"(x)", b"true", b"1 0 R", b"4 0 R", b"-1.5", b"99 0 R"]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SPOILT, min_size=1, max_size=3))
def test_a_spoilt_part_is_bound_or_refused_in_words(spoilt: list[tuple[int, bytes]]) -> None:
    def change(pdf: Pdf) -> None:
        a_form("Ana", "Helvetica")(pdf)
        _with_names(old=False)(pdf)
        _tagged_links(pdf)

    with TemporaryDirectory() as name:
        folder = Path(name)
        plain = {"qdf": True, "object_stream_mode": pikepdf.ObjectStreamMode.disable}
        source = write(folder / "a.pdf", Leaf(), Leaf(), change=change, **plain)
        content = source.read_bytes()
        for at, word in spoilt:
            tokens = list(TOKENS.finditer(content))
            found = tokens[at % len(tokens)]
            content = content[: found.start()] + word + content[found.end() :]
        source.write_bytes(content)
        parts = letter(simple(folder / "letter.pdf")), part(source, 1), part(folder / "letter.pdf", 2)
        problems: Sequence[Finding] = ()
        try:
            bundle(parts, BINDING, folder / "out.pdf")
        except BundleError as error:
            problems = error.problems
        assert all("a.pdf" in problem.where for problem in problems)
        assert problems or len(pypdf.PdfReader(folder / "out.pdf").pages) >= 3


def test_an_enclosure_that_opens_without_its_password_is_bound(tmp_path: Path) -> None:
    allowed = pikepdf.Encryption(
        owner="secret", R=4, aes=False, metadata=False, allow=pikepdf.Permissions(extract=False, modify_assembly=True)
    )
    source = write(tmp_path / "open.pdf", Leaf(), encryption=allowed)
    target, _ = bind(tmp_path, letter(simple(tmp_path / "letter.pdf")), part(source, 1))
    with opened(target) as pdf:
        assert not pdf.is_encrypted


def test_a_damaged_file_is_bound_as_qpdf_reads_it(tmp_path: Path) -> None:
    source = simple(tmp_path / "damaged.pdf", 2)
    source.write_bytes(source.read_bytes().replace(b"startxref", b"startxxxx"))
    parts = letter(simple(tmp_path / "letter.pdf")), part(source, 1)
    report = bundle(parts, BINDING, tmp_path / "out.pdf")
    assert report.pages == 3
    assert audit(tmp_path / "out.pdf", parts, BINDING) == ()


def test_a_bundle_that_cant_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="can't be written"):
        bundle([letter(simple(tmp_path / "letter.pdf"))], BINDING, tmp_path / "absent" / "out.pdf")


def test_the_same_file_may_be_two_enclosures(tmp_path: Path) -> None:
    source = tagged(tmp_path / "same.pdf", 2)
    target, report = bind(tmp_path, letter(tagged(tmp_path / "letter.pdf")), part(source, 1), part(source, 2))
    assert labels(target) == ["1", "1-1", "1-2", "2-1", "2-2"]
    assert {remark.kind for remark in report.remarks} == {"kept"}


# --- the letter that travels alone -----------------------------------------------------------------------------------


def _tagged_links(pdf: Pdf) -> None:
    """Links to enclosures 1 and 2 and to the web, each in an element of its own."""
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    document = pdf.make_indirect(Dictionary(S=Name.Document, P=root, K=Array()))
    numbers = Array()
    for key, uri in enumerate(("enclosure:1", "enclosure:2", "https://example.org/")):
        made = link(pdf, 0, A=address(uri), StructParent=key)
        kids: list[Any] = [key, Dictionary(Type=Name.OBJR, Obj=made, Pg=pdf.pages[0].obj)]
        element = pdf.make_indirect(Dictionary(S=Name.Link, P=document, Pg=pdf.pages[0].obj, K=Array(kids)))
        document.K.append(element)
        numbers.append(key)
        numbers.append(element)
    root.K = document
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    pdf.Root.StructTreeRoot = root


def test_the_letter_alone_links_to_the_files_beside_it(tmp_path: Path) -> None:
    source = simple(tmp_path / "letter.pdf", change=_tagged_links)
    target = tmp_path / "alone.pdf"
    point_links(source, {1: "enclosures/1 Règlement.pdf"}, {1: "Règlement"}, BINDING.created, target)
    with opened(target) as pdf:
        assert pdf.check_pdf_syntax() == []
        jump, web = pdf.pages[0].obj.Annots
        assert (jump.A.S, list(jump.A.D), bool(jump.A.NewWindow)) == ("/GoToR", [0, Name.Fit], True)
        assert str(jump.A.F.F) == str(jump.A.F.UF) == "enclosures/1 Règlement.pdf"
        assert web.A.URI == "https://example.org/"
        kept, gone, other = pdf.Root.StructTreeRoot.K.K
        assert [kept.S, gone.S, other.S] == ["/Link", "/Span", "/Link"]
        assert list(gone.K) == [1]
        assert kept.K[1].Obj.objgen == jump.objgen
        assert list(pdf.Root.StructTreeRoot.ParentTree.Nums)[::2] == [0, 2]
        assert str(pdf.docinfo.ModDate) == "D:20240501123000+02'00"


def test_the_letter_alone_is_the_same_whatever_the_export(tmp_path: Path) -> None:
    made = []
    for name, stamp in (("a", "D:20200101"), ("b", "D:20230303")):

        def change(pdf: Pdf, stamp: str = stamp) -> None:
            _tagged_links(pdf)
            pdf.docinfo[Name.CreationDate] = String(stamp)
            pdf.trailer.DocChecksum = Name("/" + stamp[2:])

        point_links(
            write(tmp_path / f"{name}.pdf", Leaf("Letter"), change=change),
            {1: "1.pdf", 2: "2.pdf"},
            {},
            BINDING.created,
            tmp_path / f"{name}-alone.pdf",
        )
        made.append((tmp_path / f"{name}-alone.pdf").read_bytes())
    assert made[0] == made[1]


def test_views_turn_what_is_seen_back_to_what_is_drawn() -> None:
    page = Dictionary(MediaBox=Array([10, 20, 110, 220]), Rotate=90, UserUnit=2)
    view = view_of(page)
    assert (view.width, view.height) == (400, 200)
    left, bottom, right, top = view.seen((10, 20, 10, 20))
    assert (left, bottom) == (right, top) == (0, 200)
    a, b, c, d, *_ = view.place(0, 0, 1)
    assert math.hypot(a, b) == math.hypot(c, d) == 0.5
    assert view_of(Dictionary(MediaBox=Array(A4))).box == A4

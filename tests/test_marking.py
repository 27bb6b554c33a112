"""Numbers that run through a bundle, blank pages for printing on both sides, a draft's mark: written, and audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from pikepdf import Array

from pipeline.audit import audit
from pipeline.bundle.assemble import bundle
from pipeline.bundle.blanks import with_blanks
from pipeline.bundle.content import Heights
from pipeline.convert.office import Offices
from pipeline.errors import BundleError
from pipeline.model import Binding, Part
from pipeline.pdf.conformance import check
from tests.houses import build, copy_meeting
from tests.pdfs import BINDING, Leaf, letter, part, simple, tagged, write
from tests.reading import outline
from tests.reading import pages as words_of

RUNNING = replace(BINDING, running="– {page} –")
BLANK = "Page laissée blanche intentionnellement"
TWO_SIDED = replace(RUNNING, blank=BLANK)
DRAFT = replace(RUNNING, draft="Projet – pour approbation")

_LINE = (
    b"(Words that fill a page from edge to edge, and more words, and yet more that go on and on and on to its end) ' "
)
FULL = Leaf(content=b"BT /F1 12 Tf 14 TL 2 838 Td " + (_LINE + b" ") * 60 + b"ET")


def bound(folder: Path, binding: Binding, *parts: Part) -> Path:
    """A bundle that the audit finds sound."""
    target = folder / "bundle.pdf"
    bundle(parts, binding, target)
    assert audit(target, parts, binding) == ()
    return target


def letters(folder: Path) -> tuple[Part, ...]:
    return (
        letter(tagged(folder / "letter.pdf", 3)),
        part(simple(folder / "index.pdf"), kind="index"),
        part(simple(folder / "slip.pdf"), 1, "slip-sheet"),
        part(tagged(folder / "one.pdf", 2), 1),
        part(simple(folder / "two.pdf", 1), 2),
    )


def spots(path: Path, page: int, wanted: str) -> list[tuple[float, float, float, float]]:
    """Where words stand on a page, from 0."""
    document = pypdfium2.PdfDocument(path)
    text = document[page].get_textpage()
    found = text.search(wanted)
    at, count = found.get_next()
    boxes = [text.get_charbox(at + each) for each in range(count)]
    document.close()
    return boxes


def test_every_page_bears_its_number_in_the_bundle(tmp_path: Path) -> None:
    path = bound(tmp_path, RUNNING, *letters(tmp_path))
    assert [f"– {number} –" in words for number, words in enumerate(words_of(path), start=1)] == [True] * 8
    assert "Pièce jointe 1 – page 2/2" in words_of(path)[6]


def test_a_number_stands_at_the_foot_in_the_middle_and_elsewhere_where_that_is_taken(tmp_path: Path) -> None:
    foot = Leaf(content=b"BT /F1 10 Tf 280 18 Td (a foot of its own) Tj ET")
    feet = Leaf(content=b"0 0 595 100 re f BT /F1 12 Tf 72 400 Td (x) Tj ET")
    path = bound(tmp_path, RUNNING, part(write(tmp_path / "a.pdf", Leaf(), foot, feet, FULL), 1))
    left, bottom, right, _ = spots(path, 0, "– 1 –")[0]
    assert 280 < left < right < 315
    assert bottom < 30
    # aside; at the head, beside the stamp; and on a page that has no room, on white
    assert spots(path, 1, "– 2 –")[0][0] > 500
    assert spots(path, 2, "– 3 –")[0][1] > 800
    with pikepdf.open(path) as pdf:
        assert b"/PageNum /Attached [/Top]" in pdf.pages[2].obj.Contents[-1].read_bytes()
        assert b" re f 0 g BT" in pdf.pages[3].obj.Contents[-1].read_bytes()


def test_what_bears_no_numbers_is_as_it_was(tmp_path: Path) -> None:
    path = bound(tmp_path, BINDING, *letters(tmp_path))
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages[0].obj.Contents) == 1 if isinstance(pdf.pages[0].obj.Contents, Array) else True
        assert b"PageNum" not in pdf.pages[5].obj.Contents[-1].read_bytes()


def test_each_part_begins_on_a_right_hand_page(tmp_path: Path) -> None:
    parts = with_blanks(letters(tmp_path), TWO_SIDED, tmp_path)
    assert [each.kind for each in parts].count("blank") == 3
    path = bound(tmp_path, TWO_SIDED, *parts)
    told = words_of(path)
    assert [number for number, words in enumerate(told, start=1) if BLANK in words] == [4, 6, 8]
    assert "– 4 –" in told[3]
    reader = pypdf.PdfReader(path)
    assert reader.page_labels == ["1", "2", "3", "4", "i", "ii", "1-i", "1-ii", "1-1", "1-2", "2-1"]
    assert outline(path) == ["Lettre @1", "Index @5", "1. One @7", "2. Two @11"]
    assert reader.root_object["/ViewerPreferences"]["/Duplex"] == "/DuplexFlipLongEdge"  # type: ignore[index]


def test_a_blank_page_needs_no_tags_and_has_the_size_of_the_one_before(tmp_path: Path) -> None:
    across = tagged(tmp_path / "across.pdf")
    with pikepdf.open(across, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Rotate = 90
        pdf.save(across)
    parts = with_blanks((letter(across), part(tagged(tmp_path / "one.pdf"), 1)), TWO_SIDED, tmp_path)
    path = bound(tmp_path, TWO_SIDED, *parts)
    with pikepdf.open(path) as pdf:
        assert [float(each) for each in pdf.pages[1].obj.MediaBox] == [0, 0, 842, 595]
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 2


def test_a_draft_says_so_across_every_page_and_hides_no_word(tmp_path: Path) -> None:
    parts = (letter(write(tmp_path / "letter.pdf", FULL)), part(write(tmp_path / "one.pdf", Leaf(rotate=90)), 1))
    path = bound(tmp_path, DRAFT, *parts)
    told = words_of(path)
    assert all(word in page for page in told for word in ("Projet", "approbation"))
    assert "Words that fill a page" in told[0]
    document = pypdfium2.PdfDocument(path)
    greys = bytes(document[0].render(scale=0.5, grayscale=True).buffer)
    assert sum(200 < grey < 245 for grey in greys) > 500
    assert min(greys) < 60
    document.close()
    assert not {"TRANSPARENCY", "BLEND-MODE"} & {*check(path).broken}


def _edit(page: int, old: bytes, new: bytes) -> Callable[[Any], object]:
    def spoil(pdf: Any) -> None:
        contents = pdf.pages[page].obj.Contents
        said = contents[-1].read_bytes()
        assert old in said
        contents[-1] = pdf.make_stream(said.replace(old, new))

    return spoil


def _swap(pdf: Any) -> None:
    one, two = pdf.pages[4].obj.Contents, pdf.pages[5].obj.Contents
    one[-1], two[-1] = two[-1], one[-1]


def _start(pdf: Any) -> None:
    del pdf.Root.PageLabels.Nums[3].St


def _drop(page: int) -> Callable[[Any], object]:
    def spoil(pdf: Any) -> None:
        del pdf.pages[page].obj.Contents[-1]

    return spoil


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (_swap, "audit-mark"),
        (_drop(0), "audit-mark"),
        (_edit(0, b"/PageNum", b"/Footer"), "audit-mark"),
        (_edit(0, b"BDC q ", b"BDC q 9"), "audit-mark-unseen"),
        (_edit(3, b"/Layout", b"/Page"), "audit-mark"),
        (_edit(0, b"/Watermark", b"/Header"), "audit-stamp"),
        (_start, "audit-label"),
    ],
)
def test_what_is_amiss_is_found(tmp_path: Path, spoil: Callable[[Any], object], code: str) -> None:
    binding = replace(TWO_SIDED, draft="Projet")
    parts = with_blanks(letters(tmp_path), binding, tmp_path)
    path = bound(tmp_path, binding, *parts)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(path)
    found = audit(path, parts, binding)
    assert code in [each.code for each in found], found


def test_a_draft_that_is_none_is_found(tmp_path: Path) -> None:
    parts = letters(tmp_path)
    path = bound(tmp_path, DRAFT, *parts)
    assert {each.code for each in audit(path, parts, RUNNING)} == {"audit-mark"}
    assert {each.code for each in audit(path, parts, BINDING)} >= {"audit-mark", "audit-page"}


def test_a_pattern_that_cant_be_filled_is_told(tmp_path: Path) -> None:
    with pytest.raises(BundleError) as caught:
        bundle(letters(tmp_path), replace(BINDING, running="{number}"), tmp_path / "bundle.pdf")
    assert [each.code for each in caught.value.findings] == ["running-places"]


def test_a_package_for_both_sides_of_the_paper(house: Path, tmp_path: Path, offices: Offices) -> None:
    folder = copy_meeting(house, "small", "two-sided")
    settings = folder / "meeting.toml"
    said = settings.read_text(encoding="utf-8").replace(
        "slip_sheets = false", "running_numbers = true\ntwo_sided = true"
    )
    settings.write_text(said, encoding="utf-8")
    built = build(folder, tmp_path, offices)
    path = built.path("bundle")
    told = words_of(path)
    begins = {line.strip().partition(". ")[0]: int(line.rpartition("@")[2]) for line in outline(path, 2)}
    index = next(words for words in told if "Table des pièces jointes" in words)
    for number in ("1", "2", "3", "4"):
        page = begins[number]
        assert page % 2 == 1
        assert f"– {page} –" in told[page - 1]
        assert f"Pièce jointe {number} – page 1/" in told[page - 1]
        assert f" {page} " in f"{index} "
    assert any(BLANK in words for words in told)


def test_a_page_is_looked_at_for_room_once_as_long_as_its_file_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[int] = []
    highest = Heights.highest

    def counted(*given: Any) -> float | None:
        looked.append(1)
        return highest(*given)

    monkeypatch.setattr(Heights, "highest", counted)
    parts = letters(tmp_path)
    first = bound(tmp_path, BINDING, *parts).read_bytes()
    number = len(looked)
    assert number
    assert bound(tmp_path, BINDING, *parts).read_bytes() == first
    assert len(looked) == number
    write(tmp_path / "two.pdf", FULL)
    bound(tmp_path, BINDING, *parts)
    assert len(looked) == number + 1

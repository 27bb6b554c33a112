from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from pipeline.bundle.assemble import bundle
from pipeline.compare.align import align_pages, align_sections
from pipeline.compare.causes import causes
from pipeline.compare.pages import Drawn, differing, draw, same_pixels
from pipeline.compare.report import write_report
from pipeline.compare.sections import Section, sections
from pipeline.compare.sides import Side
from pipeline.compare.whole import Comparison, compare
from pipeline.errors import ArchiveError
from pipeline.files import digest
from tests.pdfs import BINDING, Leaf, bookmarks, letter, part, simple, text_field, write


def bound(folder: Path, *enclosures: str) -> Path:
    """A bundle of a letter and enclosures, each with its name on its pages: ``agenda:2`` has two."""
    folder.mkdir(parents=True)
    parts = [letter(simple(folder / "letter.pdf", 2))]
    for position, said in enumerate(enclosures, start=1):
        name, _, pages = said.partition(":")
        leaves = (
            Leaf(f"{name} page {page} of words {page * 7} and {name * 2}") for page in range(1, int(pages or 1) + 1)
        )
        parts.append(part(write(folder / f"{name}.pdf", *leaves), position, title=name.capitalize()))
    bundle(parts, BINDING, folder / "bundle.pdf")
    return folder / "bundle.pdf"


def answer(first: Path, second: Path) -> tuple[str, list[tuple[str, str | None, str | None]]]:
    found = compare(first, second)
    return found.verdict, [
        (page.section, page.first, page.second) for document in found.documents for page in document.differing
    ]


# --- two PDF files -------------------------------------------------------------------------------


def test_the_same_bytes_are_identical(tmp_path: Path) -> None:
    first = bound(tmp_path / "a", "agenda:2")
    shutil.copy(first, tmp_path / "copy.pdf")
    assert answer(first, tmp_path / "copy.pdf") == ("identical", [])


def test_other_bytes_that_look_and_read_the_same_are_the_same_pages(tmp_path: Path) -> None:
    first = bound(tmp_path / "a", "agenda:2")
    with pikepdf.open(first) as pdf:
        pdf.docinfo["/Producer"] = "Another"
        pdf.save(tmp_path / "b.pdf", compress_streams=False)
    assert answer(first, tmp_path / "b.pdf") == ("same pages", [])


def test_a_page_with_another_word_is_told_with_the_word(tmp_path: Path) -> None:
    first = write(tmp_path / "a.pdf", Leaf("du 18 juin 2024"), Leaf("two"))
    second = write(tmp_path / "b.pdf", Leaf("du 19 juin 2024"), Leaf("two"))
    found = compare(first, second)
    ((page,),) = [document.differing for document in found.documents]
    assert (found.verdict, page.first, page.second, page.places) == ("different", "1", "1", 1)
    assert page.words == (("same", "du"), ("gone", "18"), ("new", "19"), ("same", "juin 2024"))


def test_a_page_that_only_looks_different_is_told(tmp_path: Path) -> None:
    grey = b"0.9 g 100 100 4 4 re f 0 g BT /F1 12 Tf 72 400 Td (Words) Tj ET"
    first = write(tmp_path / "a.pdf", Leaf(content=grey))
    second = write(tmp_path / "b.pdf", Leaf(content=grey.replace(b"0.9 g", b"0.89 g")))
    found = compare(first, second)
    ((page,),) = [document.differing for document in found.documents]
    assert (found.verdict, page.words, page.places) == ("different", (), 1)


def test_a_form_that_was_filled_in_is_another_page(tmp_path: Path) -> None:
    def form(value: str) -> Callable[[pikepdf.Pdf], object]:
        def add(pdf: pikepdf.Pdf) -> None:
            field = text_field(pdf, "name", value, DA=pikepdf.String("/Helv 12 Tf 0 g"))
            pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]), NeedAppearances=True)

        return add

    first = write(tmp_path / "a.pdf", Leaf("Form"), change=form(""))
    second = write(tmp_path / "b.pdf", Leaf("Form"), change=form("Ada Vondrak"))
    assert answer(first, second)[0] == "different"


def test_an_enclosure_put_in_does_not_make_all_after_it_differ(tmp_path: Path) -> None:
    """The stamps of those after it differ, as their numbers do; what is set side by side is the same enclosure."""
    first = bound(tmp_path / "a", "agenda:2", "programme:3", "note:1")
    second = bound(tmp_path / "b", "agenda:2", "budget:2", "programme:3", "note:1")
    verdict, pages = answer(first, second)
    assert verdict == "different"
    assert pages == [
        ("2. Budget", None, "2-1"),
        ("2. Budget", None, "2-2"),
        ("3. Programme", "2-1", "3-1"),
        ("3. Programme", "2-2", "3-2"),
        ("3. Programme", "2-3", "3-3"),
        ("4. Note", "3-1", "4-1"),
    ]


def test_a_page_put_into_an_enclosure_is_found_there(tmp_path: Path) -> None:
    names = ["alpha one two", "beta three four", "gamma five six", "delta seven"]
    first = write(tmp_path / "a.pdf", *map(Leaf, names))
    second = write(tmp_path / "b.pdf", *map(Leaf, [*names[:2], "a page that is new", *names[2:]]))
    assert answer(first, second) == ("different", [("", None, "3")])


def test_a_page_taken_out_of_a_bundle_by_another_program_is_found(tmp_path: Path) -> None:
    """The labels of the pages after it are then those of their neighbours."""
    first = bound(tmp_path / "a", "agenda:2", "programme:3", "note:1")
    with pikepdf.open(first) as pdf:
        del pdf.pages[3]
        pdf.save(tmp_path / "b.pdf")
    assert answer(first, tmp_path / "b.pdf") == ("different", [("1. Agenda", "1-2", None)])


def test_a_page_put_in_and_another_taken_out_are_both_found(tmp_path: Path) -> None:
    names = ["alpha one two", "beta three four", "gamma five six", "delta seven"]
    first = write(tmp_path / "a.pdf", *map(Leaf, names))
    second = write(tmp_path / "b.pdf", *map(Leaf, ["a page that is new", *names[:3]]))
    assert answer(first, second) == ("different", [("", None, "1"), ("", "4", None)])


@pytest.mark.parametrize("sheets", [0, 1, 2])
@pytest.mark.parametrize("own", [1, 2])
def test_a_slip_sheet_belongs_to_its_enclosure(own: int, sheets: int, tmp_path: Path) -> None:
    """However long the letter is, whose page 1 once had the label of enclosure 1's sheet."""
    parts = [letter(simple(tmp_path / "letter.pdf", own))]
    for position in (1, 2):
        if sheets:
            parts.append(part(simple(tmp_path / f"slip{position}.pdf", sheets), position, "slip-sheet"))
        parts.append(part(simple(tmp_path / f"e{position}.pdf", 2), position))
    bundle(parts, BINDING, tmp_path / "bundle.pdf")
    pdf = pypdfium2.PdfDocument(tmp_path / "bundle.pdf")
    found = [(each.title, each.pages) for each in sections(pdf)]
    pdf.close()
    assert found == [("Lettre", own), ("1. E1", sheets + 2), ("2. E2", sheets + 2)]


def test_files_without_labels_are_split_by_their_outline(tmp_path: Path) -> None:
    def outlined(*lines: tuple[str, int]) -> Callable[[pikepdf.Pdf], object]:
        return lambda pdf: bookmarks(
            pdf, *((title, pikepdf.Array([pdf.pages[page].obj, pikepdf.Name.Fit])) for title, page in lines)
        )

    leaves = [Leaf(f"part {name} page {page}") for name, pages in (("one", 2), ("two", 2)) for page in range(pages)]
    first = write(tmp_path / "a.pdf", *leaves, change=outlined(("One", 0), ("Two", 2)))
    second = write(tmp_path / "b.pdf", *leaves[2:], *leaves[:2], change=outlined(("Two", 0), ("One", 2)))
    assert answer(first, second) == ("same pages", [])


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    simple(tmp_path / "b.pdf")
    with pytest.raises(ArchiveError, match="It can't be read"):
        compare(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pytest.raises(ArchiveError, match="There is nothing to compare"):
        compare(tmp_path / "none", tmp_path / "b.pdf")


# --- the parts of it -----------------------------------------------------------------------------


def test_the_sections_of_a_bundle_are_its_letter_and_enclosures(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(bound(tmp_path / "a", "agenda:2", "programme:3")) as pdf:
        assert sections(pdf) == [
            Section("Lettre", "", 0, 2),
            Section("1. Agenda", "1", 2, 2),
            Section("2. Programme", "2", 4, 3),
        ]


def test_sections_are_set_against_each_other_by_title_then_by_number() -> None:
    def named(*titles: str) -> list[Section]:
        return [Section(f"{at}. {title}", str(at), at, 1) for at, title in enumerate(titles, start=1)]

    assert align_sections(named("a", "b", "c"), named("a", "c", "b")) == [(0, 0), (2, 1), (1, 2)]
    assert align_sections(named("a", "b"), named("a", "x")) == [(0, 0), (1, 1)]
    assert align_sections(named("a", "b", "c"), named("a", "c")) == [(0, 0), (1, None), (2, 1)]
    assert align_sections(named("a"), named("a", "b")) == [(0, 0), (None, 1)]


def test_long_lists_of_pages_are_set_against_each_other_in_no_time() -> None:
    start = time.perf_counter()
    pairs = align_pages([f"page {number}" for number in range(3000)], [f"page {number}" for number in range(2999)])
    assert (len(pairs), time.perf_counter() - start < 1) == (3000, True)


def shown(image: Image.Image) -> Drawn:
    return Drawn(image.width, image.height, 3 * image.width, image.tobytes(), "")


@pytest.mark.parametrize("spot", [(0, 0), (601, 399), (0, 399), (300, 7)])
@pytest.mark.parametrize("colour", [(255, 255, 254), (254, 255, 255), (0, 0, 0)])
def test_one_pixel_is_enough_and_its_box_holds_it(spot: tuple[int, int], colour: tuple[int, int, int]) -> None:
    first = Image.new("RGB", (602, 400), "white")
    second = first.copy()
    second.putpixel(spot, colour)
    assert same_pixels(shown(first), shown(first))
    assert not same_pixels(shown(first), shown(second))
    ((left, top, right, bottom),) = differing(shown(first), shown(second))
    assert left <= spot[0] < right
    assert top <= spot[1] < bottom
    assert (right - left) * (bottom - top) < 1000


def test_pages_of_other_sizes_differ_as_a_whole() -> None:
    first, second = Image.new("RGB", (100, 50)), Image.new("RGB", (80, 60))
    assert differing(shown(first), shown(second)) == [(0, 0, 100, 60)]


def test_causes_name_the_versions_then_and_now() -> None:
    then = {"libreoffice": "LibreOffice 7.4.7.2 40(Build:2) 1", "python": "3.11.2", "packages": {"pikepdf": "10.18.0"}}
    now = {"libreoffice": "LibreOffice 25.2.3.2 520 2", "python": "3.11.2", "packages": {"pikepdf": "11.0.0"}}
    first = Side("then", {}, {"config.toml": "a" * 64, "x": "b" * 64}, then, {"Carlito-Regular.ttf": "c" * 64})
    second = Side("now", {}, {"config.toml": "d" * 64}, now, {"Carlito-Regular.ttf": "c" * 64})
    assert list(map(str, causes(first, second))) == [
        "LibreOffice 7.4.7.2 40(Build:2) 1 then, 25.2.3.2 520 2 now",
        "pikepdf 10.18.0 then, 11.0.0 now",
        "config.toml aaaaaaaaaaaa then, dddddddddddd now",
        "x bbbbbbbbbbbb then, not there now",
    ]
    assert causes(first, Side("now", {})) == []


# --- the report ----------------------------------------------------------------------------------


def test_the_report_shows_pages_side_by_side_and_what_changed(tmp_path: Path) -> None:
    first = bound(tmp_path / "a", "agenda:1")
    second = bound(tmp_path / "b", "agenda:1", "<budget>:1")
    found = compare(first, second)
    write_report(found, tmp_path / "deep" / "report.html")
    html = (tmp_path / "deep" / "report.html").read_text(encoding="utf-8")
    assert html.count("<img ") == 1
    assert "bundle.pdf (first) has no such page." in html
    assert "2. &lt;budget&gt;, page 2-1" in html
    assert "<ins>" in html
    assert "<script" not in html
    assert "http" not in html
    assert html.count("data:image/jpeg;base64,") == 1


def test_only_some_pages_are_shown_as_pictures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.compare.whole.MOST_PICTURES", 1)
    first, second = simple(tmp_path / "a.pdf", 3), simple(tmp_path / "b.pdf", 3)
    ((*pages,),) = [document.differing for document in compare(first, second).documents]
    assert [any(page.pictures) for page in pages] == [True, False, False]


def test_pages_are_drawn_with_their_words(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(simple(tmp_path / "a.pdf")) as pdf:
        drawn = draw(pdf, 0)
    assert (drawn.width, drawn.height, drawn.words) == (1240, 1755, "a 1")


# --- builds --------------------------------------------------------------------------------------


def package(out: Path, **enclosures: str) -> Path:
    """A built package with these enclosures, as its manifest tells."""
    outputs = []
    for number, (name, words) in enumerate(enclosures.items(), start=1):
        path = f"en/enclosures/{number:02}-{name}.pdf"
        (out / path).parent.mkdir(parents=True, exist_ok=True)
        write(out / path, Leaf(words))
        outputs.append({"role": "enclosure", "language": "en", "instrument": None, "recipient": None, "path": path})
        outputs[-1]["sha256"] = digest(out / path)
    (out / "manifest.json").write_text(json.dumps({"outputs": outputs}), encoding="utf-8")
    return out


def verdicts(found: Comparison) -> dict[str, str]:
    return {document.name: document.verdict for document in found.documents}


def test_the_enclosures_of_two_builds_answer_to_each_other_by_their_titles(tmp_path: Path) -> None:
    first = package(tmp_path / "a", agenda="Agenda", note="Note")
    second = package(tmp_path / "b", agenda="Agenda", budget="Budget", note="Note!")
    found = compare(first, second)
    assert found.verdict == "different"
    assert verdicts(found) == {
        "en/enclosures/01-agenda.pdf": "identical",
        "en/enclosures/02-budget.pdf": "different",
        "en/enclosures/03-note.pdf": "different",
    }
    assert found.documents[-1].note == "Only b has it." or found.documents[1].note == "Only b has it."


def test_an_enclosure_that_was_renamed_is_the_same(tmp_path: Path) -> None:
    first, second = package(tmp_path / "a", agenda="Agenda"), package(tmp_path / "b", programme="Agenda")
    found = compare(first, second)
    assert found.verdict == "same pages"
    assert [document.note for document in found.documents] == ["It was called en/enclosures/01-agenda.pdf."]


@pytest.mark.parametrize("manifest", ["", "[]", '{"outputs": [1]}', '{"outputs": [{"role": 1}]}', "[" * 9999])
def test_a_build_whose_manifest_is_damaged_is_told(tmp_path: Path, manifest: str) -> None:
    first = package(tmp_path / "a", agenda="Agenda")
    (first / "manifest.json").write_text(manifest)
    with pytest.raises(ArchiveError, match="It is not the manifest of a package"):
        compare(first, first)

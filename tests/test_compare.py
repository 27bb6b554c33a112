from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

from pipeline.bundle.assemble import bundle
from pipeline.comparison.align import align_alike, align_pages, align_sections
from pipeline.comparison.causes import causes
from pipeline.comparison.compare import Comparison, compare
from pipeline.comparison.pages import Drawn, differing, draw
from pipeline.comparison.report import write_report
from pipeline.comparison.sections import Section, fit, sections
from pipeline.comparison.sides import Side
from pipeline.comparison.unseen import KINDS
from pipeline.errors import ArchiveError
from pipeline.files import digest
from pipeline.model import Conformance
from pipeline.pdf.xmp import About, packet
from tests.pdfs import (
    BINDING,
    Leaf,
    address,
    bookmarks,
    destinations,
    layer,
    letter,
    link,
    part,
    simple,
    tagged,
    text_field,
    write,
)


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
    found = compare(first, tmp_path / "b.pdf")
    assert (found.verdict, found.but, found.grave, found.differing) == ("same pages, but", ("metadata",), False, 0)
    with pikepdf.open(first) as pdf:
        pdf.save(tmp_path / "c.pdf", compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert answer(first, tmp_path / "c.pdf") == ("same pages", [])


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
    def form(value: str) -> Callable[[Pdf], object]:
        def add(pdf: Pdf) -> None:
            field = text_field(pdf, "name", value, DA=String("/Helv 12 Tf 0 g"))
            pdf.Root.AcroForm = Dictionary(Fields=Array([field]), NeedAppearances=True)

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
    def outlined(*lines: tuple[str, int]) -> Callable[[Pdf], object]:
        return lambda pdf: bookmarks(pdf, *((title, Array([pdf.pages[page].obj, Name.Fit])) for title, page in lines))

    leaves = [Leaf(f"part {name} page {page}") for name, pages in (("one", 2), ("two", 2)) for page in range(pages)]
    first = write(tmp_path / "a.pdf", *leaves, change=outlined(("One", 0), ("Two", 2)))
    second = write(tmp_path / "b.pdf", *leaves[2:], *leaves[:2], change=outlined(("Two", 0), ("One", 2)))
    found = compare(first, second)
    assert (found.verdict, found.differing, found.but) == ("same pages, but", 0, ("outline",))


# --- what pages do not show ----------------------------------------------------------------------


def _form(pdf: Pdf, value: str = "x", **entries: Any) -> None:
    field = text_field(pdf, "name", value, DA=String("/Helv 12 Tf 0 g"), F=2, **entries)  # hidden
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _rich(pdf: Pdf) -> None:
    """All that pages do not show, on two pages of words with tags."""
    link(pdf, 0, A=address("https://un.example/a"))
    link(pdf, 0, Dest=String("two"))
    destinations(pdf, one=0, two=1)
    bookmarks(pdf, ("One", Array([pdf.pages[0].obj, Name.Fit])))
    layer(pdf, "Layer", shown=True)
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.r)]))
    _form(pdf)
    pdf.attachments["note.txt"] = b"A note."
    with pdf.open_metadata() as said:
        said["dc:title"] = "A title"


def _attach(pdf: Pdf, data: bytes) -> None:
    pdf.attachments["note.txt"] = data


def _annotate(pdf: Pdf) -> None:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Text, F=2, Contents=String("Hm"))
    note.Rect = Array([0, 0, 0, 0])
    pdf.pages[0].obj.Annots.append(pdf.make_indirect(note))


def _sign(pdf: Pdf) -> None:
    value = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Contents=String("x"))
    signed = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("signature"), V=value))
    pdf.Root.AcroForm.Fields.append(signed)


def _script(pdf: Pdf) -> Dictionary:
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def _declare(pdf: Pdf) -> None:
    claims = packet(About("A title", "en", datetime(2025, 1, 15, tzinfo=UTC), "x"), Conformance("2a", pdfua=True))
    pdf.Root.Metadata = pdf.make_stream(claims, Type=Name.Metadata, Subtype=Name.XML)


def _turn_tags(pdf: Pdf) -> None:
    document = pdf.Root.StructTreeRoot.K
    document.K = Array(list(document.K)[::-1])


def _name_script(pdf: Pdf) -> None:
    pdf.Root.Names.JavaScript = Dictionary(Names=Array([String("x"), _script(pdf)]))


def _set(thing: Any, **entries: Any) -> None:
    for key, value in entries.items():
        thing[f"/{key}"] = value


CHANGES: dict[str, tuple[Callable[[Pdf], Any], set[str]]] = {
    "a link's address": (lambda pdf: _set(pdf.pages[0].obj.Annots[0].A, URI=String("https://un.example/b")), {"links"}),
    "a link taken out": (lambda pdf: pdf.pages[0].obj.Annots.__delitem__(0), {"links"}),
    "a link moved": (lambda pdf: _set(pdf.pages[0].obj.Annots[0], Rect=Array([0, 0, 9, 9])), {"links"}),
    "where a link jumps": (lambda pdf: destinations(pdf, one=0, two=0), {"links", "destinations"}),
    "a name": (lambda pdf: destinations(pdf, one=0, two=1, three=1), {"destinations"}),
    "the outline taken out": (lambda pdf: pdf.Root.__delitem__("/Outlines"), {"outline"}),
    "a label": (lambda pdf: pdf.Root.__delitem__("/PageLabels"), {"labels"}),
    "a value": (lambda pdf: _set(pdf.Root.AcroForm.Fields[0], V=String("y")), {"fields"}),
    "a field's name": (lambda pdf: _set(pdf.Root.AcroForm.Fields[0], T=String("y")), {"fields"}),
    "a field for readers only": (lambda pdf: _set(pdf.Root.AcroForm.Fields[0], Ff=1), {"fields"}),
    "tags taken out": (lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"), {"tags"}),
    "a role": (lambda pdf: _set(pdf.Root.StructTreeRoot.RoleMap, Words=Name.H1), {"tags"}),
    "the order of tags": (_turn_tags, {"tags"}),
    "an alternative": (lambda pdf: _set(pdf.Root.StructTreeRoot.K.K[0], Alt=String("other")), {"tags"}),
    "an attached file": (lambda pdf: _attach(pdf, b"Another."), {"attachments"}),
    "a program attached": (lambda pdf: pdf.attachments.__setitem__("x.exe", b"MZ"), {"attachments"}),
    "a script on opening": (lambda pdf: _set(pdf.Root, OpenAction=_script(pdf)), {"scripts"}),
    "a script of a page": (lambda pdf: _set(pdf.pages[1].obj, AA=Dictionary(O=_script(pdf))), {"scripts"}),
    "a script of a field": (lambda pdf: _set(pdf.Root.AcroForm.Fields[0], A=_script(pdf)), {"scripts"}),
    "a named script": (_name_script, {"scripts"}),
    "a hidden remark": (_annotate, {"remarks"}),
    "a layer's name": (lambda pdf: _set(pdf.Root.OCProperties.OCGs[0], Name=String("Other")), {"layers"}),
    "a signature": (_sign, {"signatures", "fields"}),
    "a level": (_declare, {"levels", "metadata"}),
    "a title": (lambda pdf: _set(pdf.docinfo, Title=String("Other")), {"metadata"}),
    "a language": (lambda pdf: _set(pdf.Root, Lang=String("fr")), {"metadata"}),
}  # fmt: skip


@pytest.fixture(scope="module")
def rich(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tagged(tmp_path_factory.mktemp("rich") / "a.pdf", 2)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        _rich(pdf)
        pdf.save(path)
    return path


@pytest.mark.parametrize("change", CHANGES)
def test_what_differs_and_no_page_shows_is_told(rich: Path, tmp_path: Path, change: str) -> None:
    make, kinds = CHANGES[change]
    with pikepdf.open(rich) as pdf:
        make(pdf)
        pdf.save(tmp_path / "b.pdf")
    found = compare(rich, tmp_path / "b.pdf")
    assert (found.verdict, found.differing) == ("same pages, but", 0)
    assert set(found.but) <= kinds
    assert (*(kind for kind in KINDS if kind in kinds),)[0] in found.but
    assert found.grave == bool({"links", "destinations", "fields", "attachments", "scripts"} & set(found.but))
    told = found.as_json()
    assert told["but"] == list(found.but)
    assert [each["kind"] for each in told["documents"][0]["unseen"]] == list(found.but)


def test_a_file_written_anew_with_all_of_it_is_the_same(rich: Path, tmp_path: Path) -> None:
    """By another writer's ways: other numbers of objects, other packing, other names of streams."""
    with pikepdf.open(rich) as pdf:
        pdf.save(tmp_path / "b.pdf", object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    assert compare(rich, tmp_path / "b.pdf").verdict == "same pages"
    assert compare(rich, rich).verdict == "identical"


def test_the_report_names_what_no_page_shows(rich: Path, tmp_path: Path) -> None:
    with pikepdf.open(rich) as pdf:
        pdf.pages[0].obj.Annots[0].A.URI = String("https://un.example/<b>")
        pdf.save(tmp_path / "b.pdf")
    write_report(compare(rich, tmp_path / "b.pdf"), tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "what they do not show is not" in html
    assert "<ins>page 1, 72 390 200 410: https://un.example/&lt;b&gt;</ins>" in html


def test_a_file_whose_objects_are_a_tangle_is_read(rich: Path, tmp_path: Path) -> None:
    """Trees that lead back to themselves, and things of the wrong kind."""
    with pikepdf.open(rich) as pdf:
        root = pdf.Root
        root.StructTreeRoot.K.K.append(root.StructTreeRoot.K)
        root.Outlines.First.Next = root.Outlines.First
        root.AcroForm.Fields.append(root.AcroForm.Fields[0])
        root.AcroForm.Fields[0].Kids = Array([root.AcroForm.Fields[0], 7, Name.X])
        root.AcroForm.Fields[0].Parent = root.AcroForm.Fields[0]
        root.Names.Dests.Kids = Array([root.Names.Dests])
        pdf.pages[0].obj.Annots.extend([Name.X, Dictionary(), Dictionary(Subtype=Name.Link, A=7)])
        root.OCProperties.OCGs.append(Name.X)
        root.OpenAction = Array([Array(), 3])
        root.Metadata = pdf.make_stream(b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>")
        pdf.save(tmp_path / "b.pdf")
    found = compare(rich, tmp_path / "b.pdf")
    assert found.verdict == "same pages, but"
    assert "what cannot be read" not in found.but


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    simple(tmp_path / "b.pdf")
    with pytest.raises(ArchiveError, match="It can't be read"):
        compare(tmp_path / "a.pdf", tmp_path / "b.pdf")
    with pytest.raises(ArchiveError, match="There is nothing to compare"):
        compare(tmp_path / "none", tmp_path / "b.pdf")


# --- scans ---------------------------------------------------------------------------------------


def scans(path: Path, *greys: float) -> Path:
    """Pages without words, each with a picture of its own."""
    return write(path, *(Leaf(content=b"%.2f g 100 %d 400 40 re f" % (grey, 700 * grey)) for grey in greys))


def test_pages_without_words_are_paired_by_their_pictures(tmp_path: Path) -> None:
    first = scans(tmp_path / "a.pdf", 0.1, 0.2, 0.3, 0.4, 0.5)
    assert answer(first, scans(tmp_path / "b.pdf", 0.2, 0.3, 0.4, 0.5)) == ("different", [("", "1", None)])
    assert answer(first, scans(tmp_path / "c.pdf", 0.1, 0.2, 0.9, 0.3, 0.4, 0.5)) == ("different", [("", None, "3")])
    assert answer(first, scans(tmp_path / "d.pdf", 0.9, 0.1, 0.2, 0.3, 0.4)) == (
        "different",
        [("", None, "1"), ("", "5", None)],
    )
    blank = scans(tmp_path / "e.pdf", 0, 0, 0.5, 0, 0)
    assert answer(blank, scans(tmp_path / "f.pdf", 0, 0.5, 0, 0)) == ("different", [("", "2", None)])


def test_words_that_stand_elsewhere_are_told_with_how_much_differs(tmp_path: Path) -> None:
    def at(place: int) -> Leaf:
        return Leaf(content=b"BT /F1 12 Tf 72 %d Td (Words) Tj ET" % place)

    found = compare(write(tmp_path / "a.pdf", at(400)), write(tmp_path / "b.pdf", at(420)))
    ((page,),) = [document.differing for document in found.documents]
    assert (page.words, page.moved, page.most) == ((), True, 255)
    assert page.pixels > 50
    assert page.as_json()["differs"] == "moved"
    write_report(found, tmp_path / "report.html")
    assert f"they stand elsewhere, in {page.places} place" in (tmp_path / "report.html").read_text()


# --- the parts of it -----------------------------------------------------------------------------


def test_the_sections_of_a_bundle_are_its_letter_and_enclosures(tmp_path: Path) -> None:
    with pypdfium2.PdfDocument(bound(tmp_path / "a", "agenda:2", "programme:3")) as pdf:
        assert sections(pdf) == [
            Section("Lettre", "", 0, 2),
            Section("1. Agenda", "1", 2, 2),
            Section("2. Programme", "2", 4, 3),
        ]


@pytest.mark.parametrize(("title", "number"), [("៣. របៀបវារៈ", "3"), ("ក. របៀបវារៈ", "ក"), ("3. Agenda", "3")])
def test_a_title_in_another_scripts_digits_fits_its_label(title: str, number: str) -> None:
    section = Section(title, number, 2, 1)
    assert fit([section])
    assert section.key == title.partition(" ")[2].casefold()
    assert not fit([Section(title, "4", 2, 1)])


def test_sections_are_set_against_each_other_by_title_then_by_number() -> None:
    def named(*titles: str) -> list[Section]:
        return [Section(f"{at}. {title}", str(at), at, 1) for at, title in enumerate(titles, start=1)]

    assert align_sections(named("a", "b", "c"), named("a", "c", "b")) == [(0, 0), (2, 1), (1, 2)]
    assert align_sections(named("a", "b"), named("a", "x")) == [(0, 0), (1, 1)]
    assert align_sections(named("a", "b", "c"), named("a", "c")) == [(0, 0), (1, None), (2, 1)]
    assert align_sections(named("a"), named("a", "b")) == [(0, 0), (None, 1)]


def test_long_lists_of_pages_are_not_set_against_each_other_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def one_by_one(*_pages: object) -> float:
        pytest.fail("two pages were looked at")

    monkeypatch.setattr("pipeline.comparison.align._unlike", one_by_one)
    pages = [f"page {number}" for number in range(3000)]
    assert align_pages(pages, pages[1:])[-1] == (2999, None)
    assert align_alike(pages, pages[1:]) == [(number, number - 1) for number in range(1, 3000)]
    assert len(align_pages(pages, pages[1:], align_alike(pages, pages[1:]))) == 3000


def shown(image: Image.Image) -> Drawn:
    return Drawn(image.width, image.height, 3 * image.width, image.tobytes(), "")


@pytest.mark.parametrize("spot", [(0, 0), (601, 399), (0, 399), (300, 7)])
@pytest.mark.parametrize("colour", [(255, 255, 254), (254, 255, 255), (0, 0, 0)])
def test_one_pixel_is_enough_and_its_box_holds_it(spot: tuple[int, int], colour: tuple[int, int, int]) -> None:
    first = Image.new("RGB", (602, 400), "white")
    second = first.copy()
    second.putpixel(spot, colour)
    assert shown(first).mark == shown(first).mark
    assert shown(first).mark != shown(second).mark
    look = differing(shown(first), shown(second))
    ((left, top, right, bottom),) = look.boxes
    assert (look.pixels, look.most) == (1, 255 - min(colour))
    assert left <= spot[0] < right
    assert top <= spot[1] < bottom
    assert (right - left) * (bottom - top) < 1000


def test_pages_of_other_sizes_differ_as_a_whole() -> None:
    first, second = Image.new("RGB", (100, 50)), Image.new("RGB", (80, 60))
    assert differing(shown(first), shown(second)).boxes == ((0, 0, 100, 60),)


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
    monkeypatch.setattr("pipeline.comparison.compare.MOST_PICTURES", 1)
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


def test_what_is_compared_is_read_and_not_believed(tmp_path: Path) -> None:
    first = package(tmp_path / "a", agenda="Agenda", note="Note")
    second = Path(shutil.copytree(first, tmp_path / "b"))
    assert compare(first, second).verdict == "identical"
    write(second / "en/enclosures/01-agenda.pdf", Leaf("Another agenda"))
    found = compare(first, second)
    assert (found.verdict, found.grave) == ("different", True)
    assert found.documents[0].note == "In b it is not what the manifest says."
    shutil.copy(second / "en/enclosures/01-agenda.pdf", first / "en/enclosures/01-agenda.pdf")
    found = compare(first, second)
    assert (found.verdict, found.documents[0].note) == ("identical", "In a and b it is not what the manifest says.")
    (second / "en/enclosures/02-note.pdf").unlink()
    found = compare(first, second)
    assert (found.verdict, found.documents[1].note) == ("different", "Its file is missing in b.")
    (first / "en/enclosures/02-note.pdf").unlink()
    assert compare(first, second).documents[1].note == "Its file is missing in a and b."


def test_nothing_outside_a_build_is_read(tmp_path: Path) -> None:
    first = package(tmp_path / "a", agenda="Agenda")
    told = json.loads((first / "manifest.json").read_text())
    for name in ("../x.pdf", "/etc/passwd"):
        told["outputs"][0]["path"] = name
        (first / "manifest.json").write_text(json.dumps(told))
        with pytest.raises(ArchiveError, match="It is not the manifest of a package"):
            compare(first, first)


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

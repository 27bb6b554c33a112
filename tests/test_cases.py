"""What a person expects of small office files, each of a kind that once went wrong, in the check and in the build."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import pikepdf
import pptx
import pypdfium2
import pytest

from pipeline.check import check
from pipeline.convert import convert_with_remarks
from pipeline.convert.office import Offices
from pipeline.errors import PapersError
from pipeline.findings import Finding
from tests.houses import Package, build, copy_meeting

CASES = Path(__file__).parent / "office"

TOLD: Mapping[str, set[str]] = {
    "blank.docx": {"blank", "blank-document"},
    "content-controls.docx": set(),
    "equation.docx": set(),
    "hashes.xlsx": {"cell-too-narrow", "cell-cut-off"},
    "linked-pictures.docx": {"outside-picture", "outside-text", "picture-undescribed"},
    "hidden-sheet-with-print-area.xlsx": {"hidden-sheet-kept-in", "cell-cut-off"},
    "merge-fields-left.docx": {"open-places", "placeholders", "stand-in-printed"},
    "odd-page-section.docx": set(),
    "placeholder-in-link.docx": set(),
    "stale-contents.docx": {"contents-stale"},
    "symbol-fonts.docx": {"signs-undrawn", "symbol-letter"},
    "text-box-in-header.docx": set(),
    "watermark.docx": {"draft-printed"},
    "wide-sheet.xlsx": {"sheet-split", "cell-too-narrow"},
}
"""What is told of each, besides fonts, tags, levels, and what is left out by design."""
STOPPED: Mapping[str, set[str]] = {
    "alt-chunks.docx": {"words-missing"},
}
"""What a person has to accept before it goes out."""


def a_meeting(house: Path, slug: str, names: Mapping[str, object]) -> Path:
    """The small meeting, with these files enclosed and no others."""
    folder = copy_meeting(house, slug=slug)
    toml = folder / "meeting.toml"
    head, group, _ = toml.read_text(encoding="utf-8").partition("\n[[groups]]")
    enclosures = [f'{group}\ntitle.fr = "Documents"\n']
    for name in names:
        shutil.copy(CASES / name, folder / "enclosures" / name)
        if name == "wide-sheet.xlsx" and slug != "moving":
            without_the_day(folder / "enclosures" / name)
        template = "template = true\n" if name.startswith("placeholder") else ""
        enclosures.append(f'[[groups.enclosures]]\ntitle.fr = "{name}"\nfile.fr = "enclosures/{name}"\n{template}')
    toml.write_text("\n".join([head, *enclosures]), encoding="utf-8")
    return folder


def by_file(found: tuple[Finding, ...]) -> dict[str, set[str]]:
    told: dict[str, set[str]] = {}
    for each in found:
        if each.code not in {"font", "font-same-widths", "lower-level", "untagged", "left-out"}:
            told.setdefault(Path(each.place.file).name, set()).add(each.code)
    return told


@pytest.fixture(scope="module")
def folder(house: Path) -> Path:
    return a_meeting(house, "cases", TOLD)


@pytest.fixture(scope="module")
def package(folder: Path, offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Package:
    return build(folder, tmp_path_factory.mktemp("cases"), offices)


def test_a_build_tells_what_a_person_expects(package: Package) -> None:
    told = by_file(tuple(map(Finding.from_json, package.manifest["notes"])))
    assert {name: told.get(name, set()) for name in TOLD} == TOLD


def test_the_check_passes_what_is_bound(folder: Path) -> None:
    found = check(folder)
    assert found.errors == ()


def words(path: Path) -> str:
    document = pypdfium2.PdfDocument(path)
    try:
        return " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_what_was_lost_is_printed_and_what_is_hidden_is_not(package: Package) -> None:
    printed = words(package.path("bundle"))
    for control in ("PLAINGENEVA", "RICHGENEVA", "COMBOB", "3 March 2025", "LEGACYTEXT", "LEGACYB"):
        assert control in printed
    assert "RESTRICTED" in printed
    assert "SECRET" not in printed
    with pikepdf.open(package.path("bundle")) as pdf:
        notes = [note for page in pdf.pages for note in page.obj.get("/Annots", [])]
        addresses = [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]
    assert addresses
    assert not [each for each in addresses if "{" in each or "%7B" in each]


def test_what_goes_missing_stops_a_build(house: Path, offices: Offices, tmp_path: Path) -> None:
    with pytest.raises(PapersError) as raised:
        build(a_meeting(house, "stopped", STOPPED), tmp_path, offices)
    assert by_file(raised.value.findings) == STOPPED


def test_the_day_in_a_foot_is_refused(house: Path) -> None:
    found = check(a_meeting(house, "moving", {"wide-sheet.xlsx": set()}))
    assert [each.code for error in found.errors for each in error.findings] == ["moving-excel"]


def without_the_day(book: Path) -> None:
    """A workbook whose foot shows the day and the name of the file no more."""
    with ZipFile(book) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with ZipFile(book, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data.replace(b"&amp;D &amp;F", b""))


def a_few_gradients(source: Path, target: Path, count: int) -> Path:
    slides = pptx.Presentation(str(source))
    shapes = slides.slides[0].shapes
    for shape in list(shapes)[count:]:
        shape._element.getparent().remove(shape._element)
    slides.save(str(target))
    return target


def test_gradients_make_pages_that_grow_with_them(offices: Offices, tmp_path: Path) -> None:
    """What is done to pages takes time by their size and by the number of things in them."""
    sizes = []
    for count in (10, 20):
        source = a_few_gradients(CASES / "gradients.pptx", tmp_path / f"{count}.pptx", count)
        made = convert_with_remarks(source, offices, datetime(2025, 1, 1, tzinfo=UTC), tmp_path / f"{count}.pdf")
        assert made.remarks == ()
        with pikepdf.open(tmp_path / f"{count}.pdf") as pdf:
            sizes.append((len(pdf.objects), len(pdf.pages[0].Contents.read_bytes())))
    assert all(second <= 2.2 * first for first, second in zip(*sizes, strict=True))

"""A letter of two chairs about a hybrid session, as its pages show it: tests/meetings/amaret-2027."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from pipeline.model import HIGHEST
from tests.houses import Package
from tests.reading import pages

MEETING, LANGUAGES = "amaret-2027", ("ar", "en", "fr", "zh")
KEPT = ("00123/2026/HYD-CHD/AN-1", "2026-15", "+41 22 917 12-34", "jane-mary.doe@example.org", "812 3456 7890", "JD/ab")
CODES = ["https://events.example.org/12/register?form=a&lang=all", "https://meet.example.org/j/90000000001"]
each_language = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture
def package(case: Callable[[str], Package]) -> Package:
    return case(MEETING)


def elements(path: Path) -> Iterator[Any]:
    """The structure elements of a file, in order."""

    def below(element: Any) -> Iterator[Any]:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                yield from below(each)
        elif isinstance(element, dict) and "/S" in element:
            yield element
            yield from below(element.get("/K", []))

    tree: Any = pypdf.PdfReader(path).root_object["/StructTreeRoot"]
    return below(tree["/K"])


@each_language
def test_references_and_telephone_numbers_copy_as_they_were_typed(package: Package, language: str) -> None:
    words = " ".join(pages(package.path("letter", language=language)))
    assert [kept for kept in KEPT if kept not in words] == []


@each_language
def test_they_run_from_left_to_right(package: Package, language: str) -> None:
    with pypdfium2.PdfDocument(package.path("letter", language=language)) as pdf:
        text = pdf[0].get_textpage()
        signs = text.get_text_range()
        for kept in KEPT[:4]:
            found = re.search(re.escape(kept).replace("\\ ", r"\s+"), signs)
            assert found is not None
            places = [text.get_charbox(place) for place in range(*found.span()) if not signs[place].isspace()]
            assert [box[0] for box in places] == sorted(box[0] for box in places)
            assert max(box[1] for box in places) - min(box[1] for box in places) < 8  # on one line


@each_language
def test_signatories_side_by_side_are_divisions_in_the_order_of_reading(package: Package, language: str) -> None:
    found = [str(each["/S"]) for each in elements(package.path("letter", language=language))]
    assert "/Table" not in found
    first = found.index("/Div")
    row = [each for each in found[first:] if each != "/Span"]
    assert row[:11] == ["/Div", "/Div", "/Div", *["/Letter Signature"] * 4, "/Div", *["/Letter Signature"] * 3]


@each_language
def test_codes_are_drawn_as_lines_say_their_address_and_are_read_back(package: Package, language: str) -> None:
    path = package.path("enclosure", language=language)
    reader = pypdf.PdfReader(path)
    assert [image for page in reader.pages for image in page.images] == []
    assert [each["/Alt"] for each in elements(path) if each["/S"] == "/Figure"] == CODES
    with pypdfium2.PdfDocument(path) as pdf:
        drawn = pdf[0].render(scale=2).to_pil()
    assert [code.text for code in zxingcpp.read_barcodes(drawn)] == CODES


def test_the_letter_has_its_fields_in_the_houses_order(package: Package) -> None:
    words = pages(package.path("letter", language="en"))
    labels = ("Classification", "Your reference", "Our reference", "Contact", "Room", "Copy to", "Drafted by")
    places = [re.search(f"{label}:", " ".join(words)) for label in labels]
    assert all(places)
    assert [place.start() for place in places if place] == sorted(place.start() for place in places if place)
    assert "Passcode: sent to registered participants" in " ".join(words)


@each_language
def test_each_bundle_is_of_the_highest_level(package: Package, language: str) -> None:
    """A Chinese font, as it is first enciphered, seems to the checker to have a glyph that it does not list."""
    bundles = [each for each in package.manifest["outputs"] if each["role"] == "bundle"]
    assert [each["conformance"] for each in bundles if each["language"] == language] == [HIGHEST.as_json()]

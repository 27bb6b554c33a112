"""Letters that were spoilt after they were taken out of a batch go in: what is drawn in them is not taken for their own
words where pdfium does not take it so."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import pikepdf
import pytest
from pikepdf import Array, Name, Pdf

from pipeline.completeness import letters
from pipeline.completeness.drawn import UnusualError, words_drawn
from pipeline.completeness.letters import Pages, has_words, have_own_words, pages_of, read_back
from pipeline.convert.many import Letter, convert_many
from pipeline.convert.office import Offices
from pipeline.merge.together import merge_together, words_in
from tests.company import CREATED, MISSION, alone, batch_of, package_of

NAMES = ("Marie Dupont", "Pietro Manud")


class Two(NamedTuple):
    """Two letters of a batch."""

    pdfs: tuple[bytes, bytes]
    words: tuple[str, ...]
    heads: str
    template: Path

    def judged(self, pdf: bytes, more: str = "") -> tuple[list[bool], list[bool]]:
        """Whether both have their own words, where the second is ``pdf``, and is to show ``more``; and what pdfium
        alone says."""
        pdfs, words = [self.pdfs[0], pdf], [self.words[0], f"{self.words[1]}\n{more}"]
        _, right = read_back(pdfs, words, self.heads)
        return right, have_own_words(pdfs, list(map(pages_of, pdfs)), words, self.heads)


@pytest.fixture(scope="module")
def two(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Two:
    recipients = [replace(MISSION, person=name) for name in NAMES]
    batch = batch_of("en", recipients, tmp_path_factory.mktemp("two"))
    given = (batch.template, batch.letterhead, batch.properties)
    nobody, *wordings = batch.with_nobody()
    together = merge_together(wordings, *given, nobody=nobody)
    made = convert_many(
        together.document, 2, batch.template, offices, CREATED, led=together.led, proxies=together.proxies
    )
    first, second = (each.pdf for each in made if isinstance(each, Letter))
    return Two((first, second), together.words, together.heads, batch.template)


Change: TypeAlias = Callable[["Page"], None]


class Page:
    """The first page of the second letter, to be changed."""

    def __init__(self, pdf: Pdf, other: Pdf) -> None:
        self.pdf, self.page = pdf, pdf.pages[0].obj
        self.fonts, self.others = ({**each.pages[0].obj.Resources.Font.as_dict()} for each in (pdf, other))
        self.content = self.page.Contents.read_bytes().decode("latin-1")

    def codes(self, words: str) -> tuple[str, str]:
        """A font that has all of their letters, and their codes."""
        for name, font in self.fonts.items():
            said = {letter: code for code, letter in said_in(font).items()}
            if all(letter in said for letter in words):
                return name, "".join(said[letter] for letter in words)
        raise AssertionError(f"no font has all letters of {words}")

    def piece(self, words: str, x: float = 80, y: float = 40) -> str:
        font, codes = self.codes(words)
        return f"BT\n{x} {y} Td {font} 9 Tf<{codes}>Tj\nET\n"

    def width(self, words: str) -> float:
        font, codes = self.codes(words)
        return sum(int(self.fonts[font].Widths[code]) for code in bytes.fromhex(codes)) * 9 / 1000

    def add(self, drawn: str) -> None:
        self.content += f"\n{drawn}"

    def put(self, form: str) -> None:
        """Draws the name otherwise; ``form`` has where, what is drawn, and what that says."""
        for found in _PIECE.finditer(self.content):
            said, codes = said_in(self.fonts[found[4]]), "".join(re.findall("<([0-9A-F]+)>", found[3]))
            words = "".join(said[code] for code in re.findall("..", codes))
            if NAMES[1] in words:
                drawn = form.format(x=found[1], y=found[2], drawn=found[3], said=written(words))
                self.content = self.content[: found.start()] + drawn + self.content[found.end() :]
                return
        raise AssertionError("no piece shows the name")


def said_in(font: Any) -> dict[str, str]:
    pairs = re.findall("<([0-9A-F]{2})> <([0-9A-F]{4,})>\n", font.ToUnicode.read_bytes().decode())
    return {code: bytes.fromhex(letters).decode("utf-16-be") for code, letters in pairs}


_PIECE = re.compile(r"BT\n(\S+) (\S+) Td ((/F\d+) [\d.]+ Tf.*)\nET\n")
PIECE = "BT\n{x} {y} Td {drawn}\nET\n"
SAID = "BT\n/Span<</ActualText<FEFF{said}>>>\nBDC\n1 0 0 1 {x} {y} Tm\n{drawn}\nEMC\nET\n"


def written(words: str) -> str:
    return words.encode("utf-16-be").hex().upper()


def spoilt(two: Two, change: Change) -> bytes:
    """The second letter, changed, and written as it was."""
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(two.pdfs[1])) as pdf, Pdf.open(io.BytesIO(two.pdfs[0])) as other:
        page = Page(pdf, other)
        change(page)
        page.page.Contents = pdf.make_stream(page.content.encode("latin-1"))
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def lie(page: Page) -> None:
    for font in page.fonts.values():
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"<004D>\n", b"<0044>\n"))


def leave_a_code_out(page: Page) -> None:
    for font in page.fonts.values():
        font.ToUnicode.write(font.ToUnicode.read_bytes().replace(b"\n<02> ", b"\n<FE> "))


def take_maps(page: Page) -> None:
    for name, font in page.others.items():
        page.fonts[name].ToUnicode.write(font.ToUnicode.read_bytes())


def put_in_a_form(page: Page) -> None:
    form = page.pdf.make_stream(page.piece("Dupont").encode(), Type=Name.XObject, Subtype=Name.Form)
    form.BBox, form.Resources = Array([0, 0, 600, 850]), page.page.Resources
    page.page.Resources.XObject.Im9 = form
    page.add("q 1 0 0 1 0 0 cm\n/Im9 Do Q\n")


def cut(page: Page) -> None:
    page.page.CropBox = Array([0, 0, 300, 300])


REFUSED: dict[str, Change] = {
    "another's word": lambda page: page.add(page.piece("Dupont")),
    "another's word in two pieces": lambda page: page.add(
        page.piece("Dup") + page.piece("ont", 80 + page.width("Dup"))
    ),
    "another's word in a form": put_in_a_form,
    "another's word in place of what is drawn": lambda page: page.put(SAID.replace("{said}", written("Dupont"))),
    "a word left out": lambda page: page.put(""),
    "a map that lies": lie,
    "another's maps": take_maps,
    "a word beside the page": lambda page: page.put(PIECE.replace("{x}", "-500")),
    "a word above the page": lambda page: page.put(PIECE.replace("{y}", "1500")),
    "a word over the edge of the page": lambda page: page.put(PIECE.replace("{x}", "580")),
    "a word that is moved from the page": lambda page: page.put("q 1 0 0 1 900 0 cm\n" + PIECE + "Q\n"),
    "a page that is cut": cut,
}
ACCEPTED: dict[str, Change] = {
    "as it was": lambda page: None,
    "elsewhere on the page": lambda page: page.put(PIECE.replace("{y}", "40")),
    "as it is said": lambda page: page.put(SAID),
    "the number of a page": lambda page: page.add(page.piece("2")),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_a_letter_that_was_spoilt_is_refused(kind: str, two: Two) -> None:
    right, by_pdfium = two.judged(spoilt(two, REFUSED[kind]))
    assert right == by_pdfium == [True, False]


@pytest.mark.parametrize("kind", ACCEPTED)
def test_a_letter_that_shows_the_same_is_not(kind: str, two: Two) -> None:
    pdf = spoilt(two, ACCEPTED[kind])
    assert list(map(sorted, words_drawn(pdf))) == list(map(sorted, pages_of(pdf)))
    right, by_pdfium = two.judged(pdf)
    assert right == by_pdfium == [True, True]


@pytest.mark.parametrize(("further", "expected"), [(0, False), (20, True)])
def test_words_that_stand_in_one_place_are_there_once(further: int, expected: bool, two: Two) -> None:
    pdf = spoilt(two, lambda page: page.add(page.piece("Nations") + page.piece("Nations", y=40 + further)))
    right, by_pdfium = two.judged(pdf, "Nations\nNations")
    assert right == by_pdfium == [True, expected]


@pytest.mark.parametrize(("apart", "expected"), [(0, False), (9, True)])
def test_two_words_that_touch_are_one_which_may_be_anothers(apart: int, expected: bool, two: Two) -> None:
    pdf = spoilt(two, lambda page: page.add(page.piece("Dup") + page.piece("ont", 80 + page.width("Dup") + apart)))
    right, by_pdfium = two.judged(pdf, "Dup ont")
    assert right == by_pdfium == [True, expected]


def test_a_letter_made_alone_lacks_its_name_whatever_its_head_says(two: Two, offices: Offices, tmp_path: Path) -> None:
    package = package_of("en")
    wording = package.addressed(package.words(), replace(MISSION, person=NAMES[1]))
    document, pdf = alone(wording, two.template, package, package.properties("A letter"), offices, tmp_path)
    words = words_in(document)
    assert has_words(pdf, words, document)
    assert not has_words(spoilt(two, lambda page: page.put("")), words, document)


UNUSUAL: dict[str, Change] = {
    "what is said has its letters in another order": lambda page: page.put(
        SAID.replace("{said}", written(NAMES[1][::-1]))
    ),
    "a map without a code": leave_a_code_out,
    "signs apart from each other": lambda page: page.add("BT\n80 40 Td /F1 9 Tf[<01>-900<01>]TJ\nET\n"),
    "further from each other than is said": lambda page: page.add("BT\n2 Tc\n80 40 Td /F1 9 Tf<01>Tj\nET\n"),
    "unseen": lambda page: page.add("BT\n3 Tr\n80 40 Td /F1 9 Tf<01>Tj\nET\n"),
    "turned": lambda page: page.add("BT\n0 1 -1 0 80 40 Tm /F1 9 Tf<01>Tj\nET\n"),
    "in a layer": lambda page: page.add("/OC /MC0 BDC\nBT\n80 40 Td /F1 9 Tf<01>Tj\nET\nEMC\n"),
}


@pytest.mark.parametrize("kind", UNUSUAL)
def test_what_is_drawn_otherwise_is_not_read(kind: str, two: Two) -> None:
    with pytest.raises(UnusualError):
        words_drawn(spoilt(two, UNUSUAL[kind]))


def test_a_file_that_is_written_otherwise_is_not_read(two: Two) -> None:
    out = io.BytesIO()
    with Pdf.open(io.BytesIO(two.pdfs[1])) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    places = two.pdfs[1].replace(b"0000000015 00000 n", b"0000000016 00000 n")
    for each in (out.getvalue(), places, two.pdfs[1][:-40], b""):
        with pytest.raises(UnusualError):
            words_drawn(each)


@pytest.mark.parametrize(
    ("kinds", "more", "by_pdfium"),
    [
        (("as it was", "as it is said", "elsewhere on the page"), (), 1),
        (("another's word in a form", "as it was", "as it is said"), (), 3),  # which is read again, since it is wrong
        (("as it was", "as it is said", "elsewhere on the page"), ("other",), 3),
    ],
    ids=["first as drawn", "second as drawn", "otherwise"],
)
def test_pdfium_reads_until_it_has_read_a_letter_as_it_is_drawn(
    kinds: Sequence[str], more: Sequence[str], by_pdfium: int, two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def noted(pdf: bytes) -> Pages:
        read.append(pdf)
        return pages_of(pdf)

    monkeypatch.setattr(letters, "pages_of", noted)
    monkeypatch.setattr(letters, "words_drawn", lambda pdf: [[*page, *more] for page in words_drawn(pdf)])
    pdfs = [spoilt(two, (REFUSED | ACCEPTED)[kind]) for kind in kinds]
    _, right = read_back([*pdfs, two.pdfs[0]], [*[two.words[1]] * 3, two.words[0]], two.heads)
    assert right == [kinds[0] in ACCEPTED, True, True, True]
    assert len(read) == by_pdfium + bool(more)

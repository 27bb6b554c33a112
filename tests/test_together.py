"""Letters that were converted together are held against the same converted alone: byte by byte, and pixel by pixel."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image

from pipeline import text
from pipeline.convert import convert
from pipeline.convert.many import Letter, convert_many, parted
from pipeline.convert.office import Offices
from pipeline.convert.split import UnlikeError
from pipeline.localise import Wording
from pipeline.localise.wording import with_words
from pipeline.merge import merge
from pipeline.merge.together import merge_together, words_in
from pipeline.package import Package
from pipeline.pdf.conformance import check
from tests.company import CREATED, alone, assert_alike, drawn, package_of, seen, template_with
from tests.houses import ROOT, SAMPLE, copy_case
from tests.reading import unpacked

NAMES = {
    "en": ("Žofia Ålesund-O’Brien & Sons", "Jean Dupont", "Σωκράτης Ёлкина", "WWW Quúx 42"),
    "ru": ("Наталья Щёкина", "Jean Dupont", "Юрий Ъёзов & Co", "Ян Эйхе"),
    "ar": ("محمد الحسن", "Jean Dupont", "ليلى قاسم", "نور"),
    "zh": ("张伟", "Jean Dupont", "欧阳娜娜", "李"),
}
"""Names whose letters no other letter of the batch has."""
SIX = ("en", "fr", "es", "ru", "ar", "zh")
LARGE = frozenset({"ar", "zh"})
"""The languages whose letters have more signs of a font than one part of it can have: where it is parted, the letter to
nobody decides."""


SHIPPED = [
    *((SAMPLE, template, language) for template in ("invitation", "invitation-siem-reap") for language in SIX),
    *(("halden-2025", "note-verbale", language) for language in ("en", "ru")),
]
"""A meeting whose words each template takes."""


def wordings(package: Package, names: Sequence[str]) -> list[Wording]:
    """A letter to each of these names; every third is longer than a page."""
    whole = package.words()
    several = [[name, *(["Palais des Nations"] * 40 if at % 3 == 1 else [])] for at, name in enumerate(names)]
    words = (with_words(whole.words, addressees=text.paragraphs(tuple(lines))) for lines in several)
    return [Wording(whole.language, each) for each in words]


def tags(pdf: bytes) -> list[str]:
    found: list[str] = []
    with pikepdf.open(io.BytesIO(pdf)) as document:
        waiting = [document.Root.StructTreeRoot.K]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Array):
                waiting.extend(reversed(list(each)))
            elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
                found.append(str(each.S))
                waiting.append(each.get("/K", pikepdf.Array()))
    return found


@pytest.mark.parametrize(("meeting", "template", "language"), SHIPPED)
def test_letters_among_others_are_the_same_as_alone(
    meeting: str, template: str, language: str, offices: Offices, tmp_path: Path
) -> None:
    folder = ROOT / "meetings" / SAMPLE if meeting == SAMPLE else copy_case(tmp_path / "house", meeting)
    package = package_of(language, folder, template)
    path = package.template(template)
    names = NAMES.get(language, NAMES["en"])
    properties = package.properties("A letter")
    many = wordings(package, names)
    nobody = package.words()
    together = merge_together(many, path, package.letterhead, properties, nobody=nobody)
    assert together.numbers == (0, 1, 2, 3)
    assert together.apart == {}
    assert together.led
    made = list(convert_many(together.document, 4, path, offices, CREATED, led=True))
    for number, (wording, each) in enumerate(zip(many, made, strict=True)):
        document, own = alone(wording, path, package, properties, offices, tmp_path)
        if language in LARGE:
            by_itself = merge_together([wording], path, package.letterhead, properties, nobody=nobody)
            (single,) = convert_many(by_itself.document, 1, path, offices, CREATED, led=True)
            assert isinstance(single, Letter)
            own = single.pdf
        assert isinstance(each, Letter)
        assert each.pdf == own
        if number == 1:
            convert(document, offices, CREATED, tmp_path / "plain.pdf")
            plain = (tmp_path / "plain.pdf").read_bytes()
            assert_alike(seen(plain), seen(own), exactly=language not in LARGE)
            assert tags(plain) == tags(own)
            met = check(own)
            assert met.broken == {}
            assert met.declares


def test_no_letter_has_a_word_or_a_sign_of_another(offices: Offices, tmp_path: Path) -> None:
    package = package_of("en")
    path = package.template(package.instrument.template)
    names = [f"{letter * 3}{number} Xylophone{number}" for number, letter in enumerate("ÀÞŁŒ")]
    together = merge_together(wordings(package, names), path, package.letterhead, package.properties("A letter"))
    made = list(convert_many(together.document, len(names), path, offices, CREATED))
    for number, each in enumerate(made):
        assert isinstance(each, Letter)
        whole = unpacked("letter.pdf", each.pdf)
        for other, letter in enumerate("ÀÞŁŒ"):
            own = other == number
            assert (f"Xylophone{other}" in drawn(each.pdf)) is own
            assert (f"<{ord(letter):04X}>".encode() in whole) is own  # in the map of a font


def test_letters_are_the_same_where_there_is_no_place_for_a_file(
    offices: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = package_of("en")
    path = package.template(package.instrument.template)
    together = merge_together(
        wordings(package, NAMES["en"][:2]), path, package.letterhead, package.properties("A letter")
    )
    made = offices.export(path, together.document, letters=2)
    letters = list(parted(made, 2, path, CREATED))
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert list(parted(made, 2, path, CREATED)) == letters


@pytest.mark.parametrize("what", ["element", "page"])
def test_a_letter_that_leads_to_anothers_things_goes_alone(what: str, offices: Offices) -> None:
    """Else their words would be in its file, unseen."""
    package = package_of("en")
    path = package.template(package.instrument.template)
    together = merge_together(
        wordings(package, NAMES["en"][:2]), path, package.letterhead, package.properties("A letter")
    )
    with pikepdf.open(io.BytesIO(offices.export(path, together.document, letters=2))) as pdf:
        elements: Any = pdf.Root.StructTreeRoot.K[0].K
        elements[0].Ref = pikepdf.Array([elements[-1] if what == "element" else pdf.pages[-1].obj])
        pdf.save(changed := io.BytesIO())
    first, second = parted(changed.getvalue(), 2, path, CREATED)
    assert isinstance(first, UnlikeError)
    assert first.why == "alone-tags"
    assert isinstance(second, Letter)


# --- what can't stand with others ---------------------------------------------------------------


FIELD = (
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>9</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
)
LISTED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{list}"/></w:numPr></w:pPr>'
    "<w:r><w:t>First point</w:t></w:r></w:p>"
)


@pytest.mark.parametrize(
    ("xml", "why"),
    [
        (FIELD.format(code="NUMPAGES \\* roman"), "alone-fields"),
        (FIELD.format(code="SEQ Figure"), "alone-fields"),
        ('<w:p><w:fldSimple w:instr=" TOC "><w:r><w:t>9</w:t></w:r></w:fldSimple></w:p>', "alone-fields"),
        ('<w:p><w:pPr><w:sectPr><w:lnNumType w:countBy="1"/></w:sectPr></w:pPr></w:p>', "alone-sections"),
        (
            "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
            "alone-sections",
        ),
        ("<w:p><w:r><w:object/></w:r></w:p>", "alone-parts"),
    ],
)
def test_what_a_document_counts_through_is_left_out_with_the_reason(xml: str, why: str, tmp_path: Path) -> None:
    package = package_of("en")
    path = template_with(tmp_path, xml)
    many = wordings(package, NAMES["en"])
    together = merge_together(many, path, package.letterhead, package.properties("A letter"))
    assert set(together.apart.values()) == {why}
    assert together.document == b""


def test_a_sign_that_no_document_has_leaves_one_letter_out_and_no_other(tmp_path: Path) -> None:
    package = package_of("en")
    path = package.template(package.instrument.template)
    several = [["Ann"], ["Ben\ufdd2"], ["Cid\ufdd2", "Don\ufdd2"], ["Eve"]]
    whole = package.words()
    words = (with_words(whole.words, addressees=text.paragraphs(tuple(lines))) for lines in several)
    many = [Wording(whole.language, each) for each in words]
    together = merge_together(many, path, package.letterhead, package.properties("A letter"))
    assert together.apart == {1: "alone-error", 2: "alone-error"}
    assert [{name for name in ("Ann", "Ben", "Cid", "Eve") if name in each} for each in together.words] == [
        {"Ann"},
        {"Eve"},
    ]


def test_a_batch_is_the_same_whatever_was_put_together_before_and_has_the_template_as_it_is_now(tmp_path: Path) -> None:
    package, point = package_of("en"), "<w:p><w:r><w:t>{{ addressees }} were asked</w:t></w:r></w:p>"
    properties, path = package.properties("A letter"), template_with(tmp_path, LISTED.format(list=1) + point)

    def together(names: Sequence[str], whole: Wording) -> bytes:
        return merge_together(wordings(package, names), path, package.letterhead, properties, nobody=whole).document

    whole = package.words()
    first, other = together(NAMES["en"], whole), together(["Ann", "Ben"], whole)
    assert together(NAMES["en"], whole) == first
    assert together(["Ann", "Ben"], whole) == other
    template_with(tmp_path, point.replace("asked", "told"))
    with zipfile.ZipFile(io.BytesIO(together(["Ann", "Ben"], whole))) as archive:
        text = archive.read("word/document.xml").decode()
    assert "were told" in text
    assert "were asked" not in text


def test_what_hangs_on_a_letters_own_words_is_filled_in_as_alone(tmp_path: Path) -> None:
    package = package_of("en")
    properties = package.properties("A letter")
    typed = (
        '{%p if addressees == "Ann" %}', "To Ann alone, {{ date }}", "{%p else %}", "To others, {{ closing }}",
        "{%p endif %}", "{%p for group in groups %}", '{{ group.title }}{% if addressees == "Ben" %} to Ben{% endif %}',
        "{%p endfor %}", 'Begun{% if addressees != "Cid" %} here', "and gone on{% endif %} and ended", "{{ closing }}",
    )  # fmt: skip
    path = template_with(tmp_path, "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in typed))
    several = wordings(package, ["Ann", "Ben", "Cid", "Ann"])
    together = merge_together(several, path, package.letterhead, properties, nobody=package.words())
    assert together.apart == {}
    for wording, said in zip(several, together.words, strict=True):
        merge(wording, path, package.letterhead, properties, tmp_path / "alone.docx")
        assert said == words_in(tmp_path / "alone.docx")
    assert "To Ann alone" in together.words[3]
    assert "Begun and ended" in together.words[2]


def test_lists_bookmarks_and_numbers_of_pages_begin_anew(offices: Offices, tmp_path: Path) -> None:
    package = package_of("en")
    marked = (
        '<w:p><w:bookmarkStart w:id="7" w:name="here"/><w:r><w:t>Here</w:t></w:r><w:bookmarkEnd w:id="7"/></w:p>'
        '<w:p><w:hyperlink w:anchor="here"><w:r><w:t>there</w:t></w:r></w:hyperlink></w:p>'
    )
    table = (
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>"
        "<w:tr><w:tc><w:p><w:r><w:t>{{ addressees }}</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>Date</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    path = template_with(tmp_path, LISTED.format(list=1) * 2 + marked + FIELD.format(code="PAGE") + table)
    many = wordings(package, NAMES["en"])
    together = merge_together(many, path, package.letterhead, package.properties("A letter"))
    assert together.apart == {}
    made = list(convert_many(together.document, 4, path, offices, CREATED))
    for wording, each in zip(many, made, strict=True):
        assert isinstance(each, Letter)
        assert each.pdf == alone(wording, path, package, package.properties("A letter"), offices, tmp_path)[1]


# --- pictures -----------------------------------------------------------------------------------


def letterhead_with(picture: Image.Image, kind: str, folder: Path, xml: Mapping[str, str]) -> Path:
    """The sample's letterhead with another picture, and something else in its heads."""
    target = folder / "letterhead.docx"
    picture.save(out := io.BytesIO(), kind)
    source = ROOT / "letterheads" / "siem-reap-angkor" / "letterhead.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            data = out.getvalue() if name.endswith(".png") else re.sub(rb"(?<=[/.\"])png\b", kind.encode(), data)
            if "header" in name and not name.endswith(".rels"):
                for before, after in xml.items():
                    data = data.replace(before.encode(), after.encode())
            new.writestr(name.replace(".png", f".{kind}"), data)
    return target


def painted(mode: str, size: tuple[int, int] = (360, 300)) -> Image.Image:
    return Image.radial_gradient("L").resize(size).convert(mode)


FRAME = '<a:prstGeom prst="rect"/>'
ANCHORED = {
    "<wp:inline": '<wp:anchor behindDoc="1" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
    ' locked="0" layoutInCell="1" allowOverlap="1"',
    '<wp:extent cx="907200" cy="756000"/>': '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="page">'
    '<wp:posOffset>360000</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page">'
    "<wp:posOffset>360000</wp:posOffset>"
    '</wp:positionV><wp:extent cx="907200" cy="756000"/><wp:wrapNone/>',
    "</wp:inline>": "</wp:anchor>",
}
PICTURES = [
    ("of a few colours", painted("P"), "png", {}, 1),
    ("gray", painted("L"), "png", {}, 1),
    ("black and white", painted("1"), "png", {}, 1),
    ("that one sees through", painted("LA").convert("RGBA"), "png", {}, 1),
    ("a photograph", painted("RGB"), "jpeg", {}, 1),
    ("a photograph in gray", painted("L"), "jpeg", {}, 1),
    ("in its own size", painted("RGB", (30, 25)), "png", {}, 1),
    ("like a proxy", painted("RGB", (16, 1)), "png", {}, 1),
    ("of nothing that is seen", painted("RGB"), "png", {FRAME: FRAME + "<a:ln><a:noFill/></a:ln>"}, 1),
    ("behind the text", painted("RGB"), "png", ANCHORED, 1),
    ("in a frame", painted("RGB"), "png", {FRAME: FRAME + '<a:ln w="9525"><a:solidFill/></a:ln>'}, 0),
    ("cut off", painted("RGB"), "png", {"<a:stretch>": '<a:srcRect l="20000"/><a:stretch>'}, 0),
    (
        "lighter",
        painted("RGB"),
        "png",
        {'<a:blip r:embed="rId1"/>': '<a:blip r:embed="rId1"><a:lum bright="20000"/></a:blip>'},
        0,
    ),
    ("so small", painted("RGB"), "png", {'cx="907200" cy="756000"': 'cx="60000" cy="50000"'}, 0),
]


def test_a_letter_whose_picture_is_tagged_outside_of_all_letters_goes_alone(offices: Offices, tmp_path: Path) -> None:
    turned = {"<a:xfrm>": '<a:xfrm rot="2700000">'}
    package, letterhead = package_of("en"), letterhead_with(painted("RGB"), "png", tmp_path, turned)
    path, properties = package.template(package.instrument.template), package.properties("A letter")
    together = merge_together(wordings(package, NAMES["en"]), path, letterhead, properties, nobody=package.words())
    made = list(convert_many(together.document, 4, path, offices, CREATED, led=True))
    assert [each.why for each in made if isinstance(each, UnlikeError)] == ["alone-tags"] * 4


@pytest.mark.parametrize(
    ("picture", "kind", "xml", "proxies"), [row[1:] for row in PICTURES], ids=[row[0] for row in PICTURES]
)
def test_a_picture_of_the_letterhead_is_in_each_letter_as_alone(
    picture: Image.Image, kind: str, xml: Mapping[str, str], proxies: int, offices: Offices, tmp_path: Path
) -> None:
    package, letterhead = package_of("en"), letterhead_with(picture, kind, tmp_path, xml)
    path, properties = package.template(package.instrument.template), package.properties("A letter")
    many = wordings(package, NAMES["en"])
    together = merge_together(many, path, letterhead, properties, nobody=package.words())
    assert together.proxies == proxies
    made = convert_many(together.document, 4, path, offices, CREATED, led=True, proxies=proxies)
    for wording, each in list(zip(many, made, strict=True))[1:3]:
        assert isinstance(each, Letter)
        assert each.pdf == alone(wording, path, package, properties, offices, tmp_path, letterhead)[1]

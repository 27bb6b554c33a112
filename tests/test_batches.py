"""Batches of letters to recipients of all kinds: each is made with the others, and whether one has its own words and no
other's is judged by its pages alone."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from pipeline.completeness.drawn import words_drawn
from pipeline.completeness.letters import ends_with_kept, have_own_words, pages_of
from pipeline.convert.office import Offices
from tests.company import MISSION, batch_of, made
from tests.houses import ROOT

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
KINDS: dict[str, dict[str, Any]] = {
    "a mission": {},
    "an office without a name": {"person": "", "state": "CHE"},
    "words and figures of the letterhead": {
        "person": "Eugène Rigot",
        "state": "KHM",
        "address": ("41 chemin Eugène-Rigot, P.O. Box 1300", "1211 Geneva 1", "Switzerland"),
        "email": "isu@apminebanconvention.org",
    },
    "figures of pages and of lists": {"address": ("2 a b c", "1 – 3 – 4", "Box 0, 22")},
    "letters that stand alone": {"person": "A. O’Brien-C. d’Or & Sons", "address": ("F 2 T 62", "C/O x y z i ii")},
    "a name of every script": {"person": "Žofia Ålesund Σωκράτης Ёлкина", "address": ("İstanbul ŉ ß ǅ", "Đặng Việt")},
    "Arabic": {"person": "محمد الحسن", "address": ("شارع ٢٢ رقم 14", "ﻣﺤﻤﺪ ـــ")},
    "longer than a line": {"person": "Maria-Antonieta " * 6, "address": ("Nord-" * 40, "x" * 120)},
    "longer than a page": {"address": ("Palais des Nations 7",) * 60},
    "an address of mail": {"address": ("marie.dupont-anne_b@permanent-mission.example.org", "https://a.example/b/c-d")},
    "words of the letter": {"person": "Summit President", "address": ("26 November 2024", "Siem Reap – Angkor")},
}

USUAL = KINDS.keys() - {"a name of every script", "Arabic"}
"""Those whose words are read as they are drawn, since each sign is in its font."""

ODD: dict[str, dict[str, Any]] = {
    "held together": {"person": "Anne\u2011Marie\u00a0de\u202fla\u00a0Tour", "address": ("10\u00a0000\u202fbis",)},
    "what no eye sees": {"person": "Zéro\u200blar\u200dgeur Co\u00adopé\u00adra\u00adtion \u2060Joined"},
    "ligatures and presentation forms": {"person": "Oﬃce ﬁrst", "address": ("Ｆｕｌｌ　ｗｉｄｔｈ ２", "№ 5 ½ ℀")},
    "Chinese": {"person": "欧阳娜娜", "address": ("北京市朝阳区一二三号", "第２页")},
}
"""What other letters may be in the way of: which sign stands for what depends on those before it."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sound_letter_goes_alone_and_each_is_the_same_in_all_company(
    language: str, offices: Offices, tmp_path: Path
) -> None:
    kinds = KINDS | ODD
    batch = batch_of(language, [replace(MISSION, **each) for each in kinds.values()], tmp_path)
    found = made(batch, offices)
    assert {kind: each.alone for kind, each in zip(kinds, found, strict=True) if not each.pdf} == {}
    for kind, each in zip(kinds, found, strict=True):
        if kind in USUAL:
            assert list(map(sorted, words_drawn(each.pdf))) == list(map(sorted, pages_of(each.pdf)))
    by_itself = made(replace(batch, own=batch.own[2:3]), offices)
    assert by_itself == found[2:3]
    others = made(replace(batch, own=batch.own[-3:]), offices)
    assert others == found[-3:]


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_a_letter_ends_its_pages_alike_in_company_of_any_size(language: str, offices: Offices, tmp_path: Path) -> None:
    """Long lists of enclosures, of which headings are to stay with what follows, move over the end of the page."""
    recipients = [replace(MISSION, address=("Palais des Nations",) * (1 + each % 16)) for each in range(36)]
    batch = batch_of(language, recipients, tmp_path)
    batch = replace(batch, template=ROOT / "templates" / language / "invitation.docx")
    found = made(batch, offices)
    assert {each.alone for each in found if not each.pdf} <= {"alone-kept"}
    assert made(replace(batch, own=batch.own[4:14]), offices) == found[4:14]
    assert [each.pdf for each in found[16:32]] == [each.pdf for each in found[:16]]  # whose words are the same


@pytest.mark.parametrize(
    ("pages", "kept", "ends"),
    [
        (("Dear Ana we meet Agenda", "first point of all second point"), {1}, True),
        (("Dear Ana we meet Agenda first point of all", "second point"), {1}, False),
        (("Dear Ana we meet Agenda first point of", "all second point"), {1}, False),  # some of the next is there
        (("Dear Ana we meet", "Agenda first point of all second point"), {1}, False),
        (("Dear Ana we meet Agenda", "first point of all second point"), {0, 2}, False),
        (("Dear Ana we meet", "Agenda", "first point of all second point"), {1}, True),
        (("Dear Ana we meet Agenda first point of all second point",), {0, 1, 2, 3}, False),
    ],
)
def test_a_heading_that_ends_a_page_is_seen(pages: Sequence[str], kept: set[int], ends: bool) -> None:
    words = "Dear Ana, we meet\nAgenda\nfirst point of all\nsecond point"
    assert ends_with_kept([each.lower().split() for each in pages], words, kept) is ends


FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>9</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
SIMPLE = '<w:fldSimple w:instr=" {code} "><w:r><w:t>9</w:t></w:r></w:fldSimple>'
PAGE_OF = (
    '<w:r><w:t xml:space="preserve">{words[0]} </w:t></w:r>{page}'
    '<w:r><w:t xml:space="preserve"> {words[1]} </w:t></w:r>{all}'
)
WORDS = {"fr": ("page", "sur"), "ar": ("صفحة", "من"), "zh": ("页", "/")}


def with_pages(file: Path, part: str, target: Path, forms: Sequence[str], words: Sequence[str]) -> Path:
    """A Word file that says “page x of y” once in each form, at the beginning of a part."""
    said = "".join(
        f"<w:p>{PAGE_OF.format(words=words, page=form.format(code='PAGE'), all=form.format(code='NUMPAGES'))}</w:p>"
        for form in forms
    )
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                re.sub(rb"(<w:(?:ftr|body)\b[^>]*>)", rb"\1" + said.encode(), data, count=1)
                if re.fullmatch(part, name)
                else data,
            )
    return target


@pytest.mark.parametrize("language", ["fr", "ar", "zh"])
def test_page_x_of_y_counts_the_letters_own_pages(language: str, offices: Offices, tmp_path: Path) -> None:
    kinds = ["a mission", "longer than a page", "an office without a name", "longer than two pages"]
    longest = {"address": ("Palais des Nations 7",) * 130}
    recipients = [replace(MISSION, **{**KINDS, "longer than two pages": longest}[kind]) for kind in kinds]
    batch = batch_of(language, recipients, tmp_path)
    template = with_pages(
        batch.template, "word/document.xml", tmp_path / "template.docx", [FIELD, SIMPLE], WORDS[language]
    )
    head = with_pages(batch.letterhead, r"word/footer\d*\.xml", tmp_path / "head.docx", [FIELD], WORDS[language])
    batch = replace(batch, template=template, letterhead=head)
    found = made(batch, offices)
    assert [each.alone for each in found] == [""] * 4
    assert len({each.pages for each in found}) > 1
    for number, each in enumerate(found):
        with pypdfium2.PdfDocument(each.pdf) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
        said = re.findall(rf"(\d) {WORDS[language][1]} (\d)", "".join(pages))
        assert said.count(("1", str(each.pages))) >= 3
        assert (str(each.pages), str(each.pages)) in said
        assert made(replace(batch, own=batch.own[number : number + 1]), offices) == [each]


def test_a_frame_is_another_where_a_file_of_it_is(tmp_path: Path) -> None:
    """So that what was asked of letters in one is asked of them again in the other."""
    batch = batch_of("en", [MISSION, replace(MISSION, person="Ana Li")], tmp_path)
    batch = replace(batch, template=Path(shutil.copy(batch.template, tmp_path / "template.docx")))
    frame = batch.frame()
    assert replace(batch, own=batch.own[1:], pages=3).frame() == frame
    assert replace(batch, titles={0: "An agenda"}).frame() != frame
    shutil.copy(ROOT / "templates" / "en" / "invitation.docx", batch.template)
    assert batch.frame() != frame


def drawn(*pages: Sequence[str]) -> bytes:
    """A PDF of these lines."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        for at, line in enumerate(page):
            canvas.drawString(72, 750 - 20 * at, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


TO_ANA, TO_BO = ["To Ana Li", "1 Main Street"], ["To Bo Dupont-Ek", "22 Side Street"]
JUDGED = [
    ("their own", [TO_ANA], [["To Bo Dupont-", "Ek", "22 Side Street"]], [True, True]),
    ("a word of the head", [["BO & CO", *TO_ANA]], [["BO & CO", *TO_BO]], [True, True]),
    ("another's", [TO_ANA], [["Ana", *TO_BO]], [True, False]),
    ("another's figure", [[*TO_ANA, "22"]], [TO_BO], [False, True]),
    ("too few", [["To Ana", "1 Main Street"]], [TO_BO], [False, True]),
    ("each other's", [TO_BO], [TO_ANA], [False, False]),
    ("numbers of pages", [TO_ANA], [["1", TO_BO[0]], ["2", TO_BO[1]]], [True, True]),
    ("numbers of lists", [["22", *TO_ANA]], [["22", *TO_BO]], [True, True]),
    ("in pieces", [["To A n a Li", TO_ANA[1]]], [["To Bo Du po nt-Ek", TO_BO[1]]], [True, True]),
]


@pytest.mark.parametrize(("ana", "bo", "expected"), [each[1:] for each in JUDGED], ids=[each[0] for each in JUDGED])
def test_a_letter_has_its_own_words_and_no_others(
    ana: Sequence[Sequence[str]], bo: Sequence[Sequence[str]], expected: list[bool]
) -> None:
    head = "Bo & Co" if ana[0][0] == "BO & CO" else ""
    pdfs = [drawn(*ana), drawn(*bo)]
    assert have_own_words(pdfs, [*map(pages_of, pdfs)], ["\n".join(TO_ANA), "\n".join(TO_BO)], head) == expected

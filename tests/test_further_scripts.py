"""Whole meetings in scripts that no language of the house is written in: each begins with “papers language new”, gets a
few made words, and is built; its words are read back from the bundle."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pytest
from docx.oxml.ns import qn

from pipeline import House, Session
from pipeline.completeness.words import words_of
from pipeline.results import Build, NewLanguage
from tests.houses import copy_house
from tests.reading import fonts, outline, pages

TITLES = {
    "th": "การประชุมระดับภูมิภาคว่าด้วยความปลอดภัยทางถนน",
    "hi": "सड़क सुरक्षा पर क्षेत्रीय बैठक",
    "he": "מפגש אזורי בנושא בטיחות בדרכים, APLC/MSP.5",
    "ka": "რეგიონული შეხვედრა საგზაო უსაფრთხოების შესახებ",
    "am": "የመንገድ ደኅንነት ክልላዊ ስብሰባ",
    "my": "လမ်းဘေးကင်းလုံခြုံရေးဆိုင်ရာ ဒေသတွင်းအစည်းအဝေး",
    "ur": "سڑک کی حفاظت پر علاقائی اجلاس",
}
WORDS = {"th": "เอกสารแนบ", "hi": "संलग्नक", "he": "נספח", "ka": "დანართი", "am": "አባሪ", "my": "နောက်ဆက်တွဲ", "ur": "ضمیمہ"}
OFFICE = {
    "th": "สำนักเลขาธิการ",
    "hi": "सचिवालय",
    "he": "מזכירות",
    "ka": "სამდივნო",
    "am": "ጽሕፈት ቤት",
    "my": "အတွင်းရေးမှူးရုံး",
    "ur": "سیکرٹریٹ",
}
BODY = (
    "ขอเชิญ เข้าร่วม การ ประชุม ซึ่ง จะ จัด ขึ้น ใน เดือน หน้า โดย มี วัตถุประสงค์ เพื่อ แลกเปลี่ยน ข้อมูล และ ประสบการณ์ "
    "ระหว่าง ประเทศ สมาชิก ใน ภูมิภาค"
).split()
"""Thai words, which no spaces part where they are printed."""
FAMILIES = {
    "th": "Noto Sans Thai",
    "hi": "Noto Serif Devanagari",
    "he": "Liberation Serif",
    "ka": "Noto Sans Georgian",
    "am": "Noto Sans Ethiopic",
    "my": "Noto Sans Myanmar",
    "ur": "Amiri",
}
OF_THE_HOUSE = {"Liberation Serif", "Amiri"}
"""Those that nobody need add."""
_ENTRY = re.compile(r'(msgctxt "(?!report\.)[^"]*"\nmsgid )((?:"(?:[^"\\]|\\.)*"\n)+)msgstr ""')
"""One that letters need; the report's are in English where they are left out."""
_PLACE = re.compile(r"\{+[^{}]*\}+")


@dataclass(frozen=True)
class Made:
    house: House
    new: dict[str, NewLanguage]
    build: Build


def filled(catalogue: str, word: str) -> str:
    """A catalogue each of whose phrases is one word and its places."""

    def put(found: re.Match[str]) -> str:
        words = " ".join(dict.fromkeys([word, *_PLACE.findall(found[2])]))
        return f'{found[1]}{found[2]}msgstr "{words}"'

    return _ENTRY.sub(put, catalogue)


def families(new: NewLanguage) -> list[str]:
    """Those that a new language asks the house for."""
    (told,) = [each.values["families"] for each in new.to_do if each.code == "language-fonts"] or [()]
    assert isinstance(told, tuple)
    return [str(each) for each in told]


def added(house: House, tag: str) -> NewLanguage:
    """A language of the house, with made words wherever it needs some."""
    new = house.new_language(tag)
    path = new.folder / "phrases.po"
    path.write_text(filled(path.read_text(encoding="utf-8"), WORDS[tag]), encoding="utf-8")
    for words in house.root.glob("letterheads/*/words.toml"):
        text = words.read_text(encoding="utf-8")
        own = re.search(r"\[en\]\n(.*?)(?=\n\[|\Z)", text, re.DOTALL)
        assert own is not None
        words.write_text(
            f"{text}\n[{tag}]\n" + re.sub('= ".*?"', f'= "{OFFICE[tag]}"', own[1]) + "\n", encoding="utf-8"
        )
    wanted = families(new)
    config = house.root / "config.toml"
    named = "".join(f'"{each}", ' for each in wanted)
    config.write_text(
        config.read_text(encoding="utf-8").replace("families = [", f"families = [{named}", 1), encoding="utf-8"
    )
    return new


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    house = House(copy_house(tmp_path_factory.mktemp("scripts") / "house"))
    new = {tag: added(house, tag) for tag in TITLES}
    body = docx.Document(str(house.root / "templates/th/invitation.docx"))
    for paragraph in body.paragraphs:
        if paragraph.text.startswith("Please find"):
            paragraph.text = "".join(BODY)
    body.save(str(house.root / "templates/th/invitation.docx"))
    house.new("roads", languages=list(TITLES))
    path = house.root / "meetings/roads/meeting.toml"
    toml = path.read_text(encoding="utf-8")
    for tag, title in TITLES.items():
        toml = re.sub(rf'(?m)^(\s*){tag} = ".*"$', rf'\1{tag} = "{title}"', toml)
    path.write_text(toml, encoding="utf-8")
    with Session(house) as session:
        yield Made(house, new, session.build("roads"))


pytestmark = pytest.mark.office
each_language = pytest.mark.parametrize("tag", TITLES)


def bundle(made: Made, tag: str) -> Path:
    return next(path for path in made.build.bundles if path.stem.endswith(f"-{tag}"))


@each_language
def test_the_package_meets_the_levels_and_nothing_of_it_is_told(made: Made, tag: str) -> None:
    outputs = {each["role"]: each for each in made.build.manifest["outputs"] if each["language"] == tag}
    assert outputs["bundle"]["conformance"] == outputs["letter"]["conformance"] == {"pdfa": "2a", "pdfua": True}
    told = {note["code"] for note in made.build.manifest["notes"] if note["language"] == tag}
    # what stays English of the sample, and what stays of a new meeting's facts
    assert told <= {"paragraph-other-language", "file-of-another-language", "facts-example"}


@each_language
def test_its_words_are_read_back_from_letter_index_and_outline(made: Made, tag: str) -> None:
    letter, index, *_others = pages(bundle(made, tag))
    for page in (letter, index):
        assert {*words_of(TITLES[tag])} <= {*words_of(page)}
    assert any(WORDS[tag] in line for line in outline(bundle(made, tag)))
    with pikepdf.open(bundle(made, tag)) as pdf:
        assert TITLES[tag].partition(",")[0] in str(pdf.docinfo["/Title"])


@each_language
def test_its_letters_are_in_the_font_that_is_named_for_its_script(made: Made, tag: str) -> None:
    family = FAMILIES[tag].replace(" ", "")
    assert any(name.startswith(family) for name in fonts(bundle(made, tag)))
    assert FAMILIES[tag] in families(made.new[tag]) or FAMILIES[tag] in OF_THE_HOUSE


def test_lines_break_between_words_that_no_space_parts(made: Made) -> None:
    """By a dictionary: no line begins with a vowel sign or ends within a word that it has."""
    document = pypdfium2.PdfDocument(made.build.out / "th/invitation-th.pdf")
    lines = document[0].get_textpage().get_text_bounded().splitlines()
    document.close()
    first = next(number for number, line in enumerate(lines) if line.startswith("ขอเช"))
    assert lines[first + 1].startswith(tuple(BODY))
    assert lines[first + 2] == "I look forward to welcoming you."


def test_a_template_for_a_language_from_right_to_left_is_turned(made: Made) -> None:
    document = docx.Document(str(made.house.root / "templates/he/invitation.docx"))
    assert all(each._p.find(f"{qn('w:pPr')}/{qn('w:bidi')}") is not None for each in document.paragraphs)
    assert {each.get(qn("w:bidi")) for each in document.styles.element.iter(qn("w:lang"))} == {"he"}
    index = docx.Document(str(made.house.root / "templates/he/index.docx"))
    assert all(each._tbl.tblPr.find(qn("w:bidiVisual")) is not None for each in index.tables)
    left = docx.Document(str(made.house.root / "templates/th/invitation.docx"))
    assert not any(True for _ in left.element.iter(qn("w:bidi")))

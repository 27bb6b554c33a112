"""“Annex 3” typed in running text: found where the package's own list is meant and has none, and nowhere else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.findings import Finding, Place
from pipeline.localise.mentions import headings, mentions
from pipeline.model import Enclosure
from pipeline.numbering import Noun, letter, roman
from pipeline.preflight.document import Document, Kind, Line, Read
from pipeline.preflight.facts import EnclosureFact, Facts
from pipeline.preflight.mentioned import typed as mentioned_in
from tests.houses import ROOT, copy_case, copy_meeting, write_word
from tests.languages import of as spoken

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def enclosures(*numbers: str) -> list[Enclosure]:
    return [
        Enclosure(position, number, {}, {}, template=False, written_in={})
        for position, number in enumerate(numbers, start=1)
    ]


FOUR = enclosures("1", "2", "3", "4")


def typed(words: str, language: str, noun: Noun = "enclosure", of: list[Enclosure] = FOUR) -> list[str]:
    return [each.typed for each in mentions(words, spoken(language), noun, of)]


MEANT: list[tuple[str, Noun, str, str]] = [
    ("en", "enclosure", "Please complete Enclosure 7 and return it.", "Enclosure 7"),
    ("en", "enclosure", "Please complete Annex 3.", "Annex 3"),
    ("en", "enclosure", "The form is in Annex 7 to this letter.", "Annex 7"),
    ("en", "enclosure", "Please send Enclosure 9 to the secretariat.", "Enclosure 9"),
    ("en", "enclosure", "Enclosures 2, 3 and 9 are forms.", "Enclosures … 9"),
    ("en", "annex", "See appendix no. 2.", "appendix no. 2"),
    ("en", "attachment", "See Attachment B.", "Attachment B"),
    ("fr", "enclosure", "Veuillez remplir la pièce jointe n° 8.", "pièce jointe n° 8"),
    ("fr", "enclosure", "Le formulaire figure à l’annexe 3.", "annexe 3"),
    ("fr", "annex", "Voir l’annexe 7 de la présente lettre.", "annexe 7"),
    ("fr", "annex", "Les annexes 2 et 9 sont des formulaires.", "annexes … 9"),
    ("es", "annex", "El formulario figura en el anexo 7.", "anexo 7"),
    ("es", "annex", "Véase el documento adjunto 2.", "documento adjunto 2"),
    ("es", "enclosure", "Véase el anexo 7 de la presente carta.", "anexo 7"),
    ("ru", "annex", "Бланк содержится в приложении 7.", "приложении 7"),
    ("ru", "annex", "См. приложение № 9 к настоящему письму.", "приложение № 9"),
    ("ru", "appendix", "См. приложение 2.", "приложение 2"),
    ("ar", "annex", "انظر المرفق 7.", "المرفق 7"),
    ("ar", "annex", "وترد الاستمارة بالمرفق التاسع.", "بالمرفق التاسع"),
    ("ar", "annex", "المرفق 7 لهذه الرسالة", "المرفق 7"),
    ("ar", "annex", "انظر التذييل ٢.", "التذييل ٢"),
    ("zh", "annex", "表格见附件7。", "附件7"),
    ("zh", "annex", "表格见附件九。", "附件九"),
    ("zh", "annex", "见本函附件9。", "附件9"),
    ("zh", "annex", "见附录2。", "附录2"),
]


@pytest.mark.parametrize(("language", "noun", "words", "expected"), MEANT)
def test_what_the_list_has_not_is_found(language: str, noun: Noun, words: str, expected: str) -> None:
    assert typed(words, language, noun) == [expected]


SILENT: list[tuple[str, Noun, str]] = [
    ("en", "enclosure", "See Enclosure 3, and enclosures 1 to 4."),
    ("en", "annex", "Annex 7 to the Treaty applies."),
    ("en", "enclosure", "It follows annex III of document A/78/5."),
    ("en", "enclosure", "as the Convention, Annex 3, provides"),
    ("en", "enclosure", "see A/78/5, annex II, and MARPOL Annex VI"),
    ("en", "enclosure", "He wrote: “see Annex 7”."),
    ("en", "enclosure", "The report and its Annex 7 are known."),
    ("en", "enclosure", "In the enclosure I sent you the form."),
    ("en", "enclosure", "ANNEX A LIST OF HOTELS"),
    ("en", "enclosure", "Enclosure 3/Rev.1 and Annex 2024"),
    ("en", "enclosure", "Annex 5 to the Kyoto Protocol"),
    ("en", "enclosure", "two annexes, 7 pages"),
    ("fr", "enclosure", "selon l’annexe 7 de la Convention et l’annexe II du Protocole"),
    ("fr", "enclosure", "l’annexe 3 au document A/78/5"),
    ("fr", "enclosure", "Il écrit : « voir l’annexe 7 »."),
    ("fr", "enclosure", "le règlement et son annexe 7"),
    ("fr", "enclosure", "ANNEXE A LA LETTRE"),
    ("fr", "annex", "voir les annexes I et II et l’annexe 3"),
    ("es", "annex", "según el anexo 7 de la Convención y el anexo II del informe"),
    ("es", "enclosure", "el reglamento y su anexo 7"),
    ("ru", "annex", "приложение 7 к Конвенции, а также приложение III"),
    ("ru", "annex", "в ее приложении 7 и в «приложении 9»"),
    ("ar", "annex", "المرفق 7 للاتفاقية والمرفق 8 من البروتوكول"),
    ("ar", "annex", "انظر المرفق الثالث والمرفقين 1 و 2."),
    ("zh", "annex", "见《条约》附件9、公约附件九和第61/1号决议附件8"),
    ("zh", "annex", "见附件三和附件1、2"),
]


@pytest.mark.parametrize(("language", "noun", "words"), SILENT)
def test_what_the_list_has_and_what_is_anothers_is_left_alone(language: str, noun: Noun, words: str) -> None:
    assert typed(words, language, noun) == []


@pytest.mark.parametrize(
    ("numbers", "right", "wrong"),
    [
        (["A", "B", "C"], "Annex B", "Annex D"),
        ([letter(number) for number in range(1, 4)], "Annex C", "Annex 3"),
        ([roman(number) for number in range(1, 12)], "Annexes X and 11", "Annex XII"),
        (["1.1", "1.2", "2.1"], "Annex 2.1", "Annex 2"),
        ([], "", "Annex 1"),
    ],
)
def test_numbers_are_those_that_are_printed(numbers: list[str], right: str, wrong: str) -> None:
    assert typed(right, "en", "annex", enclosures(*numbers)) == []
    assert typed(wrong, "en", "annex", enclosures(*numbers)) == [wrong]


def test_a_document_may_have_annexes_of_its_own() -> None:
    paragraphs = ["The hotels are in Annex 7.", "Annex 7. Hotels", "Annex 9 is with the letter."]
    own = headings(paragraphs, spoken("en"))
    assert own == {"annex 7"}
    found = [each.typed for words in paragraphs for each in mentions(words, spoken("en"), "annex", FOUR, own)]
    assert found == ["Annex 9"]


# --- in a meeting ---------------------------------------------------------------------------------


def told(folder: Path) -> list[Finding]:
    return [each for each in check(folder).notes if each.code.startswith("mention-")]


def write(path: Path, *words: str) -> None:
    text = path.with_suffix(".txt")
    text.write_text("".join(f"Normal | {each}\n" for each in words), encoding="utf-8")
    write_word(text, ROOT / "templates" / "fr" / "invitation.docx", path)
    text.unlink()


def test_it_is_told_of_the_meeting_its_letter_and_its_enclosures(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    words = toml.read_text(encoding="utf-8").replace("Invitation, {{", "Invitation (annexe 2), {{")
    toml.write_text(
        words.replace('title.fr = "Programme"', 'key = "programme"\ntitle.fr = "Programme"'), encoding="utf-8"
    )
    write(folder / "enclosures" / "programme.docx", "Voir la pièce jointe 7.", "Voir l’annexe 9.", "Annexe 9")
    found = told(folder)
    assert {(Path(each.place.file).name, each.code, each.values["typed"]) for each in found} == {
        ("meeting.toml", "mention-noun", "annexe 2"),
        ("programme.docx", "mention-number", "pièce jointe 7"),
    }
    noun, number = sorted(found, key=lambda each: each.code)
    assert (noun.values["key"], str(noun.values["name"]).replace("\u00a0", " ")) == ("programme", "Pièce jointe 2")
    assert number.values["last"] == "4"
    assert number.place.paragraph == "Voir la pièce jointe 7."


def test_a_noun_typed_beside_a_number_that_is_right_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    words = toml.read_text(encoding="utf-8").replace('title.fr = "Note"', 'key = "note"\ntitle.fr = "Note"')
    toml.write_text(words, encoding="utf-8")
    number = "{{ enclosures.note.number }}"
    write(folder / "enclosures" / "programme.docx", f"Voir l’annexe {number}.", f"Voir la pièce jointe {number}.")
    assert [(each.code, each.values["typed"]) for each in told(folder)] == [("mention-noun", "annexe 4")]


def test_what_is_written_by_key_is_never_told(tmp_path: Path) -> None:
    assert told(copy_case(tmp_path, "kelmar-2026")) == []


def test_a_letter_without_enclosures_that_names_one_is_told(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    head = toml.read_text(encoding="utf-8").partition("[[groups]]")[0]
    toml.write_text(head.replace("Invitation, {{", "Invitation (pièce jointe 1), {{"), encoding="utf-8")
    assert [(each.code, each.values["typed"]) for each in told(folder)] == [("mention-nothing", "pièce jointe 1")]


def read(kind: Kind, file: str, *words: str) -> Read:
    facts = Facts(
        "T",
        date(2025, 1, 1),
        enclosures=(EnclosureFact(1, "1", "Enclosure 1", "form"), EnclosureFact(2, "2", "Enclosure 2")),
        filled=("templates/en/invitation.docx", "enclosures/form.docx"),
    )
    lines = tuple(Line(each, Place(paragraph=number)) for number, each in enumerate(words, start=1))
    return Read("invitation", "en", facts, (Document(kind, file, "en", lines, spoken=spoken("en")),))


def test_what_a_letter_says_is_told_by_a_build_too_where_it_was_filled_in_here() -> None:
    said = ("See Annex 1.", "Please send Enclosure 9.", "Enclosure 2 is a form.")
    told = mentioned_in(read("letter", "templates/en/invitation.docx", *said))
    assert [(each.code, each.place.paragraph) for each in told] == [("mention-noun", 1), ("mention-number", 2)]
    assert not list(mentioned_in(read("enclosure", "enclosures/report.docx", *said)))
    own = read("enclosure", "enclosures/form.docx", "Annex 1", *said)
    assert [each.code for each in mentioned_in(own)] == ["mention-number"]

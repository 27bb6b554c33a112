"""Five small meetings, each with a house of its own, built for real: tests/golden/meetings has what comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest

from pipeline.check import check
from pipeline.findings.catalogue import AREAS
from tests.houses import MEETINGS, Package, copy_case
from tests.reading import labels, links, missing_glyphs, outline, pages, paragraphs, parts, root, seen

GOLDEN = Path(__file__).parent / "golden" / "meetings"
Case = Callable[[str], Package]

LETTERS = [
    ("verdana-2025", "circular", "en"),
    ("verdana-2025", "circular", "zh"),
    ("orvane-2025", "notification", "es"),
    ("orvane-2025", "notification", "fr"),
    ("halden-2025", "note-verbale", "en"),
    ("halden-2025", "note-verbale", "ru"),
    ("halden-2025", "letter", "en"),
    ("halden-2025", "letter", "ru"),
    ("selm-2025", "letter", "ar"),
    ("selm-2025", "letter", "fr"),
    ("amaret-2027", "invitation", "ar"),
    ("amaret-2027", "invitation", "en"),
    ("amaret-2027", "invitation", "fr"),
    ("amaret-2027", "invitation", "zh"),
]
LETTERS += [("kelmar-2026", "letter", language) for language in ("ar", "fr", "ru", "zh")]
LETTERS += [("oridan-2026", "circular", language) for language in ("ar", "en", "es", "fr", "ru", "zh")]
LETTERS += [("skalden-2026", "note-verbale", language) for language in ("en", "es", "fr")]
LETTERS += [("lumeria-2027", "invitation", language) for language in ("ar", "en", "fr")]
STAMP_FONTS = {"ar": "Amiri", "zh": "WenQuanYiMicroHei"}
EXPLAINED = {
    "kelmar-2026": {"names-taken-out"},  # python-docx writes its author into new files
    "lumeria-2027": {"picture-low"},  # a map of 100 dots an inch
    "oridan-2026": {"salutation-low"},  # a circular that greets all alike
    "tirane-2026": {"paragraphs-differ"},  # one of its letters says one thing more
}
"""What the preflight tells of these meetings; of the others it is silent."""
each_letter = pytest.mark.parametrize(("meeting", "instrument", "language"), LETTERS)


def bundle(package: Package, meeting: str, instrument: str, language: str) -> Path:
    return package.out / f"{meeting}-{instrument}-{language}.pdf"


def written(words: str) -> str:
    """Words with the signs that are not seen."""
    return words.translate(
        {0xA0: "␣", 0x202F: "⍽", 0x2060: "⟨wj⟩", 0x200E: "⟨ltr⟩", 0x200F: "⟨rtl⟩", 0x9: " → ", 0xA: " ⏎ "}
    )


@pytest.mark.parametrize("meeting", sorted(path.name for path in MEETINGS.iterdir() if path.is_dir()))
def test_every_meeting_that_lies_here_is_sound_and_is_built_as_a_whole(
    meeting: str, case: Case, tmp_path: Path
) -> None:
    assert check(copy_case(tmp_path, meeting)).problems == ()
    package = case(meeting)
    outputs = package.manifest["outputs"]
    assert {entry["role"] for entry in outputs} >= {"bundle", "report", "letter", "letter-docx"}
    assert all((package.out / entry["path"]).is_file() for entry in outputs)
    looked_for = {*AREAS["preflight"], *AREAS["disagree"]}
    assert {note["code"] for note in package.manifest["notes"]} & looked_for == EXPLAINED.get(meeting, set())


@each_letter
def test_the_letter_the_outline_and_the_labels(meeting: str, instrument: str, language: str, case: Case) -> None:
    package = case(meeting)
    letter = paragraphs(package.out / language / f"{instrument}-{language}.docx")
    bound = bundle(package, meeting, instrument, language)
    sections = {"letter": letter, "outline": outline(bound), "labels": [" ".join(labels(bound))]}
    made = [line for name, lines in sections.items() for line in (f"# {name}", *map(written, lines))]
    assert made == (GOLDEN / f"{meeting}.{instrument}.{language}.txt").read_text(encoding="utf-8").splitlines()


@each_letter
def test_no_word_is_missing_and_none_is_left_to_fill_in(
    meeting: str, instrument: str, language: str, case: Case
) -> None:
    package = case(meeting)
    letter = paragraphs(package.out / language / f"{instrument}-{language}.docx")
    assert [line for line in letter if not line.strip()] == []
    words = " ".join([*letter, *pages(bundle(package, meeting, instrument, language))])
    assert [sign for sign in ("{{", "}}", "{%", "???", "None", "\ufffd") if sign in words] == []


@each_letter
def test_every_sign_has_its_glyph(meeting: str, instrument: str, language: str, case: Case) -> None:
    path = bundle(case(meeting), meeting, instrument, language)
    assert missing_glyphs(path, STAMP_FONTS.get(language, "Carlito")) == {}


@each_letter
def test_the_bundle_says_its_language_and_its_direction(
    meeting: str, instrument: str, language: str, case: Case
) -> None:
    catalog = root(bundle(case(meeting), meeting, instrument, language))
    assert catalog["/Lang"] == language
    assert catalog["/ViewerPreferences"].get("/Direction") == ("/R2L" if language == "ar" else None)


@pytest.mark.parametrize("meeting", dict.fromkeys(meeting for meeting, _, _ in LETTERS))
def test_nothing_is_wrong_with_it(meeting: str, tmp_path: Path) -> None:
    found = check(copy_case(tmp_path, meeting))
    assert found.errors == ()
    # each has enclosures that stand in for one in another language, which is told
    notes = {note.code for note in found.notes if "awaits review" not in note.what}
    assert notes == {"file-instead"}


# --- a numbered circular with annexes and a reply form -------------------------------------------


def test_annexes_are_called_so_wherever_they_are_named(case: Case) -> None:
    package = case("verdana-2025")
    bound = bundle(package, "verdana-2025", "circular", "en")
    words = pages(bound)
    assert "in Annex A and practical information is in Annex B" in words[0]
    assert "the form in Annex C" in words[0]
    assert [word for word in ("A Provisional agenda 1 3", "C Reply form 1 7") if word not in words[1]] == []
    assert "Annex A Provisional agenda" in words[2]  # its slip-sheet
    assert "Annex A – page 1/1" in words[3]
    # No file is given for the second in Chinese: the letter, the index, the slip-sheet and the stamp say so.
    words = pages(bundle(package, "verdana-2025", "circular", "zh"))
    assert [number for number, page in enumerate(words) if "仅有英文" in page] == [0, 1, 4, 5]
    assert "译自英文" in words[3]
    assert links(bound, 0) == [2, 4, 6]


def test_the_reply_form_can_be_filled_in(case: Case) -> None:
    package = case("verdana-2025")
    for path in (bundle(package, "verdana-2025", "circular", "zh"), package.path("enclosure", 2, "zh")):
        fields = pypdf.PdfReader(path).get_fields()
        assert fields is not None
        assert {name.rpartition(".")[2] for name in fields} >= {"name", "state", "email", "attends"}


def test_the_number_of_the_page_and_of_all_pages_are_fields(case: Case) -> None:
    package = case("verdana-2025")
    body = docx.Document(str(package.path("letter-docx", language="en"))).element.body
    assert body.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


# --- a notification with a deadline and two reference numbers ------------------------------------


def test_the_deadline_stands_in_the_letter_with_its_zone_after_both_numbers(case: Case) -> None:
    letter = [seen(line) for line in paragraphs(case("orvane-2025").path("letter-docx"))]
    assert letter[:3] == [
        "Référence: ORV/NOT/2025/112",
        "Notre référence: ORV-4411-b",
        "Suite à donner au plus tard le: 31 octobre 2025 à 18 heures (UTC+1)",
    ]


def test_a_template_that_stands_in_for_another_language_is_filled_in_in_its_own(case: Case) -> None:
    package = case("orvane-2025")
    bound = bundle(package, "orvane-2025", "notification", "es")
    form = pages(bound)[1]
    assert "Pièce jointe 1 du Réseau d’observation d’Orvane, pour la réunion d’examen (1er décembre 2025)." in form
    assert "Documento adjunto 1 – página 1/1 (en francés únicamente) – ORV/INF/9" in form
    assert [language for _, language in parts(bound)] == ["es", "fr", "es"]
    assert "Documento adjunto 2 – página 1/1 (traducido del francés) – ORV/INF/10" in pages(bound)[2]
    # One conversion serves both languages, and each language's folder has its file.
    assert len([step for step in package.ran if step.startswith("convert enclosure 1")]) == 1
    files = [package.path("enclosure", 0, language) for language in ("es", "fr")]
    assert files[0].name == "01-modelo-de-informe-en-frances-unicamente.pdf"
    assert files[0].read_bytes() == files[1].read_bytes()


# --- a note verbale to States and a letter to organisations --------------------------------------


def test_the_note_is_unsigned_and_in_the_third_person_and_the_letter_is_signed(case: Case) -> None:
    package = case("halden-2025")
    for language, greeting, renewal in (
        ("en", "presents its compliments to the Permanent Missions", "avails itself of this opportunity to renew"),
        ("ru", "свидетельствует свое уважение Постоянным представительствам", "пользуется этим случаем, чтобы"),
    ):
        note, letter = (
            " ".join(paragraphs(package.out / language / f"{name}-{language}.docx"))
            for name in ("note-verbale", "letter")
        )
        assert greeting in note
        assert renewal in note
        assert "K. Instance" not in note
        assert "K. Instance" in letter
        assert greeting not in letter
    assert outline(bundle(package, "halden-2025", "note-verbale", "ru"))[0] == "Вербальная нота @1"
    assert outline(bundle(package, "halden-2025", "letter", "ru"))[0] == "Письмо @1"


def test_two_instruments_share_their_enclosures(case: Case) -> None:
    package = case("halden-2025")
    outputs = package.manifest["outputs"]
    assert [entry["path"] for entry in outputs if entry["role"] == "enclosure" and entry["language"] == "ru"] == [
        f"ru/enclosures/{number}.pdf" for number in ("1.1", "1.2", "2.1")
    ]
    assert {entry["instrument"] for entry in outputs if entry["role"] == "bundle"} == {"letter", "note-verbale"}
    converted = [step for step in package.ran if step.startswith("convert enclosure")]
    assert sorted(converted) == [
        f"convert enclosure {name}" for name in "1.1 en,1.1 ru,1.2 en,2.1 en,2.1 ru".split(",")
    ]


def test_states_are_sorted_and_named_as_the_language_and_the_house_do(case: Case) -> None:
    package = case("halden-2025")
    english, russian = (seen(" ".join(paragraphs(package.out / f"{tag}/letter-{tag}.docx"))) for tag in ("en", "ru"))
    assert "(Armenia, Azerbaijan, Côte d’Ivoire, Georgia and Turkey)" in english.replace("'", "’")
    assert "(Азербайджан, Армения, Грузия, Кот-д’Ивуар и Турция)" in russian.replace("'", "’")


# --- a council's letter with the agenda in the body ----------------------------------------------


def test_the_agenda_stands_in_the_body_with_links_to_its_documents(case: Case) -> None:
    package = case("selm-2025")
    letter = paragraphs(package.path("letter-docx"))
    agenda = [number for number, line in enumerate(letter) if "document CPS/21/" in line]
    assert max(agenda) < next(number for number, line in enumerate(letter) if line.startswith("Je vous prie"))
    assert [letter[number].partition("\t")[0] for number in agenda] == ["I.", "II.", "III."]
    bound = bundle(package, "selm-2025", "letter", "fr")
    assert links(bound, 0) == [1, 2, 3]


def test_the_arabic_letter_runs_from_right_to_left(case: Case) -> None:
    package = case("selm-2025")
    document = docx.Document(str(package.path("letter-docx", language="ar")))
    assert [paragraph.text for paragraph in document.paragraphs if not paragraph._p.xpath("./w:pPr/w:bidi")] == []
    assert document.element.body.xpath("./w:sectPr/w:bidi")
    words = pages(bundle(package, "selm-2025", "letter", "ar"))
    assert "بالفرنسية فقط" in words[0]
    assert "بالفرنسية فقط" in words[2]  # the stamp
    assert "مترجم" in words[1]
    # pdfium turns figures and Latin letters inside Arabic around; pypdf takes them as they are drawn.
    drawn = pypdf.PdfReader(bundle(package, "selm-2025", "letter", "ar")).pages
    assert [symbol in drawn[page].extract_text() for page, symbol in ((1, "CPS/21/1"), (3, "CPS/21/INF/1"))] == [
        True
    ] * 2


# --- three packages as offices send them ---------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_circulars_form_is_filled_in_from_the_facts_of_its_letter(language: str, case: Case) -> None:
    package = case("oridan-2026")
    form = pages(bundle(package, "oridan-2026", "circular", language))[2]
    assert [word for word in ("16", "2026", "beacons", "signals") if word not in form] == []
    letter = paragraphs(package.path("letter-docx", language=language))
    subject = letter[1].partition("\t")[2]  # which stands at its head, and is not said again below
    assert [number for number, line in enumerate(letter) if subject in line] == [1]


def test_a_note_about_no_meeting_informs_and_nobody_signs(case: Case) -> None:
    package = case("skalden-2026")
    words = seen(" ".join(paragraphs(package.path("letter-docx", language="fr"))))
    assert "a l’honneur de porter à leur connaissance ce qui suit" in words.replace("'", "’")
    assert "(1 page)" in words  # the form's, known once it is converted
    assert "21e Conférence des Parties : Cabo Verde, Finlande et Islande" in words
    assert links(bundle(package, "skalden-2026", "note-verbale", "fr"), 0) == [1, 1, 2, 2, 1, 2]


def test_two_chairs_sign_fourteen_enclosures_side_by_side(case: Case) -> None:
    package = case("lumeria-2027")
    bound = bundle(package, "lumeria-2027", "invitation", "en")
    assert len([line for line in outline(bound) if line.lstrip()[:1].isdigit()]) == 14
    document = docx.Document(str(package.path("letter-docx", language="en")))
    names = [
        [cell.text.strip().partition("\n")[0] for cell in row.cells] for table in document.tables for row in table.rows
    ]
    assert ["Amalia Rivera", "Budiman Hartono"] in names
    assert len(document.element.body.xpath(".//wp:inline")) == 2  # their signatures
    letter = seen(" ".join(paragraphs(package.path("letter-docx", language="en"))))
    assert "on 6 April 2027, at 2 p.m. in Tunis, 10 a.m. in Montevideo, 8 p.m. in Jakarta" in letter
    assert "The fourteen documents" in letter
    attached = pypdf.PdfReader(bound).attachments
    assert [name for name in attached if name.endswith(".xlsx")] == ["1.7-budget-attached-file.xlsx"]
    assert "– 16 –" in pages(bound)[-1]

"""What goes out as what: notes verbales, letters, circulars and notifications, and the fields at their heads."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import docx
import pytest

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.load import load_house, load_meeting
from pipeline.localise import Wording, listing, localise, read_phrases
from pipeline.merge import merge
from pipeline.merge.reading import paragraphs_of
from pipeline.model import HeaderField, HouseStyle, Instrument, Properties, Signatory
from pipeline.text import PAGE, PAGES, plain
from tests.houses import ROOT, build, copy_case, copy_meeting
from tests.languages import of
from tests.reading import pages, seen

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
NOTE = """[[instruments]]
key = "note-verbale"
kind = "note-verbale"
template = "note-verbale"
audience = {audience}
addressees.fr = ["Missions permanentes"]
sender.fr = "Le Secrétariat"
to.fr = "aux Missions permanentes"
{more}
"""


def put_note(folder: Path, audience: str = '["missions"]', more: str = "") -> Path:
    """The small meeting, with a note verbale in place of its letter."""
    path = folder / "meeting.toml"
    toml = path.read_text(encoding="utf-8")
    head, rest = toml.partition("[[instruments]]")[::2]
    groups = rest[rest.index("[[groups]]") :]
    path.write_text(f"{head}{NOTE.format(audience=audience, more=more)}\n{groups}", encoding="utf-8")
    return folder


def wording(instrument: Instrument, language: str = "fr") -> Wording:
    meeting = load_meeting(ROOT / "tests" / "meetings" / "small")
    lines = {language: ("Missions",)}
    audience = replace(instrument.audience, lines=lines)
    meeting = replace(
        meeting,
        title={language: "T"},
        subject={language: "Subject"},
        signatories=(Signatory({"*": "X"}, {language: ("X",)}),),
        events=(),
        groups=(),
    )
    return localise(
        meeting,
        replace(instrument, audience=audience),
        of(language),
        phrases=read_phrases(ROOT / "templates" / language / "phrases.po", language),
        letterhead={},
        style=HouseStyle(),
    )


def said(of: Wording) -> dict[str, str]:
    return {name: seen(plain(value)) for name, value in listing(of.words)}


def letter() -> Instrument:
    return load_meeting(ROOT / "tests" / "meetings" / "small").instruments[0]


def note() -> Instrument:
    """The note verbale of the sample of two instruments, with its words in French."""
    whole = load_meeting(ROOT / "tests" / "meetings" / "halden-2025", ("en",)).instruments[0]
    return replace(whole, sender={"fr": "Le Secrétariat"}, to={"fr": "aux Missions permanentes"}, header=())


# --- the note verbale ----------------------------------------------------------------------------


def test_a_note_verbale_to_organisations_of_the_un_is_a_note_and_no_error(own_house: Path) -> None:
    found = check(put_note(copy_meeting(own_house), '["missions", "un-system"]'))
    assert (found.errors, found.exit_code) == ((), 0)
    (warning,) = [each for each in found.notes if "awaits review" not in each.what]
    assert warning.where.endswith("meeting.toml:35: instruments.note-verbale.audience")
    assert "United Nations system" in warning.what
    assert "letter" in warning.mend
    found = check(put_note(copy_meeting(own_house, slug="other")))
    assert [each for each in found.notes if "awaits review" not in each.what] == []


def test_a_note_verbale_to_non_governmental_organisations_is_refused(own_house: Path) -> None:
    found = check(put_note(copy_meeting(own_house), '["missions", "ngos"]'))
    assert found.exit_code == 4
    assert "does not go to non-governmental organisations" in str(found.errors[0])


def test_the_renewal_stands_only_where_it_is_asked_for(own_house: Path, offices: Offices) -> None:
    for more, there in (("", False), ("renewal = true", True)):
        folder = put_note(copy_meeting(own_house, slug=f"note-{there}".lower()), more=more)
        words = pages(build(folder, own_house / f"out-{there}", offices).path("bundle"))[0]
        renewal = "Le Secrétariat saisit cette occasion pour renouveler aux Missions permanentes les assurances"
        assert (renewal in words) == there
        assert "Le Secrétariat présente ses compliments aux Missions permanentes" in words
        assert "A. Nom" not in words  # initialled and sealed, but unsigned


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_note_verbale_has_neither_salutation_nor_closing_nor_signature(language: str) -> None:
    text = " ".join(paragraphs_of(ROOT / "templates" / language / "note-verbale.docx"))
    assert [name for name in ("salutation", "closing", "signatory", "subject") if name in text] == []
    assert [name for name in ("sender", "to", "renewal", "date", "addressees") if f"{{{{ {name} }}}}" not in text] == []


def test_a_note_on_a_letters_template_is_refused_and_the_other_way_round(own_house: Path) -> None:
    folder = put_note(copy_meeting(own_house))
    toml = folder / "meeting.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('template = "note-verbale"', 'template = "invitation"'))
    told = "\n".join(map(str, check(folder).errors))
    for placeholder in ("salutation", "closing"):
        assert f"There is no placeholder “{placeholder}”" in told
    other = copy_meeting(own_house, slug="other")
    toml = other / "meeting.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('template = "invitation"', 'template = "note-verbale"'))
    found = check(other)
    assert "There is no placeholder “sender”" in str(found.errors[0])
    assert found.exit_code == 5


def test_what_a_kind_has_not_is_no_placeholder() -> None:
    for_letter, for_note = said(wording(letter())), said(wording(note()))
    assert {"salutation", "closing"} <= set(for_letter)
    assert {"sender", "to", "renewal"} <= set(for_note)
    assert not {"sender", "to", "renewal"} & set(for_letter)
    assert not {"salutation", "closing"} & set(for_note)


@pytest.mark.parametrize(
    ("gender", "opens", "renews"),
    [(None, "تهدي الأمانة تحياتها", "وتغتنم الأمانة"), ("masculine", "يهدي المكتب تحياته", "ويغتنم المكتب")],
)
def test_the_verbs_of_an_arabic_note_have_the_gender_of_its_sender(
    gender: str | None, opens: str, renews: str, tmp_path: Path
) -> None:
    sender = "المكتب" if gender else "الأمانة"
    asked = replace(note(), sender={"ar": sender}, to={"ar": "إلى البعثات الدائمة"}, renewal=True, body={"ar": ("نص",)})
    words = wording(replace(asked, sender_gender={"ar": gender} if gender else {}), "ar")
    properties = Properties("T", "A", "ar", datetime(2026, 1, 1, tzinfo=UTC))
    merge(words, ROOT / "templates/ar/note-verbale.docx", None, properties, tmp_path / "note.docx")
    read = "\n".join(each.text for each in docx.Document(str(tmp_path / "note.docx")).paragraphs)
    assert (opens in seen(read), renews in seen(read)) == (True, True)


def test_a_note_verbale_is_named_so_in_the_bundle_and_the_phrase_is_needed(own_house: Path) -> None:
    folder = put_note(copy_meeting(own_house))
    catalogue = own_house / "templates" / "fr" / "phrases.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace('"bundle.note-verbale"', '"bundle.other"'))
    assert "There is no phrase “bundle.note-verbale”" in str(check(folder).errors[0])
    assert check(copy_meeting(own_house, slug="letter")).errors == ()


# --- the fields at the head ----------------------------------------------------------------------

DEADLINE = datetime(2025, 5, 31, 18, tzinfo=timezone(timedelta(hours=2)))
LABELS = {
    "ar": ["المرجع", "آخر موعد لاتخاذ الإجراء", "الموضوع"],
    "en": ["Reference", "Action required by", "Subject"],
    "es": ["Referencia", "Plazo de respuesta", "Asunto"],
    "fr": ["Référence", "Suite à donner au plus tard le", "Objet"],
    "ru": ["Исх. №", "Срок исполнения", "Тема"],
    "zh": ["文号", "答复截止时间", "事由"],
}
DEADLINES = {
    "ar": "31 أيار/مايو 2025، الساعة 18:00 (UTC+2)",
    "en": "31 May 2025 at 6 p.m. (UTC+2)",
    "es": "31 de mayo de 2025 a las 18.00 horas (UTC+2)",
    "fr": "31 mai 2025 à 18 heures (UTC+2)",
    "ru": "31 мая 2025 года в 18 ч 00 мин (UTC+2)",
    "zh": "2025年5月31日下午6时（UTC+2）",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_fields_stand_in_the_order_of_the_meeting_with_the_words_of_the_language(language: str) -> None:
    fields = (
        HeaderField("reference", {"*": "AB/1"}, None),
        HeaderField("action-by", None, DEADLINE),
        HeaderField("subject", None, None),
    )
    words = said(wording(replace(letter(), header=fields), language))
    assert [words[f"header[{number}].label"] for number in range(3)] == LABELS[language]
    assert [words[f"header[{number}].value"] for number in range(3)] == ["AB/1", DEADLINES[language], "Subject"]
    turned = said(wording(replace(letter(), header=fields[::-1]), language))
    assert [turned[f"header[{number}].label"] for number in range(3)] == LABELS[language][::-1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_pages_is_left_to_the_one_who_sets_them(language: str) -> None:
    words = wording(replace(letter(), header=(HeaderField("pages", None, None),)), language)
    value = dict(listing(words.words))["header[0].value"]
    assert (value.count(PAGE), value.count(PAGES)) == (1, 1)
    assert value.index(PAGE) < value.index(PAGES)


def test_page_one_of_two_is_printed_on_a_letter_of_two_pages(own_house: Path, offices: Offices) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    lines = ", ".join(f'"Mission permanente {number}"' for number in range(50))
    changed = toml.read_text(encoding="utf-8").replace('["Missions permanentes"]', f"[{lines}]")
    changed = changed.replace("[[groups]]", '[[instruments.header]]\nfield = "pages"\n\n[[groups]]', 1)
    toml.write_text(changed, encoding="utf-8")
    package = build(folder, own_house / "out", offices)
    (letter_pages,) = [each["pages"] for each in package.manifest["outputs"] if each["role"] == "letter"]
    assert letter_pages > 1
    for path in (package.path("letter"), package.path("bundle")):
        assert f"Page : 1 sur {letter_pages}" in pages(path)[0]
    body = docx.Document(str(package.path("letter-docx"))).element.body
    assert body.xpath(".//w:fldSimple/@w:instr") == ["PAGE", "NUMPAGES"]


def test_a_field_that_is_not_there_leaves_no_line(house: Path, offices: Offices) -> None:
    folder = copy_meeting(house, slug="no-header")
    letter_docx = docx.Document(str(build(folder, house / "build" / "no-header", offices).path("letter-docx")))
    assert letter_docx.paragraphs[0].text == "15\u00a0janvier\u00a02025"


# --- a house's own ways --------------------------------------------------------------------------


def test_a_style_that_is_not_known_is_an_error_of_the_settings(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    config = own_house / "config.toml"
    config.write_text(config.read_text(encoding="utf-8") + '\n[dates.fr]\ndsh = "-"\n', encoding="utf-8")
    found = check(folder)
    assert found.exit_code == 3
    assert "config.toml: dates.fr" in str(found.errors[0])


def test_a_state_that_is_not_known_is_an_error_of_the_meeting(tmp_path: Path) -> None:
    folder = copy_case(tmp_path, "halden-2025")
    toml = folder / "meeting.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace('"GEO"', '"XYZ"'), encoding="utf-8")
    found = check(folder)
    assert found.exit_code == 4
    assert ": states.riparian" in str(found.errors[0])
    assert "XYZ" in str(found.errors[0])
    assert load_house(folder).style.state_names["en"]["TUR"] == "Turkey"

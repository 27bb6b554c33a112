"""A letter to one of many: its salutation, form of address and lines; what a template may use; the covering message."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from functools import cache
from pathlib import Path
from typing import Any

import docx
import pytest

from pipeline.errors import TemplateError
from pipeline.load import load_letterhead
from pipeline.localise import Phrases, addressed, localise, read_phrases, unfit
from pipeline.localise.recipients import FIELDS
from pipeline.localise.wording import Wording, by_name
from pipeline.merge import merge
from pipeline.merge.message import fill_message
from pipeline.message import Message, draft
from pipeline.model import Instrument, Properties, Recipient
from pipeline.recipients import letter_stem
from pipeline.text import LINE, plain
from tests.houses import ROOT
from tests.languages import of
from tests.lists import a_house, a_meeting, a_note_verbale

AT = datetime(2025, 1, 15, 12, tzinfo=UTC)
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


@cache
def phrases_in(language: str) -> Phrases:
    return read_phrases(ROOT / "templates" / language / "phrases.po", language)


def letter(language: str, instrument: Instrument | None = None) -> tuple[Wording, Instrument]:
    meeting = a_meeting()
    own = instrument or meeting.instruments[0]
    every = dict.fromkeys(LANGUAGES, ("Missions",))
    own = replace(own, audience=replace(own.audience, lines=every))
    bare = replace(
        meeting,
        title=dict.fromkeys(LANGUAGES, "T"),
        subject={},
        groups=(),
        events=(),
        signatories=(),
        instruments=(own,),
    )
    words = load_letterhead(ROOT / "letterheads" / "plain", language)
    wording = localise(bare, own, of(language), phrases=phrases_in(language), letterhead=words, style=a_house().style)
    return wording, own


def to(language: str, instrument: Instrument | None = None, **recipient: Any) -> dict[str, Any]:
    """The words of a letter to a recipient."""
    wording, own = letter(language, instrument)
    one = Recipient(
        **{"key": "k", "row": 2, "category": "missions", "instrument": own.key, "language": language, **recipient}
    )
    return by_name(addressed(wording, one, own, phrases_in(language), a_house().style, of(language)).words)


def lines(words: Any) -> list[str]:
    return plain(str(words).replace(LINE, "\n")).split("\n") if words else []


AMBASSADOR: dict[str, Any] = {"person": "Marie Dupont", "rank": "ambassador", "gender": "feminine", "state": "CIV"}


def test_an_ambassador_in_six_languages() -> None:
    said = {language: to(language, **AMBASSADOR) for language in LANGUAGES}
    assert {language: words["salutation"] for language, words in said.items()} == {
        "ar": "صاحبة السعادة،",
        "en": "Excellency,",
        "es": "Señora Embajadora:",
        "fr": "Madame l’Ambassadrice,",
        "ru": "Уважаемая госпожа Посол!",
        "zh": "大使阁下：",
    }
    assert {language: lines(words["addressees"]) for language, words in said.items()} == {
        "ar": ["سعادة السيدة Marie Dupont", "البعثة الدائمة", "كوت ديفوار"],
        "en": ["Her Excellency Ms. Marie Dupont", "Permanent Mission", "Côte d’Ivoire"],
        "es": ["Excelentísima Señora Marie Dupont", "Misión Permanente", "Côte d’Ivoire"],
        "fr": ["Son Excellence Madame Marie Dupont", "Mission permanente", "Côte d’Ivoire"],
        "ru": ["Ее Превосходительству госпоже Marie Dupont", "Постоянное представительство", "Кот-д’Ивуар"],
        "zh": ["Marie Dupont阁下", "常驻代表团", "科特迪瓦"],
    }


SALUTATIONS: list[tuple[dict[str, Any], str]] = [
    ({"category": "states", "state": "KEN"}, "Excellences,"),
    ({"category": "organisations", "organisation": "Croix-Rouge"}, "Mesdames, Messieurs,"),
    ({"person": "A B"}, "Madame, Monsieur,"),
    ({"person": "A B", "gender": "masculine"}, "Monsieur,"),
    ({"person": "A B\nC D", "several": True}, "Mesdames, Messieurs,"),
    ({"person": "A B", "rank": "minister", "gender": "feminine"}, "Madame la Ministre,"),
    ({"rank": "minister", "gender": "masculine"}, "Monsieur le Ministre,"),
    (
        {"person": "A\nB", "rank": "ambassador", "several": True},
        "Mesdames les Ambassadrices, Messieurs les Ambassadeurs,",
    ),
    ({"person": "A B", "rank": "head-of-state"}, "Excellence,"),
]


@pytest.mark.parametrize(("recipient", "expected"), SALUTATIONS, ids=[expected for _, expected in SALUTATIONS])
def test_rank_gender_and_number_choose_the_salutation(recipient: dict[str, Any], expected: str) -> None:
    assert to("fr", **recipient)["salutation"] == expected


def test_every_rank_is_greeted_and_addressed_in_six_languages() -> None:
    keys = {language: phrases_in(language).words.keys() for language in LANGUAGES}
    ranks = {key.split(".")[1] for key in keys["en"] if key.startswith("salutation.") and key.endswith(".many")}
    assert {"person", "minister", "charge-daffaires"} <= ranks
    for rank in ranks:
        wanted = {f"{what}.{rank}.{form}" for what in ("salutation", "address") for form in ("one.m", "one.f", "many")}
        assert all(wanted <= known for known in keys.values()), rank


def a_recipient(**own: Any) -> Recipient:
    return Recipient(**{"key": "k", "row": 2, "category": "missions", "instrument": "i", "language": "fr", **own})


@pytest.mark.parametrize(
    ("recipient", "code"),
    [
        ({"person": "A B", "rank": "minister"}, "recipient-salutation"),
        ({"person": "A B", "rank": "grand-duke", "gender": "masculine"}, "recipient-rank"),
        ({"person": "A B", "rank": "head-of-state"}, None),
        ({"person": "A B"}, None),
    ],
)
def test_a_salutation_that_cannot_be_chosen_is_told(recipient: dict[str, Any], code: str | None) -> None:
    wrong = unfit(a_recipient(**recipient), a_meeting().instruments[0], phrases_in("fr"))
    assert (wrong.code if wrong else None) == code
    assert unfit(a_recipient(**recipient), a_note_verbale(("missions",)), phrases_in("fr")) is None


def test_a_state_stands_in_the_address_where_nothing_else_names_it() -> None:
    mission: dict[str, Any] = {
        "state": "FRA",
        "organisation": "Mission permanente de la France",
        "address": ("1202 Genève",),
    }
    assert lines(to("fr", **mission)["addressees"]) == ["Mission permanente de la France", "1202 Genève"]
    ministry: dict[str, Any] = {
        "category": "states",
        "state": "KEN",
        "organisation": "Ministry of Health",
        "function": "Director",
    }
    assert lines(to("en", **ministry)["addressees"]) == ["Director", "Ministry of Health", "Kenya"]


@pytest.mark.parametrize(
    ("state", "last", "named"),
    [
        ("GBR", "United Kingdom", True), ("GBR", "London SW1A 2AH, UK", True), ("IRN", "Tehran, Iran", True),
        ("USA", "USA", True), ("TLS", "Dili, Timor-Leste", True), ("KOR", "서울", False),
        ("GEO", "1202 Genève, GE", False), ("COG", "Kinshasa, DRC", False), ("IND", "Gary, IN", False),
    ],
)  # fmt: skip
def test_a_state_that_an_address_ends_with_by_another_name_is_not_there_twice(
    state: str, last: str, named: bool
) -> None:
    found = lines(to("en", category="persons", person="X", state=state, address=("1 Street", last))["addressees"])
    assert found == (["X", "1 Street", last] if named else ["X", found[1], "1 Street", last])


def test_a_note_verbale_greets_whom_the_list_says() -> None:
    note = a_note_verbale(("missions",))
    words = to("fr", note, state="FRA", extra={"to": "à la Mission permanente de la France"})
    assert (words["to"], words["sender"]) == ("à la Mission permanente de la France", "Le Secrétariat")
    assert "salutation" not in words
    assert to("fr", note, state="FRA")["to"] == "aux Missions permanentes"


def test_what_templates_may_use_is_empty_without_a_recipient() -> None:
    wording, _ = letter("fr")
    nobody: Any = wording.words.recipient
    assert not nobody
    assert list(nobody) == [*FIELDS, "extra"]
    words: Any = to("fr", **AMBASSADOR, extra={"seats": "2", "arrival": date(2025, 3, 1)})["recipient"]
    assert words
    assert list(words) == [*FIELDS, "extra"]
    assert (words.name, words.form) == ("Marie Dupont", "Son Excellence Madame Marie Dupont")
    assert [plain(words.extra.seats), plain(words.extra.arrival)] == ["2", "1er\u00a0mars\u00a02025"]


def test_words_of_a_list_are_printed_as_they_are() -> None:
    odd = "A * B ^ {{ date }} `x` & <b>"
    words = to("fr", organisation=odd)
    assert lines(words["addressees"])[0] == odd


@pytest.mark.parametrize(
    ("language", "several"),
    [
        ("es", ("invitarlos", "darles", "Les ")),
        ("pt", ("os convidar", "los.")),
        ("pt-BR", ("-los",)),
        ("zh", ("诸位",)),
    ],
)
def test_the_invitation_speaks_to_one_as_it_speaks_to_several(language: str, several: tuple[str, ...]) -> None:
    """It goes to a minister by name as well as to all missions."""
    words = [each.text for each in docx.Document(str(ROOT / "templates" / language / "invitation.docx")).paragraphs]
    assert not [each for each in words if any(one in each for one in several)]


def test_an_address_is_one_paragraph_of_lines(tmp_path: Path) -> None:
    wording, own = letter("fr")
    one = a_recipient(**AMBASSADOR, address=("1 rue X", "1202 Genève"))
    wording = addressed(wording, one, own, phrases_in("fr"), a_house().style, of("fr"))
    target = tmp_path / "letter.docx"
    template = ROOT / "templates" / "fr" / "invitation.docx"
    merge(wording, template, None, Properties("T", "A", "fr", AT), target)
    (address,) = [each for each in docx.Document(str(target)).paragraphs if "Marie" in each.text]
    assert address.text.split("\n") == [
        "Son Excellence Madame Marie Dupont", "Mission permanente", "Côte d’Ivoire", "1 rue X", "1202 Genève",
    ]  # fmt: skip


def test_a_letter_is_named_so_that_staff_find_it() -> None:
    assert letter_stem(a_recipient(state="CIV", person="Zoë Ünal")) == "cote-d-ivoire-zoe-unal-k"
    assert letter_stem(a_recipient(organisation="红十字会", person="王小明")) == "k"
    longest = a_recipient(organisation="ab " * 60, person="cd " * 60, key="k" * 60)
    assert len(letter_stem(longest).encode()) < 200


# --- the covering message -------------------------------------------------------------------------


def message_of(template: Path, source: str, **recipient: Any) -> tuple[str, str]:
    template.write_text(source, encoding="utf-8")
    wording, own = letter("fr")
    one = a_recipient(**{**AMBASSADOR, **recipient})
    return fill_message(template, addressed(wording, one, own, phrases_in("fr"), a_house().style, of("fr")))


def test_a_message_is_filled_in_with_facts_and_the_recipient(tmp_path: Path) -> None:
    source = (
        "{# a remark #}\n{{ title }}\n\n{{ recipient.salutation }}\n\n\n\n"
        "{% if recipient.state %}De {{ recipient.state }}{% endif %}\n"
    )
    assert message_of(tmp_path / "message.txt", source) == ("T", "Madame l’Ambassadrice,\n\nDe Côte d’Ivoire\n")


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("", "message-empty"),
        ("Subject\n", "message-empty"),
        ("S\n\n{{ recipent.name }}", "placeholder-unknown"),
        ("S\n\n{{ recipient.nme }}", "placeholder-unknown"),
        ("S\n\n{{ recipient }}", "placeholder-group"),
        ("S\n\n{{ title", "message-syntax"),
        ("S\n\n{% for x in groups %}x{% endfor %}", "placeholder-computes"),
        ("S\n\n{% set x = 1 %}", "placeholder-computes"),
        ("S\n\n{{ title * 1000000000 }}", "placeholder-computes"),
        ("S\n\n{{ cycler.__init__.__globals__ }}", "placeholder-unknown"),
        ("S\n\n{% include 'x' %}", "placeholder-computes"),
        ("S\n\n" + "x" * 100_001, "message-long"),
    ],
)
def test_what_is_wrong_with_a_message_is_told(tmp_path: Path, source: str, code: str) -> None:
    with pytest.raises(TemplateError) as error:
        message_of(tmp_path / "message.txt", source)
    assert {each.code for each in error.value.findings} == {code}
    with pytest.raises(TemplateError) as error:
        fill_message(tmp_path / "none.txt", letter("fr")[0])
    assert [each.code for each in error.value.findings] == ["message-missing"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_messages_that_ship_hold_in_every_language(language: str) -> None:
    wording, own = letter(language)
    one = a_recipient(**AMBASSADOR, language=language)
    with_signatory = addressed(wording, one, own, phrases_in(language), a_house().style, of(language))
    subject, body = fill_message(ROOT / "templates" / language / "message.txt", with_signatory)
    assert subject == "T"
    assert body.startswith(plain(to(language, **AMBASSADOR)["salutation"]))


def test_a_draft_has_the_letter_and_the_same_bytes_each_time() -> None:
    name = 'Zoë "Z" Ünal, 大使'
    message = Message(
        "Réunion « préparatoire » – " + "très " * 30,
        "Madame,\n\nVoici.\n",
        "k",
        AT,
        "fr",
        "zoe@müller.example",
        name,
        ("c@d.org",),
    )
    made = draft(message, b"%PDF-1.7\n" * 99, "france-k.pdf")
    assert made == draft(message, b"%PDF-1.7\n" * 99, "france-k.pdf")
    assert all(len(line) <= 78 for line in made.decode("ascii").split("\r\n")[:20])
    read: Any = message_from_bytes(made, policy=policy.default)
    assert (read["X-Unsent"], read["Subject"]) == ("1", " ".join(message.subject.split()))
    assert [(each.display_name, each.addr_spec) for each in read["To"].addresses] == [
        (name, "zoe@xn--mller-kva.example")
    ]
    assert [each.addr_spec for each in read["Cc"].addresses] == ["c@d.org"]
    assert read["From"] is None
    assert read.get_body().get_content().replace("\r\n", "\n") == "Madame,\n\nVoici.\n"
    (attached,) = read.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("france-k.pdf", b"%PDF-1.7\n" * 99)


def test_no_word_gets_into_a_header_but_as_its_value() -> None:
    message = Message("S\r\nBcc: x@y.org", "B\n", "k", AT, "fr", "a@b.org", "N\r\nBcc: x@y.org")
    read = message_from_bytes(draft(message, b"%PDF", "a.pdf"), policy=policy.default)
    assert read["Bcc"] is None
    assert read["Subject"] == "S Bcc: x@y.org"


def test_a_name_that_looks_as_if_it_were_encoded_is_read_as_it_is() -> None:
    words = "=?utf-8?q?Bcc?="
    made = draft(Message("s", "b", "k", AT, "en", "a@b.org", words), b"", "a.pdf")
    told = message_from_bytes(made, policy=policy.default)
    assert told["To"].addresses[0].display_name == words


@pytest.mark.parametrize("first", ["A", "B « ”"])
def test_no_space_of_a_subject_or_a_name_is_lost_where_its_line_ends(first: str) -> None:
    """A space between two encoded words is none (RFC 2047, 6.2): it must be inside one of them."""
    words = (
        f"{first} à la Quatrième Conférence d’examen du 1er décembre 2026 関する 会議 Совещание министров hors série"
    )
    for end in range(len(first), len(words)):
        said = words[:end].strip()
        made = draft(Message(said, "B\n", "k", AT, "fr", "a.b@mission.example.org", said), b"%PDF", "a.pdf")
        read = message_from_bytes(made, policy=policy.compat32)
        subject, to = (str(make_header(decode_header(read[name].replace("\r\n", "")))) for name in ("Subject", "To"))
        assert (subject, to.rpartition("<")[0].strip(' "')) == (said, said)
        assert all(len(line) <= 78 for line in made.decode("ascii").split("\r\n")[:12])

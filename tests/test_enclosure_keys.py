"""Enclosures that texts call by a key: their names, forms and counts in six languages, wherever they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.errors import MeetingError, TemplateError
from pipeline.load import load_meeting
from pipeline.localise import Phrases, listing, localise, read_phrases
from pipeline.model import Enclosure, EnclosureGroup, HouseStyle, Meeting
from pipeline.numbering import Noun, roman
from pipeline.text import LINK, plain
from tests.houses import ROOT, SAMPLE

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")
NOUNS: tuple[Noun, ...] = ("enclosure", "annex", "attachment", "appendix")


def meeting(*keys: str, noun: Noun = "enclosure", number: type[int] | None = None, **titles: str) -> Meeting:
    """The sample's facts with one enclosure for each key, numbered through."""
    whole = load_meeting(ROOT / "meetings" / SAMPLE, ("en", "fr"))
    enclosures = tuple(
        Enclosure(
            position,
            str(position),
            dict.fromkeys(LANGUAGES, titles.get(key, f"Title of {key}")),
            {},
            template=False,
            written_in=dict.fromkeys(LANGUAGES),
            symbol=f"EX/{position}",
            key=key,
        )
        for position, key in enumerate(keys, start=1)
    )
    groups = (EnclosureGroup(None, enclosures),) if enclosures else ()
    return replace(whole, groups=groups, noun=noun)


def words(of: Meeting, language: str, phrases: Phrases | None = None) -> dict[str, str]:
    catalogue = phrases or read_phrases(ROOT / "templates" / language / "phrases.po", language)
    made = localise(of, of.instruments[0], language, phrases=catalogue, letterhead={}, style=HouseStyle())
    return dict(listing(made.words))


def named(of: Meeting, language: str) -> dict[str, str]:
    """What is called ``enclosures.…``, in plain words with ordinary spaces."""
    found = words(of, language)
    return {
        name.removeprefix("enclosures."): plain(value).replace("\u00a0", " ")
        for name, value in found.items()
        if name.startswith("enclosures.")
    }


FORMS: dict[tuple[str, Noun], dict[str, str]] = {
    ("en", "annex"): {"name": "Annex 2"},
    ("fr", "enclosure"): {
        "name": "pièce jointe 2",
        "the": "la pièce jointe 2",
        "of": "de la pièce jointe 2",
        "to": "à la pièce jointe 2",
    },
    ("fr", "annex"): {"name": "annexe 2", "the": "l’annexe 2", "of": "de l’annexe 2", "to": "à l’annexe 2"},
    ("es", "appendix"): {"name": "apéndice 2", "the": "el apéndice 2", "of": "del apéndice 2", "to": "al apéndice 2"},
    ("ru", "annex"): {
        "name": "приложение 2",
        "genitive": "приложения 2",
        "dative": "приложению 2",
        "instrumental": "приложением 2",
        "prepositional": "приложении 2",
    },
    ("ar", "annex"): {"name": "المرفق 2", "the": "المرفق 2", "to": "للمرفق 2", "indefinite": "مرفق 2"},
    ("zh", "appendix"): {"name": "附录2"},
}


@pytest.mark.parametrize(("language", "noun"), FORMS)
def test_an_enclosure_is_named_in_the_forms_that_its_language_has(language: str, noun: Noun) -> None:
    found = named(meeting("agenda", "reply_form", noun=noun), language)
    of_form = {name.removeprefix("reply_form."): value for name, value in found.items() if "reply_form." in name}
    expected = {"number": "2", "symbol": "EX/2", "title": "Title of reply_form", **FORMS[language, noun]}
    assert {name: value for name, value in of_form.items() if name != "pages"} == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("noun", NOUNS)
def test_each_noun_is_used_in_every_language_wherever_enclosures_are_named(language: str, noun: Noun) -> None:
    found = words(meeting("agenda", noun=noun), language)
    phrases = read_phrases(ROOT / "templates" / language / "phrases.po", language).words
    own = phrases[f"{noun}.name"].format(number="1")
    assert found["groups[0].enclosures[0].name"] == own
    stamp = phrases["bundle.stamp" if noun == "enclosure" else f"bundle.stamp-{noun}"]
    assert stamp.startswith(phrases[f"{noun}.name"].replace("\u00a0", " "))
    assert found["groups[0].enclosures[0].stamp"] == stamp
    assert found["groups[0].enclosures[0].item"] == (own if noun in {"annex", "appendix"} else own_item(language))
    assert plain(found["enclosures.agenda.name"]).casefold() == own.casefold()
    assert found["enclosures.heading"] == phrases[f"{noun}.heading"]
    assert found["enclosures.list"] == phrases["bundle.index" if noun == "enclosure" else f"bundle.index-{noun}"]


def own_item(language: str) -> str:
    return "1-" if language == "ar" else "1."


def test_each_word_of_it_is_a_link_to_where_it_stands() -> None:
    found = words(meeting("agenda", "reply_form"), "fr")
    of_form = [value for name, value in found.items() if name.startswith("enclosures.reply_form.")]
    assert len(of_form) >= 7
    assert [value for value in of_form if not value.startswith(f"{LINK}enclosure:2")] == []
    moved = words(meeting("reply_form", "agenda"), "fr")
    assert plain(moved["enclosures.reply_form.the"]) == "la pièce jointe\u00a01"
    assert moved["enclosures.reply_form.the"].startswith(f"{LINK}enclosure:1")


COUNTS = {
    "ar": "ثلاثة",  # مرفقات
    "en": "three",
    "es": "tres",
    "fr": "trois",
    "ru": "три",
    "zh": "三",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_enclosures_are_counted(language: str) -> None:
    found = named(meeting("a", "b", "c"), language)
    assert (found["count.figures"], found["count.words"]) == ("3", COUNTS[language])
    assert named(meeting(), language)["count.figures"] == "0"


def test_a_count_agrees_with_its_noun() -> None:
    assert named(meeting("a"), "fr")["count.words"] == "une"  # pièce jointe
    assert named(meeting("a", noun="appendix"), "fr")["count.words"] == "un"
    assert named(meeting("a"), "ru")["count.words"] == "одно"  # приложение
    assert named(meeting("a", "b", "c", noun="attachment"), "ar")["count.words"] == "ثلاث"  # ضمائم


def filled(typed: str, of: Meeting, language: str = "en") -> str:
    whole = replace(of, subject={**(of.subject or {}), language: typed})
    return plain(words(whole, language)["subject"]).replace("\u00a0", " ")


def test_a_subject_may_name_an_enclosure() -> None:
    typed = "{{ enclosures.form.name }}: {{ enclosures.form.title }} ({{ enclosures.count }} in all)"
    assert filled(typed, meeting("agenda", "form", noun="annex")) == "Annex 2: Title of form (2 in all)"


def test_titles_may_name_other_enclosures_and_stay_one_link() -> None:
    found = words(meeting("agenda", "form", form="Form (see {{ enclosures.agenda.name }})"), "en")
    title = found["groups[0].enclosures[1].title"]
    assert plain(title).replace("\u00a0", " ") == "Form (see Enclosure 1)"
    assert title.count(LINK) == 1
    assert title.startswith(f"{LINK}enclosure:2")
    assert found["enclosures.form.title"].count(LINK) == 1


def told(of: Meeting, **subject: str) -> list[tuple[str, str]]:
    with pytest.raises((MeetingError, TemplateError)) as caught:
        words(replace(of, subject={**(of.subject or {}), **subject}), "en")
    return [(each.code, str(each.values.get("name", each.values.get("key", "")))) for each in caught.value.findings]


def test_keys_that_no_enclosure_has_are_told_at_once_with_the_nearest() -> None:
    of = meeting("reply_form", "agenda")
    typed = "{{ enclosures.reply_from.name }}, {{ enclosures.agenda.nmae }}"
    assert told(of, en=typed) == [
        ("placeholder-missing", "enclosures.reply_from.name"),
        ("placeholder-missing", "enclosures.agenda.nmae"),
    ]
    with pytest.raises(MeetingError, match=r"Did you mean “enclosures\.reply_form\.name”"):
        words(replace(of, subject={"en": "{{ enclosures.reply_from.name }}"}), "en")


def test_titles_are_no_part_of_one_another() -> None:
    of = meeting("agenda", "form", form="{{ enclosures.agenda.title }}")
    assert told(of) == [("placeholder-of-templates", "enclosures.agenda.title")]


def test_a_catalogue_from_before_there_were_keys_does_for_a_meeting_without() -> None:
    whole = read_phrases(ROOT / "templates" / "fr" / "phrases.po", "fr")
    old = {key: value for key, value in whole.words.items() if "in-text" not in key and not key.endswith(".heading")}
    old = {key: value for key, value in old.items() if not key.startswith("bundle.index-")}
    phrases = replace(whole, words=old)
    found = words(meeting("", noun="annex"), "fr", phrases)
    assert found["enclosures.list"] == "Table des pièces jointes"
    with pytest.raises(TemplateError, match=r"annex\.in-text"):
        words(meeting("form", noun="annex"), "fr", phrases)


def test_a_number_in_roman_figures_is_in_all_its_forms() -> None:
    of = meeting("a", "b", "c", "form", noun="annex")
    (group,) = of.groups
    numbered = tuple(replace(each, number=roman(each.position)) for each in group.enclosures)
    assert named(replace(of, groups=(replace(group, enclosures=numbered),)), "fr")["form.the"] == "l’annexe IV"

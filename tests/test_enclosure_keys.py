"""Enclosures that texts call by a key: their names, forms and counts in six languages, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.errors import MeetingError, TemplateError
from pipeline.load import load_meeting
from pipeline.localise import Phrases, as_data, listing, localise, read_phrases
from pipeline.model import Enclosure, EnclosureGroup, HouseStyle, Meeting
from pipeline.numbering import Noun, roman
from pipeline.package import gather
from pipeline.plan import plan
from pipeline.plan.counts import counted
from pipeline.text import LINK, plain
from pipeline.vocabulary import vocabulary
from tests.houses import ROOT, SAMPLE, Package, build, copy_meeting, write_word
from tests.languages import of as spoken
from tests.reading import links, outline, pages, paragraphs, seen

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
    made = localise(of, of.instruments[0], spoken(language), phrases=catalogue, letterhead={}, style=HouseStyle())
    return dict(listing(made.words))


def named(of: Meeting, language: str) -> dict[str, str]:
    """What is called ``enclosures.…``, in plain words with ordinary spaces."""
    found = words(of, language)
    return {
        name.removeprefix("enclosures."): plain(value).translate({0xA0: " ", 0x200F: None})
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
    assert plain(found["enclosures.agenda.name"]).removesuffix("\u200f").casefold() == own.casefold()
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
    assert named(meeting("a"), "es")["count.words"] == "un"  # documento adjunto
    assert named(meeting("a", "b"), "zh")["count.words"] == "两"  # 两个附件


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


# --- in the package -------------------------------------------------------------------------------

Case = Callable[[str], Package]


def test_keyed_enclosures_are_right_in_the_letter_the_list_and_one_another(case: Case) -> None:
    package = case("kelmar-2026")
    bundle = package.out / "kelmar-2026-letter-fr.pdf"
    words = [seen(page) for page in pages(bundle)]
    assert "énumérés à l’annexe I (Ordre du jour provisoire)" in words[0]
    assert "renvoyer l’annexe III (nombre de pages : 1), en suivant les indications de l’annexe II" in words[0]
    assert "accompagnée de trois annexes (3)" in words[0]
    assert words[1].startswith("Secrétariat de la réunion i Table des annexes")
    assert any("Le formulaire (annexe III) ; nombre de pages : 1." in page for page in words)
    assert any(line.startswith("Table des annexes") for line in outline(bundle))
    # What the running text names leads where the list leads; the guide's links lead on from it.
    assert {*links(bundle, 0)} == {2, 4, 6}
    assert {*links(bundle, 5)} == {2, 6}


def led_to(pdf: Path) -> set[str]:
    with pikepdf.open(pdf) as document:
        annotations = [each for page in document.pages for each in page.get("/Annots", [])]
        return {str(each.A.F.UF) if "/F" in each.A else str(each.A.get("/URI")) for each in annotations}


@pytest.mark.parametrize("language", ["fr", "ar", "ru"])
def test_what_travels_alone_leads_to_the_files_beside_it(language: str, case: Case) -> None:
    package = case("kelmar-2026")
    of_letter = led_to(package.path("letter", language=language))
    enclosures = [package.path("enclosure", number, language) for number in range(3)]
    assert of_letter == {each.relative_to(package.out / language).as_posix() for each in enclosures}
    (guide,) = [each for each in enclosures if each.name.startswith("II-")]
    others = {each.name for each in enclosures if each != guide}
    assert led_to(guide) == others


def test_the_report_calls_them_by_the_meetings_noun(case: Case) -> None:
    report = (case("kelmar-2026").out / "kelmar-2026-letter-fr-report.html").read_text(encoding="utf-8")
    assert "Annexe III – Formulaire de réponse" in report.replace("\u00a0", " ")


def test_the_vocabulary_shows_them_with_figures_that_stand_for_their_pages(own_house: Path) -> None:
    folder = keyed(own_house)
    found = {each.name: each.value for each in vocabulary(folder, "fr").placeholders}
    assert seen(found["enclosures.form.the"]) == "la pièce jointe 3"
    assert found["enclosures.form.pages"] == "1"
    assert [found[f"enclosures.count{form}"] for form in ("", ".figures", ".words")] == ["4", "4", "quatre"]


def keyed(house: Path, programme: str = "", **subject: str) -> Path:
    """The small meeting, its enclosures with keys; ``programme`` is what its template says."""
    folder = copy_meeting(house)
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    for title, key in (("Ordre", "agenda"), ("Programme", "programme"), ("Formulaire", "form"), ("Note", "note")):
        toml = toml.replace(f'title.fr = "{title}', f'key = "{key}"\ntitle.fr = "{title}')
    if subject:
        toml = toml.replace("Invitation, {{ event.session.prose }}", subject["fr"])
    (folder / "meeting.toml").write_text(toml, encoding="utf-8")
    if programme:
        write(folder / "enclosures" / "programme.docx", programme)
    return folder


def write(path: Path, words: str) -> None:
    text = path.with_suffix(".txt")
    text.write_text(f"Normal | {words}\n", encoding="utf-8")
    write_word(text, ROOT / "templates" / "fr" / "invitation.docx", path)
    text.unlink()


def test_pages_are_printed_wherever_they_are_asked_for(own_house: Path, tmp_path: Path, offices: Offices) -> None:
    form = "{{ enclosures.form.name }} : {{ enclosures.form.pages }} p."
    folder = keyed(own_house, form, fr=form)
    first = build(folder, tmp_path / "out", offices)
    lines = [seen(line) for line in paragraphs(first.path("letter-docx"))]
    assert "Objet : pièce jointe 3 : 2 p." in lines
    bundle = first.path("bundle")
    with pikepdf.open(bundle) as pdf:
        assert seen(str(pdf.docinfo["/Subject"])) == "pièce jointe 3 : 2 p."
    assert any("pièce jointe 3 : 2 p." in seen(page) for page in pages(bundle)[1:])
    # Moved to the front, it has another number in all of them, and nothing is typed.
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    head, *tables = toml.split("[[groups.enclosures]]")
    moved = "[[groups.enclosures]]".join([head, tables[2], *tables[:2], tables[3]])
    (folder / "meeting.toml").write_text(moved, encoding="utf-8")
    again = build(folder, tmp_path / "out", offices)
    assert "Objet : pièce jointe 1 : 2 p." in [seen(line) for line in paragraphs(again.path("letter-docx"))]
    assert any("pièce jointe 1 : 2 p." in seen(page) for page in pages(again.path("bundle"))[1:])


def test_whoever_asks_for_pages_waits_for_them_and_nobody_else_does(own_house: Path) -> None:
    folder = keyed(own_house, "{{ enclosures.form.pages }}")
    tasks = {task.name: task for task in plan(gather(folder), {"fr": [Path("font.ttf")]})}
    order = list(tasks)
    assert "convert enclosure 3 fr" in tasks["merge enclosure 2 fr"].needs
    assert all(order.index(need) < order.index(task.name) for task in tasks.values() for need in task.needs)
    assert tasks["merge letter invitation fr"].needs == ()
    without = {task.name: task for task in plan(gather(copy_meeting(own_house, slug="plain")), {"fr": [Path("f.ttf")]})}
    assert [name for name in without if name.startswith("link enclosure")] == []
    assert all("counted" not in task.parameters for task in without.values())


def two_languages(house: Path) -> Path:
    """A template in French alone, which goes with the English letter too and asks for a file that is in both."""
    folder = keyed(house, "{{ enclosures.note.pages }}")
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    toml = toml.replace('languages = ["fr"]', 'languages = ["en", "fr"]')
    lines = []
    for line in toml.splitlines():
        lines.append(line)
        name, _, value = line.partition(" = ")
        if name.endswith(".fr") or name == "fr":
            if name != "file.fr":
                lines.append(f"{name.removesuffix('fr')}en = {value}")
            elif "note" in value:
                (folder / "enclosures" / "note.en.txt").write_text("A note.\n", encoding="utf-8")
                lines.append('file.en = "enclosures/note.en.txt"')
    (folder / "meeting.toml").write_text("\n".join(lines), encoding="utf-8")
    config = house / "config.toml"
    config.write_text(
        config.read_text(encoding="utf-8").replace('fallback = ["en"', 'fallback = ["fr"'), encoding="utf-8"
    )
    return folder


def test_a_template_of_another_language_counts_the_pages_of_its_own(own_house: Path) -> None:
    folder = two_languages(own_house)
    tasks = {task.name: task for task in plan(gather(folder, ["en"]), {"en": [Path("font.ttf")]})}
    assert "convert enclosure 4 fr" in tasks["merge enclosure 2 fr"].needs
    assert tasks["convert enclosure 4 fr"].published == ()
    assert [each.language for each in tasks["convert enclosure 4 en"].published] == ["en"]


def test_templates_that_ask_for_each_others_pages_are_told_at_once(own_house: Path) -> None:
    folder = keyed(own_house, "{{ enclosures.note.pages }}")
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    toml = toml.replace('"enclosures/note.txt"', '"enclosures/note.docx"\ntemplate = true')
    (folder / "meeting.toml").write_text(toml, encoding="utf-8")
    write(folder / "enclosures" / "note.docx", "{{ enclosures.programme.pages }}")
    found = [each for each in check(folder).problems if each.code == "pages-circle"]
    told = {(Path(each.place.file).name, each.place.language, each.values["key"]) for each in found}
    assert told == {("programme.docx", "fr", "note"), ("note.docx", "fr", "programme")}
    with pytest.raises(TemplateError):
        plan(gather(folder), {"fr": [Path("font.ttf")]})
    write(folder / "enclosures" / "note.docx", "{{ enclosures.note.name }}")
    assert check(folder).problems == ()


def test_a_template_that_asks_for_its_own_pages_is_told(own_house: Path) -> None:
    folder = keyed(own_house, "{{ enclosures.programme.pages }}")
    (found,) = check(folder).problems
    assert (found.code, found.values["circle"]) == ("pages-circle", ("programme", "programme"))


@pytest.mark.parametrize("key", ["title", "groups.title"])
def test_no_name_of_a_file_has_pages_that_are_still_to_be_counted(key: str, own_house: Path) -> None:
    folder = keyed(own_house)
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    old = {"title": '"Réunion', "groups.title": '"Documents'}[key]
    (folder / "meeting.toml").write_text(toml.replace(old, f"{old} {{{{ enclosures.form.pages }}}}"), encoding="utf-8")
    (found,) = {each.code for each in check(folder).problems}
    assert found == "placeholder-of-templates"


def test_a_key_that_no_enclosure_has_is_told_of_a_template_with_its_paragraph(own_house: Path) -> None:
    folder = keyed(own_house, "Voir {{ enclosures.from.name }} et {{ enclosures.agenda.page }}.")
    found = [each for each in check(folder).problems if each.code == "placeholder-unknown"]
    assert [each.values["name"] for each in found] == ["enclosures.from", "enclosures.agenda.page"]
    assert all(each.place.paragraph for each in found)


def test_a_count_is_compared_by_its_figures(own_house: Path) -> None:
    folder = keyed(own_house, "{% if enclosures.count == '4' %}quatre{% endif %}")
    (found,) = check(folder).problems
    assert (found.code, found.values["tag"]) == ("placeholder-group", "enclosures.count")
    write(folder / "enclosures" / "programme.docx", "{% if enclosures.count.figures == '4' %}quatre{% endif %}")
    assert check(folder).problems == ()


def test_a_covering_message_asks_for_pages_as_a_letter_does(own_house: Path) -> None:
    (package,) = gather(keyed(own_house))
    package.message.write_text("Invitation\n\n{{ enclosures.form.the }}\n{% if enclosures.note.pages %}x{% endif %}")
    assert counted(package.meeting, as_data(package.words().words), package.message) == (4,)


@pytest.mark.parametrize("noun", NOUNS)
@pytest.mark.parametrize(
    ("numbering", "numbers"), [("roman", "IV"), ("letter", "D"), ("by-group", "2.2"), ("through", "4")]
)
def test_each_noun_is_numbered_in_each_style(noun: Noun, numbering: str, numbers: str, own_house: Path) -> None:
    folder = keyed(own_house)
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    head = f'noun = "{noun}"\nnumbering = "{numbering}"\n'
    (folder / "meeting.toml").write_text(head + toml, encoding="utf-8")
    of = load_meeting(folder)
    assert (of.noun, of.enclosures[-1].number) == (noun, numbers)
    assert named(of, "fr")["note.name"].endswith(f" {numbers}")


@pytest.mark.parametrize(
    ("number", "asked", "last", "instead"),
    [
        ("12000", "ordinal", 9999, "figures"),
        ("12000", "words_feminine", 9999, "figures"),
        ("0", "ordinal_words", 9999, "figures"),
    ],
)
def test_a_number_past_the_table_is_told_with_how_to_write_it(
    number: str, asked: str, last: int, instead: str, own_house: Path
) -> None:
    name = f"numbers.session.{asked}"
    folder = keyed(own_house, f"{{{{ {name} }}}}", fr=f"La {{{{ {name} }}}} session")
    toml = (folder / "meeting.toml").read_text(encoding="utf-8")
    (folder / "meeting.toml").write_text(toml.replace("[[events]]", f"[numbers]\nsession = {number}\n\n[[events]]", 1))
    (found,) = check(folder).problems  # the meeting's own; templates wait for it
    assert (found.code, found.values["last"]) == ("number-beyond", last)
    assert found.values["instead"] == f"numbers.session.{instead}"
    toml = (folder / "meeting.toml").read_text(encoding="utf-8").replace(f"{{{{ {name} }}}} session", "session")
    (folder / "meeting.toml").write_text(toml, encoding="utf-8")
    (found,) = check(folder).problems
    assert (found.code, Path(found.place.file).name) == ("number-beyond", "programme.docx")

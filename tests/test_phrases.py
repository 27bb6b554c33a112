"""The catalogues of set phrases in six languages, against each other and against what a package needs of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from babel.messages.pofile import read_po

from pipeline.check import check
from pipeline.errors import TemplateError
from pipeline.findings.catalogue import CATALOGUE, REASONS
from pipeline.findings.words import SHARED
from pipeline.localise import read_phrases
from pipeline.numbering import Noun
from tests.houses import ROOT, copy_meeting

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


OWN_FORMS = ".in-text."
"""In the keys of the forms of an enclosure's name, which each language has for itself."""


def own_form(key: str) -> bool:
    """Whether it is a form that a language has for itself: of an enclosure's name, where its verbs have a
    gender, or where a language that a noun names is told otherwise."""
    return OWN_FORMS in key or key.endswith((".masculine", ".noun"))


CATALOGUES = ("phrases.po", "program.po")


def catalogue(language: str, name: str = "phrases.po") -> Path:
    return ROOT / "templates" / language / name


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_catalogue_has_the_same_phrases_of_the_same_sources(name: str) -> None:
    sources = {}
    for language in LANGUAGES:
        with catalogue(language, name).open("rb") as file:
            messages = [message for message in read_po(file, locale=language, abort_invalid=True) if message.context]
        assert len(messages) == len({message.context for message in messages}), language
        sources[language] = {each.context: each.id for each in messages if not own_form(str(each.context))}
    for language in LANGUAGES:
        assert sources[language] == sources["en"], language


def test_what_the_program_says_and_what_letters_print_stand_apart() -> None:
    for path in (ROOT / "templates").glob("*/*.po"):
        of_program = [key.startswith("report.") for key in read_phrases(path, path.parent.name).words]
        assert {*of_program} == {path.name == "program.po"}, path


@pytest.mark.parametrize("name", CATALOGUES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_translated_and_either_sourced_or_awaits_review(language: str, name: str) -> None:
    phrases = read_phrases(catalogue(language, name), language)
    common = {key for key in phrases.words if not own_form(key)}
    assert common == set(read_phrases(catalogue("en", name), "en").words)
    own = {key.split(OWN_FORMS)[1] for key in phrases.words if OWN_FORMS in key}
    assert {key for key in phrases.words if OWN_FORMS in key} == {
        f"{noun}{OWN_FORMS}{form}" for noun in get_args(Noun) for form in own
    }
    with catalogue(language, name).open("rb") as file:
        for message in read_po(file, locale=language):
            if message.context:
                comments = " ".join(message.auto_comments)
                assert ("source:" in comments) != (message.context in phrases.unreviewed), message.context
                assert ("awaits review" in comments) == (message.context in phrases.unreviewed), message.context


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_told_is_said_in_the_language(language: str) -> None:
    """A code that is new has its sentence and its cure in each of the six, or shares its cure with one that has."""
    said = {key.removeprefix("report.") for key in read_phrases(catalogue(language, "program.po"), language).words}
    cured = {cure for cure, codes in SHARED.items() if said & {f"{code}.mend" for code in codes}}
    lacking = [code for code in CATALOGUE if code not in said]
    lacking += [f"{code}.mend" for code, entry in CATALOGUE.items() if entry.mend and entry.mend not in cured]
    lacking += [f"why.{code}" for code in REASONS if f"why.{code}" not in said]
    assert lacking == []


MANY = {
    "letters-beyond",
    "picture-moves",
    "recipient-lines",
    "seal-short",
    "zip-many",
    "list-too-long",
    "value-too-long",
}
"""What is told of many alone: never of one, or of two."""
AGREES = re.compile(r"\{(count|forms|lines|weeks)\}[ \u00a0](?!من\b)[^\W\d_]")
"""A number before a noun, which has another form for 1, 2, 5 and 21; not before an adverb, or Arabic “of the”."""


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"zh"}))
def test_a_number_that_may_be_one_stands_where_nothing_agrees_with_it(language: str) -> None:
    """“Hidden rows left out: 1”. What is read aloud has forms for the number instead."""
    phrases = read_phrases(catalogue(language, "program.po"), language)
    agreeing = {
        key.removeprefix("report.")
        for key, words in phrases.words.items()
        if key not in phrases.forms and AGREES.search(words)
    }
    assert agreeing - MANY - {"aloud.not-ready", "why.contents-more"} == set()


LETTERS = {"ar": (0x0600, 0x06FF), "ru": (0x0400, 0x04FF), "zh": (0x4E00, 0x9FFF)}


@pytest.mark.parametrize("language", LETTERS)
def test_no_phrase_is_left_in_another_script(language: str) -> None:
    first, last = LETTERS[language]
    unlike = [
        key
        for name in CATALOGUES
        for key, words in read_phrases(catalogue(language, name), language).words.items()
        if re.search(r"[^\W\d_]", re.sub(r"\{.*?\}", "", words))
        and not any(first <= ord(sign) <= last for sign in words)
    ]
    # What is printed as it is in every language: a number before a title or between dashes, names in files' names.
    alike = {"list.item", "list.noted", "file.enclosures", "bundle.running-number"}
    assert [key for key in unlike if key not in alike] == [
        key for key in unlike if key.startswith("address.") and key.endswith(".many")
    ]


HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_a_phrase_that_is_only_guessed_is_not_used(tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    path.write_text(f'{HEAD}#, fuzzy\nmsgctxt "a"\nmsgid "Letter"\nmsgstr "Lettre"\n', encoding="utf-8")
    phrases = read_phrases(path, "fr")
    assert phrases.words == {}
    with pytest.raises(TemplateError, match="take its mark “fuzzy” out"):
        phrases["a"]


def test_check_lists_the_phrases_that_await_review_and_that_the_package_uses(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    path = own_house / "templates" / "fr" / "phrases.po"
    used = {"bundle.stamp", "bundle.letter", "bundle.index", "enclosure.heading", "enclosure.name"}
    notes = {note.where: note for note in check(folder).notes}
    assert set(notes) == {f"{path}: {key}" for key in used}
    assert "“Lettre” awaits review" in notes[f"{path}: bundle.letter"].what
    # A salutation that has its source is not told; with its source taken, it is.
    words = path.read_text(encoding="utf-8")
    sourced = '#. source: the letter of 22 April 2024\nmsgctxt "salutation.excellencies"'
    assert sourced in words
    words = words.replace(sourced, '#. Awaits review.\nmsgctxt "salutation.excellencies"')
    words = words.replace('#. awaits review\nmsgctxt "bundle.letter"', '#. reviewed by N. N.\nmsgctxt "bundle.letter"')
    words = words.replace("#. The bundle's outline.\n#. reviewed", "#. reviewed")
    path.write_text(words, encoding="utf-8")
    keys = {note.where.rpartition(": ")[2] for note in check(folder).notes}
    assert keys == used - {"bundle.letter"} | {"salutation.excellencies"}


def test_check_reports_the_typography_of_a_template_and_changes_nothing(own_house: Path) -> None:
    import docx  # noqa: PLC0415

    folder = copy_meeting(own_house)
    path = own_house / "templates" / "fr" / "invitation.docx"
    document = docx.Document(str(path))
    document.add_paragraph("Venez nombreux !")
    document.save(str(path))
    before = path.read_bytes()
    found = check(folder)
    assert found.errors == ()
    (note,) = [note for note in found.notes if "awaits review" not in note.what]
    assert (str(path) in note.where, "nombreux !" in note.where, "nombreux" in note.mend) == (True, True, True)
    assert path.read_bytes() == before


@pytest.mark.parametrize("key", ["salutation.excellencies", "list.item", "bundle.stamp", "header.subject"])
def test_a_phrase_that_a_letter_needs_is_named_with_its_file(key: str, own_house: Path) -> None:
    folder = copy_meeting(own_house)
    toml = folder / "meeting.toml"
    header = '[[instruments.header]]\nfield = "subject"\n\n[[groups]]'
    toml.write_text(toml.read_text(encoding="utf-8").replace("[[groups]]", header, 1), encoding="utf-8")
    path = own_house / "templates" / "fr" / "phrases.po"
    path.write_text(path.read_text(encoding="utf-8").replace(f'msgctxt "{key}"', 'msgctxt "x"'), encoding="utf-8")
    found = check(folder)
    assert found.exit_code == 5
    (problem,) = [problem for error in found.errors for problem in error.problems]
    assert problem.where == str(path)
    assert problem.what == f"There is no phrase “{key}”."


@pytest.mark.parametrize(
    ("entry", "line", "what"),
    [
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr "Lettre', 7, 'msgstr "Lettre'),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr Lettre', 7, "msgstr Lettre"),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr Lettre"', 7, "msgstr Lettre"),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr "Let"tre"', 7, 'msgstr "Let"tre"'),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr "Lettre\\"', 7, "msgstr"),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr ""\n"Let"\n"tre', 9, '"tre'),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr “Lettre”', 7, "msgstr “Lettre”"),
        ('msgctxt a\nmsgid "Letter"\nmsgstr "Lettre"', 5, "msgctxt a"),
        ('msgctxt "a"\nmsgid "Letter"\nmsgstr "Lettre"\nmsgstr "Courrier"', 8, "msgstr"),
        ('msgctxt "a"\nmsgid "Letter"\n\nmsgctxt "b"\nmsgid "Index"\nmsgstr "Table"', 8, "msgctxt"),
    ],
)
def test_a_line_that_would_lose_letters_is_named(entry: str, line: int, what: str, tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    path.write_text(f"{HEAD}{entry}\n", encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        read_phrases(path, "fr")
    (problem,) = caught.value.problems
    assert problem.where == f"{path}:{line}"
    assert what in problem.what
    assert problem.mend


def test_a_phrase_that_stands_there_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    one = 'msgctxt "a.b"\nmsgid "Letter"\nmsgstr "Lettre"\n'
    other = '#, fuzzy\nmsgctxt ""\n"a."\n"b"\nmsgid "Letter"\nmsgstr "Courrier"\n'
    path.write_text(f"{HEAD}{one}\n{other}", encoding="utf-8")
    with pytest.raises(TemplateError, match=r"“a\.b” stands there already, in line 5") as caught:
        read_phrases(path, "fr")
    assert caught.value.problems[0].where == f"{path}:10"


def test_what_po_editors_write_is_read(tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    entry = (
        '#: a.py:1\n#| msgid "Old\n  msgctxt  "a"  \nmsgid ""\n"Let"\n"ter"\nmsgstr "" \n"Une \\"lettre\\" \\\\"\n'
        '\n#~ msgctxt "a"\n#~ msgid "Gone"\n#~ msgstr "Parti\n'
    )
    path.write_bytes(f"{HEAD}{entry}".replace("\n", "\r\n").encode())
    assert read_phrases(path, "fr").words == {"a": 'Une "lettre" \\'}


@pytest.mark.parametrize(
    "write",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: b"\xef\xbb\xbf" + text[text.index("msgid") :].encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.encode("utf-16"),
    ],
    ids=["mark", "mark before a keyword", "Windows", "Windows and a mark", "old Mac", "UTF-16"],
)
def test_what_editors_on_other_systems_write_is_read(write: Callable[[str], bytes], tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    path.write_bytes(write(catalogue("fr").read_text(encoding="utf-8")))
    assert read_phrases(path, "fr").words == read_phrases(catalogue("fr"), "fr").words


COUNTED = """msgid ""
msgstr ""
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && n%100/10!=1 ? 1 : 2);\\n"

#. awaits review
msgctxt "a"
msgid "one page of {name}"
msgid_plural "{count} pages of {name}"
"""


def test_what_is_counted_has_the_forms_of_its_language(tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    forms = ("{count} страница {name}", "{count} страницы {name}", "{count} страниц {name}")
    path.write_text(COUNTED + "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms)), encoding="utf-8")
    phrases = read_phrases(path, "ru")
    assert dict(phrases.forms) == {"a": forms}
    assert (phrases.words["a"], *phrases.unreviewed) == (forms[2], "a")


@pytest.mark.parametrize(
    ("forms", "code"),
    [
        (("{count} {name}", "{count} {name}"), "phrase-forms"),
        (("{count} {name}", "{count} {name}", ""), "phrase-forms"),
        (("{name}", "{count} {nom}", "{count} {name}"), "phrase-places"),
        (("{name}", "{count}", "{count} {name}"), "phrase-places"),
    ],
)
def test_what_is_counted_otherwise_is_told(forms: tuple[str, ...], code: str, tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    path.write_text(COUNTED + "".join(f'msgstr[{n}] "{form}"\n' for n, form in enumerate(forms)), encoding="utf-8")
    with pytest.raises(TemplateError) as caught:
        read_phrases(path, "ru")
    assert [each.code for each in caught.value.findings] == [code]


@pytest.mark.parametrize("rule", ["nplurals=2; plural=n%0", "nplurals=2; plural=n", "nplurals=1; plural=import os"])
def test_a_rule_of_plurals_that_counts_nothing_is_told(rule: str, tmp_path: Path) -> None:
    path = tmp_path / "phrases.po"
    path.write_text(f'msgid ""\nmsgstr ""\n"Plural-Forms: {rule};\\n"\n', encoding="utf-8")
    with pytest.raises(TemplateError, match="can't be read"):
        read_phrases(path, "fr")

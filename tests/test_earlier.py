"""Corrigenda and addenda: they name the package that they are about, and say what is to be read otherwise in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.check import check
from pipeline.convert.office import Offices
from pipeline.package import gather
from pipeline.vocabulary import vocabulary
from tests.calls import a_call
from tests.changing import changed, rewrite
from tests.houses import Package, build, copy_house
from tests.languages import SIX
from tests.reading import paragraphs, seen

TITLES = {
    "ar": "الدورة الرابعة",
    "en": "Fourth session",
    "es": "Cuarto período de sesiones",
    "fr": "Quatrième session",
    "ru": "Четвёртая сессия",
    "zh": "第四届会议",
}
SAID = {
    "ar": (
        "تصويب للوثيقة «الدورة الرابعة»، المؤرَّخة 2 كانون الثاني/يناير 2025 (EX/2025/1)",
        "يستعاض عن عبارة «9» بعبارة «10».",
    ),
    "en": ("Corrigendum to “Fourth session” of 2 January 2025 (EX/2025/1)", "For “9” read “10”."),
    "es": (
        "Corrección de «Cuarto período de sesiones», de fecha 2 de enero de 2025 (EX/2025/1)",
        "Donde dice «9», debe decir «10».",
    ),
    "fr": ("Rectificatif à « Quatrième session » du 2 janvier 2025 (EX/2025/1)", "Au lieu de « 9 », lire « 10 »."),
    "ru": ("Исправление к «Четвёртая сессия» от 2 января 2025 года (EX/2025/1)", "Вместо «9» следует читать «10»."),
    "zh": ("2025年1月2日“第四届会议”的更正（EX/2025/1）", "将“9”改为“10”。"),
}


def a_corrigendum(house: Path, languages: tuple[str, ...] = SIX, name: str = "corrects") -> Path:
    folder = a_call(house, "corrigendum", languages)
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        titles, was, now = (
            "".join(f'{key}.{tag} = "{words(tag)}"\n' for tag in languages)
            for key, words in (("title", TITLES.get), ("was", lambda _: "9"), ("now", lambda _: "10"))
        )
        file.write(f'\n[{name}]\n{titles}date = 2025-01-02\nreference = "EX/2025/1"\n')
        file.write(f"\n[[{name}.changes]]\n{was}{now}")
    return folder


@pytest.fixture(scope="module")
def package(offices: Offices, tmp_path_factory: pytest.TempPathFactory) -> Package:
    folder = a_corrigendum(copy_house(tmp_path_factory.mktemp("earlier")))
    found = check(folder)
    assert found.errors == ()
    assert [note.code for note in found.notes if not note.code.startswith("phrase")] == []
    return build(folder, tmp_path_factory.mktemp("built"), offices)


@pytest.mark.parametrize("language", SIX)
def test_a_corrigendum_says_to_what_and_what_to_read(language: str, package: Package) -> None:
    letter = [seen(line) for line in paragraphs(package.path("letter-docx", language=language))]
    notice, change = SAID[language]
    assert [seen(notice) in letter, seen(change) in letter] == [True, True], letter
    assert letter.index(seen(change)) > letter.index(seen(notice))


def test_an_addendum_is_called_one_and_words_may_name_the_earlier_package(own_house: Path) -> None:
    folder = a_corrigendum(own_house, ("en",), "adds_to")
    changed(folder / "meeting.toml", '"Call en"', '"To {{ earlier.title }}, {{ earlier.date }}"')
    (package,) = gather(folder)
    words = {each.name: each.value for each in vocabulary(folder, "en").placeholders}
    assert seen(words["earlier.notice"]) == "Addendum to “Fourth session” of 2 January 2025 (EX/2025/1)"
    assert seen(words["title"]) == "To Fourth session, 2 January 2025"
    assert package.meeting.earlier is not None
    assert package.meeting.earlier.added_to


def test_a_template_that_names_no_earlier_package_is_told(own_house: Path) -> None:
    folder = a_corrigendum(own_house, ("en",))
    path = own_house / "templates" / "en" / "circular.docx"
    rewrite(path, "{{ earlier.notice }}", "")
    rewrite(path, "for change in earlier.changes", "for change in header")
    rewrite(path, "{{ change.words }}", "{{ change.label }}")
    notes = [(note.code, note.values["name"]) for note in check(folder).notes if note.code == "letter-omits"]
    assert notes == [("letter-omits", "earlier")]


def test_what_stands_for_itself_has_no_earlier_package_to_name(own_house: Path) -> None:
    folder = a_call(own_house, languages=("en",))
    changed(folder / "meeting.toml", '"Call en"', '"To {{ earlier.title }}"')
    assert [each.code for error in check(folder).errors for each in error.findings] == ["placeholder-empty"]

"""What letters and enclosures say, held against a meeting: each broken text is found, and its clean twins are not.

A file of ``said/`` has for a code and a language the texts that are broken and those that are clean; a line is a
paragraph of a letter. A file of ``listed/`` has for a code the documents of packages.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from pipeline.findings import Finding, Place
from pipeline.findings.catalogue import AREAS, CATALOGUE
from pipeline.preflight.dated import titled
from pipeline.preflight.disagree import CHECKS, TOGETHER
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import DeadlineFact, EventFact, Facts
from pipeline.preflight.named import addresses
from pipeline.preflight.numbered import numbers_said
from pipeline.preflight.terms import Term, otherwise
from tests.languages import SIX, of

SAID = sorted((Path(__file__).parent / "said").glob("*.toml"))
LISTED = sorted((Path(__file__).parent / "listed").glob("*.toml"))
MEETINGS = {
    "ar": ("اجتماعات ما بين الدورات", "الاجتماع التحضيري الأول", "التسجيل"),
    "en": ("Intersessional Meetings", "First Preparatory Meeting", "Registration"),
    "es": ("Reuniones entre períodos de sesiones", "Primera Reunión Preparatoria", "Inscripción"),
    "fr": ("Réunions intersessions", "Première réunion préparatoire", "Inscription"),
    "ru": ("Межсессионные совещания", "Первое подготовительное совещание", "Регистрация"),
    "zh": ("闭会期间会议", "第一次筹备会议", "登记"),
    "de": ("Zwischentagungen", "Erste Vorbereitungstagung", "Anmeldung"),
    "it": ("Riunioni intersessionali", "Prima riunione preparatoria", "Iscrizione"),
    "nl": ("Tussentijdse vergaderingen", "Eerste voorbereidende vergadering", "Aanmelding"),
    "pl": ("Posiedzenia międzysesyjne", "Pierwsze posiedzenie przygotowawcze", "Rejestracja"),
    "pt": ("Reuniões intersessionais", "Primeira reunião preparatória", "Inscrição"),
    "pt-BR": ("Reuniões intersessionais", "Primeira reunião preparatória", "Inscrição"),
    "sw": ("Mikutano ya kati ya vikao", "Mkutano wa kwanza wa maandalizi", "Usajili"),
    "tr": ("Oturumlar arası toplantılar", "Birinci hazırlık toplantısı", "Kayıt"),
    "uk": ("Міжсесійні засідання", "Перше підготовче засідання", "Реєстрація"),
}


TERMS = (
    Term("fr", "États parties"),
    Term("en", "Chair", ("Chairman", "Chairperson")),
    Term("zh", "缔约国", ("成员国",)),
)


LIMITED = {
    "ar": "يُرجى من الوفود ألا يزيد عدد أعضاء كل وفد على {{ numbers.delegation.words }} أشخاص.",
    "en": "Delegations are requested to limit their size to a maximum of {{ numbers.delegation.words }} persons.",
    "es": "Se ruega a las delegaciones que limiten su tamaño a un máximo de {{ numbers.delegation.words }} personas.",
    "fr": "Les délégations sont limitées à un maximum de {{ numbers.delegation.words_feminine }} personnes.",
    "ru": "Делегациям предлагается ограничить свой состав: не более {{ numbers.delegation.figures }} человек.",
    "zh": "由于会场容量有限，请各代表团将人数限制在{{ numbers.delegation.figures }}人以内。",
}
"""What letters say of a number of their meeting: 3."""


def facts(language: str) -> Facts:
    """Of two events and a deadline of 2024."""
    several, one, deadline = MEETINGS[language]
    return Facts(
        several,
        date(2024, 4, 22),
        events=(
            EventFact(several, date(2024, 6, 18), date(2024, 6, 20)),
            EventFact(one, datetime(2024, 6, 20, 15, tzinfo=UTC), datetime(2024, 6, 20, 18, tzinfo=UTC)),
        ),
        deadlines=(DeadlineFact(deadline, date(2024, 6, 1)),),
        addresses=("registration@minebanconvention.example", "www.minebanconvention.example"),
        count=10,
        names=("Ly Thuch",),
        numbers=tuple(numbers_said([LIMITED.get(language, "")], {"delegation": 3})),
    )


def letter(text: str, language: str) -> Read:
    lines = tuple(Line(words, Place()) for words in text.split("\n"))
    spoken = of(language)
    whole = Document("letter", "letter.docx", language, lines, spoken=spoken)
    return Read("invitation", language, facts(language), (whole,), spoken)


def told(text: str, language: str) -> list[Finding]:
    read = letter(text, language)
    return [*(found for check in CHECKS for found in check(read)), *otherwise(TERMS, read)]


def cases(kind: str) -> Iterator[object]:
    for path in SAID:
        for language, texts in tomllib.loads(path.read_text(encoding="utf-8")).items():
            for number, text in enumerate(texts.get(kind, ())):
                yield pytest.param(path.stem, language, text, id=f"{path.stem}-{language}-{number}")


@pytest.mark.parametrize(("code", "language", "text"), list(cases("broken")))
def test_each_broken_text_is_found(code: str, language: str, text: str) -> None:
    found = told(text, language)
    assert [each.code for each in found] == [code]
    assert found[0].place.file == "letter.docx"
    assert found[0].what
    assert found[0].mend


@pytest.mark.parametrize(("code", "language", "text"), list(cases("clean")))
def test_nothing_is_told_of_its_clean_twins(code: str, language: str, text: str) -> None:
    assert code in CATALOGUE
    assert [str(each) for each in told(text, language)] == []


def test_an_address_that_the_meeting_gives_is_no_slip_of_another() -> None:
    given = ("secretariat@example.org", "courriel@exemple.org", "https://meet.example.org/j/812")
    for text in ("https://example.org/join", "www.exemple.org", "Écrire à secretariat@example.org", given[2]):
        read = letter(text, "fr")
        assert list(addresses(replace(read, facts=replace(read.facts, addresses=given)))) == [], text


# --- several documents ---------------------------------------------------------------------------


def packages(case: dict[str, Any]) -> list[Read]:
    """One for each language that the case has."""
    documents: dict[str, list[Document]] = {}
    for language, text in case.get("letters", {}).items():
        documents.setdefault(language, []).append(document("letter", f"letter.{language}.docx", language, text))
    for each in case.get("documents", ()):
        language = each.get("language", case.get("language", "en"))
        name = each.get("file", f"{each['number']}.{language}.docx")
        made = document("enclosure", name, language, each["text"])
        made = replace(made, number=each["number"], title=each["title"], symbol=each.get("symbol", ""))
        documents.setdefault(language, []).append(made)
    given: dict[str, Any] = {name: case[name] for name in ("kind", "renewal") if name in case}
    given |= {name: tuple(case[name]) for name in ("categories", "salutations") if name in case}
    return [
        Read("invitation", language, replace(facts(language), **given), tuple(each), of(language))
        for language, each in documents.items()
    ]


def document(kind: Literal["letter", "enclosure"], name: str, language: str, text: str) -> Document:
    return Document(kind, name, language, lines_of(text), spoken=of(language) if language in SIX else None)


def lines_of(text: str) -> tuple[Line, ...]:
    """A line is a paragraph; what begins with ``|`` a row of a table, with ``•`` an item of a list, and what is
    ``Sheet!A1: words`` a cell."""
    found: list[Line] = []
    table, row = 0, 0
    for words in text.split("\n"):
        if words.startswith("|"):
            table, row = (table + (row == 0), row + 1)
            found += [Line(cell.strip(), Place(), row=(table, row)) for cell in words.strip("| ").split("|")]
            continue
        row = 0
        cell = re.fullmatch(r"(\w+)!([A-Z]\d+): (.*)", words)
        if cell:
            found.append(Line(cell[3], Place(sheet=cell[1], cell=cell[2])))
        else:
            found.append(Line(words.removeprefix("• "), Place(), item=words.startswith("• ")))
    return tuple(found)


def told_together(case: dict[str, Any]) -> set[str]:
    reads = packages(case)
    found = [each.code for read in reads for check in CHECKS for each in check(read)]
    return {*found, *(each.code for check in TOGETHER for each in check(reads))}


def of_packages(kind: str) -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}-{number}")
        for path in LISTED
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))[kind])
    ]


@pytest.mark.parametrize(("code", "case"), of_packages("broken"))
def test_each_broken_package_is_found(code: str, case: dict[str, Any]) -> None:
    assert told_together(case) == {code}


@pytest.mark.parametrize(("code", "case"), of_packages("clean"))
def test_nothing_is_told_of_a_clean_package(code: str, case: dict[str, Any]) -> None:
    assert code in CATALOGUE
    assert told_together(case) == set()


def test_each_code_has_a_broken_text_and_a_clean_twin() -> None:
    elsewhere = {"words-unknown", "scan-twice"}  # test_spelling.py, test_looks.py
    assert {path.stem for path in (*SAID, *LISTED)} | elsewhere == set(AREAS["disagree"])


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Intersessional Meetings, 17 to 20 June 2024", "event-days-differ"),
        ("Intersessional Meetings (18 to 20 June 2023)", "event-days-differ"),
        ("Intersessional Meetings, 18 to 20 June 2024", None),
        ("Intersessional Meetings, 18–20 June", None),
        ("Intersessional Meetings of 2024", None),
        ("Intersessional Meetings: opening on 18 June", None),
    ],
)
def test_days_in_the_title_of_an_event_are_its_own(title: str, code: str | None) -> None:
    event = EventFact(title, date(2024, 6, 18), date(2024, 6, 20), "meetings")
    assert [told for _, told, _ in titled([event], of("en"))] == ([code] if code else [])

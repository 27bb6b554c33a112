"""What letters and enclosures say, held against a meeting: each broken text is found, and its clean twins are not.

A file of ``said/`` has for a code and a language the texts that are broken and those that are clean; a line is a
paragraph of a letter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.findings import Finding, Place
from pipeline.findings.catalogue import CATALOGUE
from pipeline.preflight.disagree import CHECKS
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import DeadlineFact, EventFact, Facts

CASES = sorted((Path(__file__).parent / "said").glob("*.toml"))
MEETINGS = {
    "ar": ("اجتماعات ما بين الدورات", "الاجتماع التحضيري الأول", "التسجيل"),
    "en": ("Intersessional Meetings", "First Preparatory Meeting", "Registration"),
    "es": ("Reuniones entre períodos de sesiones", "Primera Reunión Preparatoria", "Inscripción"),
    "fr": ("Réunions intersessions", "Première réunion préparatoire", "Inscription"),
    "ru": ("Межсессионные совещания", "Первое подготовительное совещание", "Регистрация"),
    "zh": ("闭会期间会议", "第一次筹备会议", "登记"),
}


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
        terms=(("Etats parties", "États parties"), ("Chairman", "Chair")),
    )


def letter(text: str, language: str) -> Read:
    lines = tuple(Line(words, Place()) for words in text.split("\n"))
    return Read("invitation", language, facts(language), (Document("letter", "letter.docx", language, lines),))


def told(text: str, language: str) -> list[Finding]:
    read = letter(text, language)
    return [found for check in CHECKS for found in check(read)]


def cases(kind: str) -> Iterator[object]:
    for path in CASES:
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

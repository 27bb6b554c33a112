"""What can be read aloud: five lines at most, the gravest first, and whether it is ready at the end."""

from __future__ import annotations

import re

import pytest

from pipeline import House
from pipeline.findings import Finding, Place
from pipeline.findings.aloud import _OF, aloud
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.catalogue.aloud import COUNTED
from pipeline.languages import known
from tests.houses import ROOT


def test_what_lines_are_made_of_is_in_the_catalogue() -> None:
    assert [code for code in _OF if code not in CATALOGUE] == []


INSTEAD = tuple(
    Finding(
        "file-instead",
        Place("meeting.toml", enclosure=f"{number}"),
        {"languages": ("fr",), "name": "", "language": "en"},
    )
    for number in range(4)
)


@pytest.mark.parametrize(
    ("found", "lines"),
    [
        ((), ()),
        (INSTEAD, ("4 enclosures in English only in the French package",)),
        (
            (Finding("sheet-split", Place("a.xlsx", sheet="A")), Finding("sheet-split", Place("a.xlsx", sheet="B"))),
            ("2 sheets split over pages",),
        ),
        (
            (Finding("untagged", Place("a.pdf", language="fr")), Finding("untagged", Place("a.pdf", language="en"))),
            ("one document that readers who are blind can't read well",),
        ),
        ((*INSTEAD, Finding("deadline-weekend", Place("meeting.toml"))), ("one deadline falls on a day off", "4")),
        (
            tuple(Finding("cell-cut-off", Place("a.xlsx", cell=f"A{row}")) for row in (1, 2)),
            ("one document that does not print all its words",),
        ),
        ((Finding("email-limit", Place("a.pdf")), Finding("repaired", Place("a.pdf"))), ("1 thing more to look at",)),
        (
            tuple(
                Finding(code, Place(f"{code}.pdf")) for code in ("blank", "sheet-split", "font", "stale", "untagged")
            ),
            ("one sheet split over pages", "one table", "one page or document is blank", "one document that readers"),
        ),
    ],
)
def test_lines_are_few_and_the_gravest_come_first(found: tuple[Finding, ...], lines: tuple[str, ...]) -> None:
    told = aloud(found, to_mend=0)
    assert told[-1] == "ready"
    assert len(told) <= 5
    assert [each.startswith(line) for each, line in zip(told, lines, strict=False)] == [True] * len(lines)


def test_what_stops_it_is_told_at_the_end() -> None:
    assert aloud([Finding("words-missing", Place("a.docx"))], to_mend=1)[-1] == "not ready: 1 to mend"


def test_what_stops_it_is_counted_once() -> None:
    assert aloud([Finding("key-missing", Place("meeting.toml"), {"key": "date"})], to_mend=1) == (
        "not ready: 1 to mend",
    )


@pytest.mark.parametrize(
    ("language", "count", "line"),
    [
        ("fr", 1, "une feuille est répartie sur plusieurs pages"),
        ("fr", 2, "2 feuilles sont réparties sur plusieurs pages"),
        ("ru", 1, "1 лист разбит на страницы"),
        ("ru", 3, "3 листа разбиты на страницы"),
        ("ru", 11, "11 листов разбиты на страницы"),
        ("ru", 21, "21 лист разбит на страницы"),
        ("pl", 22, "22 arkusze podzielone na strony"),
        ("ar", 2, "ورقتا عمل موزعتان على عدة صفحات"),
        ("ja", 2, "複数ページに分かれたシートが2件ある"),
        ("pt-BR", 2, "2 planilhas divididas em várias páginas"),
    ],
)
def test_lines_are_in_the_readers_language_in_the_form_of_their_number(language: str, count: int, line: str) -> None:
    found = [Finding("sheet-split", Place("a.xlsx", sheet=str(number))) for number in range(count)]
    assert re.sub("[\u2068\u2069]", "", aloud(found, to_mend=0, words=House.open(ROOT).words(language))[0]) == line


@pytest.mark.parametrize("language", known(None))
def test_every_language_says_all_lines(language: str) -> None:
    words = House.open(ROOT).words(language)
    for count in range(125):
        for key, english in COUNTED.items():
            said = words.counted(key, english, count, language="L", packages="P")
            assert (said.language, "{" in said.words) == (language, False)
    assert words.named("fr") != "“fr”"
    assert len(aloud(INSTEAD, to_mend=2, words=words)) == 2

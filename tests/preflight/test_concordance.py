"""The concordance: what the languages of a package say of the same facts, side by side, always the same page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pipeline.preflight.languages import texts
from pipeline.report.concordance import write_concordance
from pipeline.report.words import ReportWords
from tests.houses import Package
from tests.preflight.test_said import packages

LETTERS = {
    "en": "We meet from 18 to 20 June 2024 at 3.30 p.m.\nOn 20 June, document A/78/5 is taken up by 12 members.",
    "fr": "Réunion du 18 au 20 juin 2024 à 15 h 30.\nLe 20 juin 2024, douze membres examinent le document A/78/5.",
}


def rows(letters: dict[str, str]) -> list[tuple[str, str, tuple[int, ...]]]:
    (text,) = texts(packages({"letters": letters}))
    return [(row.kind, row.value, row.counts) for row in text.rows]


def test_facts_of_all_languages_stand_in_one_row() -> None:
    assert rows(LETTERS) == [
        ("of-day", "2024-06-18 – 2024-06-20", (1, 1)),
        ("of-day", "2024-06-20", (1, 1)),
        ("of-time", "15:30", (1, 1)),
        ("of-number", "12", (1, 0)),
        ("of-symbol", "A/78/5", (1, 1)),
    ]


def test_what_a_language_lacks_is_marked_in_words(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    for folder in (tmp_path, tmp_path / "again"):
        found = texts(packages({"letters": LETTERS}))
        differing = write_concordance(found, "A < B", "1 May", ReportWords("fr"), folder / "page.html", "Lettre")
        assert differing == 1
    page = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert page == (tmp_path / "again" / "page.html").read_text(encoding="utf-8")
    assert page.count("≠ 0") == 1
    assert "<h1>A &lt; B</h1>" in page
    assert "Rows in which languages differ: 1" in page  # this catalogue is empty


def test_a_package_has_its_concordance(case: Callable[[str], Package]) -> None:
    package = case("selm-2025")
    (entry,) = [each for each in package.manifest["outputs"] if each["role"] == "concordance"]
    assert (entry["language"], entry["instrument"], entry["path"]) == (
        "mul",
        "letter",
        "selm-2025-letter-concordance.html",
    )
    page = (package.out / entry["path"]).read_text(encoding="utf-8")
    assert 'lang="fr"' in page
    assert "2025-10-06" in page
    assert "≠" not in page.partition("<table>")[2].partition("</table>")[0]

"""Mistakes that people make: each is told, by a code that says what it is, and nothing is told of its clean twin."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.convert import take
from pipeline.convert.intake import Intake, Permissions
from pipeline.officefile.clean import clean
from pipeline.officefile.facts import facts
from pipeline.officefile.misprints import misprints
from pipeline.officefile.unsettled import unsettled
from pipeline.preflight.checks import OF_DOCUMENT
from pipeline.preflight.reading import opened
from tests.pdfs import simple
from tests.preflight.mistakes import MISTAKES, Mistake

OF_ALL = frozenset({"untagged", "no-language", "fonts-missing"})
"""What is told of every PDF that the tests make."""


def told(path: Path, folder: Path, intake: Intake, pages: int = 0) -> set[str]:
    """The codes of all that is told of a document by itself; an office's has so many ``pages``."""
    pdf = simple(folder / "made.pdf", pages) if pages else None
    if path.suffix == ".pdf":
        pdf = folder / "taken.pdf"
        found = list(take(path, intake, Permissions(), pdf).remarks)
    else:
        found = [*unsettled(path, facts(path)), *misprints(path), *clean(path).findings]
    with opened(path, pdf, "enclosure") as document:
        found += [each for check in OF_DOCUMENT for each in check(document)]
    assert all(each.what and each.mend for each in found)
    return {each.code for each in found} - OF_ALL


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with Intake() as taking:
        yield taking


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda each: each.name)
def test_a_mistake_is_told_and_its_clean_twin_is_not(mistake: Mistake, tmp_path: Path, intake: Intake) -> None:
    found = told(mistake.broken(tmp_path), tmp_path, intake, mistake.pages)
    assert found & mistake.codes
    assert found <= mistake.codes
    assert told(mistake.clean(tmp_path), tmp_path, intake, mistake.pages) == set()

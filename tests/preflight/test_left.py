"""What is left in documents, and how their pages look: each broken document is found, and its clean twins are not.

A file of ``left/`` has for a code small documents that are broken, and some that are clean; ``documents.py`` makes
them. What is told besides, of codes that have no file there, is not asked.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.convert import take
from pipeline.convert.intake import Intake, Permissions
from pipeline.findings import Finding
from pipeline.findings.catalogue import AREAS
from pipeline.officefile.clean import clean
from pipeline.officefile.facts import facts
from pipeline.officefile.misprints import misprints
from pipeline.officefile.unsettled import unsettled
from pipeline.preflight.checks import OF_DOCUMENT
from pipeline.preflight.reading import opened
from tests.preflight.documents import made
from tests.preflight.mistakes import MISTAKES

LEFT = sorted((Path(__file__).parent / "left").glob("*.toml"))
CODES = frozenset(path.stem for path in LEFT)


def told(case: Mapping[str, Any], folder: Path, intake: Intake) -> list[Finding]:
    """What the program says of a document, enclosed or a merged letter, of the codes of the collection."""
    path = made(case, folder)
    found: list[Finding] = []
    pdf = None
    if path.suffix == ".pdf":
        pdf = folder / "taken.pdf"
        found += take(path, intake, Permissions(), pdf).remarks
    elif path.suffix != ".txt" and case.get("as") != "letter":
        found += [*unsettled(path, facts(path)), *misprints(path), *clean(path).findings]
    with opened(path, pdf, case.get("as", "enclosure")) as document:
        found += [each for check in OF_DOCUMENT for each in check(document)]
    return [each for each in found if each.code in CODES]


def cases(kind: str) -> Iterator[Any]:
    for path in LEFT:
        for number, case in enumerate(tomllib.loads(path.read_text(encoding="utf-8"))[kind]):
            yield pytest.param(path.stem, case, id=f"{path.stem}-{number}")


@pytest.fixture(scope="module")
def intake() -> Iterator[Intake]:
    with Intake() as taking:
        yield taking


@pytest.mark.parametrize(("code", "case"), list(cases("broken")))
def test_each_broken_document_is_found(code: str, case: Mapping[str, Any], tmp_path: Path, intake: Intake) -> None:
    found = told(case, tmp_path, intake)
    assert {each.code for each in found} == {code}
    assert all(each.what and each.mend for each in found)


@pytest.mark.parametrize(("code", "case"), list(cases("clean")))
def test_nothing_is_told_of_a_clean_document(
    code: str, case: Mapping[str, Any], tmp_path: Path, intake: Intake
) -> None:
    assert code in CODES
    assert [str(each) for each in told(case, tmp_path, intake)] == []


def test_each_code_of_what_is_left_and_of_pages_has_cases() -> None:
    others = {code for each in MISTAKES for code in each.codes}
    assert set(AREAS["preflight"]) <= CODES | others

"""What is said once of several places: findings that say the same, the cells of a column; what is accepted, apart."""

from __future__ import annotations

import pytest

from pipeline.findings import Finding, Place
from pipeline.findings.groups import groups


def cell(name: str, words: str, code: str = "cell-cut-off", sheet: str = "Budget") -> Finding:
    value = "figure" if code == "cell-too-narrow" else "words"
    return Finding(code, Place("budget.xlsx", sheet=sheet, cell=name), {value: words})


@pytest.mark.parametrize("code", ["cell-cut-off", "cell-too-narrow"])
def test_a_column_is_mended_once(code: str) -> None:
    found = [
        cell("A12", "10", code),
        cell("A13", "11", code),
        cell("AB2", "x", code),
        cell("A12", "10", code, sheet="Notes"),
    ]
    assert [[each.place.cell for each in group.findings] for group in groups(found)] == [
        ["A12", "A13"],
        ["AB2"],
        ["A12"],
    ]


def test_cells_that_are_mended_one_by_one_are_told_one_by_one() -> None:
    found = [Finding("cell-otherwise", Place("a.xlsx", cell=f"A{row}"), {"value": f"#{row}"}) for row in (1, 2)]
    assert len(groups(found)) == 2


def test_files_in_place_of_the_same_languages_are_told_once() -> None:
    found = [
        Finding("file-instead", place, {"languages": (language,), "name": f"{place.enclosure}.docx", "language": "en"})
        for language in ("ar", "zh")
        for place in (Place("meeting.toml", key=("file",), enclosure=number) for number in ("1", "2"))
    ]
    (group,) = groups(found)
    assert [each.values["languages"] for each in group.findings] == [("ar", "zh"), ("ar", "zh")]


def test_what_is_accepted_hides_nothing_that_is_not() -> None:
    first, second = (Finding("untagged", Place(file)) for file in ("a.pdf", "b.pdf"))
    assert [group.findings for group in groups([first, second])] == [(first, second)]
    assert [group.findings for group in groups([first, second], {first})] == [(first,), (second,)]

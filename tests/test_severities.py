"""How grave a house has what is found: what it may say, and that builds, checks and reports heed it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline import Findings, House, MeetingError, Session
from pipeline.building import unchanged
from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place
from pipeline.load import load_house
from tests.houses import copy_meeting


def grading(house: Path, code: str, said: str) -> None:
    with (house / "config.toml").open("a", encoding="utf-8") as config:
        config.write(f"\n[findings.{code}]\n{said}\n")


@pytest.mark.parametrize(
    ("code", "said", "told", "at"),
    [
        ("sheet-splitt", 'severity = "error"\nreason = "Ours"', "grade-unknown", "sheet-splitt"),
        ("sheet-split", 'severity = "error"', "key-missing", "sheet-split.reason"),
        ("sheet-split", 'severity = "error"\nreason = ""', "value-empty", "sheet-split.reason"),
        ("sheet-split", 'severity = "grave"\nreason = "Ours"', "value-unknown", "sheet-split.severity"),
        ("locked", 'severity = "note"\nreason = "Ours"', "grade-held", "locked.severity"),
        ("macros-left-behind", 'severity = "note"\nreason = "Ours"', "grade-held", "macros-left-behind.severity"),
        ("removed-script", 'severity = "note"\nreason = "Ours"', "grade-held", "removed-script.severity"),
    ],
)
def test_what_a_house_may_not_say_is_told_with_its_line(
    code: str, said: str, told: str, at: str, own_house: Path
) -> None:
    grading(own_house, code, said)
    with pytest.raises(ConfigError) as caught:
        load_house(own_house)
    (finding,) = caught.value.findings
    assert (finding.code, ".".join(map(str, finding.place.key))) == (told, f"findings.{at}")
    assert finding.place.line is not None


@pytest.mark.parametrize(
    ("code", "severity"),
    [("sheet-split", "error"), ("sheet-split", "note"), ("words-missing", "warning"), ("macros-left-behind", "error")],
)
def test_what_a_house_may_say_holds(code: str, severity: str, own_house: Path) -> None:
    grading(own_house, code, f'severity = "{severity}"\nreason = "As the Secretary wants it."')
    assert load_house(own_house).grades == {code: severity}


def test_a_finding_that_the_house_has_graver_is_the_same_after_json() -> None:
    finding = Finding("untagged", Place("a.pdf"), graded="error")
    assert Finding.from_json(finding.as_json()) == finding
    assert (finding.severity, finding.kind, finding.in_draft, finding.remedy) == ("error", "error", True, "person")
    assert finding.of == Finding("untagged", Place("a.pdf")).of


@pytest.mark.office
def test_what_is_an_error_in_this_house_stops_its_builds_unless_it_is_accepted(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    grading(own_house, "untagged", 'severity = "error"\nreason = "We send nothing that the blind can\'t read."')
    with Session(House.open(own_house), jobs=1) as session:
        found = session.check("small")
        assert [each.code for each in found.open] == ["untagged"]
        assert found.exit_code == MeetingError.exit_code
        with pytest.raises(MeetingError) as caught:
            session.build("small")
        assert [each.code for each in caught.value.findings] == ["untagged"]
        assert session.build("small", draft=True).bundles  # for clearance it may have it
        (group,) = [each for each in found.groups if each.first.code == "untagged"]
        day = date(2025, 1, 20)
        assert session.accept("small", group.number, reason="No other.", by="N. N.", on=day).open == ()
        built = session.build("small")
        assert "untagged" in {each.code for each in built.findings if each.severity == "error"}
        assert "untagged" not in {each.code for each in built.open}
        # The acceptance was of that file.
        form = folder / "enclosures" / "form.pdf"
        form.write_bytes(form.read_bytes() + b"\n% again\n")
        assert {each.code for each in session.check("small").open} == {"untagged"}


@pytest.mark.office
def test_a_check_of_what_has_not_changed_does_nothing_and_a_build_finds_its_documents_made(
    own_house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unchanged, "_GRAIN", 0)  # the files of a test are no older than the test
    folder = copy_meeting(own_house)
    done: list[str] = []
    with Session(House.open(own_house), jobs=1) as session:

        def check() -> Findings:
            done.clear()
            return session.check("small", on_event=lambda event: done.append(f"{event.kind} {event.task}"))

        first = check()
        assert "made convert enclosure 1 fr" in done
        assert not (own_house / "build/small/manifest.json").exists()  # nothing is published
        assert check().as_json() == first.as_json()
        assert done == []
        (folder / "enclosures" / "note.txt").write_text("Une page.\n", encoding="utf-8")
        check()
        assert [name for name in done if name.startswith("made convert")] == ["made convert enclosure 4 fr"]
        made = session.build("small")
        assert [step.name for step in made.steps if step.ran and step.stage in {"merge", "convert", "index"}] == []

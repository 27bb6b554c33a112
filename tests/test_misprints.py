"""What would go out as nobody meant it: small Word documents, each with one such thing."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from pipeline.check import check
from pipeline.convert import convert_with_remarks
from pipeline.convert.misprints import misprints
from pipeline.convert.office import Offices
from tests.houses import copy_meeting


def a_docx(path: Path, *runs: str) -> Path:
    document = docx.Document()
    paragraph = document.add_paragraph()
    for run in runs:
        paragraph.add_run(run)
    document.save(str(path))
    return path


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (("Held on {{ event.session.prose }}.",), "{{ event.session.prose }}"),
        (
            ("{", "{ event.", "session.prose }", "}, {{ subject | upper }}"),
            "{{ event.session.prose }} {{ subject | upper }}",
        ),
        (("{%p for group in groups %}",), "{%p for group in groups %}"),
    ],
)
def test_a_placeholder_that_is_not_filled_in_is_told(
    runs: tuple[str, ...], shown: str, tmp_path: Path, offices: Offices
) -> None:
    source = a_docx(tmp_path / "a.docx", *runs)
    converted = convert_with_remarks(source, offices, datetime(2024, 1, 1, tzinfo=UTC), tmp_path / "a.pdf")
    told = [remark for remark in converted.remarks if remark.kind == "warning"]
    assert [(each.key, each.values) for each in told] == [("placeholders", {"placeholders": shown})]


@pytest.mark.parametrize("words", ["f: {{1, 2}, {3}}", "{ event.session.prose }", "100 {% of %}", "{{ }}"])
def test_other_braces_are_words(words: str, tmp_path: Path) -> None:
    assert list(misprints(a_docx(tmp_path / "a.docx", words))) == []


def test_check_notes_an_enclosure_that_is_not_filled_in(own_house: Path) -> None:
    folder = copy_meeting(own_house)
    document = folder / "enclosures" / "programme.docx"
    assert "{{" in "".join(paragraph.text for paragraph in docx.Document(str(document)).paragraphs)
    assert str(document) not in {note.where for note in check(folder).notes}
    toml = folder / "meeting.toml"
    toml.write_text(toml.read_text(encoding="utf-8").replace("template = true\n", ""), encoding="utf-8")
    found = check(folder)
    assert found.errors == ()
    for notes in (found.notes, found.summary):
        (note,) = [note for note in notes if note.where == str(document)]
        assert "{{ " in note.what
        assert "template = true" in note.mend

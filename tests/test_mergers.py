"""Large templates are merged where that can be ended: the same bytes come out, or a finding that names the template."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from docx.document import Document as DocumentObject

from pipeline.errors import TemplateError
from pipeline.localise import Wording, Words
from pipeline.merge import check_template, merge
from pipeline.merge.apart import check_within_limits, merge_within_limits
from pipeline.text import parse
from pipeline.workers.mergers import Limits, Mergers
from tests.templates import PROPERTIES, WORDING, many, nested, raw, template

LOOP = ("{%p for x in days %}", "{{ x }} {{ house }}", "{%p endfor %}")


@pytest.fixture(scope="module")
def mergers() -> Iterator[Mergers]:
    made = Mergers()
    yield made
    made.close()


def table(path: Path) -> Path:
    """A template with a table of 400 rows, as an office writes one out by hand."""
    cell = (
        '<w:tc><w:tcPr><w:tcW w:w="1500" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>Item {} of {{{{ date }}}}</w:t></w:r></w:p></w:tc>"
    )
    rows = "".join(f"<w:tr>{cell.format(number) * 4}</w:tr>" for number in range(400))
    grid = '<w:gridCol w:w="1500"/>' * 4
    return raw(path, f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")


def headed(document: DocumentObject) -> None:
    document.sections[0].header.paragraphs[0].text = "{{ letterhead.house }}"


def slow() -> Wording:
    """Words whose marks take several seconds to be put into a letter, within all that is counted."""
    marked = parse("*a* b *c* d *e*")
    return Wording("ar", Words({"days": tuple(marked for _ in range(40_000)), "house": "A"}))


def test_a_large_table_has_the_bytes_that_it_has_in_process(mergers: Mergers, tmp_path: Path) -> None:
    path = table(tmp_path / "template.docx")
    assert check_within_limits(mergers, path, WORDING) == check_template(path, WORDING) == []
    assert mergers.pids() != []
    paper = template(tmp_path / "paper.docx", change=headed)
    here, there = tmp_path / "here.docx", tmp_path / "there.docx"
    found = merge(WORDING, path, paper, PROPERTIES, here, numbered=False)
    assert merge_within_limits(mergers, WORDING, path, paper, PROPERTIES, there, numbered=False) == found
    assert there.read_bytes() == here.read_bytes()
    assert docx.Document(str(there)).tables[0].rows[399].cells[0].text == "Item 399 of 22 April 2024"


def test_a_letter_takes_no_process_of_its_own(tmp_path: Path) -> None:
    mergers = Mergers()
    path = template(tmp_path / "template.docx", *LOOP)
    assert check_within_limits(mergers, path, many(100)) == []
    merge_within_limits(mergers, many(100), path, None, PROPERTIES, tmp_path / "letter.docx")
    assert mergers.pids() == []


@pytest.mark.parametrize(
    "lines",
    [
        nested(5).replace("{{ house }}", ""),
        nested(1) * 2,
        "".join(f"{{{{ not_there_{number} }}}}" for number in range(4200)),
    ],
    ids=["items", "characters", "thousands of findings"],
)
def test_what_is_wrong_with_a_large_template_is_told_as_in_process(
    lines: str, mergers: Mergers, tmp_path: Path
) -> None:
    path, words = template(tmp_path / "template.docx", lines), many(10_000 if "house" in lines else 9)
    found = check_within_limits(mergers, path, words)
    assert list(map(str, found)) == list(map(str, check_template(path, words))) != []
    with pytest.raises(TemplateError) as here:
        merge(words, path, None, PROPERTIES, tmp_path / "letter.docx")
    with pytest.raises(TemplateError) as there:
        merge_within_limits(mergers, words, path, None, PROPERTIES, tmp_path / "letter.docx")
    assert str(there.value) == str(here.value)
    assert mergers.pids() != []


@pytest.mark.parametrize(
    ("limits", "words", "code"),
    [(Limits(seconds=0.5), slow(), "template-time"), (Limits(megabytes=120), many(14_000), "template-memory")],
    ids=["time", "memory"],
)
def test_one_that_takes_more_than_it_may_is_ended_and_named(
    limits: Limits, words: Wording, code: str, tmp_path: Path
) -> None:
    mergers = Mergers(1, limits)
    path, target = template(tmp_path / "template.docx", *LOOP), tmp_path / "letter.docx"
    try:
        with pytest.raises(TemplateError) as raised:
            merge_within_limits(mergers, words, path, None, PROPERTIES, target)
        (found,) = raised.value.findings
        assert (found.code, found.place.file, raised.value.exit_code) == (code, str(path), 5)
        assert mergers.pids() == []
        assert not target.exists()
        # the next is served by another
        assert check_within_limits(mergers, path, many(2_000)) == []
    finally:
        mergers.close()


def test_one_that_died_of_something_else_is_replaced(mergers: Mergers, tmp_path: Path) -> None:
    path = template(tmp_path / "template.docx", *LOOP)
    assert check_within_limits(mergers, path, many(2_000)) == []
    (pid,) = mergers.pids()
    os.kill(pid, signal.SIGKILL)
    assert check_within_limits(mergers, path, many(2_000)) == []
    assert mergers.pids() not in ([], [pid])

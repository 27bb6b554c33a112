"""A language that nobody speaks shows where a layout breaks: every word is longer, and nothing but words is another."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import ArchiveError, House, Session
from pipeline.files import digest
from pipeline.translating.pseudo import pseudo, pseudo_house
from tests.houses import ROOT, SAMPLE, copy_house, copy_meeting
from tests.reading import pages


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_words_get_longer_and_whatever_is_none_stays(words: str) -> None:
    longer = pseudo(words)
    assert len(longer) >= len(words)
    assert re.sub(r"[^\W\d_]+", "", longer) == re.sub(r"[^\W\d_]+", "", words)


def test_words_are_a_third_longer_in_all() -> None:
    words = "Please find enclosed the documents for the meeting, which we should be grateful to see transmitted."
    assert 1.25 < len(pseudo(words)) / len(words) < 1.5
    assert (
        pseudo("see https://a.int/x, n@b.int, {count} or EX/2024/1")
        == "šééé https://a.int/x, n@b.int, {count} ööŕ EX/2024/1"
    )


def test_every_template_of_the_sample_has_other_words_and_the_same_placeholders() -> None:
    folder = ROOT / "meetings" / SAMPLE
    was = {path: digest(path) for path in (*folder.rglob("*.*"), *(ROOT / "templates").rglob("*.*"))}
    with pseudo_house(folder, None) as (root, meeting, language):
        assert language == "fr"
        # held against what people wrote, nothing is missing
        found = House.open(root).translations.compare(meeting, source="en", languages=["fr"])
        assert [str(each) for each in found.findings] == []
        letter = docx.Document(str(root / "templates/fr/invitation-siem-reap.docx"))
        words = [each.text for each in letter.paragraphs if re.sub(r"\{.*?\}\}?", "", each.text).strip()]
        assert all(re.search("[åéñöûÅÉ]", each) for each in words)
        toml = (meeting / "meeting.toml").read_text(encoding="utf-8")
        original = (folder / "meeting.toml").read_text(encoding="utf-8")
        lines = zip(toml.splitlines(), original.splitlines(), strict=False)
        assert next(one for one, two in lines if one != two).startswith("fr = ")
        assert 'author = "Président' in toml
    assert was == {path: digest(path) for path in was}
    assert not root.exists()


def test_nobody_gets_a_letter_in_such_words(tmp_path: Path) -> None:
    house = copy_house(tmp_path / "house")
    folder = copy_meeting(house)
    toml = folder / "meeting.toml"
    text = toml.read_text(encoding="utf-8")
    toml.write_text(text.replace("[title]", 'recipients = "list.csv"\nmessages = true\n\n[title]'), "utf-8")
    (folder / "list.csv").write_text("name,language\nA,fr\n", encoding="utf-8")
    (folder / "signed").mkdir()
    with pseudo_house(folder, None) as (_root, meeting, _language):
        made = (meeting / "meeting.toml").read_text(encoding="utf-8")
        assert "# recipients = " in made
        assert "# messages = " in made
        assert not (meeting / "signed").exists()


@pytest.mark.office
def test_it_is_a_draft_and_no_package(tmp_path: Path) -> None:
    house = House.open(copy_house(tmp_path / "house"))
    copy_meeting(house.root)
    with Session(house, jobs=2) as session:
        built = session.pseudo("small")
    assert built.manifest["draft"] is True
    assert built.out == house.root / "build/small/pseudo/draft"
    assert not (house.root / "build/small/manifest.json").exists()
    (bundle,) = built.bundles
    first, *_ = pages(bundle)
    assert "Mîîššîîööñš" in first
    assert "mars 2025" in first  # a date is the program's
    with pytest.raises(ArchiveError):
        house.archive.seal("small", today="2025-03-03")

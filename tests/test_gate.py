"""What a document lost stops a package, until a person has looked at it and accepts it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from pipeline import House, Session
from pipeline.errors import ConverterError
from tests.houses import copy_meeting

ENCLOSURE = """
[[groups.enclosures]]
title.fr = "Morceaux"
file.fr = "enclosures/alt-chunks.docx"
"""


def test_words_that_are_lost_stop_a_package_until_each_is_accepted(own_house: Path) -> None:
    folder = copy_meeting(own_house, "tiny")
    shutil.copy(Path(__file__).parent / "office" / "alt-chunks.docx", folder / "enclosures")
    with (folder / "meeting.toml").open("a", encoding="utf-8") as file:
        file.write(ENCLOSURE)
    with Session(House.open(own_house), jobs=1) as session:
        with pytest.raises(ConverterError) as caught:
            session.build(folder)
        assert [each.code for each in caught.value.findings] == ["words-missing"] * 2
        assert not list(own_house.glob("build/tiny/*.pdf"))
        # numbers are those of the list that a person has before them, whatever was accepted since
        for number in (1, 2):
            assert session.check(folder).groups[number - 1].first.code == "words-missing"
            session.accept(folder, number, reason="The chunk repeats the text.", by="N. N.", on=date(2026, 1, 2))
        assert session.check(folder).exit_code == 0
        built = session.build(folder)
        assert [bundle.name for bundle in built.bundles] == ["tiny-invitation-fr.pdf"]
        assert not [step.name for step in built.steps if step.ran and step.name.startswith("convert")]

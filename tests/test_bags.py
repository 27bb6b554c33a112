"""The bags of tests/bags were sealed by earlier versions, one for each layout, and are never replaced."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.archive.listing import bags
from pipeline.archive.verify import verify
from pipeline.archivist.regenerate import regenerate
from pipeline.bags.layout import LAYOUT

pytestmark = pytest.mark.office

BAGS = Path(__file__).parent / "bags"
EVERY = sorted(BAGS.glob("layout-*/*.zip"))


def test_there_is_a_bag_of_every_layout() -> None:
    assert [path.parent.name for path in EVERY] == [f"layout-{number}" for number in range(1, LAYOUT + 1)]
    assert all(path.stat().st_size < 300_000 for path in EVERY)


@pytest.mark.parametrize("bag", EVERY, ids=lambda path: path.parent.name)
def test_a_bag_of_an_earlier_version_verifies_and_is_read(bag: Path) -> None:
    found = verify(bag, levels=True)
    assert (found.problems, found.name, found.register) == ((), bag.stem, bag.with_name("register.jsonl"))
    assert found.info["Retention-Code"] == "PERM-7"
    for wanted in ({"slug": "tiny"}, {"date": "2026-11"}, {"symbol": "cp/2027"}, {"title": "reunion"}):
        listed, _book, problems = bags(bag.parent, wanted)
        assert ([each.name for each in listed], problems) == ([bag.stem], ())


@pytest.mark.parametrize("bag", EVERY, ids=lambda path: path.parent.name)
def test_a_bag_of_an_earlier_version_is_built_again_with_the_same_pages(bag: Path) -> None:
    found = regenerate(bag, keep=None, jobs=1).comparison
    others = [cause for cause in found.causes if cause.name == "LibreOffice" or cause.kind == "font"]
    # With another office or other fonts lines may end elsewhere: then that is what must be told.
    assert found.verdict in {"identical", "same pages", "same pages, but"} or others

"""One file by itself: as it would be as an enclosure, with what it lost told, and nothing left of what is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import House, MeetingError, Session
from pipeline.cli import papers
from tests.houses import MEETINGS, copy_house

pytestmark = pytest.mark.office


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    house = copy_house(tmp_path_factory.mktemp("converting") / "house")
    with Session(House.open(house), jobs=1) as opened:
        yield opened


def test_files_of_each_kind_are_pages(session: Session, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Un mot", encoding="utf-8")
    (tmp_path / "mail.eml").write_text("From: a@example.org\nSubject: Yes\n\nA word\n", encoding="utf-8")
    made = session.convert(tmp_path / "note.txt", tmp_path / "note.pdf", language="fr")
    assert (made.path, made.pages) == (tmp_path / "note.pdf", 1)
    assert session.convert(tmp_path / "mail.eml", tmp_path / "mail.pdf").pages == 1
    assert session.convert(made.path, tmp_path / "again.pdf").pages == 1
    first = made.path.read_bytes()
    session.convert(tmp_path / "note.txt", tmp_path / "note.pdf", language="fr")
    assert made.path.read_bytes() == first


def test_what_is_refused_leaves_what_stood(session: Session, tmp_path: Path) -> None:
    (tmp_path / "odd.exe").write_bytes(b"MZ")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 no")
    (tmp_path / "out.pdf").write_bytes(b"what stood")
    for name in ("odd.exe", "broken.pdf", "missing.docx"):
        with pytest.raises(MeetingError) as told:
            session.convert(tmp_path / name, tmp_path / "out.pdf")
        assert name in str(told.value)
    assert (tmp_path / "out.pdf").read_bytes() == b"what stood"


def test_the_command_makes_it_beside_and_tells_in_json(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = session.house.root
    shutil.copy(next((MEETINGS / "tiny").rglob("*.txt")), house / "note.txt")
    monkeypatch.chdir(house)
    ran = CliRunner().invoke(papers, ["convert", "note.txt", "--json"], catch_exceptions=False)
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.stdout)
    assert (told["pages"], told["path"]) == (1, str(house / "note.pdf"))

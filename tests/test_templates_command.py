"""``papers templates``: its words, its JSON, its exit codes."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.cli import main
from tests.houses import ROOT, SAMPLE, copy_house

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command, run in a house with the sample: its code, its standard output and its standard error."""
    house = copy_house(tmp_path / "house")
    shutil.copytree(ROOT / "meetings" / SAMPLE, house / "meetings" / SAMPLE)
    monkeypatch.chdir(house)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["papers", "templates", SAMPLE, *words])
        with pytest.raises(SystemExit) as stopped:
            main()
        assert isinstance(stopped.value.code, int)
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return stopped.value.code, said.out, said.err

    return run


def test_it_tells_people_and_programs(papers: Run) -> None:
    page = Path("build") / SAMPLE / "templates.html"
    code, out, told = papers("--lang", "es")
    assert (code, out.strip()) == (0, str(page))
    assert "nothing is missing and nothing is older" in told
    assert "never confirmed: es" in told
    assert page.is_file()
    code, out, told = papers("--lang", "es", "--json")
    data = json.loads(out)
    assert (code, told) == (0, "")
    assert (data["source"], data["languages"], data["findings"]) == ("fr", ["es"], [])
    assert data["templates"][0]["paragraphs"][0]["source"]["text"] == "{{ date }}"
    assert data["templates"][0]["confirmed"] is None


def test_a_way_out_and_back_by_the_command(papers: Run) -> None:
    assert papers("--lang", "es", "--export", "es.po")[:2] == (0, "es.po\n")
    assert papers("--import", "es.po")[:2] == (0, "")
    code, out, _ = papers("--import", "es.po", "--json")
    assert (code, json.loads(out)["segments"], json.loads(out)["files"]) == (0, 0, [])
    assert papers("--lang", "es", "--confirm", "--by", "N. N.")[0] == 0
    assert Path("templates/es/confirmed.toml").is_file()
    code, out, told = papers("--rename", "names.plan", "names.scheme")
    assert (code, out) == (0, "")
    assert "meeting.toml" in told
    code, _, told = papers("--import", "es.po")
    assert code == 5
    assert "{{ names.plan }}" in told


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--confirm",), 2),
        (("--confirm", "--lang", "es"), 2),
        (("--confirm", "--lang", "es", "--by", "N", "--pseudo"), 2),
        (("--rename", "names.no", "names.x"), 2),
        (("--rename", "names.plan"), 2),
        (("--export", "x.doc", "--lang", "es"), 2),
        (("--export", "x.po"), 2),
        (("--import", "no.po"), 2),
        (("--source", "xx"), 2),
        (("--lang", "fr"), 2),
    ],
)
def test_words_that_mean_nothing_are_refused(papers: Run, words: tuple[str, ...], code: int) -> None:
    done, out, told = papers(*words)
    assert (done, out) == (code, "")
    assert told

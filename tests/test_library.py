"""The library's door: its examples hold, its names are there, and nothing else of the package is a client's to use."""

from __future__ import annotations

import ast
import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import pipeline
from pipeline import PapersError
from tests.houses import ROOT, copy_house, copy_meeting, without_fonts

CLIENTS = sorted([*(ROOT / "pipeline/cli").glob("*.py"), *(ROOT / "pipeline/desk").rglob("*.py")])


@pytest.mark.office
def test_the_examples_of_the_guide_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy_meeting(copy_house(tmp_path / "house"), "tiny")
    without_fonts(tmp_path / "house" / "config.toml")
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs/library.md"), module_relative=False, encoding="utf-8")
    assert (failed, tried > 15) == (0, True)


def test_every_name_of_the_door_is_there() -> None:
    assert sorted(pipeline.__all__) == pipeline.__all__
    for name in pipeline.__all__:
        found = getattr(pipeline, name)
        assert found.__doc__ or issubclass(found, PapersError), name
    assert {*pipeline.__all__} <= {*dir(pipeline)}
    with pytest.raises(AttributeError, match="no attribute “Hause”"):
        _ = pipeline.Hause
    assert (ROOT / "pipeline/py.typed").is_file()


@pytest.mark.parametrize("source", CLIENTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_client_imports_nothing_else_of_the_package(source: Path) -> None:
    own = "pipeline.desk" if "desk" in source.parts or source.name == "desk.py" else "pipeline.cli"
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not any(alias.name.startswith("pipeline") for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pipeline":
            # The verb that serves the desk is the one place where a client starts another.
            mine = (own, "pipeline.cli") if "cli" in source.parts else (own,)
            assert node.module == "pipeline" or node.module.startswith(mine), node.module
            if node.module == "pipeline":
                assert {alias.name for alias in node.names} <= {*pipeline.__all__}


def test_the_door_opens_without_what_takes_long_to_load() -> None:
    heavy = ("pydantic", "babel", "docx", "pikepdf", "pypdf", "lxml", "reportlab", "pypdfium2")
    program = "import sys, pipeline.cli; from pipeline import House, Session; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in heavy if name in loaded] == []

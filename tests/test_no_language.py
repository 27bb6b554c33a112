"""No Python knows the name of a language: what is said of one is a file of its folder."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline
from pipeline.languages import known

PACKAGE = Path(pipeline.__file__).parent
TAGS = {*known(None)} - {"it", "tr", "pt"}
"""Those that ship; but for a word, a row of a table, and a point."""

STILL = {
    "languages/language.py",  # the language that the program's own sentences are in
    "archive/metadata.py",
    "archive/seal.py",
    "findings/words.py",
    "findings/aloud.py",
    "report/letterhead.py",
    "desk/words.py",
    "preview/html.py",
    "completeness/spoken.py",  # which of six a text is in
    "workers/reader.py",  # what Tesseract calls them
}
"""Those that name one, with why. There shall be no more: a language is a folder."""


def named(source: Path) -> Iterator[str]:
    """The tags that stand in a module by themselves; documentation aside."""
    tree = ast.parse(source.read_text(encoding="utf-8"))
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node.value in TAGS and id(node) not in said:
            yield str(node.value)


@pytest.mark.parametrize("source", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_names_no_language(source: Path) -> None:
    if source.relative_to(PACKAGE).as_posix() not in STILL:
        assert {*named(source)} == set()

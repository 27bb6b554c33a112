"""Which module may speak to which library: each does a stage's work, and is known there alone."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import pipeline

PACKAGE = Path(pipeline.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))

ALLOWED: dict[str, set[str]] = {
    "load": {"pydantic", "pydantic_core"},
    "localise": {"babel"},
    "merge": {"docxtpl", "docx", "jinja2", "lxml"},
    # pdfium is the second reader of a PDF that others made
    "convert": {"pikepdf", "PIL", "pypdfium2"},
    "bundle": {"pikepdf", "reportlab", "pypdfium2"},
    "audit": {"pypdf", "pypdfium2"},  # a second reader, for what the first can't read
    "completeness": {"lxml", "pikepdf", "pypdfium2"},
    "officefile": {"lxml"},
    "pdf": {"page", "pikepdf"},
    "report": {"pypdfium2"},
    "archive": {"pikepdf"},  # which fonts a bundle has
    "comparison": {"pypdfium2", "PIL", "pikepdf"},
    "cli": {"click"},
}
"""By stage: the folder or the module below ``pipeline``. What is not here may import no library at all."""

ORDER = ("load", "localise", "merge", "convert", "bundle", "audit", "report", "comparison", "archive")
"""The stages: none knows of those after it."""


def stage(source: Path) -> str:
    return source.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(source: Path) -> Iterator[str]:
    """The full names of what a module imports, anywhere in it."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{source}: relative imports hide where things come from"
            yield f"{node.module}"
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "pipeline")


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_speaks_to_the_libraries_of_its_stage_alone(source: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(source)} - set(sys.stdlib_module_names) - {"pipeline"}
    assert libraries <= ALLOWED.get(stage(source), set())


@pytest.mark.parametrize("source", [path for path in SOURCES if stage(path) in ORDER], ids=str)
def test_a_stage_does_not_know_of_the_next(source: Path) -> None:
    known = {name.split(".")[1] for name in imported(source) if name.startswith("pipeline.")}
    later = set(ORDER[ORDER.index(stage(source)) + 1 :])
    assert not known & later


def test_each_library_of_the_table_is_used() -> None:
    for name, libraries in ALLOWED.items():
        used = {each.split(".")[0] for path in SOURCES if stage(path) == name for each in imported(path)}
        assert libraries <= used, name


def test_stages_know_neither_the_plan_nor_the_build() -> None:
    for source in SOURCES:
        if stage(source) in ORDER:
            known = {name.split(".")[1] for name in imported(source) if name.startswith("pipeline.")}
            assert not known & {
                "tasks",
                "plan",
                "store",
                "executor",
                "building",
                "cli",
                "package",
                "archivist",
                "check",
            }, source


def test_bags_are_sealed_and_compared_by_what_knows_of_no_other_stage() -> None:
    for source in SOURCES:
        if stage(source) in {"archive", "comparison", "bags"}:
            known = {name.split(".")[1] for name in imported(source) if name.startswith("pipeline.")}
            assert not known & ({*ORDER} - {stage(source)}), source

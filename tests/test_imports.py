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
TESTS = Path(__file__).parent

ALLOWED: dict[str, set[str]] = {
    "load": {"pydantic"},
    "checked": {"pydantic", "pydantic_core"},
    "languages": {"babel", "pydantic"},
    "localise": {"babel"},
    "merge": {"docxtpl", "docx", "jinja2", "lxml"},
    # pdfium is the second reader of a PDF that others made
    "convert": {"pikepdf", "PIL", "pi_heif", "msoffcrypto", "ocrmypdf", "pypdfium2"},
    "bundle": {"pikepdf", "reportlab", "pypdfium2", "uharfbuzz"},
    "audit": {"pypdf", "pypdfium2"},  # a second reader, for what the first can't read
    "completeness": {"lxml", "pikepdf", "pypdfium2"},
    "officefile": {"lxml"},
    "fonts": {"uharfbuzz"},
    "qr": {"segno"},
    "tables": {"lxml", "xlrd"},
    "workbooks": {"xlsxwriter"},
    "reviewing": {"docx", "tomlkit"},
    "recast": {"lxml", "markdown_it", "PIL"},
    "pdf": {"page", "pikepdf"},
    "report": {"pypdfium2"},
    "archive": {"pikepdf"},  # which fonts a bundle has
    "comparison": {"pypdfium2", "PIL", "pikepdf"},
    "preflight": {"lxml", "pikepdf", "pypdfium2"},
    "preview": {"pypdfium2", "PIL"},
    "new": {"tomlkit"},  # which keeps the comments of a file
    "translating": {"lxml"},
    "editing": {"tomlkit"},
    "cli": {"click"},
    "cluster": {"dask", "distributed"},
    "desk": {"anyio", "httpx2", "joserfc", "fastapi", "starlette", "jinja2", "uvicorn", "pydantic"},
}
"""By stage: the folder or the module below ``pipeline``. What is not here may import no library at all."""

STAGES = frozenset(
    {
        "load",
        "localise",
        "merge",
        "convert",
        "completeness",
        "bundle",
        "audit",
        "report",
        "comparison",
        "archive",
        "ical",
    }
)
ABOVE = frozenset(
    {
        "tasks",
        "plan",
        "recipients",
        "store",
        "executor",
        "cluster",
        "building",
        "package",
        "check",
        "rehearsal",
        "preflight",
        "accepting",
        "signing",
        "archivist",
        "session",
        "house",
    }
    | {"__main__", "results", "cli", "vocabulary", "machine", "letterheads", "mentioned", "new", "reviewing"}
    | {"desk", "editing", "listing", "preview", "speaking", "standing"}
    | {"translating", "translations"}
)
"""What puts the stages in order and does their work."""

NEIGHBOURS = frozenset({("merge", "localise"), ("convert", "completeness")})
"""The stages that still know of another: a template is filled in with a wording, and a conversion is looked through as
soon as it is made. There shall be no more."""


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
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module in {"pipeline", "tests"})


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_speaks_to_the_libraries_of_its_stage_alone(source: Path) -> None:
    libraries = {name.split(".")[0] for name in imported(source)} - set(sys.stdlib_module_names) - {"pipeline"}
    assert libraries <= ALLOWED.get(stage(source), set())


def rooms() -> dict[str, set[str]]:
    """What each room, a folder or a module below ``pipeline``, imports of the others."""
    known: dict[str, set[str]] = {}
    for source in SOURCES:
        if source != PACKAGE / "__init__.py":
            found = {name.split(".")[1] for name in imported(source) if name.startswith("pipeline.")}
            known.setdefault(stage(source), set()).update(found - {stage(source)})
    return known


def test_stages_import_no_stage_and_nothing_above_them() -> None:
    known = rooms()
    assert {(room, other) for room in STAGES for other in known[room] & STAGES} == NEIGHBOURS
    assert {room: known[room] & ABOVE for room in STAGES if known[room] & ABOVE} == {}


def test_what_lies_beneath_the_stages_knows_of_none() -> None:
    below = {room: known & (STAGES | ABOVE) for room, known in rooms().items() if room not in STAGES | ABOVE}
    assert {room: known for room, known in below.items() if known} == {}


def test_no_two_rooms_need_each_other() -> None:
    left = {room: set(others) for room, others in rooms().items()}
    while free := [room for room, others in left.items() if not others & left.keys()]:
        for room in free:
            del left[room]
    assert left == {}


def test_each_library_of_the_table_is_used() -> None:
    for name, libraries in ALLOWED.items():
        used = {each.split(".")[0] for path in SOURCES if stage(path) == name for each in imported(path)}
        assert libraries <= used, name


def test_what_tests_share_stands_beside_them_and_in_none_of_them() -> None:
    found = ((path.name, name) for path in TESTS.rglob("*.py") for name in imported(path))
    assert [(path, name) for path, name in found if name.startswith("tests.test_")] == []

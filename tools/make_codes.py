"""Writes docs/findings.md: a table of all that the program tells, by code, for whoever meets one.

Takes nothing. A test fails when the file is not what this would write.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.findings import Finding, Place
from pipeline.findings.catalogue import AREAS
from pipeline.findings.catalogue.entry import Entry

TABLE = Path(__file__).resolve().parent.parent / "docs" / "findings.md"
_HEAD = """# What is told, by code

`make codes` writes this file from the catalogue (`pipeline/findings/catalogue/`). `papers check` prints a code in
brackets behind each thing it tells; `--json`, the reports' data and the HTTP API have it as `code`. Codes are stable:
`[findings]` in `config.toml` names them, and so does what a person accepted ([staff.md](staff.md#check-build-send)).

**Severity**: an *error* stops what goes out; a *warning* is to be looked at; a *note* is to be known. **Class**:
*broken* can be neither accepted nor made less grave; the *program* has mended it; a *person* mends it, or accepts it
with a reason. Words in `{braces}` are filled in where it is found.
"""


def written() -> str:
    return "\n".join([_HEAD, *_areas()]) + "\n"


def _areas() -> Iterator[str]:
    for area, entries in AREAS.items():
        said = importlib.import_module(f"pipeline.findings.catalogue.{area}").__doc__ or ""
        yield f"## {area.capitalize()}\n\n{said.splitlines()[0].replace('``', '`')}\n"
        yield from _table(entries)
        yield ""


def _table(entries: Mapping[str, Entry]) -> Iterator[str]:
    yield "| code | severity | class | what it says | cure |"
    yield "|---|---|---|---|---|"
    for code, entry in sorted(entries.items()):
        remedy = Finding(code, Place()).remedy
        yield f"| `{code}` | {entry.severity} | {remedy} | {_cell(entry.what)} | {_cell(entry.mend)} |"


def _cell(sentence: str) -> str:
    """A sentence as Markdown: braces that are typed twice stand once, and nothing of it is a mark."""
    plain = sentence.replace("{{", "{").replace("}}", "}")
    return re.sub(r"([\\|*_<>\[\]`])", r"\\\1", plain)


if __name__ == "__main__":
    TABLE.write_text(written(), encoding="utf-8")

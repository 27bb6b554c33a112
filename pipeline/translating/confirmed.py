"""What translations were made from: the words of a source as they were when a translation was confirmed go to a file
beside it, ``confirmed.toml``, and come out as what has changed since.

A paragraph is a line of it, so that git shows what changed and who confirmed it::

    ["invitation.docx"]
    source = "fr"
    by = "N. N."
    on = 2026-11-28
    words = [
      "Objet : {{ subject }}",
    ]
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.comparison.align import align_alike, align_pages
from pipeline.errors import TemplateError, UsageError
from pipeline.files import draft_of
from pipeline.findings import Finding, Place
from pipeline.findings.visible import visible
from pipeline.folders import CONFIRMED
from pipeline.toml import read_toml
from pipeline.translating.sides import Side

_HEAD = """\
# What the translations beside this file were made from, a paragraph a line: “papers templates MEETING --confirm”
# writes it, and “papers templates MEETING” tells what has changed since.
"""


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A translation as it was confirmed."""

    source: str
    by: str
    on: date
    words: tuple[str, ...]
    """The paragraphs of the source, as they were."""

    def with_words(self, words: Iterable[str]) -> Confirmed:
        """The same of other words."""
        return replace(self, words=tuple(words))


@dataclass(frozen=True, slots=True)
class Change:
    """A paragraph of the source that is another now; nothing where it was not there, or is no longer."""

    was: str
    now: str
    row: int | None
    """Its place among the rows of the source; None for one that is gone."""


def read_confirmed(folder: Path) -> dict[str, Confirmed]:
    """What the translations in a folder were confirmed against, by the name of the file. TemplateError for a record
    that can't be read."""
    path = folder / CONFIRMED
    if not path.is_file():
        return {}
    data, line_of = read_toml(path, TemplateError)
    found: dict[str, Confirmed] = {}
    problems: list[Finding] = []
    for name, table in data.items():
        match table:
            case {"source": str(source), "by": str(by), "on": date() as on, "words": list(words)} if all(
                isinstance(each, str) for each in words
            ):
                found[name] = Confirmed(source, by, on, tuple(words))
            case _:
                problems.append(Finding("confirmed-unread", Place(str(path), line_of((name,)), (name,))))
    if problems:
        raise TemplateError(*problems)
    return found


def confirm(translations: Mapping[Path, Side], *, by: str, on: date) -> tuple[Path, ...]:
    """Records that each translation, by its file, says what its source says now; what was recorded of others stays.

    Gives the records that were written. UsageError for a name that is none, TemplateError for a record that can't be
    read: none is written then.
    """
    if not by.strip() or visible(by) != by:
        raise UsageError(Finding("acceptance-words", Place("--by")))
    folders: dict[Path, dict[str, Confirmed]] = {}
    for path, source in translations.items():
        known = folders.setdefault(path.parent, {}) or read_confirmed(path.parent)
        known[path.name] = Confirmed(source.language, by, on, _words(source))
        folders[path.parent] = known
    for folder, known in folders.items():
        with draft_of(folder / CONFIRMED) as draft:
            draft.write_text(written(known), encoding="utf-8", newline="\n")
    return tuple(folder / CONFIRMED for folder in folders)


def changes(confirmed: Confirmed, source: Side) -> tuple[Change, ...]:
    """What of the source is another than when the translation was confirmed, in the order of the source."""
    now = _words(source)
    pairs = align_pages(confirmed.words, now, align_alike(confirmed.words, now))
    return tuple(
        Change("" if one is None else confirmed.words[one], "" if two is None else now[two], two)
        for one, two in pairs
        if one is None or two is None or confirmed.words[one] != now[two]
    )


def _words(source: Side) -> tuple[str, ...]:
    return tuple(row.text for row in source.rows)


def written(known: Mapping[str, Confirmed]) -> str:
    """A record, as its file has it."""
    return "\n".join([_HEAD, *("\n".join([*_table(name, known[name]), ""]) for name in sorted(known))])


def _table(name: str, each: Confirmed) -> Iterator[str]:
    """The lines of one translation."""
    yield f"[{_toml(name)}]"
    yield f"source = {_toml(each.source)}"
    yield f"by = {_toml(each.by)}"
    yield f"on = {each.on.isoformat()}"
    yield "words = ["
    yield from (f"  {_toml(words)}," for words in each.words)
    yield "]"


def _toml(words: str) -> str:
    """TOML escapes a string as JSON does, and U+007F too (1.0, String)."""
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007F")

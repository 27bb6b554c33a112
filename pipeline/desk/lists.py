"""What pages show of a list of recipients, found in the process apart: a meeting goes in; a page of its rows, one
row, or who is beside whom comes out.

A list is read once for each change of what it is made of, so that one of 100,000 rows is turned over quickly, and no
more of it than a page goes to the process that answers.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import Session
from pipeline.desk.turns import Turns

if TYPE_CHECKING:
    from pipeline import ListedRow, Recipients

_ROWS = 50
"""On a page."""
_MOST = 2
"""Lists that are kept: one of 100,000 rows takes some 100 MB."""


class _Read:
    """A list that was read, with what is asked of it again and again."""

    def __init__(self, listed: Recipients) -> None:
        self.listed = listed

    @cached_property
    def bad(self) -> list[ListedRow]:
        return [each for each in self.listed.rows if is_bad(each)]

    @cached_property
    def letters(self) -> list[ListedRow]:
        return [each for each in self.listed.rows if each.key]

    @cached_property
    def by_key(self) -> dict[str, int]:
        return {each.key: place for place, each in enumerate(self.letters)}


_KNOWN: dict[tuple[Path, str], tuple[str, _Read]] = {}
_TURNS = Turns()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a list, and what there is of it in all."""

    head: Recipients
    """The list without its rows."""
    rows: tuple[ListedRow, ...]
    show: str
    at: int
    pages: int
    chosen: int
    count: int
    letters: int
    bad: int


def whole(session: Session, slug: str) -> Recipients | None:
    """A meeting's list; None for a meeting without one. Raises what reading it raises."""
    read = _read(session, slug)
    return read.listed if read else None


def leaf(session: Session, slug: str, *, show: str, find: str, at: int, saved: int) -> Leaf | None:
    """A page of the list: the rows that are ``wrong`` or ``all``, and have the words that are looked for."""
    read = _read(session, slug)
    if read is None:
        return None
    rows = read.listed.rows
    show = show if show in {"wrong", "all"} else "wrong" if read.bad and not find and not saved else "all"
    wanted = find.strip().casefold()
    among = read.bad if show == "wrong" else rows
    chosen = [each for each in among if any(wanted in cell.casefold() for cell in each.cells)] if wanted else among
    pages = max(1, -(-len(chosen) // _ROWS))
    at = min(max(1, at), pages)
    return Leaf(
        _head(read),
        tuple(chosen[(at - 1) * _ROWS : at * _ROWS]),
        show,
        at,
        pages,
        len(chosen),
        len(rows),
        len(read.letters),
        len(read.bad),
    )


def row(session: Session, slug: str, number: int) -> tuple[Recipients, ListedRow] | None:
    """A row by its number, with the list that it is of, without its other rows."""
    read = _read(session, slug)
    found = read.listed.by_number.get(number) if read else None
    return (_head(read), found) if read and found else None


def change(session: Session, slug: str, number: int, cells: Mapping[int, str], was: Mapping[int, str]) -> None:
    """Puts other words into cells of a row, as :meth:`House.change_recipient`, without reading the list once more."""
    read = _read(session, slug)
    session.house.change_recipient(slug, number, cells, was=was, listed=read.listed if read else None)


def neighbours(session: Session, slug: str, key: str) -> tuple[str, int, str] | None:
    """The key of the letter before one, the row of that one, and the key of the next; None for a key that is none."""
    read = _read(session, slug)
    place = read.by_key.get(key) if read else None
    if read is None or place is None:
        return None
    before = read.letters[place - 1].key if place else ""
    after = read.letters[place + 1].key if place + 1 < len(read.letters) else ""
    return before, read.letters[place].number, after


def is_bad(row: ListedRow) -> bool:
    """Whether something is wrong with a row."""
    return any(each.severity == "error" for each in row.findings)


def _head(read: _Read) -> Recipients:
    return replace(read.listed, rows=())


def _read(session: Session, slug: str) -> _Read | None:
    at = session.house.root, slug
    with _TURNS.at(str(session.house.root), slug):
        looks = _looks(session, slug)
        if (known := _KNOWN.get(at)) is not None and known[0] == looks:
            return known[1]
        _KNOWN.pop(at, None)
        listed = session.house.recipients(slug)
        if listed is None:
            return None
        while len(_KNOWN) >= _MOST:
            _KNOWN.pop(next(iter(_KNOWN)), None)
        read = _Read(listed)
        _KNOWN[at] = looks, read
        return read


def _looks(session: Session, slug: str) -> str:
    """A hash of what a list is made of: its file, the meeting's facts, and the words by which the house reads it."""
    made = hashlib.sha256()
    for path in _made_of(session.house.root, session.house.find(slug)):
        try:
            with path.open("rb") as file:
                made.update(f"{path}\0{hashlib.file_digest(file, 'sha256').hexdigest()}\0".encode())
        except OSError:
            made.update(f"{path}\0".encode())
    return made.hexdigest()


def _made_of(root: Path, folder: Path) -> Iterator[Path]:
    facts = folder / "meeting.toml"
    yield from (facts, root / "config.toml")
    for ending in ("po", "toml"):
        yield from sorted((root / "templates").glob(f"*/*.{ending}"))
    try:
        named = tomllib.loads(facts.read_text(encoding="utf-8-sig")).get("recipients")
    except (OSError, ValueError):  # of which reading the list tells
        return
    if isinstance(named, str) and named:
        yield folder / named

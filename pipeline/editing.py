"""A meeting that is changed: what is to be otherwise goes in, its ``meeting.toml`` with comments and order comes out.

Several people may change one meeting. Each says which text they saw; what somebody else has changed since stays, and
where both changed the same value, nothing is written, and both are told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError

from pipeline.errors import ChangedError, MeetingError
from pipeline.files import write_whole
from pipeline.findings import Finding, Key, Place
from pipeline.load import wrong_with
from pipeline.toml import at_key, read_toml

_LONG = 40
"""Characters of a string that has a line of its own in a list."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is to be otherwise: a value ``set`` or taken out, an entry of a list put in, or moved."""

    kind: Literal["set", "remove", "insert", "move"]
    key: Key
    """Of the value, or of the entry of a list: where it is for one that is moved or taken out, where it will be for one
    that is new."""
    value: Any = None
    """Plain data; for what is moved, the position that it comes to."""


def change(folder: Path, changes: Sequence[Change], *, read: bytes, fallback: Sequence[str] = ()) -> bytes:
    """Changes the ``meeting.toml`` in ``folder``, which was seen as ``read``; the answer is the new text.

    ChangedError where somebody else has changed the same since; MeetingError for what would make the meeting wrong in a
    way that it is not now, and for a file that can't be read. The file then stands as it stood.
    """
    path = folder / "meeting.toml"
    data, _ = read_toml(path, MeetingError)
    now = path.read_bytes()
    if now != read:
        _no_clash(path, changes, tomllib.loads(read.decode("utf-8-sig")), data)
    whole = _written(path, now, changes, data)
    if wrong := wrong_with(folder, data, fallback):
        before = {_said(each) for each in wrong_with(folder, tomllib.loads(now.decode("utf-8-sig")), fallback)}
        mine = {each.key for each in changes if each.kind in {"set", "insert"}}
        wrong = [
            each
            for each in wrong
            if _said(each) not in before or any(each.place.key[: len(key)] == key for key in mine)
        ]
    if wrong:
        raise MeetingError(*wrong)
    if whole != now:
        write_whole(path, whole)
    return whole


def _said(finding: Finding) -> tuple[str, Key, str]:
    return finding.code, finding.place.key, repr(finding.values)


# --- what several people do -------------------------------------------------------------------------


def _no_clash(path: Path, changes: Sequence[Change], read: Any, now: Any) -> None:
    """Raises ChangedError for each value that is otherwise now than it was read, and that is to be otherwise still."""
    problems = []
    for each in changes:
        for key in _relied_on(each, read):
            was, is_now = at_key(read, key), at_key(now, key)
            if was != is_now and not (each.kind == "set" and key == each.key and is_now == each.value):
                place = Place(str(path), key=key)
                problems.append(Finding("changed-meanwhile", place, {"was": _shown(was), "now": _shown(is_now)}))
    if problems:
        raise ChangedError(*dict.fromkeys(problems))


def _relied_on(change: Change, read: Any) -> Iterator[Key]:
    """The value itself; and of each list on the way to it how many entries it has, and what tells them apart."""
    if change.kind == "set":
        yield change.key
    else:
        yield change.key[:-1]
        return
    for end, step in enumerate(change.key[:-1]):
        if isinstance(step, int):
            entry = at_key(read, change.key[: end + 1])
            for name in ("key", "title", "file"):
                key = (*change.key[: end + 1], name)
                if isinstance(entry, dict) and name in entry and change.key[: len(key)] != key:
                    yield key
                    break


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return str(len(value)) if any(isinstance(each, dict) for each in value) else "; ".join(map(str, value))
    if isinstance(value, dict):
        return "; ".join(f"{name}: {each}" for name, each in value.items())
    return "–" if value is None else str(value)


# --- writing ----------------------------------------------------------------------------------------


def _written(path: Path, now: bytes, changes: Sequence[Change], data: dict[str, Any]) -> bytes:
    """The text with all changes, which are made in its ``data`` as well."""
    ends = b"\r\n" in now
    text = now.decode("utf-8-sig").replace("\r\n", "\n")
    kept, whole = _KEPT.pop(text, None), None
    try:
        for each in changes:
            _apply(data, each, _as_data)
        if kept is not None:
            with suppress(*_UNFIT):
                whole = _changed(kept, text, changes, data)
        whole = _changed(tomlkit.parse(text), text, changes, data) if whole is None else whole
    except _UNFIT:
        pass
    if whole is None:
        raise MeetingError(Finding("change-unwritten", Place(str(path), key=changes[0].key if changes else ())))
    return (b"\xef\xbb\xbf" if now.startswith(b"\xef\xbb\xbf") else b"") + (
        whole.replace("\n", "\r\n") if ends else whole
    ).encode()


_UNFIT = (TOMLKitError, ValueError, KeyError, IndexError, TypeError, RecursionError)
_KEPT: dict[str, TOMLDocument] = {}
"""Texts that were written lately, as the library has them: it takes much longer to read one than to change it, and who
changes one fact soon changes another. Who takes one has it alone."""
_MOST, _LONGEST = 6, 200_000
"""Texts that are kept, and characters of one: what is kept takes sixty times as much."""


def _changed(document: TOMLDocument, text: str, changes: Sequence[Change], wanted: Mapping[str, Any]) -> str | None:
    """A text with all changes, spaced as people do; None where its data would not be those that are ``wanted``."""
    for each in changes:
        _apply(document, each, _as_toml)
    whole = tomlkit.dumps(document)
    if tomllib.loads(whole) != wanted:
        return None
    spaced = _spaced(whole)
    if spaced != whole and text == _spaced(text) and tomllib.loads(spaced) == wanted:
        return spaced
    if len(whole) <= _LONGEST and all(each.kind == "set" for each in changes):
        _KEPT[whole] = document
        for old in tuple(_KEPT)[:-_MOST]:
            _KEPT.pop(old, None)
    return whole


def _apply(within: Any, change: Change, made: Any) -> None:
    *way, last = change.key
    for number, step in enumerate(way):
        following = change.key[number + 1]
        if isinstance(step, str) and isinstance(following, int) and not within.get(step):
            within.pop(step, None)  # a list that has nothing yet may stand where no heading can
            if change.kind == "insert" and number + 2 == len(change.key):
                within[step] = made([change.value])
                return
            within[step] = made([])
        elif isinstance(step, str) and step not in within:
            within[step] = made({})
        within = within[step]
    match change.kind:
        case "set":
            if isinstance(last, str) or last < len(within):
                within[last] = made(change.value)
            else:
                within.append(made(change.value))
        case "remove":
            if not (isinstance(last, str) and last not in within):
                del within[last]
        case "insert":
            within.insert(last, made(change.value))
        case "move":
            entry = within[last]
            del within[last]
            within.insert(change.value, entry)


def _as_data(value: Any) -> Any:
    return deepcopy(value)


def _as_toml(value: Any) -> Any:
    """A value as people write it: words of languages as dotted keys, tables of a list below headings of their own."""
    if isinstance(value, dict):
        table = tomlkit.table()
        for name, each in value.items():
            if isinstance(each, dict) and each and not any(isinstance(one, dict) for one in each.values()):
                for tag, one in each.items():
                    table.append(tomlkit.key([name, tag]), _as_toml(one))
            else:
                table.append(name, _as_toml(each))
        return table
    if isinstance(value, list) and value and all(isinstance(each, dict) for each in value):
        tables = tomlkit.aot()
        for each in value:
            tables.append(_as_toml(each))
        return tables
    if isinstance(value, list):
        lines = tomlkit.array()
        for each in value:
            lines.append(_as_toml(each))
        return lines.multiline(any(isinstance(each, str) and len(each) > _LONG for each in value))
    return tomlkit.item(value)


def _spaced(text: str) -> str:
    """With an empty line before each heading, as people write them."""
    return re.sub(r"(?<=[^\n])\n(?=\[)", "\n\n", text)

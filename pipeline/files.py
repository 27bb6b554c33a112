"""Beneath the stages, files: what tells a content from others, and how a file comes whole to its place."""

from __future__ import annotations

import hashlib
import json
import re
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Generic, TypeVar

_Found = TypeVar("_Found")


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state_of(path: Path) -> tuple[int, ...]:
    """How a file stands: other numbers after any change to it that is later than the grain of the system's times."""
    at = path.stat()
    return at.st_ino, at.st_size, at.st_mtime_ns, at.st_ctime_ns


class Remembered(Generic[_Found]):
    """What was found of files, as long as they stand as they stand; those that were asked for first go first.

    Threads that ask at once may find the same twice.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[tuple[object, ...], _Found] = {}

    def of(self, path: Path, find: Callable[[], _Found], *asked: object) -> _Found:
        """What ``find`` gives, which looks at nothing but the file ``path`` and what is ``asked``."""
        key = (path, state_of(path), *asked)
        if key not in self._known:
            found = find()
            while len(self._known) >= self._most:
                self._known.pop(next(iter(self._known)), None)
            self._known[key] = found
            return found
        return self._known[key]


def fingerprint(data: object) -> str:
    """The SHA-256 of plain JSON data, the same whatever the order of its keys.

    >>> fingerprint({"a": 1, "b": 2}) == fingerprint({"b": 2, "a": 1})
    True
    """
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_whole(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target`` so that whoever looks sees the file as it was before or whole."""
    with draft_of(target) as draft:
        draft.write_bytes(data)


def draft_beside(target: Path) -> Path:
    """Where a file is written to before it is put in its place."""
    return target.with_name(f".{target.name}.part")


@contextmanager
def draft_of(target: Path) -> Iterator[Path]:
    """A path beside ``target`` to write to: at the end it is put in its place, or removed where something failed.

    One that a killed process left is written over; two that write one target at once must see to it that they don't.
    """
    draft = draft_beside(target)
    try:
        yield draft
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def remove_tree(folder: Path) -> None:
    """Remove a folder that a process just killed may still have had a hand in."""
    import shutil  # noqa: PLC0415 - not needed until the work is done

    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.05)


def file_name(words: str, longest: int = 48) -> str:
    """Words as part of a file's name that every system and mail gateway takes: small letters, figures, hyphens.

    >>> file_name("Ordre du jour de la Cinquième Conférence d’examen")
    'ordre-du-jour-de-la-cinquieme-conference-d'
    >>> file_name("Programme, 18–20 June 2024"), file_name("(18-20 حزيران/يونيه)")
    ('programme-18-20-june-2024', '')
    """
    signs = (sign for sign in unicodedata.normalize("NFKD", words) if not unicodedata.combining(sign))
    whole = "-".join(re.findall(r"[a-z0-9]+", "".join(signs).lower()))
    if not re.search("[a-z]", whole):
        return ""  # figures alone, of a title in another script, would say something else
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0]

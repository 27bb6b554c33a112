"""Words go in, those that a dictionary does not know come out: Hunspell, where the machine has it and the dictionary.

Hunspell gets words alone, never a file that somebody sent, knows no personal dictionary, and is ended when it takes too
long.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Collection
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

_FOLDERS = (Path("/usr/share/hunspell"), Path("/usr/share/myspell/dicts"), Path("/usr/local/share/hunspell"))
_NAME = re.compile(r"[A-Za-z]{2,3}(?:[_-][A-Za-z0-9]+)*")
_SECONDS = 60


def files(dictionary: str) -> tuple[Path, ...]:
    """The program and the two files of a dictionary, ``en_GB``; none where one of them is not there."""
    program = shutil.which("hunspell")
    if program and _NAME.fullmatch(dictionary):
        for folder in _FOLDERS:
            found = (folder / f"{dictionary}.aff", folder / f"{dictionary}.dic")
            if all(each.is_file() for each in found):
                return (Path(program), *found)
    return ()


def digest(dictionary: str) -> str:
    """A hash of a dictionary; empty where it is not there, or the program."""
    found = files(dictionary)
    return _digest(found[1:], tuple((each.stat().st_size, each.stat().st_mtime_ns) for each in found)) if found else ""


@lru_cache(maxsize=16)
def _digest(paths: tuple[Path, ...], _looks: tuple[tuple[int, int], ...]) -> str:
    return sha256(b"".join(sha256(path.read_bytes()).digest() for path in paths)).hexdigest()[:16]


def unknown(words: Collection[str], dictionary: str) -> frozenset[str]:
    """Those of the words that the dictionary does not know; none where it is not there, or takes too long."""
    found = files(dictionary)
    if not found or not words:
        return frozenset()
    with suppress(OSError, subprocess.SubprocessError, UnicodeDecodeError):
        said = subprocess.run(
            [str(found[0]), "-d", str(found[2].with_suffix("")), "-p", "/dev/null", "-i", "utf-8", "-l"],
            input="\n".join(sorted(words)).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
            env={"LC_ALL": "C.UTF-8", "HOME": "/nonexistent"},
        )
        return frozenset(said.stdout.decode().split("\n")) & frozenset(words)
    return frozenset()

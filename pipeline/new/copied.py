"""A meeting's folder goes in; what of it a further meeting begins with is copied to another."""

from __future__ import annotations

import shutil
from collections.abc import Set as AbstractSet
from pathlib import Path

from pipeline.folders import SIGNED

_NONE: frozenset[Path] = frozenset()


def copy_files(old: Path, new: Path, without: AbstractSet[Path] = _NONE) -> None:
    """Copies what lies in a meeting's folder, but for what is hidden, what is ``without``, and the signed letters: what
    was signed once is not what is to be signed now."""
    left = without | {old / SIGNED}

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [name for name in names if name.startswith(".") or Path(folder, name) in left]

    shutil.copytree(old, new, dirs_exist_ok=True, ignore=ignored)

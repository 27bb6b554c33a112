"""What a build leaves: its folder goes in, what each language was made from comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.files import digest
from pipeline.folders import STATE
from pipeline.fonts.file import mark


def built_from(out: Path) -> Mapping[str, Any]:
    """What each language of the package in ``out`` was last built from; nothing where no build says so.

    By language: ``inputs`` with the SHA-256 of each file by its whole path, ``environment``, and ``fonts`` with the
    mark of each file by its whole path.
    """
    try:
        known = json.loads((out / STATE / "languages.json").read_text(encoding="utf-8"))
        return {
            language: entry for language, entry in known.items() if {"inputs", "environment", "fonts"} <= entry.keys()
        }
    except (OSError, ValueError, AttributeError):
        return {}


def fonts_now(seen: Mapping[str, str]) -> dict[str, str]:
    """The SHA-256 of each of the fonts that a build saw, by the name of its file; of those that are still the same."""
    paths = [Path(path) for path, known in sorted(seen.items()) if known and mark(Path(path)) == known]
    return {path.name: digest(path) for path in paths}

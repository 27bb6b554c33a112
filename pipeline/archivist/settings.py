"""The settings of a bag go in, those of them that may hold on another machine come out, and notes of the rest.

What travels decides nothing: a bag says neither which program runs nor which folders of this machine are read.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, time
from pathlib import Path
from typing import Any

from pipeline.findings import Finding, Place


def of_a_bag(config: Path, named: str) -> tuple[Finding, ...]:
    """Takes out of a bag's ``config.toml``, laid out at ``config``, what may not come with a bag; says what that was.

    ``named`` is what the file is called in the notes. ValueError and AttributeError for what are no settings.
    """
    settings = tomllib.loads(config.read_text(encoding="utf-8-sig"))
    notes = tuple(_taken_out(settings, config.parent.resolve(), named))
    if notes:
        config.write_text("".join(f"{_key(key)} = {_toml(value)}\n" for key, value in settings.items()), "utf-8")
    return notes


def _taken_out(settings: dict[str, Any], house: Path, named: str) -> Iterator[Finding]:
    if (program := settings.get("convert", {}).pop("program", None)) is not None:
        place = Place(named, key=("convert", "program"))
        yield Finding("bag-program", place, {"program": str(program)})
    fonts = settings.get("fonts", {})
    if isinstance(folders := fonts.get("folders"), list):
        fonts["folders"] = [folder for folder in folders if not _is_outside(folder, house)]
        for folder in folders:
            if _is_outside(folder, house):
                yield Finding("bag-folder", Place(named, key=("fonts", "folders")), {"folder": str(folder)})
    archive = settings.get("archive", {})
    if "place" in archive and _is_outside(archive["place"], house):
        folder = str(archive.pop("place"))
        yield Finding("bag-archive", Place(named, key=("archive", "place")), {"folder": folder})


def _is_outside(folder: object, house: Path) -> bool:
    if not isinstance(folder, str):
        return False  # which is told when the settings are checked
    return folder.startswith("~") or "\0" in folder or not (house / folder).resolve().is_relative_to(house)


def _toml(value: object) -> str:
    """A value as TOML 1.0 has it, in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_key(key)} = {_toml(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str):
        return _key(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _key(words: str) -> str:
    return json.dumps(words, ensure_ascii=False).replace("\x7f", "\\u007f")

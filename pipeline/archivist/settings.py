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

from pipeline.errors import Problem

_ITS_OWN = "Nothing need be done; what it had to say is of the machine where the bag was sealed."


def of_a_bag(config: Path, named: str) -> tuple[Problem, ...]:
    """Takes out of a bag's ``config.toml``, laid out at ``config``, what may not come with a bag; says what that was.

    ``named`` is what the file is called in the notes. ValueError and AttributeError for what are no settings.
    """
    settings = tomllib.loads(config.read_text(encoding="utf-8-sig"))
    notes = tuple(_taken_out(settings, config.parent.resolve(), named))
    if notes:
        config.write_text("".join(f"{_key(key)} = {_toml(value)}\n" for key, value in settings.items()), "utf-8")
    return notes


def _taken_out(settings: dict[str, Any], house: Path, named: str) -> Iterator[Problem]:
    if (program := settings.get("convert", {}).pop("program", None)) is not None:
        what = f"It names a program to convert with, “{program}”, which was not run: this machine's own was."
        yield Problem(f"{named}: convert.program", what, _ITS_OWN)
    fonts = settings.get("fonts", {})
    if isinstance(folders := fonts.get("folders"), list):
        fonts["folders"] = [folder for folder in folders if not _is_outside(folder, house)]
        for folder in folders:
            if _is_outside(folder, house):
                what = f"It names the folder “{folder}”, which is not in the bag and was not read."
                yield Problem(f"{named}: fonts.folders", what, "The fonts that its licences allow are in the bag.")
    archive = settings.get("archive", {})
    if "place" in archive and _is_outside(archive["place"], house):
        what = f"It names the folder “{archive.pop('place')}”, which is not in the bag and was not used."
        yield Problem(f"{named}: archive.place", what, _ITS_OWN)


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

"""Stage 1, load: ``meeting.toml``, ``config.toml`` and a letterhead's words go in, checked values come out.

Everything that is wrong with a file is found in one reading and raised together, each with its line and key.

``house``       ``config.toml``, and a letterhead's words
``meeting``     a meeting's tables, each value held against the others: ``about``, ``naming``, ``schedule``
``enclosures``  an entry of its enclosures, with its ``files``
``schema``      what may be typed: the tables, and in modules named after them those of ``letter``, ``venues`` …
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.checked import TAG, validated
from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.folders import SIGNED
from pipeline.load.house import CheckedHouse, fallback_in, known_in, load_house, load_letterhead
from pipeline.load.meeting import MeetingReader
from pipeline.load.schema import MeetingTable
from pipeline.model import Enclosure, Meeting
from pipeline.toml import read_toml

__all__ = [
    "CheckedHouse",
    "fallback_in",
    "known_in",
    "load_house",
    "load_letterhead",
    "load_meeting",
    "past_meeting",
    "sound_enclosures",
    "wrong_with",
]


def load_meeting(
    folder: Path,
    fallback: Sequence[str] = (),
    languages: Collection[str] = (),
    *,
    passcodes: bool = False,
    draft: bool = False,
) -> Meeting:
    """A meeting, checked as far as its own files can tell. Raises MeetingError with every problem at once.

    ``fallback`` has the languages, in order, whose file is enclosed where a language has none; ``languages`` those
    whose files are looked into, where that is not all: of the others' it is enough that they are there. ``passcodes``
    says whether the house allows those of online meetings in its files. A ``draft`` may have what must not go out.
    """
    path = folder / "meeting.toml"
    data, line_of = read_toml(path, MeetingError)
    table, problems = validated(MeetingTable, data, path, line_of)
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", folder.name):
        problems.append(Finding("folder-name", Place(str(folder))))
    reader = MeetingReader(folder, path, line_of, _languages(data), fallback, problems, languages)
    if table is None:
        reader.sound_parts(data)
        raise MeetingError(*problems)
    meeting = reader.meeting(table)
    if not passcodes:
        reader.no_passcodes(table.venues)
    if stopping := [each for each in problems if not (draft and each.in_draft)]:
        raise MeetingError(*stopping)
    if (folder / SIGNED).is_dir():
        from pipeline.load.signed import load_signed  # noqa: PLC0415 - most meetings have none

        meeting = replace(meeting, signed=load_signed(meeting))
    return meeting


def past_meeting(folder: Path, content: bytes, fallback: Sequence[str] = ()) -> Meeting:
    """The meeting in ``folder`` as its ``meeting.toml`` was. Nothing is asked of its files, which may be others by now.

    Raises MeetingError for facts that this version does not take.
    """
    path = folder / "meeting.toml"
    data = tomllib.loads(content.decode("utf-8-sig"))
    table, problems = validated(MeetingTable, data, path, lambda _key: None)
    if table is None:
        raise MeetingError(*problems)
    return MeetingReader(folder, path, lambda _key: None, _languages(data), fallback, []).meeting(table)


def wrong_with(folder: Path, data: dict[str, Any], fallback: Sequence[str] = ()) -> list[Finding]:
    """What is wrong with the meeting in ``folder``, were these the data of its ``meeting.toml``."""
    path = folder / "meeting.toml"
    table, problems = validated(MeetingTable, data, path, lambda _key: None)
    reader = MeetingReader(folder, path, lambda _key: None, _languages(data), fallback, problems)
    if table is None:
        reader.sound_parts(data)
    else:
        reader.meeting(table)
    return problems


def sound_enclosures(folder: Path, fallback: Sequence[str] = ()) -> list[Enclosure]:
    """The enclosures of a meeting that does not hold as a whole, with those of their files that are there.

    Raises MeetingError for a ``meeting.toml`` that can't be read.
    """
    path = folder / "meeting.toml"
    data, line_of = read_toml(path, MeetingError)
    return MeetingReader(folder, path, line_of, _languages(data), fallback, []).sound_parts(data)


def _languages(data: Mapping[str, Any]) -> list[str]:
    """The languages, where the data hold any."""
    languages = data.get("languages")
    each = languages if isinstance(languages, list) else []
    return [tag for tag in each if isinstance(tag, str) and re.match(TAG, tag)]

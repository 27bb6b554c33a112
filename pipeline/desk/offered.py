"""What there is to choose from: a field, the house and a meeting's file go in, the field comes out with its choices.

The schema leaves some fields open whose values are known all the same: the letterheads of the house, the venues and the
events of the meeting. Nobody has to know by heart what they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pipeline.desk.forms import Field, Key

Data = Mapping[str, Any]


def offered(made: Field, key: Key, own: object, data: Data, root: Path, language: str) -> Field:
    """The field of the table at ``key``, with its choices as they are called in a language; what it says now, its
    ``own``, stays one of them, and the first where they are several."""
    asked = _OFFERED.get(".".join(each for each in (*key, made.name) if isinstance(each, str)))
    if asked is None:
        return made
    known = asked(data, root, language)
    now = [str(each) for each in own] if isinstance(own, list) else [str(own)] if own else []
    if made.kind == "lines":
        return replace(made, kind="several", choices=tuple(dict.fromkeys((*now, *known))))
    choices = tuple(dict.fromkeys((*known, *now)))
    said = tuple(f"{known[each]} ({each})" if known.get(each) else each for each in choices)
    return replace(made, kind="choice", choices=choices, said=said)


def _letterheads(_data: Data, root: Path, _language: str) -> dict[str, str]:
    return dict.fromkeys(sorted(each.parent.name for each in root.glob("letterheads/*/letterhead.docx")), "")


def _languages(_data: Data, root: Path, _language: str) -> dict[str, str]:
    return dict.fromkeys(sorted(path.name for path in root.glob("templates/*/")), "")


def _own_languages(data: Data, _root: Path, _language: str) -> dict[str, str]:
    return dict.fromkeys(map(str, data.get("languages", ())), "")


def _templates(data: Data, root: Path, language: str) -> dict[str, str]:
    """Those that every language of the meeting has."""
    folders = [root / "templates" / tag for tag in _own_languages(data, root, language)]
    found = [{each.stem for each in folder.glob("*.docx")} for folder in folders]
    parts = {"index", "slip-sheet"}
    return dict.fromkeys(sorted(set.intersection(*found) - parts) if found else [], "")


def _venues(data: Data, _root: Path, language: str) -> dict[str, str]:
    venues = data.get("venues")
    return {key: _said(each, "name", language) for key, each in venues.items()} if isinstance(venues, dict) else {}


def _events(data: Data, _root: Path, language: str) -> dict[str, str]:
    events = data.get("events")
    found = [each for each in events if isinstance(each, dict)] if isinstance(events, list) else []
    return {str(each.get("key", "")): _said(each, "title", language) for each in found}


def _said(table: object, name: str, language: str) -> str:
    """A name, in a language or the first that it has; none where only a wording knows it."""
    words = table.get(name) if isinstance(table, dict) else None
    found = words.get(language) or next(iter(words.values()), "") if isinstance(words, dict) else words
    return found if isinstance(found, str) and "{{" not in found else ""


_OFFERED: Mapping[str, Callable[[Data, Path, str], dict[str, str]]] = {
    "letterhead": _letterheads,
    "languages": _languages,
    "groups.enclosures.languages": _own_languages,
    "events.venue": _venues,
    "deadlines.for": _events,
    "instruments.template": _templates,
}
"""By the names of the steps that lead to a field."""

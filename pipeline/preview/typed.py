"""A meeting goes in, the same comes out with words that know where in ``meeting.toml`` they were typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from pipeline.findings import Key
from pipeline.model import Meeting
from pipeline.origins import Typed

_Any = TypeVar("_Any")


def typed(meeting: Meeting) -> Meeting:
    """The meeting with words of the kind that a trace knows; their keys are ways through its records."""
    return _typed(meeting, ())


def _typed(value: _Any, key: Key) -> _Any:
    copy: Any = value
    if type(value) is str:
        copy = Typed(value)
        copy.key = key
    elif isinstance(value, tuple):
        copy = tuple(_typed(each, (*key, number)) for number, each in enumerate(value))
    elif isinstance(value, Mapping):
        copy = {name: _typed(each, (*key, name)) for name, each in value.items()}
    elif is_dataclass(value) and not isinstance(value, type):
        inner = {each.name: _typed(getattr(value, each.name), (*key, each.name)) for each in fields(value)}
        copy = replace(value, **inner)
    return cast(_Any, copy)


def key_in(data: Mapping[str, Any], key: Key) -> Key:
    """Where in the data of a ``meeting.toml`` stands what a meeting's records have at ``key``.

    >>> key_in({"signatory": {}}, ("signatories", 0, "name", "*"))
    ('signatory', 'name')
    >>> data = {"events": [{"key": "a"}, {"key": "b", "venue": "hall"}]}
    >>> key_in(data, ("events", "b", "start")), key_in(data, ("events", 1, "venue", "name", "fr"))
    (('events', 1, 'start'), ('venues', 'hall', 'name', 'fr'))
    """
    match key:
        case ("events" | "deadlines" | "instruments" as table, str(name), *rest):
            number = next((place for place, each in enumerate(data.get(table, ())) if _key_of(each) == name), None)
            return (table,) if number is None else key_in(data, (table, number, *rest))
        case ("events", int(number), "venue", *rest):
            return _known(("venues", data["events"][number].get("venue", ""), *rest))
        case ("instruments", int(number), "audience", "lines", *rest):
            return _known(("instruments", number, "addressees", *rest))
        case ("signatories", 0, *rest) if "signatory" in data:
            return _known(("signatory", *rest))
        case ("earlier", *rest):
            return _known(("corrects" if "corrects" in data else "adds_to", *rest))
        case ("links", str(name), "address", *rest) if "venue" in data.get("links", {}).get(name, {}):
            return _known(("venues", data["links"][name]["venue"], "link", *rest))
        case _:
            return _known(key)


def _key_of(entry: Any) -> str:
    return str(entry.get("key", "invitation"))


def _known(key: Key) -> Key:
    """Without the sign for all languages, which nobody typed."""
    return tuple(step for step in key if step != "*")

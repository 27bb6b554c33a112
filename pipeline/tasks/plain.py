"""Plain data: parameters of a task go in, the JSON data that stands for them in fingerprints comes out.

Their fingerprint is of it (:func:`pipeline.files.fingerprint`).
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


def plain(value: object) -> Any:
    """The value as JSON data, the same for equal values. TypeError for what is none, above all for a path:
    what a task reads is an input of it.

    >>> from pipeline.model import Conformance
    >>> plain({"met": Conformance("2a", pdfua=True), "on": date(2025, 3, 3), "names": frozenset("ba")})
    {'met': {'pdfa': '2a', 'pdfua': True}, 'on': '2025-03-03', 'names': ['a', 'b']}
    """
    match value:
        case None | bool() | int() | float() | str():
            return value
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(inner) for key, inner in value.items()}
        case tuple() | list():
            return [plain(inner) for inner in value]
        case Set():
            return sorted(plain(inner) for inner in value)
        case _ if is_dataclass(value):
            return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    raise TypeError(f"{value!r} can't be the parameter of a task")

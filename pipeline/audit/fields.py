"""The form fields of a bundle go in; those that were lost, renamed or emptied come out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.audit.reading import Audited, File, at, follow, raw, text


def audit_fields(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether each field of each part is there, below its part's name, with its value."""
    found = dict(_fields(audited.bundle, ""))
    wanted: dict[str, str] = {}
    for each in audited.parts:
        if each.file:
            wanted.update(_fields(each.file, f"{each.part.kind}{each.part.position or ''}."))
    for name in sorted(wanted.keys() - found.keys()):
        yield f"field {name}", "It is missing."
    for name in sorted(found.keys() - wanted.keys()):
        yield f"field {name}", "No part has it."
    for name in sorted(wanted.keys() & found.keys()):
        if found[name] != wanted[name]:
            yield f"field {name}", f"It holds “{found[name]}” and should hold “{wanted[name]}”."


def _fields(file: File, prefix: str) -> Iterator[tuple[str, str]]:
    """The full names of the fields that take a value, and the values (ISO 32000-2, 12.7.4.2).

    What a page shows counts, whether the form leads to it or not.
    """
    seen: set[int] = set()
    yield from _below(raw(at(at(file.root, "/AcroForm"), "/Fields")), prefix, seen)
    for page in file.pages:
        for annotation in raw(at(page, "/Annots")):
            if at(annotation, "/Subtype") == "/Widget" and id(follow(annotation)) not in seen:
                yield from _below([_top(annotation, seen)], prefix, seen)


def _top(field: Any, seen: set[int]) -> Any:
    """The highest field above a widget that leads down to it."""
    for _ in range(50):
        parent = at(field, "/Parent")
        kids = [id(follow(kid)) for kid in raw(at(parent, "/Kids"))]
        if id(follow(field)) not in kids or id(parent) in seen:
            break
        field = parent
    return field


def _below(fields: list[Any], prefix: str, seen: set[int]) -> Iterator[tuple[str, str]]:
    waiting: list[tuple[Any, str, Any]] = [(field, prefix, None) for field in fields]
    while waiting:
        reference, above, kind = waiting.pop()
        field = follow(reference)
        if id(field) in seen:
            continue
        seen.add(id(field))
        kind, own = at(field, "/FT") or kind, at(field, "/T")
        name = above if own is None else f"{above}{own}."
        if own is not None and kind is not None:
            # A signature holds for the file that it came in, and is no value here (12.8).
            yield name.removesuffix("."), "" if kind == "/Sig" else text(at(field, "/V"))
        waiting += [(kid, name, kind) for kid in raw(at(field, "/Kids"))]

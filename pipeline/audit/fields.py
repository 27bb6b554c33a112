"""The form fields of a bundle go in; those that were lost, renamed, emptied or changed come out.

ISO 32000-2, 12.7.4: a field has its name, type, value and choices from itself or from the fields above it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from pypdf.generic import ArrayObject, DictionaryObject

from pipeline.audit.reading import Audited, File, amiss, at, follow, raw, text
from pipeline.findings import Finding, Reason

_NAMELESS = re.compile(r"\.unnamed\d+$")
"""What a bundle calls a field that has no name."""
_DEEPEST = 50

Held = tuple[str, str, tuple[str, ...]]
"""A field's type, its value, its choices."""


def audit_fields(audited: Audited) -> Iterator[Finding]:
    """Whether each field of each part is there, below its part's name, with what it holds."""
    own = {each.part.key for each in audited.parts}
    others = {each.part.key for each in audited.every} - own
    found = _fields(audited.bundle, "", audited.indices, others)
    wanted: dict[str, set[Held]] = {}
    for each, file in audited.files:
        wanted |= _fields(file, f"{each.part.key}.", range(len(file.pages)))
    for name in sorted(wanted.keys() - found.keys()):
        yield amiss("audit-field-missing", name=name)
    for name in sorted(found.keys() - wanted.keys()):
        yield amiss("audit-field-more", name=name)
    for name in sorted(wanted.keys() & found.keys()):
        if found[name] != wanted[name]:
            yield amiss("audit-field", name=name, found=_told(found[name]), wanted=_told(wanted[name]))


def _told(held: set[Held]) -> tuple[Reason, ...]:
    return tuple(
        Reason("field-choices", {"value": value, "kind": kind, "count": len(choices)})
        if choices
        else Reason("field-value", {"value": value})
        for kind, value, choices in sorted(held)
    )


def _fields(file: File, prefix: str, pages: range, but: Collection[str] = ()) -> dict[str, set[Held]]:
    """What each field that takes a value holds, by its full name (12.7.4.2); signatures hold nothing here.

    What one of the ``pages`` shows counts, whether the form leads to it or not; of the form, what is not below one of
    the names ``but``.
    """
    found: dict[str, set[Held]] = defaultdict(set)
    seen: set[int] = set()
    form = raw(at(at(file.root, "/AcroForm"), "/Fields"))
    waiting: list[tuple[Any, tuple[Any, ...]]] = [(each, ()) for each in form if text(at(each, "/T")) not in but]
    waiting += [
        (each, ())
        for index in pages
        for each in raw(at(file.pages[index], "/Annots"))
        if at(each, "/Subtype") == "/Widget"
    ]
    while waiting:
        reference, above = waiting.pop()
        field = follow(reference)
        if not isinstance(field, DictionaryObject) or id(field) in seen:
            continue
        seen.add(id(field))
        chain = _chain(field, above)
        waiting += [(kid, chain) for kid in raw(at(field, "/Kids"))]
        waiting += [(parent, ()) for parent in chain[1:2]]
        kind = _nearest(chain, "/FT")
        names = [text(at(each, "/T")) for each in reversed(chain) if "/T" in each]
        if kind is not None and ("/T" in field or (not names and at(field, "/Subtype") == "/Widget")):
            name = _NAMELESS.sub(".unnamed", prefix + ".".join(names or ["unnamed"]))
            value = "" if kind == "/Sig" else _said(_nearest(chain, "/V"))
            found[name].add((text(kind), value, tuple(_said(each) for each in raw(_nearest(chain, "/Opt")))))
    return found


def _chain(field: Any, above: tuple[Any, ...]) -> tuple[Any, ...]:
    """A field and those above it: by the parent that each names, or that led to it."""
    chain, seen = [field], {id(field)}
    while len(chain) < _DEEPEST:
        parent = at(chain[-1], "/Parent")
        if not isinstance(parent, DictionaryObject) or at(parent, "/Type") not in (None, "/Annot"):
            parent = above[0] if len(chain) == 1 and above else None
        if parent is None or id(parent) in seen:
            break
        seen.add(id(parent))
        chain.append(parent)
    return tuple(chain)


def _nearest(chain: tuple[Any, ...], key: str) -> Any:
    return next((at(each, key) for each in chain if key in each), None)


def _said(value: Any) -> str:
    """A value in words; of several, or of a choice with its export value, all."""
    value = follow(value)
    return ", ".join(map(_said, raw(value))) if isinstance(value, ArrayObject) else text(value)

"""A part whose pages show fields that its form does not lead to goes in; afterwards its form leads to them.

Programs that put files together often lose the form (ISO 32000-2, 12.7.3) and leave its fields on the pages; others
leave a parent that does not list its kids, though those name it and have their name, type and value from it (12.7.4.1).
In a bundle, whose form has other parts' fields perhaps, they would be a fault; taken in, they can be filled in again.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectSet, Pdf, String

from pipeline.pdf.objects import items

_DEEPEST = 50
"""How far up a field's parents are looked for; a chain that closes on itself is none."""


def adopt_unlisted_fields(pdf: Pdf) -> int:
    """Let the form of ``pdf`` lead to all widgets of its pages, each below its parents; how many it did not lead to."""
    root: Any = pdf.Root
    form = root.get(Name.AcroForm)
    listed = items(form.get(Name.Fields)) if isinstance(form, Dictionary) else []
    fields: list[Any] = [pdf.make_indirect(each) for each in listed if isinstance(each, Dictionary)]
    known = ObjectSet()
    _know(fields, known)
    widgets = list(_widgets(pdf))
    unlisted = [widget for widget in widgets if widget not in known]
    if not unlisted and not any(map(_parent, fields)) and all(_named(each) for each in fields):
        return 0
    if not isinstance(form, Dictionary):
        form = root.AcroForm = pdf.make_indirect(Dictionary())
    adoption = _Adoption(ObjectSet(widgets))
    tops: list[Any] = []
    seen = ObjectSet()
    tops += [top for top in map(adoption.climb, fields) if seen.add(top)]
    # Several widgets may be one field's.
    below = [adoption.climb(widget) for widget in unlisted]
    found = sum(top in seen for top in below)
    new = [top for top in below if seen.add(top)]
    tops += new
    adoption.list_kids()
    # A field without a name is none, and viewers stop at it (12.7.4.2).
    nameless = [top for top in tops if not _named(top)]
    for number, top in enumerate(nameless, start=1):
        top.T = String(f"{NAMELESS}{number}")
    form.Fields = Array(tops)
    return found + len(new)


NAMELESS = "unnamed"
"""What a field is called that has no name, before its number."""


def _widgets(pdf: Pdf) -> Iterator[Dictionary]:
    for page in pdf.pages:
        annotations: Any = page.obj.get(Name.Annots)
        for index, annotation in enumerate(items(annotations)):
            if isinstance(annotation, Dictionary) and annotation.get(Name.Subtype) == Name.Widget:
                if not annotation.is_indirect:
                    annotations[index] = pdf.make_indirect(annotation)
                yield annotations[index]


def _know(fields: list[Any], known: ObjectSet) -> None:
    waiting = list(fields)
    while waiting:
        field = waiting.pop()
        if isinstance(field, Dictionary) and known.add(field):
            waiting.extend(items(field.get(Name.Kids)))


def _parent(field: Dictionary) -> Dictionary | None:
    """The field above a field; whatever else it names is none."""
    parent: Any = field.get(Name.Parent)
    is_field = isinstance(parent, Dictionary) and parent.is_indirect and parent.get(Name.Type) in (None, Name.Annot)
    return parent if is_field else None


def _named(field: Dictionary) -> bool:
    return Name.T in field or any(isinstance(kid, Dictionary) and Name.T in kid for kid in items(field.get(Name.Kids)))


class _Adoption:
    """Fields that are to be listed by their parents."""

    def __init__(self, shown: ObjectSet) -> None:
        self._shown = shown
        """The widgets of the pages."""
        self._parents: dict[tuple[int, int], Dictionary] = {}
        self._kids: dict[tuple[int, int], dict[tuple[int, int], Dictionary]] = {}
        """Of each parent, those that name it."""

    def climb(self, field: Dictionary) -> Dictionary:
        """The highest field above ``field``; all on the way are set down."""
        seen = {field.objgen}
        while len(seen) < _DEEPEST and (parent := _parent(field)) is not None and parent.objgen not in seen:
            self._parents[parent.objgen] = parent
            self._kids.setdefault(parent.objgen, {})[field.objgen] = field
            seen.add(parent.objgen)
            field = parent
        return field

    def list_kids(self) -> None:
        """Let each parent list them, in place of widgets that no page shows."""
        for place, parent in self._parents.items():
            listed = [kid for kid in items(parent.get(Name.Kids)) if isinstance(kid, Dictionary)]
            known = {kid.objgen for kid in listed}
            new = [kid for number, kid in self._kids[place].items() if number not in known]
            if new:
                parent.Kids = Array([*(kid for kid in listed if not self._is_left_over(kid)), *new])

    def _is_left_over(self, kid: Dictionary) -> bool:
        return kid.get(Name.Subtype) == Name.Widget and Name.T not in kid and kid not in self._shown

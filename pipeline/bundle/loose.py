"""A part whose pages show fields that its form does not lead to goes in; afterwards its form leads to them.

Programs that put files together often lose the form (ISO 32000-2, 12.7.3) and leave its fields on the pages. In a
bundle, whose form has other parts' fields perhaps, they would be a fault; taken in, they can be filled in again.
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectSet, Pdf

from pipeline.pdf.objects import items

_DEEPEST = 50
"""How far up a field's parents are looked for; a chain that closes on itself is none."""


def adopt_loose_fields(pdf: Pdf) -> int:
    """Let the form of ``pdf`` lead to all widgets of its pages; how many fields it did not lead to."""
    root: Any = pdf.Root
    form = root.get(Name.AcroForm)
    known = ObjectSet()
    _know(items(form.get(Name.Fields)) if isinstance(form, Dictionary) else [], known)
    loose = 0
    for page in pdf.pages:
        for annotation in items(page.obj.get(Name.Annots)):
            if not isinstance(annotation, Dictionary) or annotation.get(Name.Subtype) != Name.Widget:
                continue
            if annotation in known or not annotation.is_indirect:
                continue
            loose += 1
            if not isinstance(form, Dictionary):
                form = root.AcroForm = pdf.make_indirect(Dictionary())
            if not isinstance(form.get(Name.Fields), Array):
                form.Fields = Array()
            top = _top(annotation, known)
            form.Fields.append(top)
            _know([top], known)
    return loose


def _know(fields: list[Any], known: ObjectSet) -> None:
    while fields:
        field = fields.pop()
        if isinstance(field, Dictionary) and known.add(field):
            fields.extend(items(field.get(Name.Kids)))


def _top(widget: Dictionary, known: ObjectSet) -> Dictionary:
    """The highest field above a widget that leads down to it."""
    field = widget
    for _ in range(_DEEPEST):
        parent = field.get(Name.Parent)
        leads = isinstance(parent, Dictionary) and any(
            isinstance(kid, Dictionary) and kid.objgen == field.objgen for kid in items(parent.get(Name.Kids))
        )
        if not leads or not isinstance(parent, Dictionary) or parent in known or not parent.is_indirect:
            break
        field = parent
    return field

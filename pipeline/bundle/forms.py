"""The forms of the parts go in, one form comes out, in which each part's fields have a parent of their own.

ISO 32000-2, 12.7. A field ``participant.name`` of the enclosure at position 3 becomes
``enclosure3.participant.name``, so that two enclosures may have fields of the same name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf, String

from pipeline.model import Part
from pipeline.pdf.objects import integer, items

_NAME = re.compile(rb"/([^\s/\[\]()<>{}%]+)")


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a part, and what is lost of it in a bundle."""

    catalogue_entry: Object
    """The ``/AcroForm`` dictionary, an indirect object of the part's PDF."""
    signed: bool
    """Whether a field holds a signature, which is of the file as it was."""
    dynamic: bool
    """Whether it also describes itself in XFA, which only works in the file as it was."""
    fields: int
    """How many can be filled in: those without fields below them."""


def take_form(pdf: Pdf) -> Form | None:
    """Take the form out of the catalog of ``pdf``; None when it has no fields."""
    form = pdf.Root.get(Name.AcroForm)
    if Name.AcroForm in pdf.Root:
        del pdf.Root.AcroForm
    if not isinstance(form, Dictionary) or not items(form.get(Name.Fields)):
        return None
    fields = _fields(form.Fields)
    last = sum(Name.T in field and not any(map(_is_field, items(field.get(Name.Kids)))) for field in fields)
    return Form(form if form.is_indirect else pdf.make_indirect(form), _unsign(fields), Name.XFA in form, last)


def _unsign(fields: list[Dictionary]) -> bool:
    """Leave of a signature what is seen of it: it holds for the file as it was. Whether there was one."""
    signatures = [field for field in fields if field.get(Name.FT) == Name.Sig and Name.V in field]
    for field in signatures:
        del field.V
        for key in (Name.Lock, Name.SV):
            if key in field:
                del field[key]
        field.Ff = (integer(field.get(Name.Ff)) or 0) | _READ_ONLY
    return bool(signatures)


_READ_ONLY = 1
"""ISO 32000-2, table 227: no viewer then offers to sign."""


class JoinedForm:
    """The form of a bundle."""

    def __init__(self, bundle: Pdf) -> None:
        self._bundle = bundle
        self._fields = Array()
        self._resources = Dictionary()
        self._draw_again = False

    def add(self, part: Part, form: Form) -> None:
        """Add the fields of ``part``; its pages must already be in the bundle."""
        copy = self._bundle.copy_foreign(form.catalogue_entry)
        holder = self._bundle.make_indirect(Dictionary(T=String(part.key), Kids=Array()))
        # The form's defaults hold for this part's fields alone; fields inherit them from their parent (12.7.4.1).
        for key in (Name.DA, Name.Q):
            if key in copy:
                holder[key] = copy[key]
        for field in copy.Fields:
            if isinstance(field, Dictionary):
                below = field if field.is_indirect else self._bundle.make_indirect(field)
                below.Parent = holder
                holder.Kids.append(below)
        renamed = self._merge_resources(part, copy.get(Name.DR))
        if renamed:
            _rename_fonts(holder, renamed)
        self._fields.append(holder)
        self._draw_again |= bool(copy.get(Name.NeedAppearances, False))

    def finish(self) -> None:
        """Put the form into the bundle's catalog, if there is any."""
        if not len(self._fields):
            return
        form = Dictionary(Fields=self._fields)
        if len(self._resources.keys()):
            form.DR = self._resources
        if self._draw_again:
            form.NeedAppearances = True
        self._bundle.Root.AcroForm = self._bundle.make_indirect(form)

    def _merge_resources(self, part: Part, resources: Object | None) -> dict[bytes, bytes]:
        """Add the part's shared resources; the fonts that had to be given another name."""
        renamed: dict[bytes, bytes] = {}
        for category, entries in resources.items() if isinstance(resources, Dictionary) else ():
            if not isinstance(entries, Dictionary):
                continue
            if category not in self._resources:
                self._resources[category] = Dictionary()
            merged: Any = self._resources[category]
            for name, value in entries.items():
                new = _free_name(merged, name, value, part)
                merged[new] = value
                if category == "/Font" and new != name:
                    renamed[_bytes(name)] = _bytes(new)
        return renamed


def _bytes(name: str) -> bytes:
    return name[1:].encode("utf-8", "surrogateescape")


def _free_name(merged: Object, name: str, value: Object, part: Part) -> str:
    """The name itself, unless another thing has it: then the name with the part's position."""
    while name in merged and _content(merged[name]) != _content(value):
        name += f"-{part.position or part.kind}"
    return name


def _content(value: Object) -> bytes:
    return value.unparse(resolved=True) if isinstance(value, Dictionary) else value.unparse()


def _rename_fonts(holder: Object, renamed: dict[bytes, bytes]) -> None:
    for field in _fields(Array([holder])):
        if Name.DA in field:
            old = bytes(field.DA)
            field.DA = String(_NAME.sub(lambda found: b"/" + renamed.get(found[1], found[1]), old))


def _is_field(kid: Any) -> bool:
    """Whether what is below a field is a field too, and not a widget alone (12.7.4.1)."""
    return isinstance(kid, Dictionary) and Name.T in kid


def _fields(top: Object) -> list[Dictionary]:
    """All fields and widgets from ``top`` down."""
    found: list[Dictionary] = []
    seen = ObjectSet()
    waiting = items(top)
    while waiting:
        field = waiting.pop()
        if isinstance(field, Dictionary) and seen.add(field):
            found.append(field)
            waiting.extend(items(field.get(Name.Kids)))
    return found

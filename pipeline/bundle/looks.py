"""Forms that ask viewers to draw their fields go in; where others don't, theirs are drawn, so that all look as before.

``/NeedAppearances`` (ISO 32000-2, 12.7.3) holds for the one form of a bundle: of an asking part it would have the
viewer redraw the fields of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pikepdf import Dictionary, Name, Object, ObjectSet, Pdf, Stream, String

from pipeline.pdf.objects import integer, items

_MULTILINE, _COMB = 1 << 12, 1 << 24
"""ISO 32000-2, table 230."""


def fix_looks(parts: Sequence[Pdf]) -> list[list[str]]:
    """Draw the fields of the forms that ask for it, unless all do; of each part, the fields that can't be drawn."""
    forms = [part.Root.get(Name.AcroForm) for part in parts]
    filled = [form for form in forms if isinstance(form, Dictionary) and items(form.get(Name.Fields))]
    if all(map(_asks, filled)) or not any(map(_asks, filled)):
        return [[] for _ in parts]
    return [_drawn(part) if _asks(form) else [] for part, form in zip(parts, forms, strict=True)]


def _asks(form: Object | None) -> bool:
    return isinstance(form, Dictionary) and bool(form.get(Name.NeedAppearances, False))


def _drawn(pdf: Pdf) -> list[str]:
    """Draws what qpdf can draw: one line in letters that every font has. The names of the other fields with a value."""
    left: list[str] = []
    kept: list[tuple[Any, Object | None]] = []
    for widget, kind, value, flags, name in _widgets(pdf.Root.AcroForm):
        if kind == Name.Btn:
            if Name.AP not in widget and value not in (None, Name.Off):
                left.append(name)
        elif value is not None and not (_is_plain(value) and not flags & (_MULTILINE | _COMB)):
            kept.append((widget, widget.get(Name.AP)))
            left.append(name)
    for widget, _ in kept:
        if Name.AP in widget:
            del widget.AP
    pdf.generate_appearance_streams()
    for widget, look in kept:
        if look is not None:
            widget.AP = look
        elif Name.AP in widget:
            del widget.AP
    if Name.NeedAppearances in pdf.Root.AcroForm:
        del pdf.Root.AcroForm.NeedAppearances
    return list(dict.fromkeys(left))


def _is_plain(value: Object) -> bool:
    words = str(value) if isinstance(value, String) else ""
    return words.isascii() and words.isprintable()


def _widgets(form: Any) -> Iterator[tuple[Any, Any, Any, int, str]]:
    """Each widget with the type, the value, the flags and the name that it has or inherits."""
    seen = ObjectSet()
    waiting: list[tuple[Any, Any, Any, int, str]] = [
        (field, None, None, 0, "") for field in items(form.get(Name.Fields))
    ]
    while waiting:
        field, kind, value, flags, name = waiting.pop()
        if not isinstance(field, Dictionary) or not seen.add(field):
            continue
        kind, value = field.get(Name.FT, kind), field.get(Name.V, value)
        flags = integer(field.get(Name.Ff)) or flags
        if isinstance(field.get(Name.T), String):
            name = f"{name}.{field.T}".lstrip(".")
        if isinstance(value, Stream):  # a long text may be one (12.7.5.3)
            value = String(value.read_bytes())
        if field.get(Name.Subtype) == Name.Widget:
            yield field, kind, value, flags, name
        waiting += [(kid, kind, value, flags, name) for kid in items(field.get(Name.Kids))]

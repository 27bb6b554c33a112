"""A PDF that others made goes in; what its readers will miss in it comes out: fonts and a language.

Fonts that are not in the file: ISO 19005-2, 6.2.11.4; the language: ISO 14289-1, 7.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectSet, Page, Pdf, Stream, String

from pipeline.pdf.objects import legible, spelt

_FILES = (Name.FontFile, Name.FontFile2, Name.FontFile3)
_DRAWINGS = (Name.XObject, Name.Pattern)
"""Resources that may have resources of their own (ISO 32000-2, 7.8.3)."""


def shortcomings(pdf: Pdf) -> dict[str, dict[str, str]]:
    """The keys of remarks, with their values."""
    found: dict[str, dict[str, str]] = {}
    names = sorted({_name(font) for font in _fonts(pdf) if not _embedded(font)})
    if names:
        found["fonts-missing"] = {"names": ", ".join(names)}
    language = pdf.Root.get(Name.Lang)
    if not isinstance(language, String) or not str(language).strip():
        found["no-language"] = {}
    return found


def _fonts(pdf: Pdf) -> Iterator[Dictionary]:
    """Each font that a page, a drawing in it or an annotation names."""
    seen = ObjectSet()
    for page in pdf.pages:
        waiting: list[Any] = [page.resources, *_appearances(page)]
        while waiting:
            holder = waiting.pop()
            if not isinstance(holder, (Dictionary, Stream)) or (holder.is_indirect and not seen.add(holder)):
                continue
            resources = holder.get(Name.Resources, holder)
            if not isinstance(resources, Dictionary) or (
                resources is not holder and resources.is_indirect and not seen.add(resources)
            ):
                continue
            yield from (font for font in _values(resources, Name.Font) if isinstance(font, Dictionary))
            for key in _DRAWINGS:
                waiting.extend(each for each in _values(resources, key) if Name.Resources in each)


def _appearances(page: Page) -> Iterator[Any]:
    annotations = page.obj.get(Name.Annots)
    for annotation in annotations if isinstance(annotations, Array) else ():
        shown = annotation.get(Name.AP) if isinstance(annotation, Dictionary) else None
        normal = shown.get(Name.N) if isinstance(shown, Dictionary) else None
        yield from normal.values() if isinstance(normal, Dictionary) else (normal,)


def _values(resources: Dictionary, key: Name) -> list[Any]:
    named = resources.get(key)
    values = named.values() if isinstance(named, Dictionary) else ()
    return [value for value in values if isinstance(value, (Dictionary, Stream))]


def _embedded(font: Dictionary) -> bool:
    if font.get(Name.Subtype) == Name.Type3:  # its glyphs are drawings
        return True
    below = font.get(Name.DescendantFonts)
    own = below[0] if isinstance(below, Array) and len(below) else font
    descriptor = own.get(Name.FontDescriptor) if isinstance(own, Dictionary) else None
    return isinstance(descriptor, Dictionary) and any(key in descriptor for key in _FILES)


def _name(font: Dictionary) -> str:
    """Its name, without the letters that tell a subset from others (9.9.2)."""
    name = legible(spelt(font.get(Name.BaseFont, "/?")))[1:]
    return name[7:] if name[6:7] == "+" else name

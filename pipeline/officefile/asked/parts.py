"""The parts of an office's file: an archive and a part's name go in, its tree comes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from posixpath import dirname, join, normpath, split
from xml.etree.ElementTree import Element, fromstring
from zipfile import ZipFile

_LARGEST = 64 * 1024 * 1024
"""In bytes: a part that is larger is not looked through."""


def tree(archive: ZipFile, part: str) -> Element | None:
    """The root of a part; None where it is not there, or too large. Raises ParseError."""
    if part not in archive.NameToInfo or archive.getinfo(part).file_size > _LARGEST:
        return None
    return fromstring(archive.read(part))  # noqa: S314 - expat bounds what entities may grow to


def related(archive: ZipFile, part: str, kind: str) -> list[str]:
    """The parts of a kind that a part names as its own (ECMA-376-2, 9.3), in the order of their identifiers."""
    folder, name = split(part)
    relations = tree(archive, f"{folder}/_rels/{name}.rels")
    found = [each.attrib for each in relations if each.get("Type", "").endswith(f"/{kind}")] if relations else []
    found.sort(key=lambda each: [int(piece) for piece in re.findall(r"\d+", each.get("Id", ""))])
    targets = (each.get("Target", "") for each in found)
    return [each[1:] if each.startswith("/") else normpath(join(dirname(part), each)) for each in targets]


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition("}")[2]


def of(element: Element, name: str) -> str | None:
    """The value of an attribute, whatever its namespace."""
    return next((value for key, value in element.attrib.items() if local(key) == name), None)


def theme_fonts(archive: ZipFile, part: str) -> Mapping[str, str]:
    """The fonts of a theme (ECMA-376-1, 20.1.4.1.16): ``minor latin``, ``major ea`` …; none where it has none."""
    theme = tree(archive, part)
    found: dict[str, str] = {}
    for scheme in theme.iter() if theme is not None else ():
        if local(scheme.tag) in {"majorFont", "minorFont"}:
            size = local(scheme.tag).removesuffix("Font")
            for font in scheme:
                if local(font.tag) in {"latin", "ea", "cs"}:
                    found[f"{size} {local(font.tag)}"] = font.get("typeface", "")
    return found

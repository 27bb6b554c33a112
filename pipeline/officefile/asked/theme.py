"""The fonts of a theme: its root goes in, its families come out by size and kind (ECMA-376-1, 20.1.4.1.16)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.officefile.vocabulary import NAMES, select

if TYPE_CHECKING:
    from lxml import etree


def theme_fonts(theme: etree._Element) -> Mapping[str, str]:
    """``minor latin``, ``major ea`` …; none where it has none."""
    found: dict[str, str] = {}
    for scheme in select(theme, "a:majorFont", "a:minorFont"):
        size = NAMES[scheme.tag][2:].removesuffix("Font")
        for font in scheme:
            if (name := NAMES[font.tag]) in {"a:latin", "a:ea", "a:cs"}:
                found[f"{size} {name[2:]}"] = font.get("typeface") or ""
    return found

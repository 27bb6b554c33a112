"""Faint words of an OpenDocument text: its package goes in, words come out whose colour is near that behind them.

Only what stands directly in the styles of words and paragraphs is known (OpenDocument 1.3, 20.380, 20.183): of tables,
frames and pages with a ground of their own nothing is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import attribute, select, tags
from pipeline.preflight.contrast.colours import WHITE, is_faint, is_hex

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def faint(package: Package) -> Iterator[str]:
    """Such words, a span or a paragraph each."""
    root = package.xml("content.xml")
    styles = {attribute(each, "name") or "": each for each in select(root, "style:style")}
    colours = {name: _said(each, "style:text-properties", "color") for name, each in styles.items()}
    if not any(colours.values()):
        return
    for words in select(root, "text:span", "text:p", "text:h"):
        own = attribute(words, "style-name") or ""
        if not colours.get(own) or next(words.iterancestors(*_GROUNDS), None) is not None:
            continue
        holder = next(words.iterancestors(*_PARAGRAPH), words)
        paragraph = styles.get(attribute(holder, "style-name") or "")
        behind = (
            _said(styles[own], "style:text-properties", "background-color")
            or (_said(paragraph, "style:paragraph-properties", "background-color") if paragraph is not None else None)
            or WHITE
        )
        text = (words.text or "").strip()  # what its spans say is theirs
        if any(map(str.isalnum, text)) and is_faint(colours[own], behind):
            yield text


def _said(style: Element, kind: str, name: str) -> str | None:
    for properties in select(style, kind):
        said = (attribute(properties, name) or "").lstrip("#").upper()
        return said if is_hex(said) else None
    return None


_PARAGRAPH = tags("text:p", "text:h")
_GROUNDS = tags("table:table-cell", "draw:text-box", "draw:frame")

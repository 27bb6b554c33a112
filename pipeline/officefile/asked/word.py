"""Fonts in a Word document: its archive goes in, the families of its runs of words come out.

Source: ECMA-376-1, 17.7.2: a run's own font, else its style's, its paragraph's, its table's, else the document's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from pipeline.officefile.asked.parts import of, related, theme_fonts, tree
from pipeline.officefile.asked.scripts import Reading, Script
from pipeline.officefile.unsettled import WORD_PARTS

_KEYS: Mapping[Script, tuple[str, ...]] = {
    "latin": ("asciiTheme", "ascii", "hAnsiTheme", "hAnsi"),
    "asian": ("eastAsiaTheme", "eastAsia"),
    "complex": ("cstheme", "cs"),
}
"""ECMA-376-1, 17.3.2.26: a font of the theme comes before one that is named."""

_THEME = {
    f"{size}{ending}": f"{size} {kind}"
    for size in ("major", "minor")
    for ending, kind in (("HAnsi", "latin"), ("Ascii", "latin"), ("EastAsia", "ea"), ("Bidi", "cs"))
}
"""ECMA-376-1, 17.18.96: what the names of fonts of the theme stand for."""

_UNSAID = "Times New Roman"
"""What Word sets words with that nothing says a font for."""

_Fonts = tuple[tuple[str, str], ...]
"""The attributes of ``rFonts``, without their namespace."""


def families(archive: ZipFile) -> Iterator[str]:
    """The families that the words of a document have, as often as they have them."""
    document = next(iter(related(archive, "", "officeDocument")), "word/document.xml")
    styles = _Styles(archive, document)
    for name in sorted(archive.NameToInfo):
        root = tree(archive, name) if WORD_PARTS.fullmatch(name) else None
        if root is not None:
            yield from _runs(root, styles)


def _runs(root: Element, styles: _Styles) -> Iterator[str]:
    w = root.tag[: root.tag.index("}") + 1]
    reading = Reading()
    waiting = [(root, "", "")]
    while waiting:
        element, paragraph, table = waiting.pop()
        if element.tag == f"{w}p":
            reading.paragraph()
            paragraph = _value(element.find(f"{w}pPr/{w}pStyle"))
        elif element.tag == f"{w}tbl":
            table = _value(element.find(f"{w}tblPr/{w}tblStyle"))
        elif element.tag == f"{w}r" and not _hidden(element, w):
            text = "".join(each.text or "" for each in element.findall(f"{w}t"))
            own = _fonts(element.find(f"{w}rPr/{w}rFonts"))
            style = _value(element.find(f"{w}rPr/{w}rStyle"))
            for script in reading.scripts(text):
                yield styles.resolve(script, own, (style, paragraph or styles.usual, table))
            yield from (of(sign, "font") or "" for sign in element.findall(f"{w}sym"))
        waiting += [(each, paragraph, table) for each in reversed(element)]


def _hidden(run: Element, w: str) -> bool:
    mark = run.find(f"{w}rPr/{w}vanish")
    return mark is not None and _value(mark) not in {"0", "false", "off"}


class _Styles:
    """What the styles of a document say of fonts."""

    def __init__(self, archive: ZipFile, document: str) -> None:
        self._theme = next((theme_fonts(archive, part) for part in related(archive, document, "theme")), {})
        self._known: dict[str, tuple[str, _Fonts]] = {}
        self._unsaid: _Fonts = ()
        self.usual = ""
        """The style of a paragraph that names none."""
        part = next(iter(related(archive, document, "styles")), "word/styles.xml")
        root = tree(archive, part)
        if root is None:
            return
        w = root.tag[: root.tag.index("}") + 1]
        self._unsaid = _fonts(root.find(f"{w}docDefaults/{w}rPrDefault/{w}rPr/{w}rFonts"))
        for style in root.findall(f"{w}style"):
            name = of(style, "styleId") or ""
            self._known[name] = (_value(style.find(f"{w}basedOn")), _fonts(style.find(f"{w}rPr/{w}rFonts")))
            if of(style, "type") == "paragraph" and of(style, "default") in {"1", "true", "on"}:
                self.usual = name

    def resolve(self, script: Script, own: _Fonts, styles: tuple[str, ...]) -> str:
        """The family of a run: of the first that says one."""
        for said in (own, *(fonts for style in styles for fonts in self._chain(style)), self._unsaid):
            values = dict(said)
            for key in _KEYS[script]:
                if key in values:
                    of_theme = key.lower().endswith("theme")
                    return self._theme.get(_THEME.get(values[key], ""), "") if of_theme else values[key]
        return _UNSAID if script == "latin" else ""

    def _chain(self, style: str) -> Iterator[_Fonts]:
        """The fonts of a style, and of those that it is based on."""
        seen = set()
        while style in self._known and style not in seen:
            seen.add(style)
            style, fonts = self._known[style]
            yield fonts


def _fonts(element: Element | None) -> _Fonts:
    if element is None:
        return ()
    return tuple((key.rpartition("}")[2], value) for key, value in element.attrib.items())


def _value(element: Element | None) -> str:
    return "" if element is None else of(element, "val") or ""

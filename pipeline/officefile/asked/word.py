"""Fonts in a Word document: its package and the parts that are printed go in, the families of its runs come out.

Source: ECMA-376-1, 17.7.2: a run's own font, else its style's, its paragraph's, its table's, else the document's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from pipeline.officefile.asked.scripts import Reading, Script
from pipeline.officefile.asked.theme import theme_fonts
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import NAMES, select, value

if TYPE_CHECKING:
    from lxml import etree

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


def families(package: Package, roots: Iterable[etree._Element]) -> Iterator[str]:
    """The families that the words of a document have, as often as they have them."""
    styles = _Styles(package)
    for root in roots:
        yield from _runs(root, styles)


def _runs(root: etree._Element, styles: _Styles) -> Iterator[str]:
    reading = Reading()
    waiting = [(root, "", "")]
    while waiting:
        element, paragraph, table = waiting.pop()
        name = NAMES[element.tag]
        if name == "w:r":
            yield from _run(element, (paragraph or styles.usual, table), styles, reading)
        elif name == "w:p":
            reading.paragraph()
            paragraph = _style(element, "w:pPr", "w:pStyle")
        elif name == "w:tbl":
            table = _style(element, "w:tblPr", "w:tblStyle")
        waiting += [(each, paragraph, table) for each in reversed(element)]


def _run(run: etree._Element, around: tuple[str, ...], styles: _Styles, reading: Reading) -> Iterator[str]:
    text, style = "", ""
    signs: list[str] = []
    own: _Fonts = ()
    joined = False
    for each in run:
        name = NAMES[each.tag]
        if name == "w:t":
            text += each.text or ""
        elif name == "w:sym":
            signs.append(value(each, "w:font") or "")
        elif name == "w:rPr":
            for said in each:
                match NAMES[said.tag]:
                    case "w:rFonts":
                        own = _fonts(said)
                    case "w:rStyle":
                        style = value(said, "w:val") or ""
                    case "w:rtl" | "w:cs" if value(said, "w:val") not in {"0", "false", "off"}:
                        joined = True
                    case "w:vanish" if value(said, "w:val") not in {"0", "false", "off"}:
                        return
    found = reading.scripts(text)
    if joined and found:
        found = ["complex"]  # such a run has the one font, whatever its letters (17.3.2.7 and 17.3.2.30)
    for script in found:
        yield styles.resolve(script, own, (style, *around))
    yield from signs


def _style(element: etree._Element, properties: str, name: str) -> str:
    for each in element:
        if NAMES[each.tag] == properties:
            return next((value(said, "w:val") or "" for said in each if NAMES[said.tag] == name), "")
    return ""


class _Styles:
    """What the styles of a document say of fonts."""

    def __init__(self, package: Package) -> None:
        document = package.main
        self._theme = next((theme_fonts(package.xml(part)) for part in package.related(document, "theme")), {})
        self._known: dict[str, tuple[str, _Fonts]] = {}
        self._unsaid: _Fonts = ()
        self.usual = ""
        """The style of a paragraph that names none."""
        for part in package.related(document, "styles")[:1]:
            root = package.xml(part)
            for each in root:
                match NAMES[each.tag]:
                    case "w:docDefaults":
                        self._unsaid = next((_fonts(said) for said in select(each, "w:rFonts")), ())
                    case "w:style":
                        self._add(each)

    def _add(self, style: etree._Element) -> None:
        name = value(style, "w:styleId") or ""
        based = ""
        fonts: _Fonts = ()
        for each in style:
            match NAMES[each.tag]:
                case "w:basedOn":
                    based = value(each, "w:val") or ""
                case "w:rPr":
                    fonts = next((_fonts(said) for said in each if NAMES[said.tag] == "w:rFonts"), ())
        self._known[name] = (based, fonts)
        if value(style, "w:type") == "paragraph" and value(style, "w:default") in {"1", "true", "on"}:
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


def _fonts(element: etree._Element) -> _Fonts:
    return tuple((NAMES[key].rpartition(":")[2], str(said)) for key, said in element.attrib.items())

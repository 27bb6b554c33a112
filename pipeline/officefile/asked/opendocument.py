"""Fonts in an OpenDocument file: its roots go in, the families of its words come out.

Source: ODF 1.3-3, 16.2 and 16.29.29: words take what their span, paragraph, shape or cell says, each with the styles
that its own rests on, else what the file says for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from pipeline.officefile.asked.scripts import Reading, Script
from pipeline.officefile.vocabulary import NAMES, select, value

if TYPE_CHECKING:
    from lxml import etree

_ENDINGS: Mapping[Script, str] = {"latin": "", "asian": "-asian", "complex": "-complex"}
_FAMILIES = {
    "text:p": "paragraph", "text:h": "paragraph", "text:span": "text", "text:a": "text",
    "table:table-cell": "table-cell", "table:covered-table-cell": "table-cell",
}  # fmt: skip
"""The family of the styles that an element names; of others it is that of graphics or of slides."""
_UNSHOWN = {
    "office:annotation", "presentation:notes", "text:tracked-changes", "office:forms", "table:table-column",
    "text:sequence-decls", "svg:desc", "svg:title",
}  # fmt: skip
"""Elements whose words are not on the pages."""

_Fonts = Mapping[Script, str]


_WORDS = {"text:p", "text:h"}


def families(roots: Sequence[etree._Element]) -> Iterator[str]:
    """The families that the words of a document have, as often as they have them; ``roots`` are its parts."""
    styles = _Styles(roots)
    for root in roots:
        for shown in root:
            if NAMES[shown.tag] in {"office:body", "office:master-styles"}:
                yield from _words(shown, styles)


def _words(root: etree._Element, styles: _Styles) -> Iterator[str]:
    reading = Reading()
    waiting: list[tuple[etree._Element | str, _Fonts, bool]] = [(root, styles.usual, False)]
    while waiting:
        element, fonts, within = waiting.pop()
        if isinstance(element, str):
            yield from (fonts.get(script, "") for script in reading.scripts(element) if within)
            continue
        kind = NAMES[element.tag]
        if kind in _UNSHOWN:
            continue
        if kind in _WORDS:
            reading.paragraph()
        inner = {**fonts, **styles.of_element(kind, element)}
        shown = within or kind in _WORDS
        columns = _columns(element) if kind == "table:table" else []
        of_cells = {**inner, **styles.of_style("table-cell", columns[0])} if columns else inner
        for each in reversed(element):
            waiting += [(each.tail or "", inner, shown), (each, of_cells, shown)]
        waiting.append((element.text or "", inner, shown))


def _columns(table: etree._Element) -> list[str]:
    """The styles of the cells of a table that name none: of the columns, the most common first."""
    counts: dict[str, int] = {}
    for column in select(table, "table:table-column"):
        if style := value(column, "table:default-cell-style-name"):
            counts[style] = counts.get(style, 0) + 1
    return sorted(counts, key=lambda style: -counts[style])


class _Styles:
    """What the styles of a document say of fonts."""

    def __init__(self, roots: Sequence[etree._Element]) -> None:
        self._faces: dict[str, str] = {}
        self._known: dict[tuple[str, str], tuple[str, _Fonts]] = {}
        self.usual: dict[Script, str] = {}
        """What holds where nothing else is said."""
        usual: dict[str, _Fonts] = {}
        for root in roots:
            for face in select(root, "style:font-face"):
                self._faces[value(face, "style:name") or ""] = value(face, "svg:font-family") or ""
        for root in roots:
            for style in select(root, "style:style", "style:default-style"):
                fonts = self._fonts(style)
                family, name = value(style, "style:family") or "", value(style, "style:name")
                if name is None:
                    usual[family] = fonts
                else:
                    self._known[family, name] = (value(style, "style:parent-style-name") or "", fonts)
        for family in ("graphic", "paragraph", "table-cell"):
            self.usual |= usual.get(family, {})

    def of_element(self, kind: str, element: etree._Element) -> _Fonts:
        """What the styles say that an element names."""
        found: dict[Script, str] = {}
        for key, said in element.attrib.items():
            prefix, _, name = NAMES[key].partition(":")
            if name == "style-name":
                graphic = "presentation" if prefix == "presentation" else "graphic"
                found |= self.of_style(_FAMILIES.get(kind, graphic), str(said))
            elif name == "text-style-name":
                found |= self.of_style("paragraph", str(said))
        return found

    def of_style(self, family: str, name: str) -> _Fonts:
        """What a style says, with those that it rests on."""
        found: dict[Script, str] = {}
        seen = set()
        while (family, name) in self._known and name not in seen:
            seen.add(name)
            name, fonts = self._known[family, name]
            found = {**fonts, **found}
        return found

    def _fonts(self, style: etree._Element) -> _Fonts:
        found: dict[Script, str] = {}
        for said in (each for each in style if NAMES[each.tag] == "style:text-properties"):
            for script, ending in _ENDINGS.items():
                face, family = value(said, f"style:font-name{ending}"), value(said, f"fo:font-family{ending}")
                if family is None:  # ODF has those of other scripts in the styles' own namespace
                    family = value(said, f"style:font-family{ending}")
                name = self._faces.get(face, face) if face is not None else family
                if name is not None:
                    found[script] = name.replace("'", "")
        return found

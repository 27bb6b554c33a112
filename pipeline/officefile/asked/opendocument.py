"""Fonts in an OpenDocument file: its archive goes in, the families of its words come out.

Source: ODF 1.3-3, 16.2 and 16.29.29: words take what their span, paragraph, shape or cell says, each with the styles
that its own rests on, else what the file says for all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from pipeline.officefile.asked.parts import local, of, tree
from pipeline.officefile.asked.scripts import Reading, Script

_ENDINGS: Mapping[Script, str] = {"latin": "", "asian": "-asian", "complex": "-complex"}
_FAMILIES = {
    "p": "paragraph", "h": "paragraph", "span": "text", "a": "text", "table-cell": "table-cell",
    "covered-table-cell": "table-cell",
}  # fmt: skip
"""The family of the styles that an element names; of others it is that of graphics or of slides."""
_UNSHOWN = {"annotation", "notes", "tracked-changes", "forms", "table-column", "sequence-decls", "desc", "title"}
"""Elements whose words are not on the pages."""

_Fonts = Mapping[Script, str]


def families(archive: ZipFile) -> Iterator[str]:
    """The families that the words of a document have, as often as they have them."""
    roots = [root for part in ("styles.xml", "content.xml") if (root := tree(archive, part)) is not None]
    styles = _Styles(roots)
    for root in roots:
        for shown in root:
            if local(shown.tag) in {"body", "master-styles"}:
                yield from _words(shown, styles)


def _words(root: Element, styles: _Styles) -> Iterator[str]:
    reading = Reading()
    waiting: list[tuple[Element | str, _Fonts, bool]] = [(root, styles.usual, False)]
    while waiting:
        element, fonts, within = waiting.pop()
        if isinstance(element, str):
            yield from (fonts.get(script, "") for script in reading.scripts(element) if within)
            continue
        kind = local(element.tag)
        if kind in _UNSHOWN:
            continue
        if kind in {"p", "h"}:
            reading.paragraph()
        inner = {**fonts, **styles.of_element(kind, element)}
        shown = within or kind in {"p", "h"}
        columns = _columns(element) if kind == "table" else []
        for each in reversed(element):
            waiting.append((each.tail or "", inner, shown))
            if kind == "table" and columns:
                waiting.append((each, {**inner, **styles.of_style("table-cell", columns[0])}, shown))
            else:
                waiting.append((each, inner, shown))
        waiting.append((element.text or "", inner, shown))


def _columns(table: Element) -> list[str]:
    """The styles of the cells of a table that name none: of the columns, the most common first."""
    counts: dict[str, int] = {}
    for column in table.iter():
        if local(column.tag) == "table-column" and (style := of(column, "default-cell-style-name")):
            counts[style] = counts.get(style, 0) + 1
    return sorted(counts, key=lambda style: -counts[style])


class _Styles:
    """What the styles of a document say of fonts."""

    def __init__(self, roots: list[Element]) -> None:
        self._faces: dict[str, str] = {}
        self._known: dict[tuple[str, str], tuple[str, _Fonts]] = {}
        self.usual: dict[Script, str] = {}
        """What holds where nothing else is said."""
        for root in roots:
            for face in (each for each in root.iter() if local(each.tag) == "font-face"):
                self._faces[of(face, "name") or ""] = of(face, "font-family") or ""
        usual: dict[str, _Fonts] = {}
        for root in roots:
            for style in (each for each in root.iter() if local(each.tag) in {"style", "default-style"}):
                fonts = self._fonts(style)
                family, name = of(style, "family") or "", of(style, "name")
                if name is None:
                    usual[family] = fonts
                else:
                    self._known[family, name] = (of(style, "parent-style-name") or "", fonts)
        for family in ("graphic", "paragraph", "table-cell"):
            self.usual |= usual.get(family, {})

    def of_element(self, kind: str, element: Element) -> _Fonts:
        """What the styles say that an element names."""
        found: dict[Script, str] = {}
        for key, value in element.attrib.items():
            if local(key) == "style-name":
                graphic = "presentation" if "presentation" in key else "graphic"
                found |= self.of_style(_FAMILIES.get(kind, graphic), value)
            elif local(key) == "text-style-name":
                found |= self.of_style("paragraph", value)
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

    def _fonts(self, style: Element) -> _Fonts:
        found: dict[Script, str] = {}
        for said in (each for each in style if local(each.tag) == "text-properties"):
            for script, ending in _ENDINGS.items():
                face, family = of(said, f"font-name{ending}"), of(said, f"font-family{ending}")
                name = self._faces.get(face, face) if face is not None else family
                if name is not None:
                    found[script] = name.replace("'", "")
        return found

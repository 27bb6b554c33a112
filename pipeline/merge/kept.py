"""A document goes in, and a paragraph of it; whether that is to stay on the page of the next comes out."""

from __future__ import annotations

from lxml import etree

from pipeline.merge.document import Document
from pipeline.merge.part import W


class Kept:
    """The styles of a document that keep their paragraphs with the next (ECMA-376-1, 17.3.1.15)."""

    def __init__(self, document: Document) -> None:
        root: etree._Element = document.docx.styles.element
        styles = {each.get(f"{W}styleId", ""): each for each in root.findall(f"{W}style")}
        self._usual = next(
            (key for key, each in styles.items() if each.get(f"{W}default") and each.get(f"{W}type") == "paragraph"), ""
        )
        everywhere = bool(_says(root.find(f"{W}docDefaults/{W}pPrDefault/{W}pPr")))
        self._by_style = {key: _of_style(key, styles, otherwise=everywhere) for key in styles}

    def holds(self, paragraph: etree._Element) -> bool:
        """Whether the paragraph itself or its style says so."""
        properties = paragraph.find(f"{W}pPr")
        own = _says(properties)
        style = None if properties is None else properties.find(f"{W}pStyle")
        key = self._usual if style is None else style.get(f"{W}val", "")
        return self._by_style.get(key, False) if own is None else own


def _of_style(key: str, styles: dict[str, etree._Element], *, otherwise: bool) -> bool:
    for _ in styles:  # a style may be based on itself, by error
        if key not in styles:
            break
        own = _says(styles[key].find(f"{W}pPr"))
        if own is not None:
            return own
        based = styles[key].find(f"{W}basedOn")
        key = "" if based is None else based.get(f"{W}val", "")
    return otherwise


def _says(properties: etree._Element | None) -> bool | None:
    switch = None if properties is None else properties.find(f"{W}keepNext")
    return None if switch is None else switch.get(f"{W}val", "1") not in {"0", "false", "off"}

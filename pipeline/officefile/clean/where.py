"""Where in a document an element is: a part and an element go in, the place as a person knows it comes out."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from pipeline.findings import Place
from pipeline.officefile.vocabulary import local, value

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.officefile.package import Package

_BEHIND = {"slideLayout", "slideMaster", "notesMaster", "theme"}
"""What a slide rests on is not on it."""
_DEEPEST = 4


class Places:
    """The places of one document."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._slides: dict[str, int] = {}
        self._sheets: dict[str, str] = {}
        self._parts: dict[str, str] = {}
        self._paragraphs: dict[etree._Element, int] = {}
        main = package.main
        if package.format.family != "ooxml" or not main:
            return
        targets = {each.id: package.find(each.target) for each in package.relationships(main) if not each.external}
        for number, each in enumerate(package.xml(main).iter("{*}sldId"), start=1):
            if (part := targets.get(value(each, "r:id") or "")) is not None:
                self._owns(part, number)
        for each in package.xml(main).iter("{*}sheet"):
            if (part := targets.get(value(each, "r:id") or "")) is not None:
                self._owns(part, each.get("name") or "")
        for part in filter(None, targets.values()):
            if package.format.application == "text":
                self._owns(part, PurePosixPath(part).stem)

    def _owns(self, part: str, name: str | int) -> None:
        """A part and all that hangs on it are on a slide, on a sheet, or in a head or a foot."""
        waiting = [(part, 0)]
        sheets = self._package.format.application == "sheet"
        known: dict[str, Any] = self._slides if isinstance(name, int) else self._sheets if sheets else self._parts
        while waiting:
            found, depth = waiting.pop()
            if found in known or depth > _DEEPEST or found == self._package.main:
                continue
            known[found] = name
            for each in self._package.relationships(found):
                inner = None if each.external or each.kind in _BEHIND else self._package.find(each.target)
                if inner is not None:
                    waiting.append((inner, depth + 1))

    def of(self, file: str, part: str, element: etree._Element | None) -> Place:
        """The place of an element, or of a whole part."""
        if part.casefold().endswith(".rels"):
            folder, _, name = part.rpartition("_rels/")
            part, element = self._package.find(folder + name[: -len(".rels")]) or "", None
        if self._package.format.family == "odf":
            return self._in_open(file, part, element)
        cell = next((each.get("r") or "" for each in self._up(element) if local(each.tag) == "c"), "")
        return Place(
            file,
            part=self._parts.get(part, ""),
            slide=self._slides.get(part),
            sheet=self._sheets.get(part, ""),
            cell=cell if part in self._sheets else "",
            paragraph=self._paragraph(element) if self._package.format.application == "text" else "",
        )

    def _in_open(self, file: str, part: str, element: etree._Element | None) -> Place:
        around = list(self._up(element))
        page = next((each for each in around if local(each.tag) == "page"), None)
        table = next((each for each in around if local(each.tag) == "table"), None)
        sheets = self._package.format.application == "sheet"
        slide = None
        if page is not None and (parent := page.getparent()) is not None:
            slide = 1 + [each for each in parent if local(each.tag) == "page"].index(page)
        inner = PurePosixPath(part)
        named = str(inner.parent) if inner.name == "content.xml" else inner.stem
        return Place(
            file,
            part="" if part in {"content.xml", ""} else named,
            slide=slide,
            sheet=(value(table, "table:name") or "") if sheets and table is not None else "",
            paragraph=self._paragraph(element) if self._package.format.application == "text" else "",
        )

    def _up(self, element: etree._Element | None) -> list[etree._Element]:
        return [] if element is None else [element, *element.iterancestors()]

    def _paragraph(self, element: etree._Element | None) -> int | str:
        """The number of the paragraph that an element is in, or of the one before it."""
        if element is None:
            return ""
        inside = next((each for each in self._up(element) if local(each.tag) in {"p", "h"}), None)
        if inside is None:
            return ""
        if inside not in self._paragraphs:
            root = inside.getroottree().getroot()
            self._paragraphs |= {each: number for number, each in enumerate(root.iter("{*}p", "{*}h"), start=1)}
        return self._paragraphs.get(inside, "")

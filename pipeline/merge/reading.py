"""A Word template goes in; its parts come out, those that are filled in and those that are not."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from lxml import etree

from pipeline.errors import Problem, TemplateError, nearest
from pipeline.findings import Finding
from pipeline.merge.part import Part

_LARGEST = 256 * 1024 * 1024
"""In bytes, unpacked: far more than any letter has, and less than a machine."""

_FILLED = re.compile(r".*wordprocessingml\.(?:document\.main|template\.main|header|footer|footnotes|endnotes)\+xml")
"""The content types of the parts that are filled in (ECMA-376-1, 11.3)."""
_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_HYPERLINK = "/hyperlink"

DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    KeyError,
    etree.XMLSyntaxError,
    RuntimeError,
    EOFError,
    ValueError,
)
"""What reading a file raises that is no Word document, or no whole one."""


@dataclass(frozen=True, slots=True)
class Read:
    """A part of a template."""

    name: str
    """In the package: ``word/header1.xml``."""
    root: etree._Element
    filled: Part | None
    """None for one that is not filled in."""


def read(path: Path) -> Iterator[Read]:
    """The parts of the file, its text first. One that is not filled in and has no brace is left out.

    Raises TemplateError for a file that is no Word document.
    """
    try:
        with zipfile.ZipFile(path) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise ValueError("the document is too large")
            if package.testzip() is not None:
                raise KeyError(path)
            found = list(_parts(package))
    except FileNotFoundError:
        present = [file.stem for file in path.parent.glob("*.docx")]
        raise TemplateError(
            Problem(
                str(path),
                "There is no such template.",
                f"Put it there or correct its name. {nearest(path.stem, present)}",
            )
        ) from None
    except DAMAGED as error:
        raise TemplateError(damaged(path)) from error
    yield from found


def damaged(path: Path) -> Finding:
    """The problem to raise for a file that raises one of :data:`DAMAGED`."""
    what = "The file is no Word document (.docx), or it is damaged."
    return Problem(str(path), what, "Open it in Word and save it again as .docx.")


def _parts(package: zipfile.ZipFile) -> Iterator[Read]:
    types = _parsed(package.read("[Content_Types].xml"))
    kinds = {each.get("PartName", "")[1:]: each.get("ContentType", "") for each in types.iter("{*}Override")}
    filled = sorted(name for name, kind in kinds.items() if _FILLED.fullmatch(kind))
    filled.sort(key=lambda name: not kinds[name].endswith("main+xml"))
    if not filled or not kinds[filled[0]].endswith("main+xml"):
        raise KeyError("word/document.xml")
    links: set[str] = set()
    for name in filled:
        root = _parsed(package.read(name))
        place = PurePosixPath(name)
        relations = f"{place.parent}/_rels/{place.name}.rels"
        links.add(relations)
        yield Read(name, root, Part(root, _addresses(package, relations)))
    for name in package.namelist():
        if name not in filled and _XML.search(name) and _may_have_tags(content := package.read(name)):
            root = _parsed(content)
            if name in links:
                for link in [each for each in root.iter("{*}Relationship") if _is_link(each)]:
                    root.remove(link)
            yield Read(name, root, None)


def _addresses(package: zipfile.ZipFile, relations: str) -> dict[str, str]:
    """The addresses of a part's links, by the id of their relationship."""
    if relations not in package.NameToInfo:
        return {}
    found = _parsed(package.read(relations)).iter("{*}Relationship")
    return {each.get("Id", ""): each.get("Target", "") for each in found if _is_link(each)}


def _is_link(relation: etree._Element) -> bool:
    return relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_HYPERLINK)


def _may_have_tags(content: bytes) -> bool:
    """Whether it has a brace, or a way to write one: a code, or signs of two bytes."""
    return b"{" in content or b"&#" in content or b"%7B" in content.upper() or b"\0" in content[:8]


def _parsed(content: bytes) -> etree._Element:
    root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]
        # ECMA-376 Part 2, 10.1.1.4: no part has a document type, where entities are declared.
        raise ValueError("the part has a document type")
    return root

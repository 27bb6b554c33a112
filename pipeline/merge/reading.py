"""A Word template goes in; its parts come out, those that are filled in and those that are not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from pipeline.errors import TemplateError
from pipeline.files import Remembered
from pipeline.findings import Finding, Place, Reason, Value
from pipeline.findings.hints import near
from pipeline.merge.filling import Allowance
from pipeline.merge.part import Part
from pipeline.officefile.clean.outgoing import unfit
from pipeline.officefile.limits import Limits, PackageError
from pipeline.officefile.package import Package

_LIMITS = Limits(unpacked=1 << 28, xml=1 << 24, nodes=150_000)
"""Some four hundred pages, which Word writes with all that it knows of them."""
_NODE = 16
"""What an element counts as in an allowance, in characters."""
_OF_WORD = (".docm", ".dotm", ".dotx", ".doc", ".dot")
"""What else Word saves a template as."""
_FILLED = ("header", "footer", "footnotes", "endnotes")
"""The parts that are filled in besides the text, by their relationship to it (ECMA-376-1, 11.3)."""
_XML = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_TAG_WITHIN = re.compile(rb"\{|\xef\xbd\x9b|&#|%7b", re.IGNORECASE)
"""A brace, or another way to write one."""


@dataclass(frozen=True, slots=True)
class Read:
    """A part of a template."""

    name: str
    """In the package: ``word/header1.xml``."""
    root: etree._Element
    filled: Part | None
    """None for one that is not filled in."""


def read(path: Path, allowance: Allowance | None = None) -> Iterator[Read]:
    """The parts of the file, its text first. One that is not filled in and has no brace is left out.

    Raises TemplateError for a file that is no Word document, and LargeError for one beyond its allowance.
    """
    with opened(path, allowance) as package:
        found = list(_parts(package))
    yield from found


def paragraphs_of(path: Path) -> list[str]:
    """The text of every paragraph, placeholders and all. Raises TemplateError for a file that is no Word document."""

    def found() -> list[str]:
        return [paragraph.text for each in read(path) if each.filled for paragraph in each.filled.paragraphs]

    return _PARAGRAPHS.of(path, found) if path.is_file() else found()


_PARAGRAPHS = Remembered[list[str]](64)
"""Of templates, which several checks and languages ask for."""


@contextmanager
def opened(path: Path, allowance: Allowance | None = None) -> Iterator[Package]:
    """A template's package. Raises as :func:`read`."""
    try:
        with Package(path, _LIMITS) as package:
            if allowance is not None:
                allowance.spend(package.spent.nodes * _NODE)
            if refused := tuple(unfit(package, str(path))):
                raise TemplateError(*refused)
            yield package
    except FileNotFoundError:
        named = next((other for end in _OF_WORD if (other := path.with_suffix(end)).exists()), None)
        if named is not None:
            names = {"other": named.name, "name": path.name}
            raise TemplateError(Finding("template-other-kind", Place(str(path)), names)) from None
        present = near(path.stem, (file.stem for file in path.parent.glob("*.docx")))
        raise TemplateError(Finding("template-missing", Place(str(path)), {"near": present})) from None
    except PackageError as error:
        raise TemplateError(_refused(path, error)) from error
    except OSError as error:
        raise TemplateError(damaged(path)) from error


def filled_in(package: Package) -> list[str]:
    """The names of the parts that are filled in, the text first. Raises PackageError for what is no Word document."""
    main = package.main
    if package.format.application != "text" or not main:
        raise PackageError("damaged", "", Reason("unsound-no-word"))
    return list(dict.fromkeys([main, *(name for kind in _FILLED for name in package.related(main, kind))]))


def damaged(path: Path) -> Finding:
    """What is told of a file that is no Word document, or no whole one."""
    return Finding("template-damaged", Place(str(path)))


def _refused(path: Path, error: PackageError) -> Finding:
    values: dict[str, Value] = {"part": error.part, "why": error.what}
    match error.fault:
        case "too-large":
            return Finding("template-too-large" if error.part else "template-too-large-whole", Place(str(path)), values)
        case "entities":
            return Finding("template-entities", Place(str(path)), values)
        case _:
            return damaged(path)


def _parts(package: Package) -> Iterator[Read]:
    filled = filled_in(package)
    for name in filled:
        links = {each.id: each.target for each in package.relationships(name) if each.kind == "hyperlink"}
        root = package.xml(name)
        yield Read(name, root, Part(root, links))
    for name in package.names:
        if name not in filled and _XML.search(name) and _TAG_WITHIN.search(package.read(name)):
            root = package.xml(name)
            if name.endswith(".rels"):
                # The addresses of links are filled in where a part is; elsewhere the part tells.
                for link in [each for each in root if each.get("Type", "").endswith("/hyperlink")]:
                    root.remove(link)
            yield Read(name, root, None)

"""Stage 3, merge: a wording, a Word template and a letterhead go in, a finished Word document comes out.

The document is the same byte for byte whenever the inputs are: what Word's files carry of time and of the order
of saving is set from the meeting, or to nothing.
"""

from __future__ import annotations

import io
import zipfile
from functools import partial
from pathlib import Path

from docx.document import Document as DocumentObject
from docx.exceptions import PythonDocxError
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part, XmlPart
from docxtpl import DocxTemplate
from jinja2 import TemplateError as JinjaError
from lxml import etree

from pipeline.errors import Problem, TemplateError
from pipeline.findings import Finding
from pipeline.localise import Wording, by_name, right_to_left
from pipeline.merge.check import DAMAGED, W, check_template, damaged, environment
from pipeline.merge.letterhead import put_letterhead
from pipeline.merge.marks import apply_marks
from pipeline.model import Properties
from pipeline.text import BRACES, plain

__all__ = ["check_template", "merge"]


def merge(
    wording: Wording,
    template: Path,
    letterhead: Path | None,
    properties: Properties,
    target: Path,
    *,
    first_page: bool = True,
    numbered: bool = True,
) -> None:
    """Writes ``target``, the template with its placeholders replaced, on the letterhead if one is given.

    ``first_page`` False gives every page the letterhead's smaller head; ``numbered`` False, a head without the
    number of its page. Raises TemplateError with every problem of the template at once, each with its paragraph.
    """
    problems = check_template(template, wording)
    if letterhead is not None:
        problems += check_template(letterhead, wording)
    if problems:
        raise TemplateError(*dict.fromkeys(problems))
    try:
        document = _opened(template)
        if letterhead is not None:
            put_letterhead(
                document.docx,
                _opened(letterhead).docx,
                first_page=first_page,
                numbered=numbered,
                right_to_left=right_to_left(wording.language),
            )
        document.render(by_name(wording.words), environment(), autoescape=True)
    except (JinjaError, TypeError, ValueError, KeyError, etree.XMLSyntaxError) as error:
        raise TemplateError(
            Problem(
                str(template),
                f"The template can't be filled in: {error}.",
                "Look at its loops: a {%p for … %} and its {%p endfor %} each stand alone in their paragraph.",
            )
        ) from error
    merged = document.docx
    for part in _related(merged.part):
        element = part.element if isinstance(part, XmlPart) else _notes(part)
        if element is None:
            continue
        apply_marks(element, partial(part.relate_to, reltype=RT.HYPERLINK, is_external=True))
        if left := BRACES.search("".join(node.text or "" for node in element.iter(f"{W}t"))):
            raise TemplateError(_left(template, part, left[0]))
        if not isinstance(part, XmlPart):
            part._blob = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    core = merged.core_properties
    author = _cut(properties.author)
    core.title, core.author, core.language = _cut(plain(properties.title)), author, properties.language
    core.last_modified_by, core.revision, core.comments = author, 1, ""
    core.created = core.modified = properties.created
    _write(merged, target)


def _cut(words: str, longest: int = 255) -> str:
    """The words, cut at a space where they are longer than a property of a Word document may be."""
    if len(words) <= longest:
        return words
    space = words.rfind(" ", longest // 2, longest)
    return words[: space if space > 0 else longest - 1] + "…"


def _opened(path: Path) -> DocxTemplate:
    try:
        document = DocxTemplate(path)
        document.init_docx()
    except (*DAMAGED, PythonDocxError, AttributeError) as error:
        raise TemplateError(damaged(path)) from error
    return document


def _related(document: XmlPart) -> list[Part]:
    return [document, *(each.target_part for each in document.rels.values() if not each.is_external)]


def _notes(part: Part) -> etree._Element | None:
    """Footnotes or endnotes, which python-docx does not open; None for a part of another kind."""
    return etree.fromstring(part.blob) if part.content_type in {CT.WML_FOOTNOTES, CT.WML_ENDNOTES} else None


def _left(template: Path, part: Part, brace: str) -> Finding:
    what = f"A placeholder was not filled in: “{brace}” is left in {part.partname.membername}."
    return Problem(str(template), what, "Move it into the text, a head, a foot or a footnote.")


def _write(document: DocumentObject, target: Path) -> None:
    saved = io.BytesIO()
    document.save(saved)
    temporary = target.with_name(f".{target.name}.part")
    with zipfile.ZipFile(saved) as package, zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as stable:
        # ECMA-376 Part 2 leaves the order free; readers expect the content types first.
        for name in sorted(package.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            stable.writestr(entry, package.read(name))
    temporary.replace(target)

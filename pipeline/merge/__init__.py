"""Stage 3, merge: a wording, a Word template and a letterhead go in, a finished Word document comes out.

The document is the same byte for byte whenever the inputs are: what Word's files carry of time and of the order
of saving is set from the meeting, or to nothing.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from zipfile import ZIP_STORED, ZipFile

from docx.document import Document as DocumentObject
from docx.exceptions import PythonDocxError
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.part import Part, XmlPart
from docx.opc.pkgwriter import _ContentTypesItem
from lxml import etree

from pipeline.addresses import reachable
from pipeline.errors import TemplateError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.localise import Wording, right_to_left
from pipeline.merge.check import check_parts, check_template, wrong_address
from pipeline.merge.direction import hold_together
from pipeline.merge.document import Document, lacking
from pipeline.merge.drawings import Embedded
from pipeline.merge.filling import FAILURES, Allowance, environment, failed, known
from pipeline.merge.letterhead import dropped_by, put_letterhead
from pipeline.merge.marks import apply_marks
from pipeline.merge.notes import put_in_order
from pipeline.merge.part import finish
from pipeline.merge.provisional import provisional
from pipeline.merge.reading import damaged
from pipeline.merge.said import text_of
from pipeline.merge.scripts import set_in_own_font
from pipeline.model import Properties
from pipeline.officefile.clean.outgoing import for_sending
from pipeline.officefile.limits import PackageError
from pipeline.text import BRACES, plain

__all__ = ["check_letterhead", "check_template", "merge"]

_UNREAD = ("http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",)
"""The styles once more, as Word 2010 alone read them."""


def merge(
    wording: Wording,
    template: Path,
    letterhead: Path | None,
    properties: Properties,
    target: Path,
    *,
    first_page: bool = True,
    numbered: bool = True,
    draft: bool = False,
    pictures: Mapping[str, Path] = MappingProxyType({}),
    allowance: Allowance | None = None,
) -> tuple[Finding, ...]:
    """Writes ``target``, the template with its placeholders replaced, on the letterhead if one is given.

    The findings tell what was taken out of it, as it leaves the house, and what in it is not final.

    ``pictures`` are those that its words name, by key.
    ``first_page`` False gives every page the letterhead's smaller head; ``numbered`` False, a head without the
    number of its page. Of a ``draft`` the template may have changes that are tracked. Raises TemplateError with every
    problem of the template at once, each with its paragraph, and LargeError where it would take more than the
    ``allowance``.
    """
    document, unsettled = made_ready(
        wording, template, letterhead, first_page=first_page, numbered=numbered, draft=draft, allowance=allowance
    )
    try:
        expected = document.expected(wording.words, allowance)
        document.render(known(wording.words, allowance), environment(), autoescape=True)
    except (*FAILURES, etree.XMLSyntaxError) as error:
        raise TemplateError(failed(error, Place(str(template)))) from error
    not_final: list[Finding] = []
    for part in document.parts():
        words, from_right = expected[str(part.partname)], right_to_left(wording.language)
        not_final += settle(part, template, words, pictures, right_to_left=from_right)
        if isinstance(part, XmlPart) and part is not document.docx.part:
            set_in_own_font(document.docx, part)
    put_in_order(document)
    describe(document.docx, properties)
    data, found = sent(document.docx, template)
    write_whole(target, data)
    return (*unsettled, *not_final, *found)


def made_ready(
    wording: Wording,
    template: Path,
    letterhead: Path | None,
    *,
    first_page: bool = True,
    numbered: bool = True,
    draft: bool = False,
    allowance: Allowance | None = None,
) -> tuple[Document, tuple[Finding, ...]]:
    """The template, on the letterhead if one is given, checked and ready to be filled in, and what of a draft is not
    settled; as :func:`merge`."""
    problems, checked = check_parts(template, wording, allowance)
    if letterhead is not None:
        more, of_letterhead = check_parts(letterhead, wording, allowance)
        problems, checked = problems + more, checked | of_letterhead
    unsettled = tuple(each for each in problems if draft and each.in_draft)
    if len(unsettled) < len(problems):
        raise TemplateError(*dict.fromkeys(each for each in problems if each not in unsettled))
    document = _opened(template)
    if letterhead is not None:
        paper = _opened(letterhead).docx
        if problems := _dropped(template, document.docx, paper):
            raise TemplateError(*problems)
        put_letterhead(
            document.docx,
            paper,
            first_page=first_page,
            numbered=numbered,
            right_to_left=right_to_left(wording.language),
        )
    try:
        document.prepare(checked, wording)
    except (*FAILURES, etree.XMLSyntaxError) as error:
        raise TemplateError(failed(error, Place(str(template)))) from error
    return document, unsettled


def describe(document: DocumentObject, properties: Properties) -> None:
    """Sets what the document says of itself."""
    core = document.core_properties
    author = _cut(properties.author)
    core.identifier, core.subject = core.identifier, core.subject  # an empty one stands there too
    core.title, core.author, core.language = _cut(plain(properties.title)), author, properties.language
    core.last_modified_by, core.revision, core.comments = author, 1, ""
    core.created = core.modified = properties.created


def check_letterhead(template: Path, letterhead: Path) -> list[Finding]:
    """What a template would lose on a letterhead. Raises TemplateError for a file that is no Word document."""
    return _dropped(template, _opened(template).docx, _opened(letterhead).docx)


def _dropped(template: Path, document: DocumentObject, letterhead: DocumentObject) -> list[Finding]:
    if not (words := dropped_by(document, letterhead)):
        return []
    return [Finding("template-own-head", Place(str(template)), {"words": words[:80]})]


def _cut(words: str, longest: int = 255) -> str:
    """The words, cut at a space where they are longer than a property of a Word document may be."""
    if len(words) <= longest:
        return words
    space = words.rfind(" ", longest // 2, longest)
    return words[: space if space > 0 else longest - 1] + "…"


def _opened(path: Path) -> Document:
    try:
        document = Document(path)
        document.init_docx()
    except (PythonDocxError, AttributeError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise TemplateError(damaged(path)) from error
    _leave_unread(document.docx.part)
    return document


def _leave_unread(main: Part) -> None:
    """Lets go of parts that no program reads, and that may be larger than all others together."""
    for key in [key for key, each in main.rels.items() if each.reltype in _UNREAD]:
        main.rels.pop(key)


def settle(
    part: Part, template: Path, words: str, pictures: Mapping[str, Path], *, right_to_left: bool
) -> list[Finding]:
    """Makes a part that was filled in final, and holds it against the words that it should have; tells what in it is
    marked as not final."""
    element = part.element if isinstance(part, XmlPart) else etree.fromstring(part.blob)
    found = settle_element(element, part, template, words, pictures, right_to_left=right_to_left)
    if not isinstance(part, XmlPart):
        part._blob = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return found


def _embedded(part: Part, pictures: Mapping[str, Path], key: str) -> Embedded:
    """A picture as a part of the document that ``part`` is of, each once."""
    image = part.package.get_or_add_image_part(io.BytesIO(pictures[key].read_bytes()))  # named by what it is
    return Embedded(part.relate_to(image, RT.IMAGE), (image.image.px_width, image.image.px_height))


def settle_element(
    element: etree._Element,
    part: Part,
    template: Path,
    words: str,
    pictures: Mapping[str, Path],
    *,
    right_to_left: bool,
) -> list[Finding]:
    """The same for an element of ``part``."""
    wrong = make_final(element, part, template, pictures)
    check_words(text_of(element), part, template, words, wrong)
    if right_to_left:
        hold_together(element)
    return provisional(Place(str(template)), element)


def make_final(
    element: etree._Element, part: Part, template: Path, pictures: Mapping[str, Path]
) -> list[Finding | None]:
    """Turns what :func:`settle` finds of the preparation and of marks into what Word has for it; tells of wrong
    addresses."""

    def relate(address: str) -> str:
        return part.relate_to(reachable(address), RT.HYPERLINK, is_external=True)

    wrong = [wrong_address(Place(str(template)), address) for address in finish(element, relate)]
    apply_marks(element, relate, partial(_embedded, part, pictures))
    return wrong


def check_words(has: str, part: Part, template: Path, words: str, wrong: Iterable[Finding | None] = ()) -> None:
    """Raises TemplateError where a part that is final ``has`` other ``words``, and for what was found ``wrong``."""
    place = Place(str(template))
    problems = list(wrong)
    if lost := lacking(words, has):
        problems.append(Finding("template-lacks", place, {"words": lost}))
    if left := BRACES.search(has):
        within = replace(place, part=PurePosixPath(part.partname).stem)
        problems.append(Finding("placeholder-left", within, {"tag": left[0]}))
    if found := [problem for problem in problems if problem]:
        raise TemplateError(*found)


def sent(document: DocumentObject, template: Path) -> tuple[bytes, tuple[Finding, ...]]:
    """The document as it leaves the house, and what was taken out of it."""
    return _sent(document, template, document.part.blob, {})


def sent_repeating(
    document: DocumentObject, template: Path, once: bytes, whole: bytes
) -> tuple[bytes, tuple[Finding, ...]]:
    """The same of a document whose text, the ``whole`` of it, repeats itself; ``once`` has all that is in it."""
    return _sent(document, template, once, {document.part.partname.membername: whole})


def _sent(
    document: DocumentObject, template: Path, main: bytes, whole: Mapping[str, bytes]
) -> tuple[bytes, tuple[Finding, ...]]:
    try:
        return for_sending(_saved(document, main), str(template), whole)
    except PackageError as error:
        raise TemplateError(damaged(template)) from error


def _saved(document: DocumentObject, main: bytes) -> bytes:
    """The document as a package. Nothing in it is packed, which python-docx would do and cleaning would do again."""
    package = document.part.package
    parts = list(package.parts)
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        archive.writestr("[Content_Types].xml", _ContentTypesItem.from_parts(parts).blob)  # type: ignore[no-untyped-call]
        archive.writestr("_rels/.rels", package.rels.xml)
        for part in parts:
            archive.writestr(part.partname.membername, main if part is document.part else part.blob)
            if len(part.rels):
                archive.writestr(part.partname.rels_uri.membername, part.rels.xml)
    return out.getvalue()

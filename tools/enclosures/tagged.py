"""Tags for what reportlab draws: elements go in while it is drawn, an accessible PDF/A file comes out.

ISO 32000-1, 14.7 and 14.8 (tags), ISO 19005-2 (PDF/A-2a), ISO 14289-1 (PDF/UA-1). reportlab knows none of them: what is
drawn between two marks is noted here, and the tree of it is written into the file afterwards.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Operator, Pdf, String
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.stamps import tell_letters
from pipeline.colour import output_intent
from pipeline.model import HIGHEST
from pipeline.xmp import About, packet

from . import house

ISSUED = datetime(2024, 4, 22, 9, tzinfo=UTC)
PRODUCER = "reportlab"


@dataclass(slots=True)
class Content:
    """A marked piece of a page."""

    page: int
    """From 0."""
    number: int
    """The piece's, on its page."""


@dataclass(slots=True)
class Annotation:
    """A link or a field on a page."""

    page: int
    index: int
    """Its place in the page's list."""


@dataclass(slots=True)
class Element:
    """An element of the structure."""

    kind: str
    kids: list[Element | Content | Annotation] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)

    def add(self, kind: str, **attributes: Any) -> Element:
        made = Element(kind, attributes=attributes)
        self.kids.append(made)
        return made

    def at(self, path: Sequence[tuple[str, object]]) -> Element:
        """The element at the end of a path of kinds and keys below this one, made where it is not there yet."""
        here = self
        for kind, key in path:
            last = here.kids[-1] if here.kids else None
            if isinstance(last, Element) and last.kind == kind and last.attributes.get("key") == key:
                here = last
            else:
                here = here.add(kind, key=key)
        return here


class Tags:
    """What has been drawn so far, as elements; and as artifacts, which are no part of the text."""

    def __init__(self) -> None:
        self.document = Element("Document")
        self.current: Element | None = None
        self._pieces: dict[int, int] = {}

    @contextmanager
    def content(self, canvas: Canvas, element: Element) -> Iterator[None]:
        page = canvas.getPageNumber() - 1
        number = self._pieces.get(page, 0)
        self._pieces[page] = number + 1
        element.kids.append(Content(page, number))
        code: list[str] = canvas._code  # type: ignore[attr-defined]
        code.append(f"/{element.kind} <</MCID {number}>> BDC")
        before, self.current = self.current, element
        yield
        self.current = before
        code.append("EMC")

    @contextmanager
    def artifact(self, canvas: Canvas) -> Iterator[None]:
        code: list[str] = canvas._code  # type: ignore[attr-defined]
        if self.current is not None:
            yield
            return
        code.append("/Artifact BMC")
        yield
        code.append("EMC")

    def pieces(self, page: int) -> int:
        """A number for one more piece of a page that is drawn."""
        self._pieces[page] = self._pieces.get(page, 0) + 1
        return self._pieces[page] - 1


def accessible(data: bytes, tags: Tags, title: str, change: Callable[[Pdf], None] = lambda _pdf: None) -> bytes:
    """The file that reportlab wrote, after ``change``, with its tags and what else PDF/A-2a and PDF/UA-1 ask for."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        tell_letters(pdf)
        _drop_unused_fonts(pdf)
        _write_tags(pdf, tags)
        for page in pdf.pages:
            for annotation in page.obj.get(Name.Annots, ()):
                annotation.F = 4
            page.obj.Tabs = Name.S
        root = pdf.Root
        root.Lang = String("fr-FR")
        root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        root.OutputIntents = Array([output_intent(pdf)])
        subject = house.fr(house.EXAMPLE_NOTE)
        about = About(title, "fr-FR", ISSUED, PRODUCER, house.AUTHOR, subject)
        root.Metadata = pdf.make_stream(packet(about, HIGHEST), Type=Name.Metadata, Subtype=Name.XML)
        del pdf.docinfo
        moment = f"D:{ISSUED:%Y%m%d%H%M%S}Z"
        for key, words in (
            *(("/Title", title), ("/Author", house.AUTHOR), ("/Subject", subject), ("/Producer", PRODUCER)),
            *(("/CreationDate", moment), ("/ModDate", moment)),
        ):
            pdf.docinfo[key] = String(words)
        target = io.BytesIO()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue().replace(b"\r\nendstream", b"\r\rendstream")


def _drop_unused_fonts(pdf: Pdf) -> None:
    """reportlab lists what a style might have used, such as Helvetica for bullets, and does not embed it."""
    used = {name for page in pdf.pages for name in re.findall(rb"/(\S+) [\d.]+ Tf", page.Contents.read_bytes())}
    for page in pdf.pages:
        fonts: Any = page.obj.Resources.Font
        for name in [name for name in dict(fonts) if name[1:].encode() not in used]:
            del fonts[name]


def _write_tags(pdf: Pdf, tags: Tags) -> None:
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    parents: dict[int, Any] = {}
    of_page: dict[int, dict[int, Any]] = {}
    keys = iter(range(len(pdf.pages), 1_000_000))

    def write(element: Element, parent: Any) -> Any:
        made: Any = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + element.kind), P=parent))
        for name, value in element.attributes.items():
            if name != "key":
                made[Name("/" + name)] = value
        kids = Array()
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(write(kid, made))
            elif isinstance(kid, Content):
                page = pdf.pages[kid.page].obj
                of_page.setdefault(kid.page, {})[kid.number] = made
                kids.append(Dictionary(Type=Name.MCR, Pg=page, MCID=kid.number))
            else:
                page = pdf.pages[kid.page].obj
                annotation = page.Annots[kid.index]
                key = next(keys)
                annotation.StructParent = key
                parents[key] = made
                kids.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page))
        made.K = kids
        return made

    root.K = Array([write(tags.document, root)])
    for number, page in enumerate(pdf.pages):
        page.obj.StructParents = number
        pieces = of_page.get(number, {})
        parents[number] = pdf.make_indirect(Array([pieces[piece] for piece in range(len(pieces))]))
    numbers = Array()
    for key in sorted(parents):
        numbers.append(key)
        numbers.append(parents[key])
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    root.ParentTreeNextKey = max(parents) + 1
    pdf.Root.StructTreeRoot = root
    pdf.Root.MarkInfo = Dictionary(Marked=True)


def split_links(pdf: Pdf, tags: Tags, colour: Sequence[float]) -> None:
    """Give the words of each link, which are drawn in ``colour``, marks of their own in the link's element.

    Of an element with links, what is no text, such as their underlines, becomes an artifact.
    """
    holders: dict[tuple[int, int], Element] = {}
    for element in _all(tags.document):
        if any(isinstance(kid, Element) and kid.kind == "Link" for kid in element.kids):
            holders.update({(kid.page, kid.number): element for kid in element.kids if isinstance(kid, Content)})
    for number, page in enumerate(pdf.pages):
        made: list[Any] = []
        writer: _Writer | None = None
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, str(instruction.operator)
            if operator == "BDC" and (number, int(operands[1].MCID)) in holders:
                writer = _Writer(tags, number, holders[number, int(operands[1].MCID)], int(operands[1].MCID), made)
            elif writer is None:
                made.append(instruction)
            elif operator == "EMC":
                writer.close()
                writer = None
            else:
                writer.take(
                    instruction, [float(value) for value in operands] == [*colour] if operator == "rg" else None
                )
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(made))


class _Writer:
    """Writes the marks of one piece anew."""

    def __init__(self, tags: Tags, page: int, element: Element, number: int, made: list[Any]) -> None:
        self._tags, self._page, self._element, self._made = tags, page, element, made
        at = next(i for i, kid in enumerate(element.kids) if kid == Content(page, number))
        self._first: int | None = number
        self._links = [kid for kid in element.kids[at + 1 :] if isinstance(kid, Element)]
        self._kids: list[Element | Content | Annotation] = []
        self._place = at
        self._open = self._linked = False

    def take(self, instruction: Any, linked: bool | None) -> None:
        operator = str(instruction.operator)
        if linked is not None and linked != self._linked:
            self._end()
            self._linked = linked
        if operator in ("Tj", "TJ") and not self._open:
            self._begin()
        if operator == "ET":
            self._end()
        if operator in ("m", "re"):
            self._made.append(pikepdf.ContentStreamInstruction([Name.Artifact], Operator("BMC")))
        self._made.append(instruction)
        if operator in ("S", "f"):
            self._made.append(pikepdf.ContentStreamInstruction([], Operator("EMC")))

    def close(self) -> None:
        self._end()
        rest = [kid for kid in self._element.kids[self._place + 1 :] if kid not in self._kids]
        self._element.kids[self._place :] = [*self._kids, *rest]

    def _begin(self) -> None:
        number = self._first if self._first is not None else self._tags.pieces(self._page)
        self._first = None
        holder = self._element
        if self._linked and self._links:
            holder = self._links.pop(0)
            holder.kids.insert(0, Content(self._page, number))
            self._kids.append(holder)
        else:
            self._kids.append(Content(self._page, number))
        mark = [Name("/" + holder.kind), Dictionary(MCID=number)]
        self._made.append(pikepdf.ContentStreamInstruction(mark, Operator("BDC")))
        self._open = True

    def _end(self) -> None:
        if self._open:
            self._made.append(pikepdf.ContentStreamInstruction([], Operator("EMC")))
        self._open = False


def _all(element: Element) -> Iterator[Element]:
    yield element
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _all(kid)

"""A scan of a signed letter and the letter as it was built go in; the scan with the letter's links and words comes out.

A page of it is the picture of the scanned page and nothing else that the scan's file holds. For those who can't see it,
it is a figure (ISO 32000-2, 14.8.4.8.5) whose alternative text says that it is a scan, and has the words that were
printed; what is a heading or a list in it, no tag says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Rectangle, String
from pypdfium2 import PdfDocument

from pipeline.bundle.save import save
from pipeline.bundle.source import open_part
from pipeline.bundle.view import rectangle, view_of
from pipeline.model import Part
from pipeline.pdf.objects import items, spelt
from pipeline.pdf.pdfium import PDFIUM

_LEAST = 40
"""Groups of letters: with fewer, a page has too few words to be known by them."""
_GROUP = 3
_PIXELS = 2400
"""The longer side of a picture of a page: 200 dots an inch on A4."""


@dataclass(frozen=True, slots=True)
class Described:
    """What a scan is called, and how its pages are described."""

    title: str
    language: str
    description: str
    """Of a page, with ``{page}``, ``{pages}`` and ``{words}``."""


def words_of(pdf: Path) -> list[str]:
    """The words of each page, on one line."""
    with PDFIUM, PdfDocument(pdf) as document:
        return [" ".join(normalize("NFKC", page.get_textpage().get_text_bounded()).split()) for page in document]


def mark_of(words: Sequence[str]) -> str:
    """A hash of a letter's words: the same for the letter alone and for the one in a bundle, wherever its lines and
    pages break."""
    return sha256("".join("".join(words).split()).encode()).hexdigest()[:16]


_WORD = re.compile(r"[^\W\d_]{3,}")
_ADDED = 4
"""Words beside the letter's own: a stamp of the registry has fewer."""


def likeness(printed: str, read: str) -> float | None:
    """How much of a page's words was read on its scan, from 0 to 1; None where the page has too few to tell.

    What is compared is groups of letters, as reading by machine mistakes a letter here and there, and divides words
    otherwise; a line that is read from the right may come out in either order.

    >>> printed = "The Committee invites all Members to its third session in March"
    >>> round(likeness(printed, "The Cornmittee invites all Mernbers to its third session in March"), 1)
    0.9
    """
    wanted, found = _groups(printed), _groups(read)
    if wanted.total() < _LEAST:
        return None
    turned = Counter({group[::-1]: count for group, count in found.items()})
    return max((wanted & found).total(), (wanted & turned).total()) / wanted.total()


def added(printed: str, read: str) -> list[str]:
    """Words that were read on a scan and are not the page's, where there are more of them than reading would mistake.

    Another letter of the same kind has all the words of this one, but for whom it goes to.

    >>> printed = "To the Permanent Missions. The Committee invites all Members to its third session in March."
    >>> added(printed, printed.replace("the Permanent Missions", "Ms Žofia Ålesund, 1 rue de Varembé, Geneva"))
    ['Žofia', 'Ålesund', 'rue', 'Varembé', 'Geneva']
    >>> added(printed, printed.replace("Committee", "Cornmittee")), added(printed, f"{printed} Received 3 April")
    ([], [])
    """
    wanted, found = (dict.fromkeys(_WORD.findall(normalize("NFKC", words))) for words in (printed, read))
    known = {word.casefold() for word in wanted}
    new = [word for word in found if word.casefold() not in known]
    missing = known - {word.casefold() for word in found}
    return new if len(new) >= _ADDED and len(new) > 2 * len(missing) else []


def _groups(words: str) -> Counter[str]:
    letters = "".join(sign for sign in normalize("NFKC", words).casefold() if sign.isalnum())
    return Counter(letters[at : at + _GROUP] for at in range(len(letters) - _GROUP + 1))


def drawn(pdf: Path, page: int) -> bytes:
    """A page, from 0, as a grey picture (PGM) that is large enough to be read."""
    with PDFIUM, PdfDocument(pdf) as document:
        bitmap = document[page].render(scale=_PIXELS / max(document[page].get_size()), grayscale=True)
        pixels, stride = bytes(bitmap.buffer), bitmap.stride
        rows = (pixels[row * stride : row * stride + bitmap.width] for row in range(bitmap.height))
        return b"P5 %d %d 255\n%b" % (bitmap.width, bitmap.height, b"".join(rows))


def lay_over(scan: Path, letter: Path, words: Sequence[str], described: Described, target: Path) -> None:
    """Write ``scan``, which has as many pages as ``letter``, with the letter's links, as ``target``.

    ``words`` are the letter's, by page. Raises BundleError for a file that can't be opened.
    """
    with (
        open_part(Part("letter", scan, described.title, described.language)) as source,
        open_part(Part("letter", letter, described.title, described.language)) as built,
        pikepdf.new() as made,
    ):
        tree = _Tree(made, described.language)
        for number, (page, like) in enumerate(zip(source.pages, built.pages, strict=True), start=1):
            alternative = described.description.format(page=number, pages=len(words), words=words[number - 1])
            _add(made, page, like, alternative, tree)
        tree.finish()
        made.Root.Lang = String(described.language)
        made.docinfo[Name.Title] = String(described.title)
        save(made, target, source.pdf_version)


def _add(made: Pdf, page: Page, like: Page, alternative: str, tree: _Tree) -> None:
    """Add a page that shows ``page`` and has the links of ``like`` where they lie there."""
    for box in (Name.TrimBox, Name.BleedBox, Name.ArtBox):
        if box in page.obj:
            del page.obj[box]  # a form shows the trimmed page
    seen = view_of(page.obj)
    form = made.copy_foreign(page.as_form_xobject())
    new = made.add_blank_page(page_size=(seen.width, seen.height))
    new.obj.Resources = Dictionary(XObject=Dictionary(Scan=form))
    placed = new.calc_form_xobject_placement(form, Name.Scan, Rectangle(0, 0, seen.width, seen.height))
    new.obj.Contents = made.make_stream(b"/Figure <</MCID 0>> BDC\n" + placed + b"EMC\n")
    tree.figure(new.obj, alternative, (seen.width, seen.height))
    links = [made.make_indirect(link) for link in _links(like, (seen.width, seen.height))]
    if links:
        new.obj.Annots = Array(links)
        new.obj.Tabs = Name.S
        for link in links:
            tree.link(new.obj, link)


def _links(like: Page, size: tuple[float, float]) -> Iterator[Dictionary]:
    """The letter's links, where they lie on a page of another size."""
    view = view_of(like.obj)
    across, up = size[0] / view.width, size[1] / view.height
    for each in items(like.obj.get(Name.Annots)):
        action = each.get(Name.A) if isinstance(each, Dictionary) else None
        box = rectangle(each.get(Name.Rect)) if isinstance(action, Dictionary) else None
        if box is None or not isinstance(action, Dictionary) or action.get(Name.S) != Name.URI:
            continue
        left, bottom, right, top = view.seen(box)
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([left * across, bottom * up, right * across, top * up]),
            Border=Array([0, 0, 0]),
            F=4,  # printed, as ISO 19005-2, 6.3.2, asks for
            A=Dictionary(S=Name.URI, URI=String(spelt(action.get(Name.URI, "")))),
        )
        if isinstance(each.get(Name.Contents), String):
            link.Contents = String(str(each.Contents))
        yield link


class _Tree:
    """The structure tree of a scan: a figure a page, and the links on it."""

    def __init__(self, pdf: Pdf, language: str) -> None:
        self._pdf = pdf
        self._root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        self._document = pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, P=self._root, Lang=String(language), K=Array())
        )
        self._parents: list[Any] = []
        self._next = 0

    def figure(self, page: Dictionary, alternative: str, size: tuple[float, float]) -> None:
        layout = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([0, 0, *size]))
        element = self._element(Name.Figure, page)
        element.Alt, element.A, element.K = String(alternative), layout, 0
        page.StructParents = self._keep(Array([element]))

    def link(self, page: Dictionary, link: Object) -> None:
        element = self._element(Name.Link, page)
        element.K = Dictionary(Type=Name.OBJR, Obj=link, Pg=page)
        link.StructParent = self._keep(element)

    def _element(self, kind: Name, page: Dictionary) -> Object:
        element = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=self._document, Pg=page))
        self._document.K.append(element)
        return element

    def _keep(self, tags: Object) -> int:
        key, self._next = self._next, self._next + 1
        self._parents += [key, tags]
        return key

    def finish(self) -> None:
        self._root.K = Array([self._document])
        self._root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(self._parents)))
        self._root.ParentTreeNextKey = self._next
        self._pdf.Root.StructTreeRoot = self._root
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

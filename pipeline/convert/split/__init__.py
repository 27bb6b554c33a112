"""The PDF of many letters, as LibreOffice writes it, goes in; the PDF of each letter alone comes out.

A letter's file is written of what its pages lead to, and of nothing else: its own pages, tags, links, outline, and
fonts with the signs that it shows. It is the same file in whatever company the letter was converted. The objects of the
whole file are taken as they are; where they lead to what all letters have in common, such as the list of pages, the
letter has an object of its own under the same number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from pipeline.convert.finish import describe_links
from pipeline.convert.letters import completed
from pipeline.convert.split.faces import Faces, Made
from pipeline.convert.split.pictures import Pictures
from pipeline.convert.split.recode import Shown, hold, recode
from pipeline.convert.split.tags import Tags
from pipeline.convert.split.unlike import UnlikeError
from pipeline.convert.type1 import TURNS
from pipeline.pdf.objects import items
from pipeline.pdf.spelled import New, Spelled, dictionary, entry, of_file, packed, spelled, strings, write

__all__ = ["START", "Letter", "Letters", "UnlikeError"]

START = "letter"
"""What the bookmark at a letter's beginning is called, before the letter's number, from 0."""
_COMMON = ("/Lang", "/MarkInfo", "/Metadata", "/OutputIntents", "/ViewerPreferences")
"""What all letters of a file have in common in its catalog."""
_MADE = 1 << 23
"""Where the numbers of what is made for a letter begin: no file may have so many objects (ISO 32000-1, table C.1)."""
_ALL = -1

_Entry: TypeAlias = "tuple[int, Any]"
"""How deep an entry of an outline stands, and the entry."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One that was taken out."""

    pdf: bytes
    pages: int
    kinds: frozenset[str] = frozenset()
    """What its pages are made of: fonts, tags, pictures; nothing for one that is as LibreOffice wrote it."""


class Letters:
    """The letters of a PDF that has ``count`` of them, behind the letter to nobody where one leads them; each can be
    taken once, since ``pdf`` is changed. So many pictures of the others are ``proxies`` for its own.

    ``also`` is done to it, and may change links and take them out. UnlikeError for a file whose letters can't be told
    from each other.
    """

    def __init__(
        self, pdf: Pdf, count: int, also: Callable[[Pdf], object], *, led: bool = False, proxies: int = 0
    ) -> None:
        self._pdf = pdf
        self._pages: list[Any] = [page.obj for page in pdf.pages]
        self._index = {page.objgen: index for index, page in enumerate(self._pages)}
        self.spans = self._read_spans(count + led)
        """The pages of each."""
        if any(Name.MediaBox not in page for page in self._pages):
            raise UnlikeError("alone-pages")
        fonts: Any = self._pages[0].Resources.get(Name.Font, Dictionary())
        self._faces = Faces(dict(fonts.items()))
        self._pictures = Pictures()
        self._proxies = proxies
        self._company = count > 1
        self._known: dict[int, Spelled] = {}
        self._tags = Tags(pdf, self._spelt)
        self._links = [items(page.get(Name.Annots)) for page in self._pages]
        also(pdf)
        of = {index: number for number, span in enumerate(self.spans) for index in span}
        pages = {page.objgen[0]: of[index] for index, page in enumerate(self._pages)}
        elements = self._tags.by_letter(pages)
        self._elements: list[list[int]] = [[] for _ in self.spans]
        for element, number in elements.items():
            self._elements[number].append(element)
        self._of = {**pages, **elements, pdf.Root.objgen[0]: _ALL, pdf.Root.StructTreeRoot.objgen[0]: _ALL}
        """The letter that each page and element is of, and what leads to those of all: none may lead to another's."""
        self._outlines: list[list[_Entry]] = [[] for _ in self.spans]
        for depth, each in _outlined(pdf.Root.get("/Outlines")):
            self._outlines[of[self._index[each.Dest[0].objgen]]].append((depth, each))
        self._common = [entry(key, self._held(pdf.Root[key])) for key in _COMMON if key in pdf.Root]
        self._information: Any = self._held(pdf.docinfo)
        self._said = strings(self._information)
        self._places: list[Any] = []
        """For what the pages of a letter show, and for what they show it with."""
        self._led = led
        if led:
            self._lead(self._pages[: self.spans[0].stop])

    def _lead(self, pages: Sequence[Any]) -> None:
        try:
            shown = recode(pages, self._faces, self._pictures)
        except ValueError:
            raise UnlikeError("alone-fonts") from None
        self._pictures.lead()
        self._faces.lead({face: codes.known for face, codes in shown.signs.items()})

    def take(self, number: int) -> Letter:
        """The letter of that number, from 0. UnlikeError where it can't be told from others."""
        number += self._led
        span = self.spans[number]
        pages = self._pages[span.start : span.stop]
        new = New(_MADE)
        try:
            shown = recode(pages, self._faces, self._pictures)
            hold(shown, self._faces, company=self._company)
            if len(shown.proxies) < self._proxies:  # the office wrote one otherwise than it was
                raise UnlikeError("alone-drawings")
            resources = _resources(new, shown)
        except ValueError:
            raise UnlikeError("alone-fonts") from None
        links = self._write_pages(new, span, shown, resources)
        tree, roles = self._tags.write(new, pages, links, self._elements[number])
        catalog = new.add(spelled(dictionary(sorted([*self._common, *self._write_catalog(new, number, pages, tree)]))))

        def of(key: int) -> Spelled:
            if self._of.get(key, number) != number:
                raise UnlikeError("alone-tags")
            return new.objects.get(key) or self._known.get(key) or self._spelt(key)

        pdf = write(of, catalog, self._information.objgen[0], self._pdf.pdf_version, self._said)
        kinds = {*roles, *(face.name for face in shown.signs)}
        kinds |= {"pictures"} if shown.pictures else set()
        kinds |= {"links"} if any(Name.Annots in page for page in pages) else set()
        return Letter(pdf, len(pages), frozenset(kinds))

    # --- what is read once ---------------------------------------------------------------------

    def _read_spans(self, count: int) -> list[range]:
        if count == 1:
            return [range(len(self._pages))]
        places: Any = self._pdf.Root.get(Name.Dests, Dictionary())
        starts = [places.get(f"/{START}{number}") for number in range(count)]
        firsts = [self._index[start[0].objgen] if start is not None else -1 for start in starts]
        bounds = [*firsts, len(self._pages)]
        if firsts[0] != 0 or any(first >= second for first, second in pairwise(bounds)):
            raise UnlikeError("alone-pages")
        return [range(first, second) for first, second in pairwise(bounds)]

    def _held(self, value: Any) -> Any:
        """A thing that is an object of its own, if it can be one."""
        held = isinstance(value, (Dictionary, Array, Stream)) and not value.is_indirect
        return self._pdf.make_indirect(value) if held else value

    def _spelt(self, number: int) -> Spelled:
        """An object of the file."""
        if number not in self._known:
            thing: Any = self._pdf.get_object(number, 0)
            if not isinstance(thing, Object):
                raise UnlikeError("alone-tags")
            words = thing.unparse(resolved=True)
            self._known[number] = of_file(thing) if words.endswith(b" R") else spelled(words)
        return self._known[number]

    # --- a letter ------------------------------------------------------------------------------

    def _write_pages(self, new: New, span: range, shown: Shown, resources: Spelled) -> list[tuple[Any, bool]]:
        """Writes the pages, and gives the links that the tags lead to, and whether they are still there."""
        pages, links = self._pages[span.start : span.stop], self._links[span.start : span.stop]
        while len(self._places) <= len(pages):
            self._places.append(self._pdf.make_indirect(Dictionary()))
        own = {page.objgen for page in pages}
        new.objects[self._places[0].objgen[0]] = resources
        tagged: list[tuple[Any, bool]] = []
        for page, place, content, theirs in zip(pages, self._places[1:], shown.contents, links, strict=False):
            new.objects[place.objgen[0]] = packed(content)
            page.Contents, page.Resources, page.Parent = place, self._places[0], self._pdf.Root.Pages
            if any(Name.Dest in link and link.Dest[0].objgen not in own for link in theirs):
                raise UnlikeError("alone-links")
            if any(Name.Dest in link and Name.StructParent not in link for link in theirs):
                # From a note: LibreOffice may look for its mark on the page of another letter, and not find it.
                raise UnlikeError("alone-links", crowded=self._company)
            left = items(page.get(Name.Annots))
            if theirs and len(left) == len(theirs):
                page.Annots = self._pdf.make_indirect(Array(theirs))
            there = {link.objgen for link in left}
            tagged += [(link, link.objgen in there) for link in theirs if Name.StructParent in link]
        describe_links(pages)
        return tagged

    def _write_catalog(self, new: New, number: int, pages: Sequence[Any], tree: int) -> Iterator[bytes]:
        """The entries of a letter's own catalog."""
        numbers = tuple(page.objgen[0] for page in pages)
        root: Any = self._pdf.Root.Pages
        kids = b"<< /Count %d /Kids [ %b] /Type /Pages >>" % (len(pages), b"%d 0 R " * len(pages))
        new.objects[root.objgen[0]] = Spelled(kids, numbers)
        yield b"/OpenAction [ %d 0 R /XYZ null null 0 ]" % numbers[0]
        if self._outlines[number]:
            yield entry("/Outlines", _outline(self._pdf, self._outlines[number]))
        yield b"/Pages %d 0 R" % root.objgen[0]
        yield b"/StructTreeRoot %d 0 R" % tree
        yield b"/Type /Catalog"


def _resources(new: New, shown: Shown) -> Spelled:
    """The fonts and pictures of a letter's pages. ValueError for fonts that can't be parted."""
    turn = _turn(shown)
    faces = [(face, tuple(codes.known)) for face, codes in shown.signs.items()]
    maps = _maps([face.made(codes, turn) for face, codes in faces], shown)
    fonts = [
        b"/F%d %d 0 R" % (at, face.only(codes, at, new, turn, maps.get((at, 0), b"")))
        for at, (face, codes) in enumerate(faces, start=1)
    ]
    resources = [b"/Font " + dictionary(sorted(fonts))]
    if shown.pictures:
        pictures = [b"/%b %d 0 R" % (own, drawn.objgen[0]) for own, drawn in shown.pictures.values()]
        resources.append(b"/XObject " + dictionary(sorted(pictures)))
    return spelled(dictionary(resources))


def _maps(made: Sequence[Made], shown: Shown) -> dict[tuple[int, int], bytes]:
    """What the signs of fonts stand for, by their numbers, where the words around them say it."""
    if not any(each.silent for each in made):
        return {}
    said = {(at, 0): each.said for at, each in enumerate(made, start=1)}
    last = {(at, 0): len(codes.known) for at, codes in enumerate(shown.signs.values(), start=1)}
    named = {b"F%d" % at: (at, 0) for at, _ in said}
    return completed(said, last, [(content, named) for content in shown.contents])


def _turn(shown: Shown) -> int:
    """The first turn in which none of a letter's fonts is taken for one that does not list all of its signs; the last
    where there is none."""
    faces = [(face, tuple(codes.known)) for face, codes in shown.signs.items() if face.is_postscript]
    turns = range(TURNS - 1)
    return next((turn for turn in turns if not any(face.seems_short(codes, turn) for face, codes in faces)), TURNS - 1)


def _outlined(outlines: Any) -> Iterator[_Entry]:
    """The entries of an outline in order. UnlikeError where one leads to no page."""
    waiting = [(0, outlines.get(Name.First))] if outlines is not None else []
    while waiting:
        depth, each = waiting.pop()
        if each is None:
            continue
        if not isinstance(each.get(Name.Dest), Array):
            raise UnlikeError("alone-outline")
        yield depth, each
        waiting += [(depth, each.get(Name.Next)), (depth + 1, each.get(Name.First))]


def _outline(pdf: Pdf, entries: Sequence[_Entry]) -> Any:
    """An outline of these entries alone, all of it open (ISO 32000-1, 12.3.3)."""
    top: Any = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(entries)))
    above: list[tuple[int, Any]] = [(-1, top)]
    for depth, each in entries:
        while above[-1][0] >= depth:
            above.pop()
        parent = above[-1][1]
        place = Array(list(each.Dest))
        made: Any = pdf.make_indirect(Dictionary(Title=String(bytes(each.Title)), Parent=parent, Dest=place, Count=0))
        if Name.Last in parent:
            parent.Last.Next, made.Prev = made, parent.Last
        else:
            parent.First = made
        parent.Last = made
        for _, outer in above[1:]:
            outer.Count += 1
        above.append((depth, made))
    return top

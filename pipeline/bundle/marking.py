"""The pages of a part go in; the same pages come out with what they bear besides: stamps, numbers, a draft's mark.

All of it is artifacts (ISO 32000-2, 14.8.2.2), outside the tags. It is written into the pages' own content, in one font
that the bundle has once: pages that share their resources still do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from math import atan2, cos, hypot, sin
from pathlib import Path

from pikepdf import Array, Dictionary, Name, Object, Pdf

from pipeline.bundle.content import Heights, unbalanced, words_of
from pipeline.bundle.room import Pictures, Side, Spot, choose, head_height, known_to_be_free
from pipeline.bundle.stamps import PADDING, Stamp, Stamps
from pipeline.bundle.view import Box, Transform, View, rectangle, view_of
from pipeline.errors import BundleError
from pipeline.files import Remembered
from pipeline.findings import Finding, Place
from pipeline.model import Binding, Part
from pipeline.numbering import in_figures
from pipeline.pdf.objects import as_list, dictionary, items

_STAMP = "/Type /Pagination /Subtype /Header /Attached [/Top]"
_NUMBER = "/Type /Pagination /Subtype /PageNum"
_DRAFT = "/Type /Pagination /Subtype /Watermark"
_BLANK = "/Type /Layout"
"""What each is as an artifact (ISO 32000-2, table 363)."""
_ACROSS, _TALLEST = 0.7, 0.12
"""How long the words across a page are, and their size, in times its diagonal, at most."""
_BLANK_SIZE = 1.5
"""Of the words on a blank page, in times the stamps'."""
_GREY, _OPAQUE = "0.5 g", 0.25
"""The colour of a draft's mark, and how much it covers (11.6.4.4): white paper and black pictures both show it, and
letters under it are read as before."""


@dataclass(frozen=True, slots=True)
class PageWords:
    """What a page bears besides its own words; nothing for what it does not."""

    stamp: str = ""
    """At its head: which enclosure's page it is."""
    number: str = ""
    """At its foot: its number in the bundle."""
    draft: str = ""
    """Across it."""
    blank: str = ""
    """In its middle: that nothing else is on it."""

    @property
    def every(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.stamp, self.number, self.draft, self.blank)))


def page_words(binding: Binding, part: Part, first: int, pages: int) -> list[PageWords]:
    """What each page of a part bears, whose first is page ``first`` of the bundle, from 0. BundleError for a pattern
    that can't be filled."""
    stamp = (part.stamp or binding.stamp) if part.kind == "enclosure" else ""
    blank = binding.blank if part.kind == "blank" else ""
    key = "bundle.stamp"
    try:
        set_in = partial(in_figures, figures=binding.figures)
        number, last = set_in(part.printed), set_in(str(pages))
        stamps = [stamp.format(number=number, page=set_in(str(page)), pages=last) for page in range(1, pages + 1)]
        key = "bundle.running-number"
        numbers = [binding.running.format(page=set_in(str(first + page))) for page in range(1, pages + 1)]
    except (LookupError, ValueError, AttributeError):
        pattern, code = (stamp, "stamp-places") if key == "bundle.stamp" else (binding.running, "running-places")
        raise BundleError(Finding(code, Place("phrases.po", key=(key,), paragraph=pattern))) from None
    return [PageWords(*words, binding.draft, blank) for words in zip(stamps, numbers, strict=True)]


class Stamper:
    """Stamps the pages of a bundle, all with the same ``stamps``. ``side`` is where a stamp lies if it can; pages
    of a draft are ``blended``."""

    def __init__(self, bundle: Pdf, stamps: Stamps, side: Side, *, blended: bool) -> None:
        self._bundle, self._stamps, self._side, self._blended = bundle, stamps, side, blended
        self._opening = bundle.make_stream(b"q\n")
        self._resources: dict[tuple[int, int], tuple[Object, _Names]] = {}
        """What pages share, with the fonts of the stamps in it, and their names there."""

    def stamp(self, pages: Sequence[Dictionary], path: Path, words: Sequence[PageWords]) -> None:
        """Stamp ``pages`` of the bundle, which come from the file ``path``, each with its own ``words``."""
        heights = Heights()
        with Pictures(path) as pictures:
            for index, (page, own) in enumerate(zip(pages, words, strict=True)):
                self._page(_Looked(page, path, index, heights, pictures), own)

    def _page(self, looked: _Looked, words: PageWords) -> None:
        placed: list[tuple[str, str, Spot]] = []
        if words.stamp:
            placed.append((_STAMP, words.stamp, looked.at_head(self._size(words.stamp), self._side)))
        if words.number:
            placed.append(self._number(looked, words.number, [spot.box for *_, spot in placed]))
        page, view = looked.page, looked.view
        names = self._name(page)
        drawings = [
            self._across(words.draft, view, names) if words.draft else "",
            self._amid(words.blank, view, names) if words.blank else "",
            *(self._at(artifact, own, spot, view, names) for artifact, own, spot in placed),
        ]
        missing, left_open = looked.unbalanced
        closing = self._bundle.make_stream(b"Q\n" * (1 + missing + left_open) + "".join(drawings).encode())
        # The streams of a page are read as one, with a break between them (7.8.2).
        page.Contents = Array([self._opening] * (1 + missing) + as_list(page.get(Name.Contents)) + [closing])

    def _number(self, looked: _Looked, words: str, taken: Sequence[Box]) -> tuple[str, str, Spot]:
        """A number at the foot; where no room is free there, at the head, if there is some."""
        size = self._size(words)
        foot = looked.at_foot(size, taken)
        head = looked.at_head(size, "middle", taken) if foot.plate else foot
        if head.plate or not foot.plate:
            return f"{_NUMBER} /Attached [/Bottom]", words, foot
        return f"{_NUMBER} /Attached [/Top]", words, head

    def _size(self, words: str) -> tuple[float, float]:
        return self._stamps.known[words].width, self._stamps.height

    # --- drawings ------------------------------------------------------------------------------

    def _at(self, artifact: str, words: str, spot: Spot, view: View, names: _Names) -> str:
        stamp = self._stamps.known[words]
        plate = f"1 g 0 0 {stamp.width:.3f} {self._stamps.height:.3f} re f 0 g " if spot.plate else ""
        return self._drawing(artifact, stamp, view.place(spot.box[0], spot.box[1], spot.scale), plate, names)

    def _across(self, words: str, view: View, names: _Names) -> str:
        """Words from corner to corner."""
        stamp, diagonal = self._stamps.known[words], hypot(view.width, view.height)
        scale = min(_ACROSS * diagonal / stamp.width, _TALLEST * diagonal / self._stamps.size)
        angle = atan2(view.height, view.width)
        turned = (scale * cos(angle), scale * sin(angle), -scale * sin(angle), scale * cos(angle))
        return self._drawing(_DRAFT, stamp, self._centred(stamp, turned, view), f"{names.blending} gs {_GREY} ", names)

    def _amid(self, words: str, view: View, names: _Names) -> str:
        """Words in the middle."""
        stamp = self._stamps.known[words]
        scale = min(_BLANK_SIZE, view.width / stamp.width)
        return self._drawing(_BLANK, stamp, self._centred(stamp, (scale, 0, 0, scale), view), "", names)

    def _centred(self, stamp: Stamp, turned: tuple[float, float, float, float], view: View) -> Transform:
        """The way from a stamp's own space to that of the page, in whose middle its middle comes to lie."""
        a, b, c, d = turned
        x, y = stamp.width / 2, self._stamps.height / 2
        across, up = view.width / 2 - a * x - c * y, view.height / 2 - b * x - d * y
        A, B, C, D, E, F = view.transform  # noqa: N806
        return (
            *(a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D),
            *(across * A + up * C + E, across * B + up * D + F),
        )

    def _drawing(self, artifact: str, stamp: Stamp, way: Transform, before: str, names: _Names) -> str:
        transform = " ".join(f"{number:.5f}" for number in way)
        signs = " ".join(f"{names.fonts[font]} {self._stamps.size:g} Tf {shown}" for font, shown in stamp.runs)
        words = f"BT {PADDING:g} {self._stamps.rise:.5f} Td {signs} ET"
        if stamp.says:
            # 14.9.4
            words = f"/Span <</ActualText <FEFF{stamp.says.encode('utf-16-be').hex()}>>> BDC {words} EMC"
        return f"/Artifact <<{artifact}>> BDC q {transform} cm {before}{words} Q EMC\n"

    # --- resources -----------------------------------------------------------------------------

    def _name(self, page: Dictionary) -> _Names:
        """Put the fonts of the stamps into the page's resources, in a copy that its neighbours share as they did."""
        resources = page.get(Name.Resources)
        shared = resources.objgen if isinstance(resources, Dictionary) and resources.is_indirect else None
        if shared in self._resources:
            page.Resources, names = self._resources[shared]
            return names
        own = dictionary(resources)
        fonts = dictionary(own.get(Name.Font))
        named = []
        for number, font in enumerate(self._stamps.fonts):
            name = _free(fonts, f"/Stamp{number}")
            fonts[name] = font
            named.append(name)
        own.Font = fonts
        names = _Names(tuple(named))
        if self._blended:
            states = dictionary(own.get(Name.ExtGState))
            names = _Names(names.fonts, _free(states, "/Draft"))
            states[names.blending] = Dictionary(Type=Name.ExtGState, BM=Name.Normal, ca=_OPAQUE)
            own.ExtGState = states
        if shared is not None:
            own = self._bundle.make_indirect(own)
            self._resources[shared] = own, names
        page.Resources = own
        return names


@dataclass(frozen=True, slots=True)
class _Names:
    """What is in a page's resources for stamps, by the names that it has there."""

    fonts: tuple[str, ...]
    blending: str = ""


def _free(known: Dictionary, name: str) -> str:
    while name in known:
        name += "-"
    return name


_SPOTS = Remembered[Spot](20_000)
_UNBALANCED = Remembered[tuple[int, int]](20_000)
"""What was found for pages: the next bundle has most of them too."""


class _Looked:
    """A page that is looked at for room."""

    def __init__(self, page: Dictionary, path: Path, index: int, heights: Heights, pictures: Pictures) -> None:
        """``path`` is the file that the page comes from, ``index`` its number there, from 0."""
        self.page, self._path, self._index, self._heights, self._pictures = page, path, index, heights, pictures
        self.view = view_of(page)
        annotations = (each for each in items(page.get(Name.Annots)) if isinstance(each, Dictionary))
        boxes = (rectangle(each.get(Name.Rect)) for each in annotations)
        self._taken = [self.view.seen(box) for box in boxes if box]

    @cached_property
    def _content(self) -> list[bytes] | None:
        return words_of(self.page)

    @property
    def unbalanced(self) -> tuple[int, int]:
        """How many ``q`` its content lacks at its start, and its ``q`` less its ``Q``."""
        return _UNBALANCED.of(self._path, lambda: unbalanced(self.page, self._content), self._index)

    def at_head(self, size: tuple[float, float], side: Side, taken: Sequence[Box] = ()) -> Spot:
        """Room for a stamp besides what is ``taken``, looked for from the head down."""
        return self._room(size, side, [*self._taken, *taken], self.view.sight, foot=False)

    def at_foot(self, size: tuple[float, float], taken: Sequence[Box]) -> Spot:
        """The same from the foot up."""
        every = [self.view.mirrored(box) for box in (*self._taken, *taken)]
        spot = self._room(size, "middle", every, self.view.upside_down, foot=True)
        return replace(spot, box=self.view.mirrored(spot.box))

    def _room(
        self, size: tuple[float, float], side: Side, taken: Sequence[Box], sight: Transform, *, foot: bool
    ) -> Spot:
        return _SPOTS.of(
            self._path,
            lambda: self._look(size, side, taken, sight, foot=foot),
            *(self._index, size, side, tuple(taken), foot),
        )

    def _look(
        self, size: tuple[float, float], side: Side, taken: Sequence[Box], sight: Transform, *, foot: bool
    ) -> Spot:
        highest = None if self._content is None else self._heights.highest(self.page, self._content, sight)
        spot = None if highest is None else known_to_be_free(self.view, size, highest, taken, side)
        if spot is None:
            strip = self._pictures.head(self._index, self.view, head_height(size[1]), foot=foot)
            spot = choose(self.view, size, strip, taken, side)
        return spot

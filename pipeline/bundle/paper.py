"""An enclosure goes in; the same comes out with every page on sheets of one size, all that it holds still in place.

A page larger than the sheet is made smaller, one that is smaller is centred; a page that is seen across lies on a sheet
across. Nothing is drawn anew: the content is moved by a matrix (ISO 32000-2, 8.3.4), and with it whatever else is
placed on the page, in the page's own units: annotations, destinations, beads, patterns, viewports, the tags' boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf, Stream, String

from pipeline.bundle.actions import steps
from pipeline.bundle.content import unbalanced, words_of
from pipeline.bundle.save import save
from pipeline.bundle.source import open_part
from pipeline.bundle.view import MILLIMETRE, Box, View, is_number, rectangle, view_of
from pipeline.model import Paper, Part
from pipeline.pdf.objects import as_list, dictionary, integer, items, leaves, spelt

SHEETS: dict[Paper, tuple[float, float]] = {"A4": (210 * MILLIMETRE, 297 * MILLIMETRE), "Letter": (612.0, 792.0)}
"""Width and height in points, upright."""
_NEAR = 1.0
"""In points: a page that is off by less is left as it is."""
_INHERITED = (Name.MediaBox, Name.CropBox, Name.Rotate, Name.Resources)
"""ISO 32000-2, 7.7.3.4."""
_POINTS = (Name.QuadPoints, Name.Vertices, Name.L, Name.CL)
_LISTS_OF_POINTS = (Name.InkList, Name.Path)
_LENGTHS = (Name.LL, Name.LLE, Name.LLO)
_SIZE = re.compile(rb"(/[^\s/]+\s+)([\d.]+)(\s+Tf)")
_VIEWS = {
    "/XYZ": "xy",
    "/FitH": "y",
    "/FitV": "x",
    "/FitR": "xyxy",
    "/FitBH": "y",
    "/FitBV": "x",
}
"""What the numbers of a view are (12.3.2.2); a zoom, which comes after them, stays."""


@dataclass(frozen=True, slots=True)
class _Move:
    """From a page's own units to the sheet's: larger by ``scale``, then moved."""

    scale: float
    right: float
    up: float

    def x(self, value: Any) -> float:
        return round(float(value) * self.scale + self.right, 4)

    def y(self, value: Any) -> float:
        return round(float(value) * self.scale + self.up, 4)

    def points(self, values: Sequence[Any]) -> Array:
        return Array([self.y(value) if index % 2 else self.x(value) for index, value in enumerate(values)])

    def lengths(self, values: Sequence[Any]) -> Array:
        return Array([round(float(value) * self.scale, 4) for value in values])

    def matrix(self, values: Sequence[Any]) -> Array:
        """A matrix that leads to the page's units, now leading to the sheet's."""
        a, b, c, d, e, f = (float(value) for value in values)
        return Array([a * self.scale, b * self.scale, c * self.scale, d * self.scale, self.x(e), self.y(f)])


def set_on_paper(source: Path, paper: Paper, target: Path) -> None:
    """Write the PDF ``source`` as ``target``, every page on a sheet of ``paper``. Raises BundleError."""
    with open_part(Part("enclosure", source, source.stem, "und")) as pdf:
        moves = [_set_page(pdf, page.obj, SHEETS[paper]) for page in pdf.pages]
        if any(moves):
            _Mover(pdf, moves).move()
        save(pdf, target, pdf.pdf_version)


def _set_page(pdf: Pdf, page: Dictionary, sheet: tuple[float, float]) -> _Move | None:
    """Move the content of ``page`` onto the sheet; None where it is of that size already."""
    for key in _INHERITED:
        value = _inherited(page, key)
        if value is not None:
            page[key] = value
    view = view_of(page)
    seen = sheet if view.width <= view.height else sheet[::-1]
    if view.unit == 1 and abs(view.width - seen[0]) < _NEAR and abs(view.height - seen[1]) < _NEAR:
        return None
    move, size = _placed(view, seen)
    left, bottom, right, top = view.box
    missing, left_open = unbalanced(page, words_of(page))
    clip = f"{left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re W n"
    opening = f"q {move.scale:.6f} 0 0 {move.scale:.6f} {move.right:.4f} {move.up:.4f} cm {clip}\n".encode()
    before = pdf.make_stream(opening + b"q\n" * missing)
    after = pdf.make_stream(b"\nQ" * (1 + missing + left_open))
    page.Contents = Array([before, *as_list(page.get(Name.Contents)), after])
    for key in (Name.TrimBox, Name.BleedBox, Name.ArtBox):
        box = rectangle(page.get(key))
        if box:
            page[key] = move.points(box)
    page.MediaBox = page.CropBox = Array([0, 0, *(round(length, 3) for length in size)])
    if Name.UserUnit in page:
        del page.UserUnit
    return move


def _placed(view: View, sheet: tuple[float, float]) -> tuple[_Move, tuple[float, float]]:
    """How the page gets to the middle of the sheet; and the sheet's size before the page is turned."""
    shrunk = min(1.0, sheet[0] / view.width, sheet[1] / view.height)
    size = sheet[::-1] if view.rotation in (90, 270) else sheet
    scale = shrunk * view.unit
    left, bottom, right, top = view.box
    middle = ((left + right) / 2, (bottom + top) / 2)
    return _Move(scale, size[0] / 2 - scale * middle[0], size[1] / 2 - scale * middle[1]), size


def _inherited(page: Dictionary, key: Name) -> Object | None:
    seen = ObjectSet()
    node: Object | None = page
    while isinstance(node, Dictionary) and seen.add(node):
        if key in node:
            return node[key]
        node = node.get(Name.Parent)
    return None


class _Mover:
    """Moves what lies on the pages of one PDF, each thing once."""

    def __init__(self, pdf: Pdf, moves: Sequence[_Move | None]) -> None:
        self._pdf = pdf
        self._moves = {page.obj.objgen: move for page, move in zip(pdf.pages, moves, strict=True)}
        self._numbered = moves
        self._seen = ObjectSet()
        self._patterns: dict[tuple[tuple[int, int], _Move], Object] = {}
        form = pdf.Root.get(Name.AcroForm)
        self._words = form.get(Name.DA) if isinstance(form, Dictionary) else None

    def move(self) -> None:
        for page in self._pdf.pages:
            move = self._moves[page.obj.objgen]
            for annotation in items(page.obj.get(Name.Annots)):
                if isinstance(annotation, Dictionary) and self._first(annotation):
                    self._targets(annotation)
                    if move:
                        _move_annotation(annotation, move, self._words)
            if move:
                self._page(page.obj, move)
        self._document()
        self._tags()

    def _first(self, thing: Object) -> bool:
        """Whether a thing is met for the first time; what is held in place by its holder always is."""
        return not thing.is_indirect or bool(self._seen.add(thing))

    def _page(self, page: Dictionary, move: _Move) -> None:
        for bead in items(page.get(Name.B)):
            if isinstance(bead, Dictionary) and self._first(bead):
                _move_box(bead, Name.R, move)
        for viewport in items(page.get(Name.VP)):
            if isinstance(viewport, Dictionary) and self._first(viewport):
                _move_box(viewport, Name.BBox, move)
        resources = dictionary(page.get(Name.Resources))
        patterns = dictionary(resources.get(Name.Pattern))
        if patterns.keys():
            # A pattern hangs on the page's first coordinates, whatever the content moves (8.7.2).
            for name, pattern in patterns.items():
                patterns[name] = self._pattern(pattern, move)
            resources.Pattern = patterns
            page.Resources = resources

    def _pattern(self, pattern: Any, move: _Move) -> Any:
        if not isinstance(pattern, (Dictionary, Stream)):
            return pattern
        key = (pattern.objgen, move)
        if key not in self._patterns or not pattern.is_indirect:
            entries = Dictionary({name: value for name, value in pattern.items() if name != "/Length"})
            entries.Matrix = move.matrix(items(pattern.get(Name.Matrix)) or (1, 0, 0, 1, 0, 0))
            if isinstance(pattern, Stream):
                moved: Object = self._pdf.make_stream(pattern.read_raw_bytes())
                for name, value in entries.items():
                    moved[name] = value
            else:
                moved = self._pdf.make_indirect(entries)
            self._patterns[key] = moved
        return self._patterns[key]

    # --- where links lead ----------------------------------------------------------------------

    def _document(self) -> None:
        root = self._pdf.Root
        opening = root.get(Name.OpenAction)
        if isinstance(opening, Array):
            self._target(root, Name.OpenAction)
        elif isinstance(opening, Dictionary):
            self._action(opening)
        for holder in self._named():
            for key in holder.keys() if isinstance(holder, Dictionary) else range(1, len(holder), 2):
                value = holder[key]
                if isinstance(value, Dictionary):
                    if self._first(value):
                        self._target(value, Name.D)
                else:
                    self._target(holder, key)
        waiting = [root.get(Name.Outlines)]
        while waiting:
            item = waiting.pop()
            if isinstance(item, Dictionary) and self._first(item):
                self._targets(item)
                waiting += [item.get(Name.Next), item.get(Name.First)]

    def _named(self) -> Iterator[Any]:
        """What holds named destinations: the dictionary of PDF 1.1, and the arrays of a name tree (12.3.2.4)."""
        old, names = self._pdf.Root.get(Name.Dests), self._pdf.Root.get(Name.Names)
        if isinstance(old, Dictionary):
            yield old
        for leaf in leaves(names.get(Name.Dests) if isinstance(names, Dictionary) else None):
            found = leaf.get(Name.Names)
            if isinstance(found, Array) and self._first(found):
                yield found

    def _targets(self, holder: Dictionary) -> None:
        self._target(holder, Name.Dest)
        self._action(holder.get(Name.A))

    def _action(self, action: Object | None) -> None:
        for step in steps(action):
            if step.get(Name.S) == Name.GoTo and self._first(step):
                self._target(step, Name.D)

    def _target(self, holder: Any, key: Any) -> None:
        """Move the view of an explicit destination; one that is named is moved where the name stands."""
        target = holder[key] if not isinstance(holder, Dictionary) or key in holder else None
        if not isinstance(target, Array) or len(target) < 2 or not isinstance(target[1], Name):
            return
        move = self._move_of(target[0])
        if move is None:
            return
        values: list[Any] = list(target)
        for place, axis in enumerate(_VIEWS.get(spelt(values[1]), ""), start=2):
            if place < len(values) and is_number(values[place]):
                values[place] = move.x(values[place]) if axis == "x" else move.y(values[place])
        holder[key] = Array(values)

    def _move_of(self, page: Any) -> _Move | None:
        number = integer(page)
        if number is not None:
            return self._numbered[number] if 0 <= number < len(self._numbered) else None
        return self._moves.get(page.objgen) if isinstance(page, Dictionary) else None

    # --- tags ----------------------------------------------------------------------------------

    def _tags(self) -> None:
        """Move the boxes of figures and tables (14.8.5.4.3), which stand in the units of their page."""
        root = self._pdf.Root.get(Name.StructTreeRoot)
        waiting: list[tuple[Any, _Move | None]] = [(kid, None) for kid in _kids(root)]
        while waiting:
            element, move = waiting.pop()
            if not self._first(element):
                continue
            move = self._moves.get(element.Pg.objgen) if isinstance(element.get(Name.Pg), Dictionary) else move
            kids = _kids(element)
            move = move or next((self._moves.get(kid.Pg.objgen) for kid in kids if Name.Pg in kid), None)
            for attribute in as_list(element.get(Name.A)):
                if move and isinstance(attribute, Dictionary) and self._first(attribute):
                    _move_box(attribute, Name.BBox, move)
            waiting += [(kid, move) for kid in kids]


def _kids(element: Any) -> list[Any]:
    kids = as_list(element.get(Name.K)) if isinstance(element, Dictionary) else []
    return [kid for kid in kids if isinstance(kid, Dictionary)]


def _move_box(holder: Object, key: Name, move: _Move) -> None:
    box: Box | None = rectangle(holder.get(key))
    if box:
        holder[key] = move.points(box)


def _move_annotation(annotation: Dictionary, move: _Move, words: Object | None) -> None:
    """ISO 32000-2, 12.5.2 and 12.5.6; appearances follow their rectangle (12.5.5). ``words`` is the form's ``/DA``."""
    _move_box(annotation, Name.Rect, move)
    for key in _POINTS:
        if _numbers(annotation.get(key)):
            annotation[key] = move.points(items(annotation[key]))
    for key in _LISTS_OF_POINTS:
        if key in annotation:
            annotation[key] = Array([move.points(items(each)) for each in items(annotation[key]) if _numbers(each)])
    if move.scale == 1:
        return
    if _numbers(annotation.get(Name.RD)):
        annotation.RD = move.lengths(items(annotation.RD))
    for key in _LENGTHS:
        if is_number(annotation.get(key)):
            annotation[key] = round(float(annotation[key]) * move.scale, 4)
    border, style = items(annotation.get(Name.Border)), annotation.get(Name.BS)
    if _numbers(Array(border[:3])):
        annotation.Border = Array([*move.lengths(border[:3]), *border[3:]])
    if isinstance(style, Dictionary) and is_number(style.get(Name.W)):
        annotation.BS = dictionary(style)
        annotation.BS.W = round(float(style.W) * move.scale, 4)
    asked = _default_appearance(annotation, words)
    if isinstance(asked, String):
        annotation.DA = String(_SIZE.sub(lambda found: _resized(found, move.scale), bytes(asked)))


def _numbers(value: Object | None) -> bool:
    found = items(value)
    return bool(found) and all(map(is_number, found))


def _resized(found: re.Match[bytes], scale: float) -> bytes:
    return found[1] + f"{round(float(found[2]) * scale, 2):g}".encode() + found[3]


def _default_appearance(annotation: Dictionary, otherwise: Object | None) -> Object | None:
    """How what is typed into a field is set: as it says, or a field above it, or the form (12.7.4.3)."""
    seen = ObjectSet()
    node: Object | None = annotation
    while isinstance(node, Dictionary) and seen.add(node):
        if Name.DA in node:
            return node.DA
        node = node.get(Name.Parent)
    return otherwise if annotation.get(Name.Subtype) == Name.Widget else None

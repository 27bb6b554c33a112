"""Descriptions of pages go in, small PDF files come out: the parts that the tests bind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from pipeline.model import Binding, Part


def font(name: str) -> Path:
    """The file of a font, by its name."""
    return next(Path("/usr/share/fonts").rglob(name))


BINDING = Binding(
    title="Réunion & <suites>",
    author="Secrétariat",
    subject="Invitation",
    language="fr",
    created=datetime(2024, 5, 1, 12, 30, tzinfo=timezone(timedelta(hours=2))),
    stamp="Pièce jointe {number} – page {page}/{pages}",
    stamp_fonts=(font("Carlito-Regular.ttf"),),
    keywords=("réunion", "invitation"),
)
A4 = (0.0, 0.0, 595.0, 842.0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a test's PDF, with its words in the middle."""

    words: str = "Words"
    box: tuple[float, ...] = A4
    crop: tuple[float, ...] | None = None
    rotate: int = 0
    unit: float | None = None
    content: bytes | Sequence[bytes] | None = None
    """In place of the words."""


def write(path: Path, *leaves: Leaf, change: Callable[[Pdf], object] | None = None, **options: Any) -> Path:
    """Write a PDF of ``leaves``, after ``change``; ``options`` go to the writer."""
    with pikepdf.new() as pdf:
        helvetica = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        for leaf in leaves:
            page = Dictionary(Type=Name.Page, MediaBox=Array(leaf.box))
            page.Resources = Dictionary(Font=Dictionary(F1=helvetica))
            if leaf.crop:
                page.CropBox = Array(leaf.crop)
            if leaf.rotate:
                page.Rotate = leaf.rotate
            if leaf.unit:
                page.UserUnit = leaf.unit
            streams = _content(leaf)
            if streams:
                page.Contents = Array([pdf.make_stream(each) for each in streams])
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        if change:
            change(pdf)
        pdf.save(path, **options)
    return path


def simple(path: Path, pages: int = 1, change: Callable[[Pdf], object] | None = None) -> Path:
    """A PDF of A4 pages, each with words of its own."""
    return write(path, *(Leaf(f"{path.stem} {page}") for page in range(1, pages + 1)), change=change)


def tagged(path: Path, pages: int = 1, role: str = "P", name: str = "id") -> Path:
    """A PDF in which each page's words are an element ``Words``, mapped to ``role``, with an ID ``name``."""

    def tag(pdf: Pdf) -> None:
        root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary(Words=Name("/" + role))))
        document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
        numbers, names = Array(), Array()
        for index, page in enumerate(pdf.pages):
            element = pdf.make_indirect(
                Dictionary(
                    Type=Name.StructElem, S=Name.Words, P=document, Pg=page.obj, K=0, ID=String(f"{name}{index:04}")
                )
            )
            document.K.append(element)
            page.obj.StructParents = index
            numbers.append(index)
            numbers.append(Array([element]))
            names.extend([String(f"{name}{index:04}"), element])
        root.K = document
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root.IDTree = pdf.make_indirect(Dictionary(Names=names))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    words = (f"/Words <</MCID 0>> BDC BT /F1 12 Tf 72 400 Td ({path.stem} {page}) Tj ET EMC" for page in range(pages))
    return write(path, *(Leaf(content=each.encode()) for each in words), change=tag)


def link(pdf: Pdf, page: int, **entries: Any) -> Dictionary:
    """Put a link on ``page``, from 0."""
    made = pdf.make_indirect(Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([72, 390, 200, 410]), **entries))
    holder = pdf.pages[page].obj
    if Name.Annots not in holder:
        holder.Annots = Array()
    holder.Annots.append(made)
    return made


def address(uri: str) -> Dictionary:
    """The action of a link to ``uri``."""
    return Dictionary(S=Name.URI, URI=String(uri))


def bookmarks(pdf: Pdf, *lines: tuple[str, Any]) -> None:
    """A flat outline of titles and destinations."""
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    items = [pdf.make_indirect(Dictionary(Title=title, Parent=root, Dest=target)) for title, target in lines]
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    root.First, root.Last, root.Count = items[0], items[-1], len(items)
    pdf.Root.Outlines = root


def destinations(pdf: Pdf, **pages: int) -> None:
    """Names in a name tree, each leading to the top of a page, from 0."""
    pairs = [each for name in sorted(pages) for each in (String(name), Array([pdf.pages[pages[name]].obj, Name.Fit]))]
    names = pdf.Root.get(Name.Names, Dictionary())
    names.Dests = pdf.make_indirect(Dictionary(Names=Array(pairs)))
    pdf.Root.Names = names


def layer(pdf: Pdf, name: str, *, shown: bool, page: int = 0) -> Dictionary:
    """A layer that a page's resources name ``/<name>``, listed in the catalog as shown or hidden."""
    made = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name)))
    resources = pdf.pages[page].obj.Resources
    known = resources.get(Name.Properties, Dictionary())
    known["/" + name] = made
    resources.Properties = known
    layers = pdf.Root.get(Name.OCProperties, Dictionary(OCGs=Array(), D=Dictionary(OFF=Array())))
    layers.OCGs.append(made)
    if not shown:
        layers.D.OFF.append(made)
    pdf.Root.OCProperties = layers
    return made


def thread(pdf: Pdf, *pages: int) -> None:
    """An article thread with a bead on each of the pages, from 0."""
    made = pdf.make_indirect(Dictionary(Type=Name.Thread, I=Dictionary(Title=String("Article"))))
    beads = [
        pdf.make_indirect(Dictionary(Type=Name.Bead, T=made, P=pdf.pages[page].obj, R=Array([72, 72, 300, 300])))
        for page in pages
    ]
    for at, bead in enumerate(beads):
        bead.N, bead.V = beads[(at + 1) % len(beads)], beads[at - 1]
        pdf.pages[pages[at]].obj.B = Array([bead])
    made.F = beads[0]
    pdf.Root.Threads = Array([*pdf.Root.get(Name.Threads, []), made])


def text_field(pdf: Pdf, name: str, value: str, **entries: Any) -> Dictionary:
    """A text field with its widget on the first page, not yet in a form."""
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String(name),
            V=String(value),
            Rect=Array([72, 300, 272, 320]),
            P=pdf.pages[0].obj,
            **entries,
        )
    )
    page = pdf.pages[0].obj
    page.Annots = Array([*page.get(Name.Annots, []), field])
    return field


def part(
    path: Path,
    position: int | None = None,
    kind: Literal["letter", "index", "slip-sheet", "enclosure"] = "enclosure",
    title: str | None = None,
    group: str | None = None,
) -> Part:
    """A part in French, numbered by its position."""
    number = None if position is None else str(position)
    return Part(kind, path, title or path.stem.capitalize(), "fr", position, number, group)


def letter(path: Path) -> Part:
    return part(path, kind="letter", title="Lettre")


def _content(leaf: Leaf) -> Sequence[bytes]:
    if leaf.content is None:
        x, y = (leaf.box[0] + leaf.box[2]) / 2, (leaf.box[1] + leaf.box[3]) / 2
        return [f"BT /F1 12 Tf {x} {y} Td ({leaf.words}) Tj ET".encode()]
    return [leaf.content] if isinstance(leaf.content, bytes) else leaf.content


def a_form(value: str, font: str) -> Any:
    """A form with a field of each kind."""

    def change(pdf: Pdf) -> None:
        base = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name("/" + font))
        name = text_field(pdf, "name", value, DA=String("/Helv 9 Tf 0 g"))
        participant = pdf.make_indirect(Dictionary(T=String("participant"), Kids=Array([name])))
        name.Parent = participant
        box = text_field(pdf, "present", "")
        box.FT, box.V, box.AS = Name.Btn, Name.Yes, Name.Yes
        box.AP = Dictionary(N=Dictionary(Yes=pdf.make_stream(b"", BBox=Array([0, 0, 9, 9]))))
        choice = text_field(pdf, "language", "fr")
        choice.FT, choice.Opt, choice.Ff = Name.Ch, Array([String("fr"), String("en")]), 1 << 17
        radio = pdf.make_indirect(Dictionary(FT=Name.Btn, T=String("meal"), Ff=1 << 15, V=Name.b, Kids=Array()))
        for state in "ab":
            widget = text_field(pdf, "x", "")
            del widget.T, widget.FT, widget.V
            widget.Parent, widget.AS = radio, Name("/" + state)
            widget.AP = Dictionary(N=Dictionary({"/" + state: pdf.make_stream(b"", BBox=Array([0, 0, 9, 9]))}))
            radio.Kids.append(widget)
        name.AA = Dictionary(K=Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(
                Fields=Array([participant, box, choice, radio]),
                DA=String("/Helv 0 Tf 0 g"),
                DR=Dictionary(Font=Dictionary(Helv=pdf.make_indirect(base))),
                CO=Array([name]),
            )
        )

    return change

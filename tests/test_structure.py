"""Structure trees of any shape, from several parts that use the same names for different things, become one tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String

from tests.binding import bind, opened
from tests.pdfs import Leaf, address, letter, link, part, simple, write

STANDARD = ("P", "H1", "Span", "Sect", "Note")
OWN = ("Words", "Title")
CLASSES = ("wide", "narrow")


@dataclass(frozen=True, slots=True)
class Element:
    role: str
    page: int
    style: str | None
    """The name of a class."""
    name: str | None
    """Its ID."""
    headers: tuple[str, ...]
    linked: bool
    kids: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    pages: int
    roles: tuple[str | None, ...]
    """What each of :data:`OWN` stands for, if anything; the last may stand for the first."""
    remapped: str | None
    """What a standard type is made to stand for."""
    widths: tuple[int, ...]
    """What each of :data:`CLASSES` says."""
    elements: tuple[Element, ...]


def elements(depth: int) -> st.SearchStrategy[Element]:
    kids = st.tuples() if depth == 0 else st.lists(elements(depth - 1), max_size=3).map(tuple)
    ids = st.sampled_from(["a", "b", "c"])
    return st.builds(
        Element,
        st.sampled_from(STANDARD + OWN),
        st.integers(0, 2),
        st.none() | st.sampled_from(CLASSES),
        st.none() | ids,
        st.lists(ids, max_size=2).map(tuple),
        st.booleans(),
        kids,
    )


TREES = st.builds(
    Tree,
    st.integers(1, 3),
    st.tuples(st.none() | st.sampled_from(STANDARD), st.none() | st.sampled_from((*STANDARD, OWN[0]))),
    st.none() | st.sampled_from(STANDARD),
    st.tuples(*(st.integers(1, 3) for _ in CLASSES)),
    st.lists(elements(2), min_size=1, max_size=4).map(tuple),
)


class _Writer:
    """Writes a tree into a PDF whose pages are there."""

    def __init__(self, tree: Tree, pdf: Pdf) -> None:
        self.pdf, self.tree = pdf, tree
        self.marked: list[list[Any]] = [[] for _ in range(tree.pages)]
        self.objects: list[Any] = []
        self.ids: dict[str, Any] = {}
        root = pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                RoleMap=Dictionary(
                    {
                        f"/{own}": Name(f"/{role}")
                        for own, role in zip((*OWN, "Note"), (*tree.roles, tree.remapped), strict=True)
                        if role and role != own
                    }
                ),
                ClassMap=Dictionary(
                    {
                        f"/{name}": Dictionary(O=Name.Layout, Width=width)
                        for name, width in zip(CLASSES, tree.widths, strict=True)
                    }
                ),
            )
        )
        root.K = Array([self.element(each, root) for each in tree.elements])
        numbers = Array()
        for number, marked in enumerate(self.marked):
            pdf.pages[number].obj.StructParents = number
            pdf.pages[number].obj.Contents = pdf.make_stream(
                b"\n".join(b"/P <</MCID %d>> BDC EMC" % mcid for mcid in range(len(marked)))
            )
            numbers.append(number)
            numbers.append(Array(marked))
        for number, holder in enumerate(self.objects, start=tree.pages):
            numbers.append(number)
            numbers.append(holder)
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        names = [item for name in sorted(self.ids) for item in (String(name), self.ids[name])]
        root.IDTree = pdf.make_indirect(Dictionary(Names=Array(names)))
        pdf.Root.StructTreeRoot = root
        pdf.Root.MarkInfo = Dictionary(Marked=True)

    def element(self, asked: Element, parent: Any) -> Any:
        page = asked.page % self.tree.pages
        made = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{asked.role}"), P=parent, Pg=self.pdf.pages[page].obj)
        )
        if asked.style:
            made.C = Name(f"/{asked.style}")
        if asked.name and asked.name not in self.ids:
            made.ID = String(asked.name)
            self.ids[asked.name] = made
        if asked.headers:
            made.A = Dictionary(O=Name.Table, Headers=Array([String(each) for each in asked.headers]))
        made.K = Array()
        made.K.append(len(self.marked[page]))
        self.marked[page].append(made)
        if asked.linked:
            annotation = link(self.pdf, page, A=address("https://example.org/"))
            annotation.StructParent = self.tree.pages + len(self.objects)
            self.objects.append(made)
            made.K.append(Dictionary(Type=Name.OBJR, Obj=annotation, Pg=self.pdf.pages[page].obj))
        for kid in asked.kids:
            made.K.append(self.element(kid, made))
        return made


def below(element: Any) -> Iterator[Any]:
    for kid in element.get("/K", []):
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from below(kid)


def role(root: Any, name: str, key: str) -> str:
    """What a role stands for in the end; of one that stands for nothing, its name without the part's."""
    for _ in range(5):
        name = str(root.get("/RoleMap", {}).get(name, name))
    return name.replace(f"{key}-", "")


def meaning(root: Any, tree_ids: dict[bytes, Any], top: Any, key: str) -> list[tuple[Any, ...]]:
    """What each element says once its names are looked up: names may differ, what they stand for may not."""
    order = {each.objgen: at for at, each in enumerate(below(top))}

    def at(name: Any) -> int | None:
        found = tree_ids.get(bytes(name))
        return None if found is None else order.get(found.objgen)

    return [
        (
            role(root, str(each.S), key),
            int(root.ClassMap[str(each.C)].Width) if "/C" in each else None,
            at(each.ID) if "/ID" in each else None,
            [at(name) for name in each.A.Headers] if "/A" in each else [],
        )
        for each in below(top)
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(TREES, min_size=1, max_size=3))
def test_names_may_change_and_what_they_mean_does_not(trees: list[Tree]) -> None:
    with TemporaryDirectory() as name:
        hold_their_meaning(trees, Path(name))


def hold_their_meaning(trees: Sequence[Tree], folder: Path) -> None:
    """Binds parts with these trees, and looks up what each element of the bundle says."""
    parts = [letter(simple(folder / "letter.pdf"))]
    wanted = []
    for position, tree in enumerate(trees, start=1):
        leaves = [Leaf()] * tree.pages
        source = write(folder / f"{position}.pdf", *leaves, change=partial(_Writer, tree))
        parts.append(part(source, position))
        with opened(source) as pdf:
            root = pdf.Root.StructTreeRoot
            wanted.append(meaning(root, _ids(root), root, parts[-1].key))
    # The audit holds each part's tree against the bundle's, and each marked content and link against its key.
    target, _ = bind(folder, *parts)
    with opened(target) as pdf:
        root = pdf.Root.StructTreeRoot
        ids = _ids(root)
        assert len(ids) == sum(1 for each in below(root.K[0]) if "/ID" in each)
        assert all(bytes(each.ID) in ids for each in below(root.K[0]) if "/ID" in each)
        own = zip(list(root.K[0].K)[1:], parts[1:], strict=True)
        assert [meaning(root, ids, each, part.key) for each, part in own] == wanted


def _ids(root: Any) -> dict[bytes, Any]:
    names = list(root.get("/IDTree", Dictionary(Names=Array())).Names)
    return {bytes(name): target for name, target in zip(names[::2], names[1::2], strict=True)}


def _one(role: str, **roles: str | None) -> Tree:
    """A tree of one element, in which each of :data:`OWN` stands for what is said."""
    kid = Element(role, 0, None, None, (), linked=False, kids=())
    return Tree(1, tuple(roles.get(own) for own in OWN), None, (1, 1), (kid,))


@pytest.mark.parametrize("second", [_one("Words", Words="P"), _one("Title", Words="P", Title="Words")])
def test_a_role_gets_no_meaning_from_another_part(second: Tree, tmp_path: Path) -> None:
    trees = [_one("Title", Title="Words"), second, _one("Title", Title="Words"), _one("Words")]
    hold_their_meaning(trees, tmp_path)

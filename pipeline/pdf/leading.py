"""A bundle as it was written goes in; its first part by itself comes out, and what one comes to without that part.

So a checker that knows all but the first part of a bundle, of another with the very same bytes there, is asked of this
part alone: its pages, its tags, and what the catalog says for all pages (ISO 32000-2, 7.7.2, 7.7.3 and 14.7).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from pipeline.pdf.written import UnusualError, Written

_PAGES = re.compile(rb"<< /Count (\d+) /Kids \[ ((?:\d+ 0 R )+)\] /Type /Pages >>\s*")
_DOCUMENT = re.compile(rb"<< /K \[ (\d+) 0 R (?:\d+ 0 R )*\](?= /Lang \(| /P \d+ 0 R /S /Document )")
_TREE = re.compile(rb"/K \[ (\d+) 0 R \]")
_TAGS = re.compile(rb"<< /Nums \[ ((?:\d+ (?:\d+ 0 R|\[ (?:\d+ 0 R |null )*\]) )+)\] >>\s*")
_TAGGED = re.compile(rb"(\d+) (\d+ 0 R|\[ (?:\d+ 0 R |null )*\]) ")
_KEY = re.compile(rb"/StructParents? (\d+)\b")
_OF_ALL = re.compile(
    rb"/(?:AcroForm|AF|Dests|Names|OpenAction|Outlines|PageLabels|Threads)"
    rb" (?:\d+ 0 R|\[[^\[\]]*\]|<<(?:[^<>]|<[0-9a-f]*>)*>>)"
)
"""What a catalog has for all pages together."""
_REFERENCE = re.compile(rb"(\d+) 0 R\b")


class Leading(NamedTuple):
    """The first part of a bundle: where it is, and what leads to it."""

    root: int
    """Of all pages."""
    pages: tuple[int, ...]
    others: frozenset[int]
    """The pages of the other parts."""
    tree: int | None
    """The structure tree, where there is one."""
    document: int
    part: int
    """The element that has its tags, in the ``document`` that has those of all."""
    parents: int
    tags: tuple[tuple[int, bytes], ...]
    """What leads from its keys to its tags, in the tree of ``parents``."""
    led: frozenset[int]
    """The objects that the keys of the other parts lead to."""

    @property
    def entrances(self) -> frozenset[int]:
        """What whoever comes to it comes to first."""
        tags = (int(each) for _, value in self.tags for each in _REFERENCE.findall(value))
        return frozenset((*self.pages, *tags, *((self.part,) if self.tree else ())))

    @property
    def around(self) -> frozenset[int]:
        """What it leads to that is not its own."""
        above = {self.root, *((self.tree, self.document, self.parents) if self.tree else ())}
        return self.others | above


def leading(bundle: Written, count: int) -> Leading:
    """The first part of ``bundle``, which has ``count`` pages. Raises UnusualError."""
    catalog = bundle.of(bundle.root)
    root = _one(re.compile(rb"/Pages (\d+) 0 R\b"), catalog)
    listed = _PAGES.fullmatch(bundle.of(root))
    pages = [int(each) for each in _REFERENCE.findall(listed[2])] if listed else []
    if listed is None or int(listed[1]) != len(pages) or len(set(pages)) < len(pages) or len(pages) <= count:
        raise UnusualError
    own, others = tuple(pages[:count]), frozenset(pages[count:])
    if b"/StructTreeRoot" not in catalog:
        return Leading(root, own, others, None, 0, 0, 0, (), frozenset())
    tree = _one(re.compile(rb"/StructTreeRoot (\d+) 0 R\b"), catalog)
    document = _one(_TREE, bundle.of(tree))
    parents = _one(re.compile(rb"/ParentTree (\d+) 0 R\b"), bundle.of(tree))
    found, numbers = _DOCUMENT.match(bundle.of(document)), _TAGS.fullmatch(bundle.of(parents))
    if found is None or numbers is None:
        raise UnusualError
    part = Leading(root, own, others, tree, document, int(found[1]), parents, (), frozenset())
    keys = {int(key) for each in bundle.reached(part.entrances, part.around) for key in _KEY.findall(bundle.of(each))}
    every = [(int(key), value) for key, value in _TAGGED.findall(numbers[1])]
    tags = tuple(each for each in every if each[0] in keys)
    if len(tags) < len(keys):
        raise UnusualError
    led = frozenset(int(each) for key, value in every if key not in keys for each in _REFERENCE.findall(value))
    return part._replace(tags=tags, led=led)


def _one(pattern: re.Pattern[bytes], written: bytes) -> int:
    found = pattern.findall(written)
    if len(found) != 1:
        raise UnusualError
    return int(found[0])


def rest(bundle: Written, part: Leading) -> frozenset[int]:
    """The objects that one comes to without its first part: all that the others consist of, and what leads to them."""
    passed = part.entrances | {part.parents}
    return frozenset(
        {*bundle.reached((*bundle.from_trailer(), *part.led), passed), *({part.parents} if part.tree else ())}
    )


def same_tags(bundle: Written, other: Written, differs: frozenset[int]) -> bool:
    """Whether the structure elements that differ in two bundles are of the same kinds, with the same ones in them.

    Rules that look at elements of all parts, as those of headings and their order do, look at nothing else; and a
    colour by name must be the same in all parts.
    """
    for number in differs:
        one, two = bundle.of(number), other.of(number)
        if any(each in written for written in (one, two) for each in (b"/Separation", b"/DeviceN")):
            return False
        if b"/Type /StructElem" in one + two and _SHAPE.findall(one) != _SHAPE.findall(two):
            return False
    return True


_SHAPE = re.compile(rb"\d+ 0 R\b|/S /[^\s/<>\[\]()]+|/(?:ID|C|NS) [^\s]+")


def alone(bundle: Written, part: Leading) -> bytes:
    """The first part as a PDF, with its objects as they are written. Raises UnusualError."""
    catalog = bundle.of(bundle.root)
    of_all = {int(each) for found in _OF_ALL.findall(catalog) for each in _REFERENCE.findall(found)}
    passed = part.around | (of_all - part.entrances)
    own = bundle.reached((*bundle.from_trailer(), *part.entrances), passed)
    if any(b"/Subtype /Widget" in bundle.of(each) for each in own):
        raise UnusualError  # whose form is one of all parts
    return _file(bundle, {**{each: bundle.of(each) for each in own}, **_made_anew(bundle, part)})


def _made_anew(bundle: Written, part: Leading) -> dict[int, bytes]:
    """What leads to all parts, leading to the first alone."""
    kids = b"".join(b"%d 0 R " % each for each in part.pages)
    made = {part.root: b"<< /Count %d /Kids [ %b] /Type /Pages >>" % (len(part.pages), kids)}
    if part.tree is not None:
        numbers = b"".join(b"%d %b " % tag for tag in part.tags)
        made[part.parents] = b"<< /Nums [ %b] >>" % numbers
        made[part.document] = _DOCUMENT.sub(b"<< /K [ %d 0 R ]" % part.part, bundle.of(part.document), count=1)
        made[part.tree] = bundle.of(part.tree)
    return made


def _file(bundle: Written, objects: dict[int, bytes]) -> bytes:
    """A file of these objects, under the numbers that they have in the bundle (7.5)."""
    first = min(start for start, _ in bundle.spans.values())
    pieces, at, length = [bundle.data[:first]], dict[int, int](), first
    for number in sorted(objects):
        written = objects[number]
        if not (number in bundle.spans and written.startswith(b"%d 0 obj\n" % number)):
            written = b"%d 0 obj\n%b\nendobj\n" % (number, written.rstrip(b"\n"))
        at[number] = length
        pieces.append(written)
        length += len(written)
    pieces += [b"xref\n", *_listed(at), b"trailer\n<< /Size %d%b%b >>" % (max(at) + 1, bundle.roots, _ID)]
    return b"".join((*pieces, b"\nstartxref\n%d\n%%%%EOF\n" % length))


_ID = b" /ID [<%b><%b>]" % (b"0" * 32, b"0" * 32)


def _listed(at: dict[int, int]) -> Iterator[bytes]:
    """The cross-reference table (7.5.4)."""
    yield b"0 1\n0000000000 65535 f \n"
    for _, run in groupby(enumerate(at), lambda each: each[1] - each[0]):
        numbers = [number for _, number in run]
        yield b"%d %d\n" % (numbers[0], len(numbers))
        yield from (b"%010d 00000 n \n" % at[number] for number in numbers)

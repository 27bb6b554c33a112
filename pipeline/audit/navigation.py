"""Page labels, outline and links of a bundle go in; those that are missing or lead astray come out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pypdf.generic import ArrayObject, DictionaryObject, NumberObject, StreamObject, TextStringObject

from pipeline.audit.reading import Audited, Bound, File, amiss, at, entries, raw, text
from pipeline.findings import Finding, Reason
from pipeline.model import Attached, Part
from pipeline.numbering import in_figures, roman

_HARMLESS = {"/GoTo", "/URI", "/Named"}
_ENCLOSURE = re.compile(r"enclosure:(\d+)")

Line = tuple[int, str, int | None]
"""A line of an outline: its level, its words, its page from 0."""


def audit_labels(audited: Audited) -> Iterator[Finding]:
    """Whether each page has its label."""
    ranges = {int(start): label for start, label in entries(at(audited.bundle.root, "/PageLabels"), "/Nums")}
    current, began = None, 0
    for index, wanted in wanted_labels(audited):
        if index in ranges:
            current, began = ranges[index], index
        found = _label(current, index - began)
        if found != wanted:
            yield amiss("audit-label", index, found=found, wanted=wanted)


def audit_outline(audited: Audited) -> Iterator[Finding]:
    """Whether the outline has every line, in its order, at its level, leading to its page."""
    found, at_line = list(_lines(audited.bundle, 0, 0)), 0
    files = {each.part.path: file for each, file in audited.files}

    def lines(each: Bound, level: int) -> Iterator[Line | None]:
        """Those of a part's own; as many as there are for a part that is looked into elsewhere."""
        if each.part.path in files:
            yield from _lines(files[each.part.path], level, each.first)
        else:
            while at_line < len(found) and found[at_line][0] >= level:
                yield None

    for wanted in wanted_lines(audited, lines):
        own = found[at_line] if at_line < len(found) else None
        if wanted is not None and own != wanted:
            yield amiss("audit-outline", found=told(own), wanted=told(wanted))
            return
        at_line += 1
    if at_line < len(found):
        yield amiss("audit-outline", found=told(found[at_line]), wanted=told(None))


def audit_links(audited: Audited) -> Iterator[Finding]:
    """Whether links to enclosures became jumps, the others lead where they led, and none does harm."""
    for index, page, source, each in audited.pairs("links"):
        yield from audited.guarded("links", index, partial(_links, audited, index, page, source, each))


def _links(audited: Audited, index: int, page: Any, source: Any, each: Bound) -> Iterator[Finding]:
    own, theirs = raw(at(page, "/Annots")), raw(at(source, "/Annots"))
    if len(own) != len(theirs):
        yield amiss("audit-annotations", index, found=len(own), wanted=len(theirs))
    for link, original in zip(own, theirs, strict=False):
        yield from _link(audited, index, each, link, original)


def _link(audited: Audited, index: int, each: Bound, link: Any, original: Any) -> Iterator[Finding]:
    kind, address = text(at(at(link, "/A"), "/S")), text(at(at(link, "/A"), "/URI"))
    if kind and kind not in _HARMLESS:
        yield amiss("audit-action", index, kind=kind)
    if address.lower().startswith("enclosure:"):
        yield amiss("audit-link-nowhere", index, address=address)
        return
    wanted = _wanted_page(audited, each, original)
    found = _target(audited.bundle, link)
    if found != wanted:
        yield amiss("audit-link", index, found=_page(found), wanted=_page(wanted))


def _wanted_page(audited: Audited, each: Bound, original: Any) -> int | None:
    """The page, from 0, that a link leads to in the bundle, by what it led to in its part."""
    asked = _ENCLOSURE.fullmatch(text(at(at(original, "/A"), "/URI")))
    if asked:
        return audited.first_page(int(asked[1]))
    name, target = _file(original)
    other = audited.file_of(name) if name else None
    if other is not None and other.part.position is not None:
        inner = other.file.page(target) if other.file else None
        return audited.first_page(other.part.position) if inner is None else other.first + inner
    inner = _target(each.file, original)
    return None if inner is None else each.first + inner


def _file(link: Any) -> tuple[str, Any]:
    """The name of the file that a link leads to, nothing where it leads to none; and where in it."""
    action = at(link, "/A")
    kind, address = text(at(action, "/S")), text(at(link, "/PapersFile")) or text(at(action, "/URI"))
    if kind in {"/GoToR", "/Launch"}:
        file = at(action, "/F")
        name = text(at(file, "/UF") or at(file, "/F") if isinstance(file, DictionaryObject) else file)
        return name, at(action, "/D")
    path, _, fragment = address.partition("#")
    if not path or (":" in path and not path.lower().startswith("file:")):
        return "", None
    page = re.search(r"(?:^|&)page=(\d+)", fragment)
    named = fragment.removeprefix("nameddest=")
    return unquote(path), ArrayObject([NumberObject(int(page[1]) - 1)]) if page else TextStringObject(unquote(named))


def _target(file: File | None, link: Any) -> int | None:
    if file is None:
        return None
    action = at(link, "/A")
    target = at(action, "/D") if at(action, "/S") == "/GoTo" else at(link, "/Dest")
    return file.page(target)


def _page(page: int | None) -> Reason:
    return Reason("no-page") if page is None else Reason("page", {"page": page + 1})


def _label(label: Any, offset: int) -> str:
    style, start = at(label, "/S"), int(at(label, "/St") or 1)
    count = {None: "", "/D": str(start + offset), "/r": roman(start + offset).lower()}.get(style, f"?{style}")
    return text(at(label, "/P")) + count


def wanted_labels(audited: Audited) -> Iterator[tuple[int, str]]:
    """The pages that are looked into, from 0, with their labels; one that is left blank counts on from those before."""
    counted, looked_into = Part("letter", Path(), "", ""), set(audited.parts)
    before = 0
    for each in audited.every:
        if each.part.kind != "blank":
            counted, before = each.part, each.first
        for index in range(each.first, each.first + each.pages if each in looked_into else 0):
            yield index, _wanted_label(counted, index - before + 1)


def _wanted_label(part: Part, page: int) -> str:
    return {
        "letter": str(page),
        "index": roman(page).lower(),
        "slip-sheet": f"{part.printed}-{roman(page).lower()}",
        "enclosure": f"{part.printed}-{page}",
        "blank": "",
    }[part.kind]


def wanted_lines(audited: Audited, lines: Callable[[Bound, int], Iterable[Line | None]]) -> Iterator[Line | None]:
    """The outline as it should be; ``lines`` are those of an enclosure's own, at a level, None for any line."""
    group = None
    for each, part in _listed(audited):
        first = _leads_to(audited, each)
        if part.group is not None and part.group != group:
            yield 0, part.group, first
        group = part.group
        level = 0 if group is None else 1
        number = in_figures(part.printed, audited.binding.figures)
        yield level, f"{number}. {part.title}" if number else part.title, first
        if each is not None and each.part.kind == "enclosure":
            yield from lines(each, level + 1)


def _listed(audited: Audited) -> Iterator[tuple[Bound | None, Part | Attached]]:
    """What has a line in the outline, in order; what is attached has no place in the bundle."""
    waiting = [(each.position, each) for each in audited.binding.attached if each.position is not None]
    for each in audited.every:
        if each.part.kind in {"slip-sheet", "blank"}:
            continue
        while waiting and each.part.position is not None and waiting[0][0] < each.part.position:
            yield None, waiting.pop(0)[1]
        yield each, each.part
    yield from ((None, file) for _, file in waiting)


def _leads_to(audited: Audited, each: Bound | None) -> int | None:
    if each is None:
        return next((other.first for other in audited.every if other.part.kind == "index"), 0)
    return each.first if each.part.position is None else audited.first_page(each.part.position)


def _lines(file: File, level: int, offset: int) -> Iterator[Line]:
    """The outline's lines from above to below; ``offset`` is added to their pages."""
    waiting, seen = [(at(at(file.root, "/Outlines"), "/First"), level)], set()
    while waiting:
        item, depth = waiting.pop()
        if not isinstance(item, DictionaryObject) or isinstance(item, StreamObject) or id(item) in seen:
            continue
        seen.add(id(item))
        page = _target(file, item)
        yield depth, text(at(item, "/Title")), None if page is None else page + offset
        waiting += [(at(item, "/Next"), depth), (at(item, "/First"), depth + 1)]


def told(line: Line | None) -> Reason:
    """A line, to be told."""
    if line is None:
        return Reason("nothing")
    return Reason("outline-line", {"title": line[1], "level": line[0] + 1, "page": _page(line[2])})

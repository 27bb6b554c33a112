"""The parts of a package go in, in their order; one PDF comes out, and a report of what was done to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby
from pathlib import Path
from typing import TypeVar

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from pipeline.addresses import misleading
from pipeline.bundle.actions import Removed, clean_document
from pipeline.bundle.annotations import Jump, Links
from pipeline.bundle.attachments import JoinedAttachments, take_attachments
from pipeline.bundle.catalog import describe
from pipeline.bundle.destinations import Destinations, JoinedNames
from pipeline.bundle.forms import Form, JoinedForm, take_form
from pipeline.bundle.inner import clean_objects
from pipeline.bundle.intent import contradicts, set_intent
from pipeline.bundle.layers import JoinedLayers, take_layers
from pipeline.bundle.looks import fix_looks
from pipeline.bundle.marking import Stamper, page_words
from pipeline.bundle.outline import Entry, lines, read_outline, write_outline
from pipeline.bundle.room import Side
from pipeline.bundle.save import save
from pipeline.bundle.share import share_equal
from pipeline.bundle.siblings import Siblings
from pipeline.bundle.source import QPDF_ERRORS, open_part
from pipeline.bundle.stamps import draw_stamps
from pipeline.bundle.structure import JoinedTree, drop_tags, take_structure
from pipeline.bundle.threads import join_threads, take_threads
from pipeline.bundle.unlisted import adopt_unlisted_fields
from pipeline.errors import BundleError
from pipeline.findings import Finding
from pipeline.model import HIGHEST, Attached, Binding, Part
from pipeline.numbering import in_figures
from pipeline.pdf.labels import LabelRange, label_ranges, number_tree, own_labels
from pipeline.pdf.objects import items
from pipeline.pdf.pdfium import PDFIUM

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class BundleReport:
    """What a bundle came to."""

    pages: int
    first_pages: tuple[int, ...]
    """The first page of each part, from 1."""
    remarks: tuple[Finding, ...]
    """What was removed or repaired, and which parts have no tags. None of it stops the work."""
    addresses: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """The addresses that links lead to outside the bundle, each with the pages that have it, from 1."""


@dataclass(slots=True)
class _Prepared:
    """A part as it goes into the bundle, and what must be done once all pages are in."""

    part: Part
    pdf: Pdf
    first_page: int
    """From 0."""
    pages: int
    destinations: Destinations
    jumps: list[Jump] = field(default_factory=list)
    addresses: Mapping[str, Iterable[int]] = field(default_factory=dict)
    """Of its links, each with the pages that have it, from 0 in the part."""
    outline: list[Entry] = field(default_factory=list)
    form: Form | None = None
    tags: Object | None = None
    layers: Object | None = None
    threads: list[Object] = field(default_factory=list)
    attachments: list[Object] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)
    undefined_colours: bool = False
    """Whether signs that are drawings have colours that nothing defines, which the checker of levels passes over."""

    def remark(self, key: str, **values: object) -> None:
        """Tell of what was done to this part."""
        self.remarks.append(Finding(key, self.part.place, {name: str(value) for name, value in values.items()}))

    def count(self, key: str, number: int) -> None:
        """Tell how many of something there are, if any."""
        if number:
            self.remark(key, count=number)


_STAMPING = PDFIUM
"""The stamps look for room with pdfium; and reportlab, too, keeps its fonts in one table for the whole process."""


def bundle(parts: Sequence[Part], binding: Binding, target: Path) -> BundleReport:
    """Write the bundle of ``parts``, in their order, as ``target``. Raises BundleError with all that is wrong.

    The same parts and binding give the same bytes. Nothing is written unless all of it can be. The bundle declares
    PDF/A-2a and PDF/UA-1: whether it may is for those to say who check it as written.
    """
    with ExitStack() as stack:
        sources = _open_all(parts, stack)
        prepared = _prepare_all(parts, sources)
        joined = stack.enter_context(pikepdf.new())
        _join(joined, prepared)
        pages = list(joined.pages)  # taken once: each look at ``joined.pages`` goes through all of them
        ranges = label_ranges(parts, [each.first_page for each in prepared])
        joined.Root.PageLabels = joined.make_indirect(number_tree(ranges))
        _link(joined, pages, prepared)
        _join_names(joined, pages, prepared)
        _join_layers(joined, prepared)
        join_threads(joined, [thread for each in prepared for thread in each.threads])
        _join_attachments(joined, prepared, binding)
        with _STAMPING:
            _stamp(joined, pages, prepared, binding)
        _join_forms(joined, prepared)
        _join_tags(joined, pages, prepared, binding)
        share_equal(pages)
        write_outline(joined, pages, _outline(prepared, binding))
        set_intent(joined)
        undefined = any(each.undefined_colours for each in prepared)
        describe(joined, binding, replace(HIGHEST, pdfa=None) if undefined else HIGHEST)
        save(joined, target, max(source.pdf_version for source in (joined, *sources)))
        remarks = [remark for each in prepared for remark in each.remarks]
    firsts = tuple(each.first_page + 1 for each in prepared)
    return BundleReport(len(pages), firsts, tuple(remarks), _addresses(prepared))


def _addresses(prepared: Sequence[_Prepared]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for each in prepared:
        for address, pages in each.addresses.items():
            found.setdefault(address, []).extend(each.first_page + page + 1 for page in pages)
    return found


def _open_all(parts: Sequence[Part], stack: ExitStack) -> list[Pdf]:
    return _collect(lambda part: stack.enter_context(open_part(part)), parts)


def _collect(work: Callable[[_T], _R], things: Iterable[_T]) -> list[_R]:
    """The work done on all things; the problems of all of them, when any has one."""
    done: list[_R] = []
    problems: list[Finding] = []
    for thing in things:
        try:
            done.append(work(thing))
        except BundleError as error:
            problems += error.problems
    if problems:
        raise BundleError(*problems)
    return done


def _prepare_all(parts: Sequence[Part], sources: Sequence[Pdf]) -> list[_Prepared]:
    counts = [len(source.pages) for source in sources]
    firsts = list(accumulate(counts, initial=0))[:-1]
    titles = {part.position: _heading(part) for part in parts if part.position is not None}
    prepared = [
        _Prepared(part, source, first, count, Destinations(source))
        for part, source, first, count in zip(parts, sources, firsts, counts, strict=True)
    ]
    for each in prepared:
        each.count("loose-fields", adopt_unlisted_fields(each.pdf))
    for each, undrawn in zip(prepared, fix_looks(sources), strict=True):
        if undrawn:
            each.remark("field-look", names=", ".join(undrawn))
    ranges, siblings = label_ranges(parts, firsts), Siblings(parts)
    _collect(lambda pair: _prepare(pair[0], pair[1], titles, siblings), zip(prepared, ranges, strict=True))
    return prepared


def _prepare(each: _Prepared, labels: LabelRange, titles: Mapping[int, str], siblings: Siblings) -> None:
    """Leave in the part only what works in a bundle, and take out what is joined later."""
    removed, destinations = Removed(), each.destinations
    links = Links(destinations, lambda page: labels.label(each.first_page + page), titles, siblings, removed)
    links.prepare(each.pdf)
    # After the pages: what a button of a page does is told with its page.
    clean_document(each.pdf, removed.of_file)
    if links.unknown:
        known = tuple(map(str, sorted(titles)))
        raise BundleError(
            *(
                Finding("link-to-nothing", each.part.place, {"address": uri, "known": known})
                for uri in dict.fromkeys(links.unknown)
            )
        )
    each.jumps, each.addresses = links.jumps, links.addresses
    if each.part.kind == "enclosure":
        each.outline = read_outline(each.pdf, each.first_page, destinations, removed.of_file)
    each.undefined_colours = clean_objects(each.pdf, each.part.path)
    each.form = take_form(each.pdf)
    each.tags = take_structure(each.pdf)
    if each.tags is None:
        drop_tags(each.pdf.pages)
    each.layers = take_layers(each.pdf)
    each.threads = take_threads(each.pdf)
    each.attachments = take_attachments(each.pdf, removed)
    _tell(each, removed, links)


def _tell(each: _Prepared, removed: Removed, links: Links) -> None:
    if each.part.kind == "blank":
        return
    each.remarks += removed.remarks(each.part.place)
    each.count("dead-links", links.dead)
    for address in links.addresses:
        if why := misleading(address):
            each.remarks.append(Finding("link-misleads", each.part.place, {"address": address[:200], "why": why}))
    for name in dict.fromkeys(links.left_out):
        each.remark("left-out-link", name=name)
    if each.form and each.form.dynamic:
        each.remark("xfa")
    each.remark("untagged" if each.tags is None else "kept-tags")
    each.count("kept-fields", each.form.fields if each.form else 0)
    each.count("kept-links", links.live)
    each.count("kept-outline", lines(each.outline))
    if contradicts(each.pdf):
        each.remark("other-colours")
    if each.part.kind != "enclosure":
        return
    each.count("linked-enclosures", links.of_files)
    each.count("kept-threads", len(each.threads))
    labels, opened = own_labels(each.pdf), each.destinations.opened
    if labels:
        each.remark("kept-labels", labels=labels)
    if opened:
        each.remark("opens-elsewhere", page=opened + 1)


def _join(joined: Pdf, prepared: Iterable[_Prepared]) -> None:
    """Put the pages of all parts into the bundle's page tree.

    pikepdf's own ways put one page after another into a list that grows, and are quadratic.
    """
    root, kids = joined.Root.Pages, Array()
    for each in prepared:
        try:
            # A page that is put anywhere brings what it inherits with it, and so do all of its file from then on.
            pikepdf.new().pages.append(each.pdf.pages[0])
            for page in each.pdf.pages:
                copy = joined.copy_foreign(page.obj)
                copy.Parent = root
                kids.append(copy)
        except QPDF_ERRORS:
            raise BundleError(Finding("part-not-copied", each.part.place)) from None
    root.Kids, root.Count = kids, len(kids)


def _link(joined: Pdf, pages: Sequence[Page], prepared: Sequence[_Prepared]) -> None:
    """Make the links to enclosures jump to their first pages, or to where in them they lead."""
    first_pages = _first_pages(prepared)
    enclosures = {each.part.position: each for each in prepared if each.part.kind == "enclosure"}
    for each in prepared:
        for jump in each.jumps:
            found = enclosures[jump.position].destinations.find(jump.target)
            page = enclosures[jump.position].first_page + found.page if found else first_pages[jump.position]
            view = found.view if found else (Name.Fit,)
            target = Array([pages[page].obj, *view])
            joined.copy_foreign(jump.link).A = Dictionary(S=Name.GoTo, D=target)


def _join_names(joined: Pdf, pages: Sequence[Page], prepared: Iterable[_Prepared]) -> None:
    names = JoinedNames(joined)
    for each in prepared:
        own = [page.obj for page in pages[each.first_page : each.first_page + each.pages]]
        each.count("kept-destinations", names.add(each.part, each.destinations, own))
    names.finish()


def _join_layers(joined: Pdf, prepared: Iterable[_Prepared]) -> None:
    layers = JoinedLayers(joined)
    for each in prepared:
        if each.layers is not None:
            each.count("layer-settings", len(items(each.layers.get(Name.Configs))))
            each.count("kept-layers", layers.add(each.part, each.layers))
    layers.finish()


def _join_attachments(joined: Pdf, prepared: Iterable[_Prepared], binding: Binding) -> None:
    attachments = JoinedAttachments(joined)
    for file in binding.attached:  # first, so that they have their names
        attachments.add_enclosure(file, binding.created)
    for each in prepared:
        attachments.add(each.part, each.attachments)
        each.count("kept-attachments", len(each.attachments))
        if each.form and each.form.signed:
            each.remark("signed", name=attachments.add_signed(each.part, each.part.original or each.part.path))
    attachments.finish()


def _first_pages(prepared: Sequence[_Prepared]) -> dict[int, int]:
    """The page at which each position begins: its slip-sheet's, where it has one."""
    return {each.part.position: each.first_page for each in reversed(prepared) if each.part.position is not None}


def _stamp(joined: Pdf, pages: Sequence[Page], prepared: Iterable[_Prepared], binding: Binding) -> None:
    stamped = [(each, page_words(binding, each.part, each.first_page, each.pages)) for each in prepared]
    words = dict.fromkeys(word for _, own in stamped for page in own for word in page.every)
    if not words:
        return
    side: Side = "left" if binding.right_to_left else "right"
    stamper = Stamper(joined, draw_stamps(joined, words, binding), side, blended=bool(binding.draft))
    for each, own in stamped:
        if any(page.every for page in own):
            own_pages = [page.obj for page in pages[each.first_page : each.first_page + each.pages]]
            stamper.stamp(own_pages, each.part.path, own)


def _join_forms(joined: Pdf, prepared: Iterable[_Prepared]) -> None:
    form = JoinedForm(joined)
    for each in prepared:
        if each.form:
            form.add(each.part, each.form)
    form.finish()


def _join_tags(joined: Pdf, pages: Sequence[Page], prepared: Sequence[_Prepared], binding: Binding) -> None:
    tree = JoinedTree(joined, binding.language, binding.title)
    # A page that is left blank has nothing to tag.
    prepared = [each for each in prepared if each.part.kind != "blank"]
    tagged = any(each.tags is not None for each in prepared)
    for each in prepared:
        own = pages[each.first_page : each.first_page + each.pages]
        if each.tags is not None:
            tree.add(each.part, each.tags, own)
        elif tagged:
            tree.add_untagged(each.part, own)
    tree.finish()
    if all(each.tags is not None for each in prepared):
        joined.Root.MarkInfo = Dictionary(Marked=True)


def _outline(prepared: Sequence[_Prepared], binding: Binding) -> list[Entry]:
    """Letter and index, then the groups with their enclosures; below an enclosure its own outline."""
    first_pages = _first_pages(prepared)
    listed = [each for each in prepared if each.part.kind not in {"slip-sheet", "blank"}]
    lines = [
        (
            each.part,
            Entry(
                _heading(each.part, binding.figures),
                each.first_page if each.part.position is None else first_pages[each.part.position],
                opened=False,
                children=each.outline,
            ),
        )
        for each in listed
    ]
    # What is attached has no page: its line leads to the list that names it.
    names_it = next((each.first_page for each in listed if each.part.kind == "index"), 0)
    found: list[tuple[Part | Attached, Entry]] = [*lines]
    found += [
        (each, Entry(_heading(each, binding.figures), names_it))
        for each in binding.attached
        if each.position is not None
    ]
    found.sort(key=lambda line: line[0].position or 0)
    top: list[Entry] = []
    for group, members in groupby(found, key=lambda line: line[0].group):
        entries = [entry for _, entry in members]
        top += entries if group is None else [Entry(group, entries[0].page, children=entries)]
    return top


def _heading(part: Part | Attached, figures: str = "") -> str:
    return f"{in_figures(part.printed, figures)}. {part.title}" if part.printed else part.title

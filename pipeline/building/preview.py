"""A preview: an order goes in, the papers that are asked for are made as a build makes them, and come out as pages.

Nothing is published. What is made is kept in a store of the preview's own, which takes what a build has made.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from pipeline.building.order import Order
from pipeline.building.previewing import previewing
from pipeline.building.staff import Staff
from pipeline.errors import UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.executor.run import Done
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.package import Package, gather
from pipeline.plan import plan_papers
from pipeline.plan.preview import Document, needed, preview
from pipeline.plan.scope import Scope
from pipeline.preview.html import page_of
from pipeline.preview.results import Explanation, Page, Preview, Previewed, Source, Word
from pipeline.preview.sources import Files, Traced
from pipeline.preview.typed import typed
from pipeline.speaking import words_of_findings
from pipeline.store import Made
from pipeline.tasks import Task
from pipeline.tasks.previewing import SIZES, STRETCHES, WRITTEN


def build_preview(
    order: Order,
    against: str | None,
    instrument: str | None,
    wanted: Sequence[str],
    staff: Staff,
    on_event: OnEvent,
    cancellation: Cancellation,
    on_pages: Callable[[Preview], object] | None = None,
    explained: bool = True,
) -> Preview:
    """Makes the documents that are ``wanted``: ``letter``, ``index``, an enclosure's number, or ``all``.

    In the one language of the order and the other one, under an instrument of the meeting, its first if none is named.
    ``on_pages`` is called with the pages as soon as they are drawn, before it is known where their words are from;
    without ``explained`` these are all.
    UsageError for what the meeting has not; else what a build raises.
    """
    packages = gather(order.folder, order.languages, order.settings, environment=order.environment)
    meeting, house = packages[0].meeting, packages[0].house
    key = instrument or meeting.instruments[0].key
    known = [each.key for each in meeting.instruments]
    if key not in known:
        raise _unknown("preview-no-instrument", "--instrument", key, known)
    language = order.languages[0]
    shown = sorted((each for each in packages if each.instrument.key == key), key=lambda one: one.language != language)
    offices = staff.office_settings(house.root, house.settings.model_dump())
    documents, tasks = _planned(shown, wanted, explained=explained)
    with previewing(order, house, offices, staff, on_event, cancellation) as (make, store):
        page = order.out / f"{'-'.join(order.languages)}.html"
        if on_pages is not None or not explained:
            drawn = make(needed(tasks, [each.pages for each in documents]), more=explained)
            pages = tuple(_previewed(each, drawn, order.out) for each in documents)
            first = Preview(meeting.slug, language, against, pages, page)
            if on_pages is not None:
                on_pages(first)
            if not explained:
                return first
        done = make(tasks)
        pages = tuple(_previewed(each, done, order.out) for each in documents)
        store.keep_last()
        answer = Preview(meeting.slug, language, against, pages, page)
        write_whole(answer.page, page_of(answer, house.root, words_of_findings(house.root, language)).encode())
    return answer


def _unknown(code: str, option: str, name: str, known: Sequence[str]) -> UsageError:
    return UsageError(Finding(code, Place(f"{option} {name}"), {"name": name, "near": near(name, known)}))


def _planned(
    packages: Sequence[Package], wanted: Sequence[str], *, explained: bool
) -> tuple[list[Document], list[Task]]:
    tasks = plan_papers(packages)
    meeting = packages[0].meeting
    every = ["letter", *(["index"] if meeting.index else []), *(each.number for each in meeting.printed)]
    for name in wanted:
        if name not in {*every, "all"}:
            raise _unknown("preview-no-part", "--part", name, every)
    names = every if "all" in wanted else wanted
    of_typed = typed(meeting) if explained else None
    documents, needed = list[Document](), dict[str, Task]()
    for package in packages:
        own, made = preview(Scope(package, ()), tasks, of_typed, names)
        documents += own
        needed |= {task.name: task for task in made}
    order = {task.name: place for place, task in enumerate(tasks)}
    return documents, sorted(needed.values(), key=lambda task: order.get(task.name, len(order)))


def _previewed(document: Document, done: Done, out: Path) -> Previewed:
    """The document, with its pictures written to ``out``; without its words where they were not read."""
    package, drawn = document.package, done.made[document.pages]
    read = done.made.get(document.words)
    explanations: tuple[Explanation, ...] = ()
    written: tuple[tuple[int, str], ...] = ()
    if document.traced and read:
        facts = done.made[document.traced].result.facts
        stretches, written = facts[STRETCHES], tuple((number, words) for number, words in facts[WRITTEN])
        files = Files(package.meeting.file, package.phrases, package.letterhead, package.language)
        letterhead = package.letterhead if document.kind != "enclosure" else None
        explanations = Traced(document.known_as.path, letterhead, document.origins, files).explanations(stretches)
    elif read:
        explanations = tuple(_as_it_is(document, number) for number in range(1, len(drawn.result.facts[SIZES]) + 1))
    stem = f"{document.kind}{f'-{document.number}' if document.number else ''}-{package.language}"
    pages = pages_of(drawn, read, out, stem, explained=not document.traced)
    return Previewed(document.kind, package.language, document.number, document.title, pages, explanations, written)


def pages_of(drawn: Made, read: Made | None, out: Path, stem: str, *, explained: bool = False) -> tuple[Page, ...]:
    """The pages of a document, with their pictures written to ``out`` as ``stem-1.png`` and so on, and their words
    where those were read; ``explained`` where each page is its own explanation."""
    sizes = drawn.result.facts[SIZES]
    known = json.loads(read.path.read_text(encoding="utf-8")) if read else [[] for _ in sizes]
    pages = []
    with zipfile.ZipFile(drawn.path) as pictures:
        for number, ((width, height), own) in enumerate(zip(sizes, known, strict=True), start=1):
            picture = out / f"{stem}-{number}.png"
            content = pictures.read(f"{number}.png")
            if not (picture.is_file() and picture.read_bytes() == content):
                write_whole(picture, content)
            of_page = number - 1 if explained else None
            words = tuple(
                Word(each["text"], tuple(each["box"]), each.get("of", of_page), each.get("joined", False))
                for each in own
            )
            pages.append(Page(picture, width, height, words))
    return tuple(pages)


def _as_it_is(document: Document, page: int) -> Explanation:
    """Where the words of a document are from that nobody filled in."""
    place = Place(str(document.known_as.path), enclosure=document.number, page=page)
    return Explanation((Source("document", place),), (), page)

"""A preview: the letter, the list of enclosures and the enclosures that are asked for, as pictures and explained words.

Each document is made as the package has it, by the same tasks. One that is filled in is filled in once more, in colours
that tell where its words are from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.localise import Wording, as_data
from pipeline.model import Enclosure, Meeting
from pipeline.origins import Origin, Trace
from pipeline.package import Package
from pipeline.plan.scope import Scope
from pipeline.tasks import File, Output, Pages, Task
from pipeline.tasks.converting import set_index
from pipeline.tasks.previewing import draw, read_words, set_pages, trace_document, trace_index


@dataclass(frozen=True, slots=True)
class Document:
    """One that is shown, and the names of the tasks that say what of it."""

    kind: Literal["letter", "index", "enclosure"]
    package: Package
    """The one whose words it has."""
    title: str
    known_as: File
    pages: str
    words: str = ""
    """Nothing where the pages alone are shown."""
    traced: str = ""
    """Nothing for one that is enclosed as it is."""
    origins: Sequence[tuple[Origin, ...]] = ()
    number: str = ""


def preview(
    scope: Scope, tasks: Sequence[Task], typed: Meeting | None, wanted: Collection[str]
) -> tuple[list[Document], list[Task]]:
    """The documents of a package that are ``wanted``, by their kind or an enclosure's number, and the tasks, of a
    plan's and more, that show them. ``typed`` is the meeting whose words know where they stand; without it, the pages
    alone are shown."""
    known = {task.name: task for task in tasks}
    documents: list[Document] = []
    more: list[Task] = []
    for part in scope.parts:
        name = part.enclosure.number if part.enclosure else part.kind
        if part.kind != "slip-sheet" and name in wanted:
            document, own = _shown(scope, known, typed, part.kind, part.enclosure)
            documents.append(document)
            more += own
    return documents, [*needed(tasks, [need for task in more for need in task.needs]), *more]


def _shown(
    scope: Scope,
    known: dict[str, Task],
    typed: Meeting | None,
    kind: Literal["letter", "index", "enclosure"],
    of: Enclosure | None,
) -> tuple[Document, list[Task]]:
    title = scope.titles[of.position][1] if of else ""
    own: list[Task] = []
    if of is not None:
        package, made = scope.package, scope.name_of("convert", of)
        known_as = scope.enclosed(of)
        if of.template:
            package = scope.package.for_enclosures(scope.package.language_of(of))
    elif kind == "letter":
        package, known_as = scope.package, scope.letter_template
        made, merged = scope.name("set letter"), scope.name("merge letter")
        # As an office sets it: what its PDF needs to go out is not seen, and would be waited for.
        own.append(Task(made, "convert", set_pages, ".pdf", {"source": Output(merged, known_as)}))
    else:
        package, made, known_as = scope.package, scope.name("index"), scope.template("index")
    filled = {
        "letter": scope.name("merge letter"),
        "index": made,
        "enclosure": scope.name_of_merged(of) if of and of.template else "",
    }[kind]
    pages, words, traced = f"pages of {made}", f"words of {made}", f"trace {filled}" if filled else ""
    own.append(Task(pages, "picture", draw, ".zip", {"document": Output(made, known_as)}))
    if typed is None:
        return Document(kind, package, title, known_as, pages, number=of.number if of else ""), own
    origins: Sequence[tuple[Origin, ...]] = ()
    if filled:
        trace = Trace()
        instrument = next(each for each in typed.instruments if each.key == package.instrument.key)
        of_typed = replace(package, meeting=typed, instrument=instrument, trace=trace)
        wording = of_typed.words(enclosure=of.position if of else None)
        own += _traced(known[filled], traced, wording)
        origins = tuple(trace.origins)
    read = {"document": Output(made, known_as), **({"traced": Output(f"set {traced}")} if traced else {})}
    own.append(Task(words, "picture", read_words, ".words", read))
    return Document(kind, package, title, known_as, pages, words, traced, origins, of.number if of else ""), own


def _traced(task: Task, name: str, wording: Wording) -> Iterator[Task]:
    """The task that fills in a document, once more in colours, and what sets that."""
    index = task.function is set_index
    more = {"length": Pages(task.name)} if index else {}
    yield Task(
        name,
        "merge",
        trace_index if index else trace_document,
        ".docx",
        {**task.inputs, **more},
        {**task.parameters, "words": as_data(wording.words)},
    )
    yield Task(f"set {name}", "convert", set_pages, ".pdf", {"source": Output(name)})


def needed(tasks: Sequence[Task], names: Iterable[str]) -> list[Task]:
    """The tasks of these names, and those that they need, in the order of ``tasks``."""
    wanted = {*names}
    kept: list[Task] = []
    for task in reversed(tasks):
        if task.name in wanted:
            wanted.update(task.needs)
            kept.append(task)
    return kept[::-1]

"""The bundle: the list of enclosures with their pages, and all in one numbered PDF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline import text
from pipeline.localise import right_to_left
from pipeline.model import Attached, Binding, Part
from pipeline.package import letter_phrase, linked_names, list_phrase
from pipeline.plan import counts, pictures
from pipeline.plan.scope import Scope
from pipeline.tasks import Output, Pages, Publication, Task
from pipeline.tasks.binding import bind
from pipeline.tasks.converting import set_index


def index(scope: Scope) -> Iterator[Task]:
    """The list of enclosures: it reads no more of them than how many pages each has."""
    if not scope.has_index:
        return
    enclosures = scope.meeting.printed
    template = scope.template("index")
    positions = counts.counted(scope.meeting, scope.words, template.path, scope.letterhead.path)
    sheets = enclosures if scope.meeting.slip_sheets else ()
    yield Task(
        scope.name("index"),
        "index",
        set_index,
        ".pdf",
        {
            "template": template,
            "letterhead": scope.letterhead,
            "letter": Pages(scope.name_of_letter),
            "enclosures": tuple(Pages(scope.name_of("convert", each)) for each in enclosures),
            "slip_sheets": tuple(Pages(scope.name_of_slip_sheet(each)) for each in sheets),
            **pictures.inputs(scope),
        },
        {
            "words": scope.words,
            "properties": scope.package.properties(scope.package.phrases[list_phrase(scope.package)]),
            "numbers": {each.position: scope.package.letter_of(each) or each.number for each in enclosures},
            "linked_names": scope.linked_names,
            "two_sided": scope.meeting.two_sided,
            **counts.parameters(positions),
            **pictures.parameters(scope),
        },
    )


def bound(scope: Scope) -> Task:
    """All in one numbered PDF."""
    path = f"{scope.bundle_stem}.pdf"
    parts = parts_as_data(scope)
    positions = tuple(text.counts(scope.words["subject"]))
    return Task(
        scope.name("bundle"),
        "bundle",
        bind,
        ".pdf",
        {
            "documents": tuple(Output(each.task, each.known_as) for each in scope.parts),
            # A signed enclosure rides along as it was converted, before it was set on paper.
            "originals": tuple(
                Output(scope.name_of("convert", each), scope.enclosed(each)) for each in scope.meeting.printed
            ),
            "attachments": tuple(
                Output(scope.name_of("attach", each), scope.enclosed(each)) for each in scope.meeting.attached
            ),
            "stamp_fonts": tuple(map(scope.file, scope.stamp_fonts)),
            **counts.inputs(scope, positions),
        },
        {
            "parts": parts,
            "known_as": tuple(each.known_as.name for each in scope.parts),
            "binding": without_paths(binding_of(scope)),
            "attached": tuple(map(without_paths, attached_of(scope))),
            **counts.parameters(positions),
        },
        (Publication("bundle", scope.language, scope.instrument.key, path),),
    )


def parts_as_data(scope: Scope) -> tuple[dict[str, Any], ...]:
    """The bundle's parts in order, without the paths that they have once they are made."""
    return tuple(map(without_paths, parts_of(scope)))


def parts_of(scope: Scope) -> Iterator[Part]:
    """The parts in order, without the paths that they have once they are made."""
    titles, stamps = scope.titles, scope.package.stamps(scope.wording)
    groups = {each.position: group for group in scope.meeting.groups for each in group.enclosures}
    names = {"letter": scope.phrase(letter_phrase(scope.instrument)), "index": ""}
    if scope.has_index:
        names["index"] = scope.phrase(list_phrase(scope.package))
    for each in scope.parts:
        enclosure = each.enclosure
        if enclosure is None:
            yield Part(each.kind, Path(), names[each.kind], scope.language)
            continue
        group = groups[enclosure.position]
        part = Part(
            each.kind,
            Path(),
            titles[enclosure.position][1],
            scope.package.language_of(enclosure),
            position=enclosure.position,
            number=enclosure.number,
            group=titles[group.enclosures[0].position][0] if group.title else None,
            stamp=stamps[enclosure.position - 1],
            names=linked_names(enclosure),
            letter=scope.package.letter_of(enclosure),
        )
        yield part if each.kind == "enclosure" else replace(part, language=scope.language)


def attached_of(scope: Scope) -> Iterator[Attached]:
    """The enclosures that stay files, without the paths that they have once they are made."""
    groups = {each.position: group for group in scope.meeting.groups for each in group.enclosures}
    for each in scope.meeting.attached:
        published = PurePosixPath(scope.published(each))
        group, titles = groups[each.position], scope.titles
        yield Attached(
            Path(),
            titles[each.position][1],
            published.name,
            _MIME[published.suffix],
            each.position,
            each.number,
            titles[group.enclosures[0].position][0] if group.title else None,
            scope.package.letter_of(each),
        )


_MIME = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def binding_of(scope: Scope) -> Binding:
    """What the bundle says of itself."""
    return Binding(
        title=text.plain(scope.words["title"]),
        author=scope.meeting.author,
        subject=_subject(scope),
        language=scope.language,
        created=scope.package.created,
        stamp=scope.phrase("bundle.stamp"),
        stamp_fonts=scope.stamp_fonts,
        stamp_size=scope.package.house.settings.stamp.size,
        right_to_left=right_to_left(scope.language),
        identifiers=(scope.bundle_stem, *(each.symbol for each in scope.meeting.enclosures if each.symbol)),
        draft=scope.phrase("bundle.draft") if scope.draft else "",
        running=scope.phrase("bundle.running-number") if scope.meeting.running_numbers else "",
        blank=scope.phrase("bundle.blank-page") if scope.meeting.two_sided else "",
        figures=scope.package.rules.figures,
    )


def _subject(scope: Scope) -> str:
    """In plain words, or with its marks where it asks for pages that are still to be counted."""
    subject: str = scope.words["subject"]
    return subject if text.counts(subject) else text.plain(subject)


_PATHS = frozenset({"path", "original", "stamp_fonts", "attached"})
"""The fields that hold a path: inputs of the task, not parameters."""


def without_paths(value: Part | Binding | Attached) -> dict[str, Any]:
    """The fields of a value that are parameters of a task."""
    return {each.name: getattr(value, each.name) for each in fields(value) if each.name not in _PATHS}

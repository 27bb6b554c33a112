"""The letter: merged, converted, and linked to the files that it travels with."""

from __future__ import annotations

from dataclasses import replace

from pipeline.convert import NO_DETAILS
from pipeline.plan import counts, pictures
from pipeline.plan.scope import Scope
from pipeline.tasks import Output, Pages, Publication, Task
from pipeline.tasks.binding import link_letter
from pipeline.tasks.converting import convert_document
from pipeline.tasks.merging import merge_document


def merged(scope: Scope) -> Task:
    """The letter with its words, on its letterhead."""
    published = Publication("letter-docx", scope.language, scope.instrument.key, f"{scope.stem}.docx")
    letterhead = scope.letterhead
    positions = counts.counted(scope.meeting, scope.words, scope.letter_template.path, letterhead.path)
    return Task(
        scope.name("merge letter"),
        "merge",
        merge_document,
        ".docx",
        {
            "template": scope.letter_template,
            "letterhead": letterhead,
            **counts.inputs(scope, positions),
            **pictures.inputs(scope),
        },
        {
            "words": scope.words,
            "properties": scope.package.properties(scope.words["title"]),
            "draft": scope.draft,
            **counts.parameters(positions),
            **pictures.parameters(scope),
        },
        () if scope.draft else (published,),
    )


def converted(scope: Scope) -> Task:
    """The letter as the bundle has it."""
    details = replace(NO_DETAILS, draft=scope.draft)
    return Task(
        scope.name_of_letter,
        "convert",
        convert_document,
        ".pdf",
        {"source": Output(scope.name("merge letter"), scope.letter_template)},
        {"created": scope.package.created, "linked_names": scope.linked_names, "details": details},
    )


def linked(scope: Scope) -> Task:
    """The letter that travels alone: its list points at the enclosures' files beside it."""
    folder = f"{scope.language}/"
    return Task(
        scope.name("link letter"),
        "link",
        link_letter,
        ".pdf",
        {"letter": Output(scope.name_of_letter, scope.letter_template), "pages": Pages(scope.name_of_letter)},
        {
            "beside": {each.position: scope.published(each).removeprefix(folder) for each in scope.meeting.enclosures},
            "titles": {position: title for position, (_, title) in scope.titles.items()},
            "created": scope.package.created,
        },
        (Publication("letter", scope.language, scope.instrument.key, f"{scope.stem}.pdf"),),
    )

"""The letters to recipients: one each, with their own words, made of what all letters of the package have in common."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from pipeline.localise import as_data
from pipeline.model import Recipient
from pipeline.plan import counts, pictures
from pipeline.plan.scope import Scope
from pipeline.recipients import letter_stem
from pipeline.tasks import Input, Output, Pages, Publication, Task
from pipeline.tasks.letters import make_letters, write_document, write_words
from pipeline.tasks.messaging import draft_message

_THEIRS = ("recipient", "addressees", "salutation", "closing", "to")
"""The words of a letter that are its recipient's."""


def letters(scope: Scope) -> Iterator[Task]:
    """Each a task of its own, so that one that has changed is made anew alone; the stale ones are done together."""
    recipients = list(scope.package.recipients())
    if not recipients:
        return
    words = scope.name("words of letters")
    positions = counts.counted(scope.meeting, scope.words, scope.letter_template.path, scope.letterhead.path)
    yield Task(
        words,
        "merge",
        write_words,
        ".words",
        counts.inputs(scope, positions),
        {"words": scope.words, "language": scope.language, **counts.parameters(positions)},
    )
    inputs: dict[str, Input | tuple[Input, ...]] = {
        "template": scope.letter_template,
        "letterhead": scope.letterhead,
        "words": Output(words),
        **pictures.inputs(scope),
    }
    folder = f"{scope.language}/"
    common = {
        "properties": scope.package.properties(scope.words["title"]),
        "linked_names": scope.linked_names,
        "beside": {
            each.position: f"../{scope.published(each).removeprefix(folder)}" for each in scope.meeting.enclosures
        },
        "titles": {position: title for position, (_, title) in scope.titles.items()},
        **pictures.parameters(scope),
    }
    for each in recipients:
        own = scope.package.addressed(scope.wording, each).words
        theirs = {name: as_data(getattr(own, name)) for name in _THEIRS if name in own}
        letter = scope.name(f"letter {each.key}")
        yield Task(
            letter,
            "letters",
            make_letters,
            ".pdf",
            inputs,
            {**common, "own": theirs},
            (Publication("letter", scope.language, scope.instrument.key, _path(scope, each, ".pdf"), each.key),),
            together=scope.name("letters"),
        )
        if scope.meeting.word_letters:
            yield _document(scope, each, inputs, theirs, Pages(letter))
        if scope.meeting.messages and each.email:
            yield _message(scope, each, Output(letter), Output(words), theirs)


def _document(
    scope: Scope, recipient: Recipient, inputs: Mapping[str, Any], theirs: Mapping[str, Any], pages: Pages
) -> Task:
    """The letter as a Word file."""
    path = _path(scope, recipient, ".docx")
    return Task(
        scope.name(f"document {recipient.key}"),
        "merge",
        write_document,
        ".docx",
        {**{"common" if name == "words" else name: each for name, each in inputs.items()}, "letter": pages},
        {
            "words": theirs,
            "properties": scope.package.properties(scope.words["title"]),
            **pictures.parameters(scope),
        },
        (Publication("letter-docx", scope.language, scope.instrument.key, path, recipient.key),),
    )


def _message(scope: Scope, recipient: Recipient, letter: Output, words: Output, theirs: Mapping[str, Any]) -> Task:
    """The draft of an e-mail that the letter is attached to."""
    return Task(
        scope.name(f"message {recipient.key}"),
        "message",
        draft_message,
        ".eml",
        {"letter": letter, "template": scope.file(scope.package.message), "common": words},
        {
            "words": theirs,
            "language": scope.language,
            "key": recipient.key,
            "to": recipient.email,
            "name": theirs["recipient"]["name"],
            "copies": recipient.copies,
            "file_name": PurePosixPath(_path(scope, recipient, ".pdf")).name,
            "created": scope.package.created,
        },
        (Publication("message", scope.language, scope.instrument.key, _path(scope, recipient, ".eml"), recipient.key),),
    )


def _path(scope: Scope, recipient: Recipient, ending: str) -> str:
    """Where a file of a recipient is published."""
    return f"{scope.language}/letters/{letter_stem(recipient)}-{scope.instrument.key}-{scope.language}{ending}"

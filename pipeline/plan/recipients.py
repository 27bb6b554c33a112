"""The letters to recipients: one each, with their own words, made of what all letters of the package have in common."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from pipeline.localise import as_data
from pipeline.model import Recipient
from pipeline.plan import bundle, counts, pictures
from pipeline.plan.scope import Scope
from pipeline.recipients import letter_name
from pipeline.tasks import Input, Output, Pages, Publication, Task
from pipeline.tasks.binding import bind_for_one
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
    of_all = _bundle_of_all(scope) if scope.meeting.bundle_each else None
    for each in recipients:
        own = scope.package.addressed(scope.wording, each).words
        theirs = {name: as_data(getattr(own, name)) for name in (*_THEIRS, *scope.package.named) if name in own}
        letter = scope.name(f"letter {each.key}")
        yield Task(
            letter,
            "letters",
            make_letters,
            ".pdf",
            inputs,
            {**common, "own": json.dumps(theirs, sort_keys=True)},
            (Publication("letter", scope.language, scope.instrument.key, _path(scope, each, ".pdf"), each.key),),
            together=scope.name("letters"),
            recipient=each.key,
        )
        attached = letter
        if of_all:
            *index, bound = _bundle(scope, each, letter, *of_all)
            yield from (*index, bound)
            attached = bound.name if scope.meeting.messages == "bundle" else letter
        if scope.meeting.word_letters:
            yield _document(scope, each, inputs, theirs, Pages(letter))
        if scope.meeting.messages and each.email:
            yield _message(scope, each, Output(attached), Output(words), theirs)


def _bundle_of_all(scope: Scope) -> tuple[Task, tuple[Task, ...]]:
    """The bundle and its list of enclosures, as they are like those of each recipient.

    A recipient's letter leads to the enclosures' files, which the bundle knows by name.
    """
    like = bundle.bound(scope)
    published = {each.position: PurePosixPath(scope.published(each)).name for each in scope.meeting.enclosures}
    parts = tuple(
        {**part, "names": (*part["names"], published[part["position"]])} if part["kind"] == "enclosure" else part
        for part in like.parameters["parts"]
    )
    bound = replace(like, function=bind_for_one, parameters={**like.parameters, "parts": parts})
    return bound, tuple(bundle.index(scope))


def _bundle(scope: Scope, recipient: Recipient, letter: str, like: Task, index: Sequence[Task]) -> Iterator[Task]:
    """The bundle with their letter, of the enclosures that everybody gets, which are made once.

    The list of enclosures is one piece of work for all whose letters have as many pages.
    """
    own = {each.name: f"{each.name} {recipient.key}" for each in index}
    for each in index:
        pages = {**each.inputs, "letter": Pages(letter)}
        yield replace(each, name=own[each.name], inputs=pages, recipient=recipient.key)
    documents = tuple(
        Output(letter, scope.letter_template) if not at else replace(each, of=own.get(each.of, each.of))
        for at, each in enumerate(_outputs(like.inputs["documents"]))
    )
    path = _path(scope, recipient, ".pdf", "bundles")
    yield replace(
        like,
        name=f"{like.name} {recipient.key}",
        inputs={**like.inputs, "documents": documents},
        published=(Publication("bundle", scope.language, scope.instrument.key, path, recipient.key),),
        recipient=recipient.key,
    )


def _outputs(of: Input | tuple[Input, ...]) -> Iterator[Output]:
    return (each for each in (of if isinstance(of, tuple) else (of,)) if isinstance(each, Output))


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
        recipient=recipient.key,
    )


def _message(scope: Scope, recipient: Recipient, attached: Output, words: Output, theirs: Mapping[str, Any]) -> Task:
    """The draft of an e-mail that the letter, or the bundle, is attached to."""
    return Task(
        scope.name(f"message {recipient.key}"),
        "message",
        draft_message,
        ".eml",
        {"letter": attached, "template": scope.file(scope.package.message), "common": words},
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
        recipient=recipient.key,
    )


def _path(scope: Scope, recipient: Recipient, ending: str, folder: str = "letters") -> str:
    """Where a file of a recipient is published."""
    return f"{scope.language}/{folder}/{letter_name(recipient)}{ending}"

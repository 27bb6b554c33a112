"""The pictures that letters place: each made ready once, for all that is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.plan.scope import Scope
from pipeline.tasks import Input, Output, Task
from pipeline.tasks.picturing import settle_picture


def settled(scope: Scope) -> Iterator[Task]:
    """Each picture that the meeting names, and those of signatures."""
    for key, picture in scope.meeting.placed.items():
        yield Task(
            _name(key),
            "picture",
            settle_picture,
            picture.file.suffix.lower(),
            {"source": scope.file(picture.file)},
            {
                "key": scope.meeting.key_of(key),
                "width": picture.width,
                "height": picture.height,
                "least": scope.package.house.settings.letter.least_dpi,
            },
        )


def inputs(scope: Scope) -> Mapping[str, tuple[Input, ...]]:
    """What a merge is given of them; nothing where there are none."""
    found = tuple(Output(_name(key), scope.file(picture.file)) for key, picture in scope.meeting.placed.items())
    return {"pictures": found} if found else {}


def parameters(scope: Scope) -> Mapping[str, Any]:
    """What a merge is told of them: their keys, in the same order."""
    return {"picture_keys": tuple(scope.meeting.placed)} if scope.meeting.placed else {}


def _name(key: str) -> str:
    return f"picture {key}"

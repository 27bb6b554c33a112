"""The pictures that letters place: each made ready once, for all that is merged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline import text
from pipeline.convert import Details
from pipeline.model import Picture
from pipeline.plan.scope import Scope
from pipeline.tasks import Input, Output, Task
from pipeline.tasks.converting import convert_document
from pipeline.tasks.picturing import draw_picture, settle_picture


def settled(scope: Scope) -> Iterator[Task]:
    """Each picture that the meeting names, and those of signatures."""
    for key, picture in scope.meeting.placed.items():
        if picture.file.suffix.lower() == ".svg":
            yield from _drawn(scope, key, picture)
            continue
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


def _drawn(scope: Scope, key: str, picture: Picture) -> Iterator[Task]:
    """An office sets a drawing, which knows fonts and is confined; its page becomes the picture."""
    file = scope.file(picture.file)
    set_by = f"convert {_name(key)}"
    about = Details(description=text.plain(picture.description.get(scope.meeting.languages[0], key)))
    yield Task(
        set_by,
        "convert",
        convert_document,
        ".pdf",
        {"source": file},
        {"created": scope.package.created, "linked_names": (), "details": about},
    )
    yield Task(
        _name(key),
        "picture",
        draw_picture,
        ".png",
        {"page": Output(set_by, file), "drawing": file},
        {"width": picture.width, "height": picture.height},
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

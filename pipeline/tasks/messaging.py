"""The task of a message: a letter, a template and words go in, a draft of an e-mail comes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def draft_message(
    target: Path,
    _workshop: Workshop,
    *,
    letter: Path,
    template: Path,
    common: Path | None = None,
    words: Mapping[str, Any],
    language: str,
    key: str,
    to: str,
    name: str,
    copies: Sequence[str],
    file_name: str,
    created: datetime,
    counted: Sequence[int] = (),
    pages: Sequence[int] = (),
) -> Result:
    """A draft with the letter attached, under its ``file_name``; ``words`` are the letter's own, as data, besides those
    that all letters have in ``common``.

    ``counted`` are the positions of the enclosures whose ``pages`` the words ask for.
    """
    # What a task works with is loaded when one runs.
    from pipeline.localise import Wording, from_data, with_counts  # noqa: PLC0415
    from pipeline.merge.message import fill_message  # noqa: PLC0415
    from pipeline.message import Message, draft  # noqa: PLC0415

    shared = json.loads(common.read_text(encoding="utf-8")) if common else {}
    wording = Wording(language, from_data({**shared, **words}))
    if counted:
        wording = with_counts(wording, dict(zip(counted, pages, strict=True)))
    subject, body = fill_message(template, wording)
    message = Message(subject, body, key, created, language, to, name, copies)
    target.write_bytes(draft(message, letter.read_bytes(), file_name))
    return Result()

"""The sample of the letters to recipients: some of them, as they will go out, in one PDF to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline import text
from pipeline.built import EVERYONE
from pipeline.model import Recipient
from pipeline.package import Package
from pipeline.plan.scope import Scope
from pipeline.tasks import SEVERAL, Output, Publication, Task
from pipeline.tasks.sampling import bind_sample


def sample(
    tasks: Sequence[Task], chosen: Sequence[Recipient], package: Package, stamp_fonts: Sequence[Path]
) -> list[Task]:
    """Those of a plan's tasks that make these recipients' letters, none of them published, and the one that binds
    them."""
    bound = bound_sample(tasks, chosen, package, stamp_fonts)
    wanted, kept = set(bound.needs), []
    for task in reversed(tasks):
        if task.name in wanted:
            wanted.update(task.needs)
            kept.append(task)
    return [*reversed(kept), bound]


def bound_sample(
    tasks: Sequence[Task], chosen: Sequence[Recipient], package: Package, stamp_fonts: Sequence[Path]
) -> Task:
    """The one that binds those of a plan's letters that are to these recipients."""
    scope = Scope(package, stamp_fonts)
    keys = {each.key: each for each in chosen}
    letters = [task for task in tasks if task.together and task.published[0].recipient in keys]
    whose = [keys[task.published[0].recipient or ""] for task in letters]
    return Task(
        "sample",
        "bundle",
        bind_sample,
        ".pdf",
        {"letters": tuple(Output(task.name) for task in letters), "stamp_fonts": tuple(map(scope.file, stamp_fonts))},
        {
            "titles": tuple(map(_title, whose)),
            "languages": tuple(each.language for each in whose),
            "binding": {
                "title": text.plain(scope.words["title"]),
                "author": scope.meeting.author,
                "subject": text.plain(scope.words["subject"]),
                "language": scope.language,
                "created": package.created,
                "stamp": "",
            },
        },
        (Publication("sample", SEVERAL, None, f"{scope.meeting.slug}-sample.pdf", EVERYONE),),
    )


def _title(recipient: Recipient) -> str:
    return f"{recipient.language}: {recipient.person or recipient.organisation or recipient.state or recipient.key}"

"""The report: a picture of each part of the bundle, and what was kept, changed and removed of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline import text
from pipeline.accepting import as_data as accepted_as_data
from pipeline.plan import preflight
from pipeline.plan.bundle import attached_of, parts_as_data
from pipeline.plan.scope import Scope
from pipeline.report.words import said_between
from pipeline.tasks import Output, Publication, Task, Told
from pipeline.tasks.reporting import draw, report


def pictures(scope: Scope) -> Iterator[Task]:
    """The first page of each part of the bundle."""
    for each in scope.parts:
        more = {"addresses": True} if each.kind == "letter" else {}
        yield Task(_picture(each.task), "picture", draw, ".jpg", {"document": Output(each.task, each.known_as)}, more)


def told(scope: Scope) -> Task:
    """The page that tells it."""
    # An enclosure that was set on paper was converted before.
    before = [scope.name_of("convert", each.enclosure) if each.kind == "enclosure" and each.enclosure else each.task
              for each in scope.parts]  # fmt: skip
    limit = scope.package.house.settings.email.limit
    weighed: dict[str, Any] = {}
    if limit is not None:
        weighed["bound"] = Output(scope.name("bundle"))
        files = (Output(scope.name_of("attach", each)) for each in scope.meeting.attached)
        weighed["weighed"] = (*(Output(each.task, each.known_as) for each in scope.parts), *files)
    return Task(
        scope.name("report"),
        "report",
        report,
        ".html",
        {
            "bundle": Told(scope.name("bundle")),
            "told": tuple(Told(each.task) for each in scope.parts),
            "told_before": tuple(map(Told, before)),
            "letter": Told(_picture(scope.name_of_letter)),
            **weighed,
            "pictures": tuple(Output(_picture(each.task), each.known_as) for each in scope.parts),
            "preflight": tuple(map(Told, (scope.name("preflight"), preflight.ALL))),
            "told_of_files": tuple(Told(scope.name_of("attach", each)) for each in scope.meeting.attached),
            "catalogues": scope.program,
        },
        {
            "parts": parts_as_data(scope),
            "sources": tuple(each.known_as.name for each in scope.parts),
            "files": tuple(
                (
                    {"title": each.title, "position": each.position, "number": each.number, "group": each.group},
                    each.name,
                )
                for each in attached_of(scope)
            ),
            "instead": {
                each.position: own
                for each in scope.meeting.enclosures
                if (own := each.written_in[scope.language]) is not None and own != scope.language
            },
            "symbols": {each.position: each.symbol for each in scope.meeting.enclosures},
            "title": text.plain(scope.words["title"]),
            "date": text.plain(scope.words["date"]),
            "file": f"{scope.bundle_stem}.pdf",
            "language": scope.language,
            "between": said_between(scope.package.house.language(scope.language)),
            "accepted": accepted_as_data(scope.meeting, scope.package.house.root),
            **({} if limit is None else {"limit": limit}),
            **({"grades": grades} if (grades := scope.package.house.grades) else {}),
            **_names(scope),
        },
        (Publication("report", scope.language, scope.instrument.key, f"{scope.bundle_stem}-report.html"),),
    )


def _names(scope: Scope) -> dict[str, dict[int, str]]:
    """What the enclosures are called, where the meeting has its own noun for them."""
    noun = scope.meeting.noun
    if noun == "enclosure" or f"{noun}.heading" not in scope.package.phrases.words:
        return {}
    names = [text.plain(each["name"]) for group in scope.words["groups"] for each in group["enclosures"]]
    return {"names": dict(enumerate(names, start=1))}


def _picture(task: str) -> str:
    return f"picture of {task}"

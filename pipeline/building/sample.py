"""A sample: an order goes in, the letters to some recipients are made as a build makes them, and come out as one PDF.

What is made is kept for the build that follows. The package that was published stays as it is; the sample stands beside
it, and each build makes it anew of the letters as they are then.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.building.order import Order, alone
from pipeline.building.previewing import tools_of
from pipeline.building.recipients import left_out, not_made, unsound, with_recipients
from pipeline.building.staff import Staff
from pipeline.built import EVERYONE, read_manifest
from pipeline.errors import MeetingError, UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.executor.run import run
from pipeline.files import write_whole
from pipeline.findings import Finding, Place
from pipeline.folders import STATE
from pipeline.package import Package, gather, stamp_fonts
from pipeline.plan import plan
from pipeline.plan.sample import bound_sample, sample
from pipeline.results import Build, Step
from pipeline.sampling import sampled
from pipeline.store import Store
from pipeline.tasks import SEVERAL, Task


def build_sample(order: Order, staff: Staff, on_event: OnEvent, cancellation: Cancellation) -> Build:
    """Makes the sample of a meeting's letters. UsageError for a meeting without recipients, MeetingError with what is
    wrong with each letter where one of the sample can't be made."""
    packages: Sequence[Package] = gather(order.folder, order.languages, order.settings)
    house = packages[0].house
    offices = staff.office_settings(house.root, house.settings.model_dump())
    packages, listed = with_recipients(packages, offices.fonts.lacking)
    meeting = packages[0].meeting
    chosen = sampled([each for package in packages for each in package.recipients()])
    if not chosen:
        raise UsageError(*(unsound(listed) or [Finding("sample-of-none", Place(str(meeting.file)))]))
    fonts = {package.language: stamp_fonts(house, package.language, offices.fonts) for package in packages}
    shown = [replace(package, meeting=replace(meeting, recipients=chosen)) for package in packages]
    tasks = sample(plan(shown, fonts), chosen, packages[0], fonts[packages[0].language])
    tools = tools_of(house, offices)
    with (
        alone(order.out),
        staff.at_work(offices, offices.fonts.digest, tools, order.environment, order.out / STATE) as (
            executor,
            ended,
        ),
        Store(order.out / STATE) as store,
    ):
        letters = [task for task in tasks if task.name != "sample"]
        first = run(
            letters, store, tools, executor,
            force=order.force, on_event=on_event, cancellation=cancellation, offices_done=ended,
        )  # fmt: skip
        if first.failed:
            raise MeetingError(*not_made(packages, letters, first.failed))
        done = run(tasks, store, tools, executor, on_event=on_event, cancellation=cancellation)
        made, published = done.made["sample"], tasks[-1].published[0]
        write_whole(order.out / published.path, made.path.read_bytes())
        manifest = read_manifest(order.out) or {"outputs": [], "notes": []}
        entry = {
            "role": "sample", "language": SEVERAL, "instrument": None, "recipient": EVERYONE,
            "path": published.path, "sha256": made.sha256, "pages": made.result.pages,
        }  # fmt: skip
        others = [each for each in manifest["outputs"] if each["role"] != "sample"]
        manifest = {"confinement": tools["report"]["confinement"], **manifest, "outputs": [*others, entry]}
        write_whole(order.out / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
    steps = tuple(Step(task.name, task.stage, first.stale.get(task.name, ())) for task in letters)
    of_it = {**manifest, "outputs": [entry], "notes": []}
    return Build(
        order.out,
        of_it,
        tuple(fonts),
        steps,
        (order.out / published.path,),
        failed=unsound(listed),
        left_out=left_out(listed),
    )


def sample_again(
    tasks: Sequence[Task], packages: Sequence[Package], fonts: Mapping[str, Sequence[Path]], out: Path
) -> list[Task]:
    """The task that makes the sample that is published in ``out`` anew, of a plan's letters, where there is one."""
    if not any(each["role"] == "sample" for each in read_manifest(out).get("outputs", [])):
        return []
    chosen = sampled([each for package in packages for each in package.recipients()])
    if not chosen:
        return []
    return [bound_sample(tasks, chosen, packages[0], fonts[packages[0].language])]

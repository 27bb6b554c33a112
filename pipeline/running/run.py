"""Runs what is stale: a plan's steps go in, what each has made comes out.

A step runs when no entry of the store has its fingerprint. Steps run side by side as soon as what they need is
made; one that fails stops those that need it, and the others go on, so that all problems are told at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PapersError
from pipeline.files import digest, fingerprint
from pipeline.plan import Step
from pipeline.running.store import Made, Store

Report = Callable[[Step, bool], None]
"""Is told of each step when it is done, and whether it ran."""


OFFICE_STAGES = frozenset({"convert", "index", "slip"})


@dataclass(frozen=True, slots=True)
class Built:
    """What a build has done, step by step in the plan's order."""

    made: Mapping[str, Made]
    ran: Mapping[str, bool]
    keys: Mapping[str, str]


def run(
    steps: list[Step],
    store: Store,
    tools: Mapping[str, Mapping[str, str]],
    *,
    jobs: int,
    force: bool = False,
    report: Report,
    offices_done: Callable[[], None] = lambda: None,
) -> Built:
    """Makes what is stale. ``tools`` has the versions of each stage's tools; ``offices_done`` is called once no step
    that is left can need an office.

    Raises the error of the first step, in the plan's order, that failed, with the problems of all of its kind.
    """
    made: dict[str, Made] = {}
    ran: dict[str, bool] = {}
    keys: dict[str, str] = {}
    failed: dict[str, PapersError | None] = {}
    contents = _Contents()
    waiting, released = list(steps), False
    running: dict[Future[Made], Step] = {}
    with (
        # Twice as many as there are offices: while one document is finished, its office has the next.
        ThreadPoolExecutor(max_workers=2 * jobs, thread_name_prefix="office") as by_office,
        ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="step") as by_python,
        # pdfium takes one thread at a time: two that wait for it would keep back the bundle.
        ThreadPoolExecutor(max_workers=1, thread_name_prefix="picture") as by_pdfium,
    ):
        pools = {**dict.fromkeys(OFFICE_STAGES, by_office), "picture": by_pdfium}
        try:
            while waiting or running:
                for step in list(waiting):
                    if any(need in failed for need in step.needs):
                        waiting.remove(step)
                        failed[step.name] = None
                    elif all(need in made for need in step.needs):
                        key = keys[step.name] = _fingerprint(step, made, contents, tools[step.stage])
                        if any(keys[other.name] == key for other in running.values()):
                            continue  # two enclosures with the same content: the second finds what the first made
                        waiting.remove(step)
                        known = None if force else store.find(key, step.suffix)
                        if known is not None:
                            made[step.name], ran[step.name] = known, False
                            report(step, False)
                            continue
                        inputs = {need: made[need] for need in step.needs}
                        # Waiting for an office must not keep back what needs none.
                        pool = pools.get(step.stage, by_python)
                        future = pool.submit(store.add, key, step.suffix, _bound(step, inputs))
                        running[future] = step
                if not released and not any(step.stage in OFFICE_STAGES for step in (*waiting, *running.values())):
                    released = True
                    offices_done()
                if not running:
                    continue
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    step = running.pop(future)
                    try:
                        made[step.name], ran[step.name] = future.result(), True
                    except PapersError as error:
                        failed[step.name] = error
                    report(step, True)
        except BaseException:
            for pool in (by_office, by_python, by_pdfium):
                pool.shutdown(wait=False, cancel_futures=True)
            raise
    _raise_first([failed[step.name] for step in steps if step.name in failed])
    return Built(
        {step.name: made[step.name] for step in steps},
        {step.name: ran[step.name] for step in steps},
        keys,
    )


def _bound(step: Step, inputs: Mapping[str, Made]) -> Callable[[Path], Mapping[str, Any]]:
    return lambda target: step.run(inputs, target)


def _raise_first(errors: Iterable[PapersError | None]) -> None:
    known = [error for error in errors if error is not None]
    if known:
        kind = type(known[0])
        problems = [problem for error in known if type(error) is kind for problem in error.problems]
        raise kind(*dict.fromkeys(problems)) from known[0]


class _Contents:
    """The hashes of input files, each read once a build."""

    def __init__(self) -> None:
        self._known: dict[Path, str] = {}

    def __getitem__(self, path: Path) -> str:
        if path not in self._known:
            try:
                self._known[path] = digest(path)
            except OSError:
                self._known[path] = "missing"  # the step itself says what is wrong, in its own words
        return self._known[path]


def _fingerprint(step: Step, made: Mapping[str, Made], contents: _Contents, tools: Mapping[str, str]) -> str:
    return fingerprint(
        {
            "stage": step.stage,
            "files": {name: contents[path] for name, path in step.files.items()},
            "needs": [] if step.counts_only else [made[need].sha256 for need in step.needs],
            "pages": [made[need].pages for need in step.needs],
            "told": [made[need].told() for need in step.needs] if step.tells else [],
            "settings": step.settings,
            "tools": tools,
        }
    )

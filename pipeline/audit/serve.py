"""What an auditor's process does: parts and their binding go in, then a bundle; what is wrong with it comes out."""

from __future__ import annotations

import gc
import pickle
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Protocol

from pipeline.audit import Share, audit_share, joined, read_parts, shares_of
from pipeline.audit.beside import Beside
from pipeline.audit.precedents import Precedents
from pipeline.audit.reading import Files, Shelf, read
from pipeline.audit.second import count_pages
from pipeline.findings import Finding
from pipeline.model import Binding, Part
from pipeline.pdf.conformance import Judged, judge
from pipeline.pdf.verdicts import Verdicts
from pipeline.workers.serve import Line

_PAUSE = 1.0
"""Seconds without a request, after which there is time."""
_YOUNG, _OFTEN = 30_000, 32
"""How many objects an auditor that is asked without a pause leaves lying; and after how many audits it looks at those,
too, that others had a use for."""


class _Lane(Protocol):
    """Some of the work on a bundle, begun before there is one."""

    def ask(self, bundle: Path) -> None: ...

    def result(self) -> list[Share]: ...


def serve() -> None:
    """What an auditor does until nobody asks any more: takes parts and binding, then a bundle; gives findings."""
    line = Line()
    # An audit makes many objects and frees none before it ends: when nobody asks is the time to look for them.
    gc.disable()
    requests, shelf = line.requests(), Shelf()
    precedents = Precedents(shelf)
    for done, (_, asked) in enumerate(requests, 1):
        parts, binding, levels = pickle.loads(asked)  # noqa: S301 - our own process wrote it
        try:
            with begun(parts, binding, shelf) as lanes:
                bundle = pickle.loads(next(requests)[1])  # noqa: S301
                found = pickle.dumps(_looked_at(bundle, parts, binding, lanes, Verdicts(levels), precedents))
        except StopIteration:
            return
        except Exception as error:
            line.answer({"unexpected": f"{type(error).__name__}: {error}"})
        else:
            line.answer({}, found)
        if line.is_quiet(_PAUSE) or done % _OFTEN == 0:
            gc.collect()
        elif gc.get_count()[0] > _YOUNG:
            gc.collect(0)


def _looked_at(
    bundle: Path,
    parts: Sequence[Part],
    binding: Binding,
    lanes: Sequence[_Lane],
    levels: Verdicts,
    precedents: Precedents,
) -> tuple[tuple[Finding, ...], Judged, tuple[Finding, ...]]:
    """What is wrong with the bundle, what it meets, and what is to be told of it."""
    told: list[Finding] = []
    pages = sum(count_pages(part.path) for part in parts)
    with ThreadPoolExecutor(max_workers=1) as pool:  # page-validation lets Python go on meanwhile
        if len(lanes) > 1 or not isinstance(here := lanes[0], _Here):
            judged = pool.submit(judge, bundle, [part.path for part in parts], levels, pages=pages)
            return joined(bundle, results(lanes, bundle), told.append), judged.result(), tuple(told)
        case = precedents.case(bundle, parts, binding)
        judged = pool.submit(case.judge, levels, pages)
        problems = case.audit(here.files, told)
        if not problems:
            case.keep(judged.result())
        here.files.clear()
        return problems, judged.result(), tuple(told)


@contextmanager
def begun(parts: Sequence[Part], binding: Binding, shelf: Shelf | None = None) -> Iterator[list[_Lane]]:
    """The audit of a bundle of these parts, begun: a large one's in two lanes, side by side.

    The files of one that is not large stay read, on the ``shelf``: the next bundle has most of them too.
    """
    shares = shares_of(parts)
    with ExitStack() as stack:
        lanes: list[_Lane] = []
        if others := shares[1::2]:
            other = Beside(partial(_begin, parts, others), partial(_audit, parts, binding, others))
            stack.callback(other.close)
            lanes.append(other)
        lanes.append(_Here(parts, binding, shares[::2], None if others else shelf))
        yield lanes


def results(lanes: Sequence[_Lane], bundle: Path) -> list[Share]:
    """What all of them find in the file ``bundle``."""
    for lane in lanes:
        lane.ask(bundle)
    return [share for lane in reversed(lanes) for share in lane.result()]


class _Here:
    """The lane of this process itself."""

    def __init__(self, parts: Sequence[Part], binding: Binding, shares: Sequence[range], shelf: Shelf | None) -> None:
        self._given, self.files, self._bundle = (parts, binding, shares), _begin(parts, shares, shelf), Path()

    def ask(self, bundle: Path) -> None:
        self._bundle = bundle

    def result(self) -> list[Share]:
        return _audit(*self._given, self.files, self._bundle)


def _begin(parts: Sequence[Part], shares: Sequence[range], shelf: Shelf | None = None) -> Files:
    first = shares[0]
    return read_parts(parts[first.start : first.stop], shelf)


def _audit(parts: Sequence[Part], binding: Binding, shares: Sequence[range], files: Files, bundle: Path) -> list[Share]:
    """The audit of one share after another; each lets the files of the one before go."""
    found = []
    for number, share in enumerate(shares):
        if number:
            files.clear()
            gc.collect()
            files = read_parts(parts[share.start : share.stop])
        found.append(audit_share(bundle, parts, binding, share, files, read(bundle, files.tags)))
    files.clear()  # what is left of the last is freed when whoever asked has the answer
    return found

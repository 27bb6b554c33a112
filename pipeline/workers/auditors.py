"""Audits in processes of their own: parts go in while a bundle is being written, findings come out soon after it is.

An auditor reads what should be in the bundle beside the process that writes it, and shares no memory with it.
"""

from __future__ import annotations

import pickle
import subprocess
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.workers import serving

if TYPE_CHECKING:
    from pipeline.model import Binding, Part
    from pipeline.pdf.conformance import Judged

Findings: TypeAlias = "tuple[tuple[Finding, ...], Judged, tuple[Finding, ...]]"
"""What is not as it should be; what the bundle meets of PDF/A and PDF/UA; and what is to be told of the audit."""


class Auditors:
    """Up to ``count`` auditors, started when they are asked for, from any number of threads."""

    def __init__(self, count: int) -> None:
        self._count = count
        self._free: list[_Auditor] = []
        self._all: list[_Auditor] = []
        self._change = threading.Condition()

    @contextmanager
    def begin(self, parts: Sequence[Part], binding: Binding) -> Iterator[Callable[[Path], Findings]]:
        """Begins to audit a bundle of these parts; what it yields is to be called with the bundle, once it is written.

        An auditor that was not asked for its findings, because the bundle failed, still waits for one: it is ended.
        """
        auditor = self._take()
        answered = False

        def findings(bundle: Path) -> Findings:
            nonlocal answered
            try:
                auditor.send(bundle)
                found = auditor.receive()
            except (OSError, EOFError, pickle.UnpicklingError) as error:
                raise BundleError(Finding("bundle-not-audited", Place(str(bundle)))) from error
            answered = True
            return found

        try:
            auditor.send((tuple(parts), binding))
            yield findings
        finally:
            self._give(auditor) if answered else self._end(auditor)

    def pids(self) -> list[int]:
        """The process of each auditor; for tests."""
        with self._change:
            return [auditor.pid for auditor in self._all]

    def close(self) -> None:
        """Ends all auditors."""
        with self._change:
            for auditor in self._all:
                auditor.close()
            self._all.clear()
            self._free.clear()

    def _new(self) -> _Auditor:
        auditor = _Auditor()
        self._all.append(auditor)
        return auditor

    def _take(self) -> _Auditor:
        with self._change:
            self._change.wait_for(lambda: self._free or len(self._all) < self._count)
            return self._free.pop() if self._free else self._new()

    def _give(self, auditor: _Auditor) -> None:
        with self._change:
            self._free.append(auditor)
            self._change.notify()

    def _end(self, auditor: _Auditor) -> None:
        with self._change:
            if auditor in self._all:
                self._all.remove(auditor)
                auditor.close()
                self._change.notify()


class _Auditor:
    """One process, which speaks in pickles over its pipes."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            serving("pipeline.audit.serve"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # whoever waits for its answer tells that it has stopped
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def send(self, what: object) -> None:
        assert self._process.stdin is not None
        try:
            pickle.dump(what, self._process.stdin)
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # whoever waits for its answer is told

    def receive(self) -> Findings:
        assert self._process.stdout is not None
        return cast(Findings, pickle.load(self._process.stdout))  # noqa: S301 - our own process wrote it

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(BrokenPipeError):  # of what was written to one that has ended
                if pipe is not None:
                    pipe.close()
        self._process.kill()
        self._process.wait()

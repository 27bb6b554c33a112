"""Audits in processes of their own: parts go in while a bundle is being written, findings come out soon after it is.

An auditor reads what should be in the bundle beside the process that writes it, and shares no memory with it.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from pipeline.errors import BundleError
from pipeline.findings import Finding, Place
from pipeline.workers.pool import LostError, Worker, Workers

if TYPE_CHECKING:
    from pipeline.model import Binding, Part
    from pipeline.pdf.conformance import Judged

Findings: TypeAlias = "tuple[tuple[Finding, ...], Judged, tuple[Finding, ...]]"
"""What is not as it should be; what the bundle meets of PDF/A and PDF/UA; and what is to be told of the audit."""


class Auditors(Workers):
    """Up to ``count`` auditors, started when they are asked for, from any number of threads."""

    def __init__(self, count: int) -> None:
        super().__init__("pipeline.audit.serve", count)

    @contextmanager
    def begin(
        self, parts: Sequence[Part], binding: Binding, levels: Path | None = None
    ) -> Iterator[Callable[[Path], Findings]]:
        """Begins to audit a bundle of these parts; what it yields is to be called with the bundle, once it is written.

        ``levels`` is the file of what was found of levels before.

        An auditor that dies is replaced once; BundleError, which names the bundle, when the other dies too.
        """
        asked = pickle.dumps((tuple(parts), binding, levels))

        def findings(bundle: Path) -> Findings:
            with suppress(LostError):
                return _findings(first, bundle)
            stack.close()  # the first makes room for another
            with suppress(LostError), self.one() as other:
                other.send({}, asked)
                return _findings(other, bundle)
            raise BundleError(Finding("bundle-not-audited", Place(str(bundle))))

        with ExitStack() as stack:
            first = stack.enter_context(self.one())
            with suppress(LostError):  # whoever asks for findings asks another
                first.send({}, asked)
            yield findings


def _findings(auditor: Worker, bundle: Path) -> Findings:
    auditor.send({}, pickle.dumps(bundle))
    said, found = auditor.receive()
    if "unexpected" in said:
        raise BundleError(Finding("audit-broke-down", Place(str(bundle)), {"error": said["unexpected"]}))
    return cast(Findings, pickle.loads(found))  # noqa: S301 - our own process wrote it

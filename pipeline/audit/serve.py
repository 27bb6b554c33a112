"""What an auditor's process does: parts and their binding go in, then a bundle; what is wrong with it comes out."""

from __future__ import annotations

import gc
import pickle
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import IO

from pipeline.audit import audit, read_parts
from pipeline.findings import Finding
from pipeline.pdf.conformance import judge


def serve(asked: IO[bytes] | None = None, answers: IO[bytes] | None = None) -> None:
    """What an auditor does until its standard input ends: takes parts and binding, then a bundle; gives findings."""
    asked, answers = asked or sys.stdin.buffer, answers or sys.stdout.buffer
    sys.stdout = sys.stderr
    # An audit makes many objects and frees none before it ends: between audits is the time to look for them.
    gc.disable()
    while True:
        try:
            parts, binding = pickle.load(asked)  # noqa: S301 - our own process wrote it
            files = read_parts(parts)
            bundle = pickle.load(asked)  # noqa: S301
        except EOFError:
            return
        # page-validation lets Python go on meanwhile
        with ThreadPoolExecutor(max_workers=1) as pool:
            judged = pool.submit(judge, bundle, [part.path for part in parts])
            told: list[Finding] = []
            problems = audit(bundle, parts, binding, files, told.append)
            pickle.dump((problems, judged.result(), tuple(told)), answers)
        answers.flush()
        del files
        gc.collect()

"""What an auditor's process does: parts and their binding go in, then a bundle; what is wrong with it comes out."""

from __future__ import annotations

import gc
import pickle
from concurrent.futures import ThreadPoolExecutor

from pipeline.audit import audit, read_parts
from pipeline.findings import Finding
from pipeline.pdf.conformance import judge
from pipeline.workers.serve import Line


def serve() -> None:
    """What an auditor does until nobody asks any more: takes parts and binding, then a bundle; gives findings."""
    line = Line()
    # An audit makes many objects and frees none before it ends: between audits is the time to look for them.
    gc.disable()
    requests = line.requests()
    for _, asked in requests:
        parts, binding = pickle.loads(asked)  # noqa: S301 - our own process wrote it
        try:
            files = read_parts(parts)
            bundle = pickle.loads(next(requests)[1])  # noqa: S301
            # page-validation lets Python go on meanwhile
            with ThreadPoolExecutor(max_workers=1) as pool:
                judged = pool.submit(judge, bundle, [part.path for part in parts])
                told: list[Finding] = []
                problems = audit(bundle, parts, binding, files, told.append)
                found = pickle.dumps((problems, judged.result(), tuple(told)))
        except StopIteration:
            return
        except Exception as error:
            line.answer({"unexpected": f"{type(error).__name__}: {error}"})
        else:
            line.answer({}, found)
        del files
        gc.collect()

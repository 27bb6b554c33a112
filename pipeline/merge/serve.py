"""What a merger's process does: templates and words go in, documents are written, findings come out.

It answers in JSON, never in pickles, which a template might have forged.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Sequence
from typing import Any

from pipeline.errors import TemplateError
from pipeline.findings import Finding
from pipeline.localise import Wording, from_data
from pipeline.merge import check_template, merge
from pipeline.workers.serve import Line, limit_memory, limit_processor


def serve() -> None:
    """Answers requests until nobody asks any more.

    A request has the ``memory`` in bytes and the processor's ``time`` in seconds that it may take; with it comes what
    to merge, or to check where nothing is said of how. An answer says whether what was found is
    ``stopping``, and has it beside as JSON, which may be long; or it has the code of why it ``ended``.
    """
    line = Line()
    for limits, asked in line.requests():
        limit_memory(limits["memory"])
        limit_processor(limits["time"])
        line.answer(*_answer(asked))


def _answer(asked: bytes) -> tuple[dict[str, Any], bytes]:
    (language, words), given, how = pickle.loads(asked)  # noqa: S301 - our own process wrote it
    wording, stopping = Wording(language, from_data(words)), False
    found: Sequence[Finding]
    try:
        found = check_template(given[0], wording) if how is None else merge(wording, *given, **how)
    except TemplateError as error:
        found, stopping = error.findings, True
    except MemoryError:
        return {"ended": "template-memory"}, b""
    except Exception:
        return {"ended": "template-stopped"}, b""
    return {"stopping": stopping}, json.dumps([each.as_data() for each in found]).encode()

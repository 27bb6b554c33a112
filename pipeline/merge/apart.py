"""Merges and checks that end: a template and words go in, its document or findings come out, whatever the template is.

What is small is done in this process. What turns out to be large is done anew in one that can be ended
(:mod:`pipeline.workers.mergers`); both give the same bytes.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from pipeline.findings import Finding
from pipeline.localise import Wording, as_data
from pipeline.merge import check_template, merge
from pipeline.merge.filling import Allowance, LargeError
from pipeline.model import Properties
from pipeline.workers.mergers import Mergers


def merge_within_limits(
    mergers: Mergers,
    wording: Wording,
    template: Path,
    letterhead: Path | None,
    properties: Properties,
    target: Path,
    *,
    first_page: bool = True,
    numbered: bool = True,
    draft: bool = False,
    pictures: Mapping[str, Path] = MappingProxyType({}),
) -> tuple[Finding, ...]:
    """As :func:`pipeline.merge.merge`; TemplateError also for a template that takes more than it may."""
    how = {"first_page": first_page, "numbered": numbered, "draft": draft}
    try:
        return merge(wording, template, letterhead, properties, target, **how, pictures=pictures, allowance=Allowance())
    except LargeError:
        words = wording.language, as_data(wording.words)
        asked = pickle.dumps((words, (template, letterhead, properties, target), how | {"pictures": dict(pictures)}))
        return tuple(mergers.ask(asked, template))


def check_within_limits(mergers: Mergers, path: Path, wording: Wording) -> list[Finding]:
    """As :func:`pipeline.merge.check_template`; TemplateError also for a template that takes more than it may."""
    try:
        return check_template(path, wording, Allowance())
    except LargeError:
        return mergers.ask(pickle.dumps(((wording.language, as_data(wording.words)), (path,), None)), path)

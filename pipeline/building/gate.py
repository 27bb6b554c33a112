"""The gate before a package is published: what was told of its documents goes in, and what must not go out stops it.

What was made stays in the store: once a person has accepted what was told, a build makes nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pipeline.errors import BundleError, ConverterError, MeetingError, PapersError, TemplateError
from pipeline.findings import Finding
from pipeline.findings.catalogue import AREAS

_KINDS: Mapping[str, type[PapersError]] = {
    "meeting": MeetingError,
    "preflight": MeetingError,
    "recipients": MeetingError,
    "phrases": TemplateError,
    "templates": TemplateError,
    "office": ConverterError,
}
"""By area of the catalogue; an error of the bundle for all others."""


def gate(told: Iterable[Finding], *, draft: bool = False) -> None:
    """Raises an error of the first one's area, with all that are errors; ``told`` are those that nobody accepted. What
    a ``draft`` may have does not stop that; what is an error in this house alone is one of the meeting."""
    errors = tuple(dict.fromkeys(each for each in told if each.severity == "error" and not (draft and each.in_draft)))
    if errors:
        area = next(name for name, entries in AREAS.items() if errors[0].code in entries)
        raise (MeetingError if errors[0].graded else _KINDS.get(area, BundleError))(*errors)

"""How grave a house has findings: those and its severities go in, the findings as it has them come out.

Nothing is lowered that is unsafe or breaks what goes out: such codes are those that nobody can accept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from pipeline.findings import Finding

if TYPE_CHECKING:
    from pipeline.findings.catalogue.entry import Entry, Severity

Grades: TypeAlias = "Mapping[str, Severity]"
"""By code."""

_RANK = {"note": 0, "warning": 1, "error": 2}


def graded(findings: Iterable[Finding], grades: Grades) -> tuple[Finding, ...]:
    """The findings, those whose code has a severity of the house with that.

    >>> from pipeline.findings import Place
    >>> [each.severity for each in graded([Finding("untagged", Place("a.pdf"))], {"untagged": "error"})]
    ['error']
    """
    if not grades:
        return tuple(findings)
    return tuple(replace(each, graded=grades[each.code]) if each.code in grades else each for each in findings)


def may_be(entry: Entry, severity: Severity) -> bool:
    """Whether a house may have it so: what can't be accepted is never less grave than the catalogue has it."""
    return entry.acceptable or _RANK[severity] >= _RANK[entry.severity]

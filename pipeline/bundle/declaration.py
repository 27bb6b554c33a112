"""A bundle and what it was found to meet go in; it declares that and no more, and why it is not more comes out.

ISO 19005-2, 6.6.4, and ISO 14289-1, clause 5: a file says of itself which part and level it conforms to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import get_args

from pipeline.findings import Finding, Place, Reason
from pipeline.model import NONE, Conformance, Level, Part
from pipeline.pdf.conformance import ATTACHED, Checked, Judged, settle

_LOWERED = {level: Conformance(level, pdfua=False) for level in get_args(Level)} | {
    "2a": Conformance("2u", pdfua=False),
    "3a": Conformance("3u", pdfua=False),
    None: NONE,
}
_PDFA, _PDFUA = "PDF/A-2a", "PDF/UA-1"


def declare(
    bundle: Path, parts: Sequence[Part], judged: Judged, *, attached: bool = False, scanned: bool = False
) -> tuple[Conformance, tuple[Finding, ...]]:
    """Let the file ``bundle`` of ``parts`` declare what it meets; says what, and what keeps it from more, by part.

    With files ``attached``, as the meeting wants it, it is PDF/A-3, and that is as it should be. With a ``scanned``
    letter it is neither PDF/UA nor of PDF/A's level A, whatever a checker can tell: to tag a page of words as one
    picture is not to tag them by what they are (ISO 14289-1, 7.1; ISO 19005-2, 6.7.1).
    """
    met = settle(bundle, _LOWERED[judged.bundle.met.pdfa] if scanned else judged.bundle.met)
    meant = ATTACHED if attached else frozenset()
    return met, tuple(_remarks(bundle, parts, judged, meant))


def _remarks(bundle: Path, parts: Sequence[Part], judged: Judged, meant: frozenset[str]) -> Iterator[Finding]:
    """For each part, those of its faults that the bundle has too; then those that no part has, and nobody ``meant``."""
    whole = judged.bundle
    left = {rule: reason for rule, reason in whole.broken.items() if rule not in meant}
    for part, own in zip(parts, judged.parts, strict=bool(judged.parts)):
        shared = _shared(own, whole)
        if any(shared.values()):
            for rules in shared.values():
                for rule in rules:
                    left.pop(rule, None)
            yield _remark(part.place, shared)
    if left:
        yield _remark(Place(str(bundle)), {_PDFA: _only(whole.not_pdfa, left), _PDFUA: _only(whole.not_pdfua, left)})


def _shared(own: Checked, whole: Checked) -> dict[str, Mapping[str, Reason]]:
    return {
        _PDFA: _only(own.not_pdfa, whole.not_pdfa),
        _PDFUA: _only(own.not_pdfua, whole.not_pdfua),
    }


def _only(broken: Mapping[str, Reason], known: Mapping[str, Reason]) -> dict[str, Reason]:
    return {rule: reason for rule, reason in broken.items() if rule in known}


def _remark(place: Place, broken: Mapping[str, Mapping[str, Reason]]) -> Finding:
    what = " / ".join(standard for standard, rules in broken.items() if rules)
    why = tuple(dict.fromkeys(reason for rules in broken.values() for reason in rules.values()))
    return Finding("lower-level", place, {"what": what, "why": why})

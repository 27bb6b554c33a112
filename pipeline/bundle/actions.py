"""The actions of a part's links, buttons and fields go in; those that are safe in a bundle are left.

ISO 32000-2, 12.6. What runs code, starts programs, sends data or opens other files does not travel: a bundle is
opened by people who trust its sender, and what such an action needs is not in the bundle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import TypeAlias

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf

from pipeline.findings import Finding, Place
from pipeline.pdf.objects import items, spelt

_SAFE_KINDS = {"/GoTo", "/URI", "/Named"}
_SAFE_NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_UNSAFE_SCHEMES = {"javascript", "vbscript", "data", "file"}
_KEYS = {
    "/JavaScript": "removed-script",
    "/Rendition": "removed-script",
    "/Launch": "removed-launch",
    "/SubmitForm": "removed-submit",
    "/ResetForm": "removed-reset",
    "/ImportData": "removed-import",
    "/GoToR": "removed-remote",
    "/GoToE": "removed-remote",
    "/URI": "removed-address",
}
"""The key of the remark that tells of each kind of action; a rendition may carry a script."""

_LONGEST = 100
"""More steps than that are no one's intention."""

Note: TypeAlias = Callable[[str], object]
"""Is told the key of a remark for each thing that is removed."""


@dataclass(slots=True)
class Removed:
    """What was removed from a part, and where."""

    pages: dict[str, set[int]] = field(default_factory=dict)
    """The pages, from 1, by the key of the remark; none where it was the file's own."""

    def of_file(self, key: str) -> None:
        self.pages.setdefault(key, set())

    def of_page(self, page: int) -> Note:
        """Takes the keys of what was removed from ``page``, which counts from 1."""
        return lambda key: self.pages.setdefault(key, set()).add(page)

    def remarks(self, place: Place) -> Iterator[Finding]:
        """A remark for each kind of thing, on the document that is known as ``place``."""
        for key in sorted(self.pages):
            yield Finding(key, place, {"pages": page_ranges(self.pages[key])})


def page_ranges(pages: Iterable[int]) -> str:
    """Page numbers in short.

    >>> page_ranges({1, 2, 3, 7}), page_ranges(())
    ('1–3, 7', '–')
    """
    ordered = sorted(pages)
    runs = [list(run) for _, run in groupby(enumerate(ordered), lambda pair: pair[1] - pair[0])]
    ends = [(run[0][1], run[-1][1]) for run in runs]
    return ", ".join(f"{first}" if first == last else f"{first}–{last}" for first, last in ends) or "–"


def safe(action: Object | None, note: Note) -> Dictionary | None:
    """The action without its unsafe steps (``/Next``), or None when nothing is left; ``note`` is told of those."""
    kept = []
    for step in steps(action):
        if _is_safe(step):
            kept.append(step)
        else:
            note(_KEYS.get(spelt(step.get(Name.S, "")), "removed-action"))
    for step, following in pairwise(kept):
        step.Next = following
    if not kept:
        return None
    if Name.Next in kept[-1]:
        del kept[-1].Next
    return kept[0]


def clean_slots(holder: Object, note: Note) -> None:
    """Leave in ``holder`` (an annotation, a field, a page) no ``/AA``, and in ``/A`` only what is safe."""
    events = holder.get(Name.AA)
    if events is not None:
        if isinstance(events, Dictionary):
            for event in events.values():
                safe(event, note)
        note("removed-automatic")
        del holder.AA
    if Name.A not in holder:
        return
    action = safe(holder.A, note)
    if action is None:
        del holder.A
    else:
        holder.A = action


def clean_document(pdf: Pdf, note: Note) -> None:
    """Leave no script and no automatic action in the catalog and the fields of ``pdf``; pages are not looked at."""
    opening = pdf.Root.get(Name.OpenAction)
    if isinstance(opening, Dictionary):
        safe(opening, note)
    clean_slots(pdf.Root, note)
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.JavaScript in names:
        note("removed-script")
        del names.JavaScript
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        _clean_fields(form, note)


def _clean_fields(form: Dictionary, note: Note) -> None:
    seen = ObjectSet()
    waiting = items(form.get(Name.Fields))
    while waiting:
        each = waiting.pop()
        if isinstance(each, Dictionary) and seen.add(each):
            clean_slots(each, note)
            waiting.extend(items(each.get(Name.Kids)))


def _is_safe(step: Dictionary) -> bool:
    kind = spelt(step.get(Name.S, ""))
    if kind == "/URI":
        return spelt(step.get(Name.URI, "")).partition(":")[0].strip().lower() not in _UNSAFE_SCHEMES
    if kind == "/Named":
        return spelt(step.get(Name.N, "")) in _SAFE_NAMED
    return kind in _SAFE_KINDS


def steps(action: Object | None) -> list[Dictionary]:
    """The action and all that follow it, in their order (ISO 32000-2, 12.6.2)."""
    found: list[Dictionary] = []
    seen = ObjectSet()
    waiting: list[Object | None] = [action]
    while waiting and len(found) < _LONGEST:
        step = waiting.pop()
        if isinstance(step, Dictionary) and seen.add(step):
            found.append(step)
            following = step.get(Name.Next)
            waiting.extend(reversed(items(following)) if isinstance(following, Array) else [following])
    return found

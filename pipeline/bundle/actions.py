"""The actions of a part's links, buttons and fields go in; those that are safe in a bundle are left.

ISO 32000-2, 12.6. What runs code, starts programs, sends data or opens other files does not travel: a bundle is
opened by people who trust its sender, and what such an action needs is not in the bundle.
"""

from __future__ import annotations

from itertools import pairwise

from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf

from pipeline.objects import items

_SAFE_KINDS = {"/GoTo", "/URI", "/Named"}
_SAFE_NAMED = {"/NextPage", "/PrevPage", "/FirstPage", "/LastPage"}
_UNSAFE_SCHEMES = {"javascript", "vbscript", "data", "file"}
_WORDS = {
    "/JavaScript": "a script",
    "/Launch": "a command that starts a program or opens a file",
    "/SubmitForm": "a command that sends the form",
    "/ResetForm": "a command that empties the form",
    "/ImportData": "a command that reads data into the form",
    "/GoToR": "a link to another file",
    "/GoToE": "a link to an attached file",
    "/URI": "a link to a file or a script",
}

_LONGEST = 100
"""More steps than that are no one's intention."""

Removed = set[str]
"""What was removed, in words."""


def safe(action: Object | None, removed: Removed) -> Dictionary | None:
    """The action without its unsafe steps (``/Next``), or None when nothing is left; ``removed`` is added to."""
    kept = []
    for step in steps(action):
        if _is_safe(step):
            kept.append(step)
        else:
            kind = str(step.get(Name.S, "/unknown"))
            removed.add(_WORDS.get(kind, f"an action of the kind {kind.removeprefix('/')}"))
    for step, following in pairwise(kept):
        step.Next = following
    if not kept:
        return None
    if Name.Next in kept[-1]:
        del kept[-1].Next
    return kept[0]


def clean_slots(holder: Object, removed: Removed) -> None:
    """Leave in ``holder`` (an annotation, a field, a page) no ``/AA``, and in ``/A`` only what is safe."""
    events = holder.get(Name.AA)
    if events is not None:
        if isinstance(events, Dictionary):
            for event in events.values():
                safe(event, removed)
        removed.add("an action that starts by itself")
        del holder.AA
    if Name.A not in holder:
        return
    action = safe(holder.A, removed)
    if action is None:
        del holder.A
    else:
        holder.A = action


def clean_document(pdf: Pdf, removed: Removed) -> None:
    """Leave no script and no automatic action in the catalog and the fields of ``pdf``; pages are not looked at."""
    opening = pdf.Root.get(Name.OpenAction)
    if isinstance(opening, Dictionary):
        safe(opening, removed)
    clean_slots(pdf.Root, removed)
    names = pdf.Root.get(Name.Names)
    if isinstance(names, Dictionary) and Name.JavaScript in names:
        removed.add(_WORDS["/JavaScript"])
        del names.JavaScript
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary):
        _clean_fields(form, removed)


def _clean_fields(form: Dictionary, removed: Removed) -> None:
    seen = ObjectSet()
    waiting = items(form.get(Name.Fields))
    while waiting:
        field = waiting.pop()
        if isinstance(field, Dictionary) and seen.add(field):
            clean_slots(field, removed)
            waiting.extend(items(field.get(Name.Kids)))


def _is_safe(step: Dictionary) -> bool:
    kind = str(step.get(Name.S, ""))
    if kind == "/URI":
        return str(step.get(Name.URI, "")).partition(":")[0].strip().lower() not in _UNSAFE_SCHEMES
    if kind == "/Named":
        return str(step.get(Name.N, "")) in _SAFE_NAMED
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

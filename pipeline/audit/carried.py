"""What a bundle carries besides pages goes in: names, attached files, layers, threads; what was lost comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from pipeline.audit.reading import Audited, File, at, entries, follow, raw, text


def audit_names(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether each name of each part leads where it led: under itself, or under the part's own name before it."""
    found = audited.bundle.named
    for each in audited.parts:
        for name in each.file.named if each.file else ():
            if not name.isascii():
                continue  # the bundle may have to write it in another encoding
            inner = each.file.page(each.file.named[name]) if each.file else None
            own = [name, f"{each.part.key}.".encode() + name]
            pages = {audited.bundle.page(found[key]) for key in own if key in found}
            if inner is not None and each.first + inner not in pages:
                yield (
                    f"destination “{name.decode('utf-8', 'replace')}”",
                    f"It does not lead to page {inner + 1} of {each.part.title}.",
                )


def audit_attachments(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether each attached file is there, under a name that begins with its enclosure's number."""
    found = {name: _content(file) for name, file in _attached(audited.bundle)}
    for each in audited.parts:
        prefix = f"{each.part.number or each.part.kind}-"
        own = Counter(content for name, content in found.items() if name.startswith(prefix))
        for name, file in _attached(each.file) if each.file else ():
            content = _content(file)
            if not _is_program(name, content) and not own[content]:
                yield f"attachment “{name}”", f"It is missing from those of {each.part.title}."
    for name, content in found.items():
        if _is_program(name, content):
            yield f"attachment “{name}”", "It is a program."


def audit_layers(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether each part's layers are there, as many shown and as many hidden."""
    found = _layers(audited.bundle)
    wanted: Counter[tuple[str, bool]] = Counter()
    for each in audited.parts:
        wanted += _layers(each.file) if each.file else Counter()
    for name, shown in wanted - found:
        yield f"layer “{name}”", f"It is not there, {'shown' if shown else 'hidden'}."


def audit_threads(audited: Audited) -> Iterator[tuple[str, str]]:
    """Whether there are as many threads as the parts have."""
    wanted = sum(len(_threads(each.file)) for each in audited.parts)
    found = len(_threads(audited.bundle))
    if found != wanted:
        yield "threads", f"There are {found}; the parts have {wanted}."


def _threads(file: File | None) -> list[Any]:
    found = raw(at(file.root, "/Threads")) if file else []
    return [each for each in found if isinstance(follow(each), DictionaryObject)]


def _attached(file: File | None) -> Iterator[tuple[str, Any]]:
    if file is None:
        return
    for _, value in entries(at(at(file.root, "/Names"), "/EmbeddedFiles"), "/Names"):
        each = follow(value)
        if isinstance(at(each, "/EF"), DictionaryObject):
            yield text(at(each, "/UF") or at(each, "/F")), each


def _content(file: Any) -> bytes:
    """The bytes as they are stored; what is packed is not unpacked, which may be huge."""
    streams = at(file, "/EF")
    stream = at(streams, "/UF") or at(streams, "/F")
    return bytes(stream._data) if isinstance(stream, StreamObject) else b""


def _is_program(name: str, content: bytes) -> bool:
    return name.lower().endswith((".exe", ".bat", ".cmd", ".com", ".js", ".vbs", ".ps1", ".scr", ".msi")) or (
        content.startswith((b"MZ", b"\x7fELF"))
    )


def _layers(file: File) -> Counter[tuple[str, bool]]:
    """The names of the layers, and whether each is shown (8.11.4.3)."""
    properties = at(file.root, "/OCProperties")
    usual = at(properties, "/D")
    off, on = ({id(follow(each)) for each in raw(at(usual, key))} for key in ("/OFF", "/ON"))
    all_off = at(usual, "/BaseState") == "/OFF"
    # Who spoilt a file may have left other things among them.
    groups = [group for group in map(follow, raw(at(properties, "/OCGs"))) if at(group, "/Type") == "/OCG"]
    return Counter(
        (text(at(group, "/Name")), id(group) not in off and (not all_off or id(group) in on)) for group in groups
    )

"""What a bundle carries besides pages goes in: names, attached files, layers, threads; what was lost comes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from pipeline.audit.reading import Audited, File, amiss, at, entries, follow, raw, text
from pipeline.findings import Finding


def audit_names(audited: Audited) -> Iterator[Finding]:
    """Whether each name of each part leads where it led: under itself, or under the part's own name before it."""
    found = audited.bundle.named
    for each, file in audited.files:
        for name, target in file.named.items():
            if not name.isascii():
                continue  # the bundle may have to write it in another encoding
            inner = file.page(target)
            own = [name, f"{each.part.key}.".encode() + name]
            pages = {audited.bundle.page(found[key]) for key in own if key in found}
            if inner is not None and each.first + inner not in pages:
                yield amiss("audit-destination", each.first, name=name.decode("utf-8", "replace"), page=inner + 1)


def audit_attachments(audited: Audited) -> Iterator[Finding]:
    """Whether each attached file is there, under a name that begins with its enclosure's number."""
    found = dict(_attached(audited.bundle))
    yield from _enclosed(audited, found)
    for each, part in audited.files:
        prefix = f"{each.part.number or each.part.kind}-"
        own = [file for name, file in found.items() if name.startswith(prefix)]
        stored = {_stored(file) for file in own}
        for name, file in _attached(part):
            content = _stored(file)
            if _is_program(name, content) or content in stored:
                continue
            # A bundle packs what was not packed.
            if not _unpacked(file) & {data for other in own for data in _unpacked(other)}:
                yield amiss("audit-attachment", each.first, name=name)
    for name, file in found.items():
        if _is_program(name, _stored(file)):
            yield amiss("audit-attachment-program", name=name)


def _enclosed(audited: Audited, found: Mapping[str, Any]) -> Iterator[Finding]:
    """Whether each enclosure that is attached is there, byte for byte, as what it is, with no date but the bundle's."""
    associated = [follow(each) for each in raw(at(audited.bundle.root, "/AF"))]
    for each in audited.binding.attached:
        file = found.get(each.name)
        stream = _stream(file)
        if stream is None or stream.get_data() != each.path.read_bytes():
            yield amiss("audit-attachment", name=each.name)
            continue
        days = {str(at(at(stream, "/Params"), key))[:16] for key in ("/CreationDate", "/ModDate")}
        wanted = {f"D:{audited.binding.created:%Y%m%d%H%M%S}"}
        kind = text(at(stream, "/Subtype")).removeprefix("/")
        if (
            kind != each.mime
            or at(file, "/AFRelationship") != ("/Source" if each.position is None else "/Supplement")
            or not any(other is file for other in associated)
            or days != wanted
        ):
            yield amiss("audit-attached", name=each.name)


def audit_layers(audited: Audited) -> Iterator[Finding]:
    """Counts the layers, which parts may have by the same names: all together are held against each other."""
    wanted: Counter[tuple[str, bool]] = Counter()
    for _, file in audited.files:
        wanted += _layers(file)
    audited.counted["layers"] = wanted, _layers(audited.bundle)
    yield from ()


def joined_layers(counted: Sequence[Any]) -> Iterator[Finding]:
    """Whether each part's layers are there, as many shown and as many hidden."""
    wanted = sum((wanted for wanted, _ in counted), Counter[tuple[str, bool]]())
    for name, shown in wanted - counted[0][1]:
        yield amiss("audit-layer-shown" if shown else "audit-layer-hidden", name=name)


def audit_threads(audited: Audited) -> Iterator[Finding]:
    """Counts the threads."""
    audited.counted["threads"] = sum(len(_threads(file)) for _, file in audited.files), len(_threads(audited.bundle))
    yield from ()


def joined_threads(counted: Sequence[Any]) -> Iterator[Finding]:
    """Whether there are as many threads as the parts have."""
    wanted, found = sum(wanted for wanted, _ in counted), counted[0][1]
    if found != wanted:
        yield amiss("audit-threads", found=found, wanted=wanted)


def _threads(file: File) -> list[Any]:
    found = raw(at(file.root, "/Threads"))
    return [each for each in found if isinstance(follow(each), DictionaryObject)]


def _attached(file: File) -> Iterator[tuple[str, Any]]:
    for _, value in entries(at(at(file.root, "/Names"), "/EmbeddedFiles"), "/Names"):
        each = follow(value)
        if isinstance(at(each, "/EF"), DictionaryObject):
            yield text(at(each, "/UF") or at(each, "/F")), each


def _stored(file: Any) -> bytes:
    """The bytes as they are stored; what is packed is not unpacked, which may be huge."""
    stream = _stream(file)
    return bytes(stream._data) if stream is not None else b""


def _unpacked(file: Any) -> set[bytes]:
    """A digest of what is stored, where there is something."""
    stream = _stream(file)
    return set() if stream is None else {sha256(stream.get_data()).digest()}


def _stream(file: Any) -> StreamObject | None:
    streams = at(file, "/EF")
    stream = at(streams, "/UF") or at(streams, "/F")
    return stream if isinstance(stream, StreamObject) else None


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

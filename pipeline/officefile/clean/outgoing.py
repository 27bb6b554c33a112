"""A Word document that leaves the house: it goes in as it was merged, without traps and traces it comes out.

What Word would fetch or run is taken out, and so is what tells of those who made the template: remarks, names and data
that no page shows. The pages stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from pathlib import PurePosixPath
from posixpath import dirname, join, split
from types import MappingProxyType
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipeline.findings import Finding, Place, Reason
from pipeline.officefile.clean import finding
from pipeline.officefile.clean.packages import as_bytes, taken_out
from pipeline.officefile.clean.reach import LONGEST, drop
from pipeline.officefile.clean.where import Places
from pipeline.officefile.package import Package
from pipeline.officefile.vocabulary import local

if TYPE_CHECKING:
    from lxml import etree

_REMARKS = {"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"}
_DATA = {"customXml", "customXmlProps", "custom-properties", "recipientData", "mailMergeRecipientData"}
TRACES: Mapping[str, frozenset[str]] = {
    "sent-remarks": frozenset(_REMARKS),
    "sent-data": frozenset(_DATA),
    "sent-properties": frozenset({"extended-properties"}),
    "sent-preview": frozenset({"thumbnail"}),
    "sent-printer": frozenset({"printerSettings"}),
    "sent-commands": frozenset({
        "vbaProject", "wordVbaData", "attachedToolbars", "keyMapCustomizations", "extensibility", "userCustomization",
        "webextension", "webextensiontaskpanes", "control", "activeXControlBinary",
    }),
    "sent-signature": frozenset({"origin", "signature", "certificate"}),
}  # fmt: skip
"""Kinds of parts that no page shows, by what they are (ECMA-376-1, 11.3 and 15.2; MS-DOCX, 2.3)."""
_MARKS: Mapping[str, frozenset[str]] = {
    "sent-remarks": frozenset({"commentRangeStart", "commentRangeEnd", "commentReference"}),
    "sent-data": frozenset({"dataBinding", "docVars", "attachedSchema"}),
    "": frozenset({"rsids", "savePreviewPicture"}),
}
"""Elements that tell of such parts, or that hold the same; the last are of no interest to anybody."""
_NAMED = ("Company", "Manager", "HyperlinkBase")
"""Extended properties that name somebody (ECMA-376-1, 22.2); the others count words."""


def unfit(package: Package, template: str) -> Iterator[Finding]:
    """Why a template can't be used: what it runs, and pictures that it shows and does not hold."""
    if package.macros is not None:
        yield Finding("template-macros", Place(template, part=PurePosixPath(package.macros).stem))
    for name in package.names:
        outside = {each.id: each.target for each in package.relationships(name) if each.external}
        if not outside or not package.begins_as_xml(name):
            continue
        for blip in package.xml(name).iter("{*}blip"):
            named = {local(key): str(said) for key, said in blip.attrib.items()}
            held = named.get("embed", "")
            linked = outside.get(named.get("link", ""), outside.get(held))
            if linked is not None and (not held or held in outside):
                yield Finding(
                    "template-picture", Places(package).of(template, name, blip), {"address": linked[:LONGEST]}
                )


_NO_PARTS: Mapping[str, bytes] = MappingProxyType({})


def for_sending(
    document: bytes, template: str, whole: Mapping[str, bytes] = _NO_PARTS
) -> tuple[bytes, tuple[Finding, ...]]:
    """``document`` as it leaves the house, the same bytes whenever the inputs are, and what was taken out of it.

    The findings are told of ``template``. ``whole`` are parts that repeat themselves, and stand in the document with
    all that is in them once: where nothing of that has to be taken out, nothing of the whole has to be.
    """
    with Package(document) as package:
        changed, found = taken_out(package)
        places = Places(package)
        told = {
            (what, address): finding(what, address, places.of(template, part, element))
            for what, address, part, element in reversed(found)
        }
        traces = dict.fromkeys(without_traces(package, changed))
        reasons = tuple(Reason(code) for code in TRACES if code in traces)
        also = (Finding("letter-cleaned", Place(template), {"what": reasons}),) if reasons else ()
        if not changed.keys().isdisjoint(whole):
            return for_sending(packed(package, whole), template)
        # what repeats itself is for an office of our own, which need not unpack it
        kind = ZIP_STORED if whole else ZIP_DEFLATED
        return packed(package, {**changed, **whole}, kind), (*reversed(told.values()), *also)


def without_traces(
    package: Package, changed: dict[str, bytes | None], kinds: Mapping[str, frozenset[str]] = TRACES
) -> Iterator[str]:
    """Takes traces of these ``kinds`` out of what is ``changed``, and says of what kind they were."""
    gone = {part: kind for kind, part in _traces(package, kinds)}
    for part, kind in gone.items():
        if _says_anything(package, part, kind):
            yield kind
        changed[part] = None
        folder, name = split(part)
        if (listed := package.find(join(folder, "_rels", f"{name}.rels"))) is not None:
            changed[listed] = None
    for name in package.names:
        if changed.get(name, b"") is None or not package.begins_as_xml(name):
            continue
        data = changed.get(name)
        if not _may_tell(package, name) or not list(_of_traces(package, name, package.xml(name), gone)):
            continue
        root = deepcopy(package.xml(name)) if data is None else _parsed(data)
        found = list(_of_traces(package, name, root, gone))
        changed[name] = _cut(root, [each for _, each in found])
        yield from filter(None, (kind for kind, _ in found))


def _may_tell(package: Package, name: str) -> bool:
    """Whether a part need be parsed: nothing can stand for the name of an element (XML 1.0, 4.1)."""
    if name.casefold().endswith(".rels") or not package.content_type(name).startswith(_WORD):
        return name.casefold().endswith((".rels", "[content_types].xml"))
    data = package.read(name)
    return any(mark.encode() in data for marks in _MARKS.values() for mark in marks)


def _of_traces(
    package: Package, name: str, root: etree._Element, gone: Mapping[str, str]
) -> Iterator[tuple[str, etree._Element]]:
    """Elements that tell of the parts that are gone, or that hold the same; of what kind each is."""
    folded = name.casefold()
    if folded.endswith(".rels"):
        leading = _leading_to(package, name, gone)
        yield from (("", each) for each in root if each.get("Id") in leading)
    elif folded == "[content_types].xml":
        parts = {f"/{part}".casefold() for part in gone}
        yield from (("", each) for each in root if (each.get("PartName") or "").casefold() in parts)
    elif package.content_type(name).startswith(_WORD):
        for kind, marks in _MARKS.items():
            yield from ((kind, each) for each in root.iter(*(f"{{*}}{mark}" for mark in sorted(marks))))


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."


def _traces(package: Package, traces: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """The parts that no page shows: of what kind each is, and its name."""
    for owner in ("", *package.names):
        for each in package.relationships(owner):
            kind = next((code for code, kinds in traces.items() if each.kind in kinds), None)
            part = None if each.external or kind is None else package.find(each.target)
            if kind is not None and part is not None:
                yield kind, part


def _says_anything(package: Package, part: str, kind: str) -> bool:
    """Whether anybody misses the part: most programs write some that are empty."""
    if kind == "sent-properties":
        said = [each.text or "" for name in _NAMED for each in package.xml(part).iter(f"{{*}}{name}")]
    elif kind == "sent-data" and package.begins_as_xml(part):
        said = list(map(str, package.xml(part).itertext()))
    else:
        return True
    return any(map(str.strip, said))


def _leading_to(package: Package, rels: str, gone: Mapping[str, str]) -> set[str]:
    """The relationships in a list that lead to what is gone."""
    folder, name = split(rels)
    listed = package.relationships(join(dirname(folder), name[: -len(".rels")]))
    return {each.id for each in listed if not each.external and package.find(each.target) in gone}


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree  # noqa: PLC0415 - the offices start before it is loaded

    return etree.fromstring(data)


def _cut(root: etree._Element, found: list[etree._Element]) -> bytes:
    """The part without these, and without runs that held nothing else."""
    for each in found:
        run = each.getparent()
        drop(each)
        if run is not None and local(run.tag) == "r" and all(local(inner.tag) == "rPr" for inner in run):
            drop(run)
    return as_bytes(root)


_PACKED_ALREADY = (b"\x89PNG", b"\xff\xd8\xff")
"""How pictures begin that are no smaller when they are packed once more."""


def packed(package: Package, changed: Mapping[str, bytes | None], kind: int = ZIP_DEFLATED) -> bytes:
    """ECMA-376-2 leaves the order free; readers expect the content types first."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in sorted(package.names, key=lambda name: (name != "[Content_Types].xml", name)):
            data = changed[name] if name in changed else package.read(name)
            if data is not None:
                entry = ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
                entry.compress_type = ZIP_STORED if data.startswith(_PACKED_ALREADY) else kind
                entry.external_attr = 0o600 << 16
                archive.writestr(entry, data)
    return out.getvalue()

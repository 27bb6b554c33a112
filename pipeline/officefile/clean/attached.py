"""An Office file that is attached to a bundle: it goes in as it was enclosed, without traps and traces it comes out.

Words, sheets and formulas stay. What reaches for something elsewhere is taken out as for a page, and so is what tells
of those who made it: its properties, printers, paths, data. What pages would not show and somebody may want to send
(remarks in a workbook, hidden sheets, a speaker's notes) stays, and is told for the office to decide.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from pipeline.findings import Finding, Place, Reason
from pipeline.model import Properties
from pipeline.officefile.clean import finding
from pipeline.officefile.clean.outgoing import TRACES, packed, without_traces
from pipeline.officefile.clean.packages import as_bytes, taken_out
from pipeline.officefile.clean.reach import drop
from pipeline.officefile.clean.where import Places
from pipeline.officefile.facts import facts
from pipeline.officefile.package import Package
from pipeline.officefile.records import What
from pipeline.officefile.vocabulary import local

if TYPE_CHECKING:
    from lxml import etree

_OF_SLIDES = {"commentAuthors", "authors"}
_OF_WORKBOOKS = {"revisionHeaders", "usernames"}
"""Who remarked, and who changed what in a workbook that was shared (ECMA-376-1, 12.3.13, 12.3.18 and 13.3.1)."""
_KINDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "text": TRACES,
    # A remark in a sheet is drawn too, in a drawing that may hold more: it stays, and is told.
    "sheet": {**TRACES, "sent-remarks": frozenset(), "sent-data": TRACES["sent-data"] | _OF_WORKBOOKS},
    "slides": {**TRACES, "sent-remarks": TRACES["sent-remarks"] | _OF_SLIDES},
}
"""By application, the kinds of parts that are left out."""
_CARRIED: Mapping[What, str] = {
    "comment": "left-comments", "note": "left-notes", "hidden-text": "left-text", "hidden-rows": "left-rows",
    "hidden-columns": "left-columns", "hidden-slide": "left-slides", "hidden-sheet": "left-sheets",
}  # fmt: skip
"""What no page shows, with the reason's code."""
_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{title}</dc:title><dc:creator>{author}'
    "</dc:creator><cp:lastModifiedBy>{author}</cp:lastModifiedBy>"
    '<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
    '<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
)
"""ECMA-376-2, 8.3.4."""


def for_attaching(source: Path, properties: Properties) -> tuple[bytes, tuple[Finding, ...]]:
    """The file as it leaves the house, the same bytes whenever the inputs are, and what was taken out of it."""
    with Package(source) as package:
        changed, found = taken_out(package, printed=False)
        places, file = Places(package), str(source)
        told = {
            (what, address): finding(what, address, places.of(file, part, element))
            for what, address, part, element in reversed(found)
        }
        for name, made in [*_without_paths(package, changed), *_new_properties(package, properties)]:
            changed[name] = made
        traces = set(without_traces(package, changed, _kinds(package)))
        reasons = tuple(Reason(code) for code in TRACES if code in traces)
        also = (Finding("attached-cleaned", Place(file), {"what": reasons}),) if reasons else ()
        return packed(package, changed), (*reversed(told.values()), *also)


def carried(source: Path, keep: Collection[str]) -> Iterator[Finding]:
    """What the file carries that no page would show; ``keep`` is what the meeting says goes out."""
    found = facts(source)
    whats = dict(_CARRIED)
    with Package(source) as package:
        kinds = Counter(each.kind for name in package.names for each in package.relationships(name))
    if found.format.application != "sheet":
        del whats["comment"]  # they are left out
    if "hidden-sheets" in keep:
        del whats["hidden-sheet"]
    counts = {code: len(found.of(what)) for what, code in whats.items()}
    counts["left-pivots"] = kinds["pivotCacheRecords"]
    counts["left-files"] = kinds["oleObject"] + kinds["package"]
    if things := tuple(Reason(code, {"count": count}) for code, count in counts.items() if count):
        yield Finding("attached-carries", Place(str(source)), {"things": things})


def _kinds(package: Package) -> Mapping[str, frozenset[str]]:
    """The kinds of parts that are left out."""
    kinds = _KINDS.get(package.format.application, TRACES)
    related = {each.kind for name in package.names for each in package.relationships(name)}
    # Who remarked: without remarks, a list of those who did once.
    return kinds if "threadedComment" in related else {**kinds, "sent-remarks": kinds["sent-remarks"] | {"person"}}


def _new_properties(package: Package, properties: Properties) -> Iterator[tuple[str, bytes]]:
    """The properties that the meeting says, in place of those that tell who made the file, and when."""
    values = {
        "title": escape(properties.title),
        "author": escape(properties.author),
        "day": f"{properties.created:%Y-%m-%dT%H:%M:%SZ}",
    }
    for each in package.relationships(""):
        part = package.find(each.target) if each.kind == "core-properties" and not each.external else None
        if part is not None:
            yield part, _CORE.format_map(values).encode()


def _without_paths(package: Package, changed: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes]]:
    """Parts without the folder that a workbook lay in, and without its sheets' printers, which are left out."""
    for name in package.names:
        data = changed.get(name, b"")
        data = package.read(name) if data == b"" and package.begins_as_xml(name) else data
        if not data or not (b"absPath" in data or (b"pageSetup" in data and b":id=" in data)):
            continue
        root = _parsed(data) if name in changed else deepcopy(package.xml(name))
        for element in list(root.iter("{*}absPath")):
            around = next(element.iterancestors("{*}AlternateContent"), element)
            drop(around)
        for element in root.iter("{*}pageSetup"):
            for key in [key for key in element.attrib if str(key).startswith("{") and local(key) == "id"]:
                del element.attrib[key]
        yield name, as_bytes(root)


def _parsed(data: bytes) -> etree._Element:
    from lxml import etree  # noqa: PLC0415 - the offices start before it is loaded

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))

"""A PDF goes in; what its pages do not show comes out, by kind, as lines that can be compared and read.

Tags are read by :mod:`~pipeline.comparison.tags`. Pages are counted from 1: other labels make no other links.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias
from xml.etree import ElementTree

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectSet, Pdf, Stream, String

from pipeline.comparison.tags import tags
from pipeline.pdf.objects import items, named
from pipeline.pdf.xmp import declared

KINDS: Mapping[str, bool] = {
    "links": True,
    "destinations": True,
    "fields": True,
    "attachments": True,
    "scripts": True,
    "outline": False,
    "labels": False,
    "tags": False,
    "remarks": False,
    "layers": False,
    "signatures": False,
    "levels": False,
    "metadata": False,
    "what cannot be read": True,
}
"""What is compared, and whether a difference in it counts as much as one on a page: it leads elsewhere, or acts."""

Unseen: TypeAlias = "dict[str, list[str]]"
"""The lines of each kind, in the document's order."""

_PLAYED = {"/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"}
"""Annotations that do something (ISO 32000-2, 12.5.6)."""
_DEPTH = 8
"""How deep a value is told; below that by its kind."""
_DEEPEST = 50
"""Fields above a field."""
_LONGEST = 200
"""Signs of a value that are shown; of a longer one the beginning and a hash."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What two documents differ in, besides their pages."""

    kind: str
    gone: tuple[str, ...]
    """Lines that only the first has."""
    new: tuple[str, ...]
    """Lines that only the second has; where neither has any, the order is another."""

    @property
    def grave(self) -> bool:
        return KINDS[self.kind]

    def as_json(self) -> dict[str, Any]:
        return {"kind": self.kind, "grave": self.grave, "gone": list(self.gone), "new": list(self.new)}


def unseen(path: Path, labels: Sequence[str], words: Mapping[tuple[int, int], str]) -> Unseen:
    """What the pages of the PDF at ``path`` do not show.

    ``labels`` has the name of each page, ``words`` what is said in each piece of marked content, by page and number.
    """
    try:
        with Pdf.open(path) as pdf:
            return _Reader(pdf, labels).read(words)
    except (pikepdf.PdfError, OSError, RecursionError, ValueError) as error:
        return {"what cannot be read": [type(error).__name__]}


def differences(first: Unseen, second: Unseen) -> Iterator[Difference]:
    """The kinds in which two documents differ, the gravest first."""
    for kind in KINDS:
        before, after = first.get(kind, []), second.get(kind, [])
        if before != after or (kind == "what cannot be read" and before):
            gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
            yield Difference(kind, tuple(gone.elements()), tuple(new.elements()))


class _Reader:
    """Reads one document."""

    def __init__(self, pdf: Pdf, labels: Sequence[str]) -> None:
        self._pdf, self._labels = pdf, labels
        self._pages = [page.obj for page in pdf.pages]
        self._numbers = {page.objgen: number for number, page in enumerate(self._pages)}
        self._named = {**self._old_names(), **named(_at(pdf.Root, "/Names", "/Dests"))}

    def read(self, words: Mapping[tuple[int, int], str]) -> Unseen:
        found: Unseen = {kind: [] for kind in KINDS}
        found["labels"] = [f"page {number}: {label}" for number, label in enumerate(self._labels, start=1)]
        found["destinations"] = [f"{_said(name)}: {self._target(value)}" for name, value in sorted(self._named.items())]
        opening = self._pdf.Root.get(Name.OpenAction)
        if isinstance(opening, Array):
            found["destinations"].append(f"opens at {self._target(opening)}")
        found["outline"] = list(self._outline())
        found["tags"] = list(tags(self._pdf, self._numbers, words))
        for number, page in enumerate(self._pages):
            for annotation in items(page.get(Name.Annots)):
                if isinstance(annotation, Dictionary):
                    self._annotation(f"page {number + 1}", annotation, found)
        self._form(found)
        self._everywhere(found)
        found["layers"] = list(self._layers())
        found["metadata"] += self._metadata()
        packet = self._pdf.Root.get(Name.Metadata)
        level = declared(_bytes(packet)) if isinstance(packet, Stream) else None
        if level and (level.pdfa or level.pdfua):
            found["levels"] = [f"PDF/A-{level.pdfa}"] * bool(level.pdfa) + ["PDF/UA-1"] * level.pdfua
        return {kind: lines for kind, lines in found.items() if lines}

    # --- where things lead -------------------------------------------------------------------------

    def _old_names(self) -> dict[bytes, Any]:
        """The names of PDF 1.1 (ISO 32000-2, 12.3.2.4)."""
        old = self._pdf.Root.get(Name.Dests)
        return {key[1:].encode(): value for key, value in old.items()} if isinstance(old, Dictionary) else {}

    def _target(self, destination: Any) -> str:
        """Where a destination leads (12.3.2): the page, and what of it is shown."""
        if isinstance(destination, Dictionary):
            destination = destination.get(Name.D)
        if isinstance(destination, (String, Name)):
            name = str(destination)[1:].encode() if isinstance(destination, Name) else bytes(destination)
            known = self._named.get(name)
            return f"“{_said(name)}”" if known is None else f"“{_said(name)}”, {self._target_of_array(known)}"
        return self._target_of_array(destination)

    def _target_of_array(self, destination: Any) -> str:
        if isinstance(destination, Dictionary):
            destination = destination.get(Name.D)
        where = items(destination)
        if not where:
            return "nowhere"
        number = self._numbers.get(where[0].objgen) if isinstance(where[0], Dictionary) else None
        page = f"page {number + 1}" if number is not None else f"page {_plain(where[0])}"
        return " ".join([page, *map(_plain, where[1:])])

    def _leads(self, thing: Dictionary) -> str:
        """Where a link, or a line of the outline, leads."""
        action = thing.get(Name.A)
        if not isinstance(action, Dictionary):
            return self._target(thing.get(Name.Dest)) if Name.Dest in thing else "nowhere"
        kind = str(action.get(Name.S, ""))
        more = f", then {_plain(action.Next)}" if Name.Next in action else ""
        if kind == "/URI":
            return f"{_plain(action.get(Name.URI))}{more}"
        return f"{self._target(action.get(Name.D))}{more}" if kind == "/GoTo" else _plain(action)

    def _outline(self) -> Iterator[str]:
        seen = ObjectSet()
        waiting = [(_at(self._pdf.Root, "/Outlines", "/First"), 0)]
        while waiting:
            line, depth = waiting.pop()
            if isinstance(line, Dictionary) and seen.add(line):
                yield f"{'  ' * depth}{_plain(line.get(Name.Title))}: {self._leads(line)}"
                waiting += [(line.get(Name.Next), depth), (line.get(Name.First), depth + 1)]

    # --- what lies on pages ------------------------------------------------------------------------

    def _annotation(self, place: str, annotation: Dictionary, found: Unseen) -> None:
        kind = str(annotation.get(Name.Subtype, ""))
        said = f" “{_plain(annotation.Contents)}”" if Name.Contents in annotation else ""
        if kind == "/Link":
            found["links"].append(f"{place}, {_box(annotation)}: {self._leads(annotation)}{said}")
        elif kind in _PLAYED:
            found["scripts"].append(f"{place}: {kind[1:]} {_plain(annotation)}")
        elif kind not in {"/Widget", "/Popup"}:
            found["remarks"].append(f"{place}: {kind[1:]}{said}{_hidden(annotation)}")

    # --- the form ----------------------------------------------------------------------------------

    def _form(self, found: Unseen) -> None:
        form = self._pdf.Root.get(Name.AcroForm)
        if not isinstance(form, Dictionary):
            return
        for key in ("/NeedAppearances", "/SigFlags", "/CO", "/XFA"):
            if key in form:
                said = len(items(form[key])) if key == "/CO" else _plain(form[key])
                found["fields"].append(f"the form's {key[1:]}: {said}")
        seen = ObjectSet()
        waiting = [each for page in self._pages for each in items(page.get(Name.Annots)) if _is_widget(each)]
        waiting += reversed(items(form.get(Name.Fields)))  # those that the form does not list come last
        while waiting:
            field = waiting.pop()
            if isinstance(field, Dictionary) and seen.add(field):
                waiting += reversed(items(field.get(Name.Kids)))
                self._field(field, found)

    def _field(self, field: Dictionary, found: Unseen) -> None:
        above = [field, *_above(field)]
        name = ".".join(_plain(each.T) for each in reversed(above) if Name.T in each)
        kept = {key: each[key] for each in reversed(above) for key in _INHERITED if key in each}
        signed = kept.pop("/V", None) if kept.get("/FT") == Name.Sig else None
        if isinstance(signed, Dictionary):
            found["signatures"].append(f"{name}: {_plain(signed)}")
        if "/FT" in kept:
            own = ", ".join(f"{key[1:]} {_plain(value)}" for key, value in kept.items()) if Name.T in field else "shown"
            found["fields"].append(f"{name}: {own}{_hidden(field)}{_state(field)}")

    # --- what may be anywhere ----------------------------------------------------------------------

    def _everywhere(self, found: Unseen) -> None:
        """Actions, attached files and packets of metadata, wherever in the document they are reached."""
        seen = ObjectSet()
        waiting: list[Any] = [self._pdf.Root]
        scripts: list[str] = []
        while waiting:
            thing = waiting.pop()
            if isinstance(thing, Array):
                if not thing.is_indirect or seen.add(thing):
                    waiting += [each for each in thing if isinstance(each, (Array, Dictionary, Stream))]
                continue
            if thing.is_indirect and not seen.add(thing):
                continue
            if isinstance(thing, Stream) and thing.get(Name.Type) == Name.Metadata:
                if thing.objgen != self._packet:
                    found["metadata"].append(f"of a part: {_hash(_bytes(thing))}")
                continue
            kind = thing.get(Name.S)
            if isinstance(kind, Name) and (str(kind) in _ACTIONS or Name.JS in thing):
                scripts.append(_plain(thing))
            if isinstance(thing.get(Name.AA), Dictionary):
                scripts += [f"on {trigger[1:]}: {_plain(action)}" for trigger, action in thing.AA.items()]
            if isinstance(thing.get(Name.EF), Dictionary):
                found["attachments"].append(_attached(thing))
            waiting += [each for _key, each in thing.items() if isinstance(each, (Array, Dictionary, Stream))]
        opening = self._pdf.Root.get(Name.OpenAction)
        if isinstance(opening, Dictionary):
            scripts.append(f"on opening: {self._leads(Dictionary(A=opening))}")
        found["scripts"] += sorted(scripts)
        found["attachments"].sort()
        found["metadata"].sort()

    @property
    def _packet(self) -> tuple[int, int]:
        packet = self._pdf.Root.get(Name.Metadata)
        return packet.objgen if isinstance(packet, Stream) else (0, 0)

    def _layers(self) -> Iterator[str]:
        properties = self._pdf.Root.get(Name.OCProperties)
        if not isinstance(properties, Dictionary):
            return
        hidden = {each.objgen for each in items(_at(properties, "/D", "/OFF"))}
        for layer in items(properties.get(Name.OCGs)):
            if isinstance(layer, Dictionary):
                yield f"{_plain(layer.get(Name.Name))}{' (hidden)' if layer.objgen in hidden else ''}"

    def _metadata(self) -> Iterator[str]:
        root = self._pdf.Root
        for key in ("/Lang", "/PageMode", "/PageLayout", "/ViewerPreferences", "/MarkInfo"):
            if key in root:
                yield f"{key[1:]}: {_plain(root[key])}"
        if isinstance(information := self._pdf.trailer.get(Name.Info), Dictionary):
            yield from (f"{key[1:]}: {_plain(value)}" for key, value in sorted(information.items()))
        if isinstance(packet := root.get(Name.Metadata), Stream):
            yield from _described(_bytes(packet))


_INHERITED = ("/FT", "/V", "/DV", "/Ff", "/MaxLen", "/Opt", "/TU")
"""What a field has, or has from the one above it (12.7.4.1)."""
_ACTIONS = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ResetForm", "/ImportData", "/Rendition", "/Movie", "/Sound"),
    *("/Hide", "/SetOCGState", "/RichMediaExecute", "/GoTo3DView", "/Named", "/GoToR", "/GoToE", "/GoToDp", "/Thread"),
}
"""Those that do something, or lead out of the document (12.6.4)."""


def _is_widget(annotation: Any) -> bool:
    return isinstance(annotation, Dictionary) and annotation.get(Name.Subtype) == Name.Widget


def _above(field: Dictionary) -> Iterator[Dictionary]:
    for _ in range(_DEEPEST):
        above = field.get(Name.Parent)
        if not isinstance(above, Dictionary):
            return
        field = above
        yield field


def _hidden(annotation: Dictionary) -> str:
    """Whether it is kept from the screen or the paper (12.5.3)."""
    flags = annotation.get(Name.F, 0)
    return f" (flags {flags})" if isinstance(flags, int) and flags & ~4 else ""


def _state(field: Dictionary) -> str:
    return f", state {_plain(field.AS)}" if Name.AS in field else ""


def _box(annotation: Dictionary) -> str:
    corners = items(annotation.get(Name.Rect))
    try:
        return " ".join(f"{float(each):.0f}" for each in corners)
    except (TypeError, ValueError):
        return "nowhere"


def _attached(specification: Dictionary) -> str:
    """An attached file: its name, and a hash of its bytes (7.11.4)."""
    name = _plain(specification.get(Name.UF, specification.get(Name.F)))
    streams = [each for _key, each in specification.EF.items() if isinstance(each, Stream)]
    sums = sorted({_hash(_bytes(each)) for each in streams})
    return f"{name}: {', '.join(sums)}"


def _described(packet: bytes) -> Iterator[str]:
    """The properties of a packet of metadata, as far as they have words (ISO 16684-1)."""
    try:
        if b"<!" in packet:
            raise ValueError("a document type")
        root = ElementTree.fromstring(packet)  # noqa: S314 - without a document type there are no entities
    except (ElementTree.ParseError, ValueError):
        yield f"XMP: {_hash(packet)}"
        return
    for element in root.iter():
        name = element.tag.rpartition("}")[2]
        for key, value in sorted(element.attrib.items()):
            yield f"XMP {name}, {key.rpartition('}')[2]}: {value}"
        if words := (element.text or "").strip():
            yield f"XMP {name}: {words}"


def _at(thing: Any, *keys: str) -> Any:
    for key in keys:
        thing = thing.get(key) if isinstance(thing, Dictionary) else None
    return thing


def _plain(value: Any, depth: int = 0) -> str:
    """A value in one line: the same for the same value, however the file has it."""
    if isinstance(value, Stream):
        return _hash(_bytes(value))
    if isinstance(value, (Array, Dictionary)) and depth >= _DEPTH:
        return "…"
    if isinstance(value, Array):
        return _short("[" + " ".join(_plain(each, depth + 1) for each in value) + "]")
    if isinstance(value, Dictionary):
        if value.get(Name.Type) == Name.Page:
            return "a page"
        entries = sorted((key, each) for key, each in value.items() if key not in {"/Parent", "/P"})
        return _short("<" + " ".join(f"{key[1:]} {_plain(each, depth + 1)}" for key, each in entries) + ">")
    if isinstance(value, String):
        return _short(_said(bytes(value)))
    return str(value) if isinstance(value, (Object, int, float, bool)) or value is None else _short(f"{value}")


def _said(words: bytes) -> str:
    """A string's words (7.9.2.2), in one line."""
    said = str(String(words))
    return "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in said)


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}… {_hash(words.encode('utf-8', 'replace'))}"


def _bytes(stream: Stream) -> bytes:
    """A stream's bytes; as they are packed, where they can't be unpacked."""
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()


def _hash(data: bytes) -> str:
    return f"sha256 {sha256(data).hexdigest()[:32]}"

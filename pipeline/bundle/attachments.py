"""The files attached to the parts go in; the bundle's attachments come out, each named by its enclosure.

ISO 32000-2, 7.11.4 (embedded files), 7.7.4 (their names), 14.13 (associated files). Programs do not travel.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, ObjectSet, Pdf, Stream, String
from pikepdf.models.metadata import encode_pdf_date

from pipeline.bundle.actions import Note, Removed
from pipeline.model import Attached, Part
from pipeline.pdf.objects import as_list, items, name_tree, named

_PROGRAMS = frozenset(
    ".app .appx .bat .cmd .com .cpl .deb .dll .dmg .exe .hta .jar .js .jse .lnk .msi .msp .pif .pkg .ps1 .py .reg .rpm"
    " .scr .sh .so .vb .vbe .vbs .wsf .wsh".split()
)
_MAGIC = (b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xcf")
"""How programs of Windows, Linux and macOS, Java classes and scripts begin."""
_LONGEST = max(map(len, _MAGIC))
_REMOVED = "removed-program"


def take_attachments(pdf: Pdf, removed: Removed) -> list[Object]:
    """The files attached to ``pdf``, by their names' order, without programs; ``removed`` is told of those.

    Programs are taken out of annotations too; what else those hold stays on the page.
    """
    for number, page in enumerate(pdf.pages, start=1):
        _clean_page(page.obj, removed.of_page(number))
    found: list[Object] = []
    seen = ObjectSet()
    for file in _listed(pdf):
        if not isinstance(file.get(Name.EF), Dictionary) or (file.is_indirect and not seen.add(file)):
            continue
        if _is_program(file):
            removed.of_file(_REMOVED)
        else:
            found.append(file if file.is_indirect else pdf.make_indirect(file))
    return found


def _listed(pdf: Pdf) -> Iterator[Dictionary]:
    """What the catalog names: by name, and as associated with the whole document."""
    names = pdf.Root.get(Name.Names)
    tree = named(names.get(Name.EmbeddedFiles)) if isinstance(names, Dictionary) else {}
    for file in (*(tree[name] for name in sorted(tree)), *items(pdf.Root.get(Name.AF))):
        if isinstance(file, Dictionary):
            yield file


def _clean_page(page: Dictionary, note: Note) -> None:
    annotations = items(page.get(Name.Annots))
    kept = []
    for each in annotations:
        file = each.get(Name.FS) if isinstance(each, Dictionary) else None
        if isinstance(file, Dictionary) and _is_program(file):
            note(_REMOVED)
        else:
            kept.append(each)
    if len(kept) < len(annotations):
        page.Annots = Array(kept)


def _is_program(file: Dictionary) -> bool:
    if any(PurePosixPath(name).suffix.lower() in _PROGRAMS for name in _names(file)):
        return True
    return any(_head(stream).startswith(_MAGIC) for stream in _contents(file))


def _names(file: Dictionary) -> list[str]:
    """What the file is called, the best name first."""
    return [str(file[key]) for key in (Name.UF, Name.F) if isinstance(file.get(key), String)]


def _contents(file: Dictionary) -> list[Stream]:
    embedded = file.get(Name.EF)
    values = embedded.values() if isinstance(embedded, Dictionary) else ()
    return [each for each in values if isinstance(each, Stream)]


def _head(stream: Stream) -> bytes:
    """How it begins; no more of it is unpacked, as it may be huge."""
    raw = bytes(stream.get_raw_stream_buffer())
    filters = as_list(stream.get(Name.Filter))
    if not filters:
        return raw[:_LONGEST]
    try:
        return zlib.decompressobj().decompress(raw, _LONGEST) if filters == [Name.FlateDecode] else b""
    except zlib.error:
        return b""


class JoinedAttachments:
    """The attachments of a bundle."""

    def __init__(self, bundle: Pdf) -> None:
        self._bundle = bundle
        self._named: dict[str, Object] = {}

    def add(self, part: Part, files: list[Object]) -> None:
        """Add copies of ``files`` of ``part``, under names that begin with its number."""
        for file in files:
            copy: Any = self._bundle.copy_foreign(file)
            name = self._free(part, (_names(copy) or ["file"])[0])
            copy.UF = copy.F = String(name)
            # ISO 32000-2, 14.13: what an associated file is to the document; "unspecified" where nobody said.
            if Name.AFRelationship not in copy:
                copy.AFRelationship = Name.Unspecified
            self._named[name] = copy

    def add_enclosure(self, file: Attached, created: datetime) -> None:
        """Add an enclosure that is no page of the bundle, or the letter that was signed; its dates are those of the
        bundle, ``created``."""
        day = encode_pdf_date(created)
        filespec = AttachedFileSpec(
            self._bundle,
            file.path.read_bytes(),
            filename=file.name,
            description=file.title,
            mime_type=file.mime,
            creation_date=day,
            mod_date=day,
            relationship=Name.Source if file.position is None else Name.Supplement,
        )
        self._named[file.name] = filespec.obj

    def add_signed(self, part: Part, original: Path) -> str:
        """Add the file that ``part`` came as, for which its signature holds; says under which name."""
        own = part.names[0] if part.names else original.name
        name = self._free(part, str(PurePosixPath(own).with_suffix(".pdf")))
        filespec = AttachedFileSpec(
            self._bundle,
            original.read_bytes(),
            filename=name,
            description=part.title,
            mime_type="application/pdf",
            relationship=Name.Source,
        )
        self._named[name] = filespec.obj
        return name

    def finish(self) -> None:
        """Put the attachments into the bundle's catalog, if there are any."""
        if not self._named:
            return
        names = self._bundle.Root.get(Name.Names, Dictionary())
        files = {bytes(String(name)): file for name, file in self._named.items()}
        names.EmbeddedFiles = name_tree(self._bundle, files)
        self._bundle.Root.Names = names
        self._bundle.Root.AF = Array([self._named[name] for name in sorted(self._named)])

    def _free(self, part: Part, name: str) -> str:
        """``3-data.xlsx``: the number and the file's own name; where that is taken, with a count."""
        plain = name.replace("\\", "/").rpartition("/")[2] or "file"
        wanted = PurePosixPath(f"{part.number or part.kind}-{plain}")
        tries = (wanted if count == 1 else wanted.with_stem(f"{wanted.stem}-{count}") for count in range(1, 100_000))
        return next(str(each) for each in tries if str(each) not in self._named)

"""An office's file as the package that it is: a path goes in, its parts and their trees come out, within limits.

A file that opens here is sound as far as its packing goes: each part was unpacked once and held against its size and
checksum, none is named twice, none lies within another, none declares entities, and all together are within the
limits. Each part is parsed once, whoever asks for it.

>>> with Package(Path("tests/meetings/small/enclosures/programme.docx")) as package:
...     package.main, package.format.application, short(package.xml(package.main).tag)
('word/document.xml', 'text', 'w:document')
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from posixpath import join, normpath, split
from typing import TYPE_CHECKING, Literal, Self, TypeAlias, cast
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.findings import Reason
from pipeline.officefile.limits import Limits, PackageError, Spent
from pipeline.officefile.vocabulary import short

if TYPE_CHECKING:
    from types import TracebackType

    from lxml import etree

Application: TypeAlias = Literal["text", "sheet", "slides", "drawing", "formula", "other"]


@dataclass(frozen=True, slots=True)
class Format:
    """What a package says that it is."""

    family: Literal["ooxml", "odf", "doc", "xls", "ppt", "rtf", "none"]
    application: Application
    template: bool = False
    macros: bool = False
    """Whether its kind is one for macros; see :attr:`Package.macros`."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to (ECMA-376-2, 6.5)."""

    id: str
    kind: str
    """The last name of its type, which Strict and Transitional files share: ``hyperlink``, ``image`` …"""
    target: str
    """The name of a part; of what lies outside, its address as it stands."""
    external: bool


class Package:
    """An opened file. Raises PackageError for what is beyond the limits, locked or damaged; OSError as files do."""

    def __init__(self, source: Path | bytes, limits: Limits = Limits()) -> None:  # noqa: B008 - it is frozen
        self._open(source, Spent(limits))

    @classmethod
    def _inner(cls, source: bytes, spent: Spent) -> Self:
        """One that lies in another, and counts with it."""
        package = cls.__new__(cls)
        package._open(source, spent)
        return package

    def _open(self, source: Path | bytes, spent: Spent) -> None:
        self._spent = spent
        self._kept: dict[str, bytes] = {}
        self._heads: dict[str, bytes] = {}
        self._trees: dict[str, etree._Element] = {}
        self._relationships: dict[str, tuple[Relationship, ...]] = {}
        raw = BytesIO(source) if isinstance(source, bytes) else FileIO(source)
        self._file = _File(cast(FileIO, raw), spent.limits.parts * _ENTRY)
        try:
            self._entries = self._listed()
            self._folded = {name.casefold(): name for name in self._entries}
            for name in self._entries:
                self._examine(name)
            self._types: Mapping[str, str] = {}
            self.format = Format("none", "other")
            self._recognise()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    # --- what it holds ----------------------------------------------------------------------------

    @property
    def names(self) -> Sequence[str]:
        """The names of its parts, in the order of the archive."""
        return tuple(self._entries)

    def find(self, name: str) -> str | None:
        """The name of a part as the archive has it: in Open XML, capitals tell none apart (ECMA-376-2, 6.2.2.3)."""
        if name in self._entries:
            return name
        return self._folded.get(name.casefold()) if self.format.family == "ooxml" else None

    def read(self, name: str) -> bytes:
        """What a part holds, unpacked. Raises KeyError where there is none."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        return self._kept[found] if found in self._kept else b"".join(self._pieces(found))

    def head(self, name: str) -> bytes:
        """The first bytes of a part, which tell what it is; no more than eight."""
        return self._heads.get(name, b"")

    def begins_as_xml(self, name: str) -> bool:
        """Whether a part begins as XML does, and as pages of the web do."""
        return name in self._kept

    def xml(self, name: str) -> etree._Element:
        """The root of a part, parsed once. Raises KeyError where there is none, PackageError for what is no XML."""
        found = self.find(name)
        if found is None:
            raise KeyError(name)
        if found not in self._trees:
            # what does not begin as XML does was not counted
            self._trees[found] = _parsed(found, self._kept.get(found, b""))
        return self._trees[found]

    def relationships(self, part: str = "") -> Sequence[Relationship]:
        """What a part refers to, in the order of its list; the package itself is the part without a name."""
        if part not in self._relationships:
            folder, name = split(part)
            listed = self.find(join(folder, "_rels", f"{name}.rels"))
            each = self.xml(listed) if listed else ()
            self._relationships[part] = tuple(_relationship(folder, one) for one in each if short(one.tag))
        return self._relationships[part]

    def related(self, part: str, kind: str) -> list[str]:
        """The parts of a kind that a part refers to and that are there, in the order of their identifiers."""
        wanted = [each for each in self.relationships(part) if each.kind == kind and not each.external]
        wanted.sort(key=lambda each: [int(figures) for figures in re.findall(r"\d{1,18}", each.id)])
        return [found for each in wanted if (found := self.find(each.target)) is not None]

    def content_type(self, part: str) -> str:
        """What the package says that a part is (ECMA-376-2, 6.2.3), in small letters; nothing where it doesn't say."""
        own = self._types.get(f"/{part}".casefold())
        return own if own is not None else self._types.get(part.rpartition(".")[2].casefold(), "")

    @property
    def main(self) -> str:
        """The part that the others hang on; nothing where there is none."""
        if self.format.family == "odf":
            return "content.xml" if "content.xml" in self._entries else ""
        return next(iter(self.related("", "officeDocument")), "")

    @property
    def macros(self) -> str | None:
        """A part that holds macros, or that says so; None where there is none."""
        for name in self._entries:
            folded = name.casefold()
            if folded.endswith("vbaproject.bin") or self.content_type(name) == _VBA:
                return name
            if folded.startswith(("basic/", "scripts/")) and not _LISTS_OF_MACROS(folded):
                return name
        return self.main if self.format.macros else None

    @property
    def spent(self) -> Spent:
        """What was counted while it was read."""
        return self._spent

    # --- how it is read ---------------------------------------------------------------------------

    def _listed(self) -> dict[str, ZipInfo]:
        """The parts by name, in the order of the archive."""
        try:
            with ZipFile(self._file) as archive:
                entries = [each for each in archive.infolist() if not each.is_dir()]
                end = archive.start_dir
        except (BadZipFile, ValueError, NotImplementedError) as error:
            if self._file.at(0, 4) == _LOCAL:
                raise PackageError("damaged", "", Reason("unsound-cut")) from error
            raise PackageError("no-package", "", Reason("unsound-no-zip")) from error
        self._spent.entries(len(entries))
        named = {_name(each): each for each in entries}
        if len(named) < len(entries):
            ((name, _),) = Counter(map(_name, entries)).most_common(1)
            raise PackageError("unsafe", name, Reason("unsound-twice"))
        for each in sorted(entries, key=lambda each: -each.header_offset):
            head = self._file.at(each.header_offset, _HEAD)
            if len(head) < _HEAD or not head.startswith(_LOCAL):
                raise PackageError("damaged", _name(each), Reason("unsound-astray"))
            start = each.header_offset + _HEAD + sum(int.from_bytes(head[at : at + 2], "little") for at in (26, 28))
            if start + each.compress_size > end:
                raise PackageError("unsafe", _name(each), Reason("unsound-within"))
            end, each.header_offset = each.header_offset, start
        return named

    def _examine(self, name: str) -> None:
        """Unpacks a part; keeps it where it begins as XML does, and looks into it where it is a package."""
        size, packed = 0, self._entries[name].compress_size
        kept: list[bytes] | None = None
        for number, piece in enumerate(self._pieces(name)):
            if number == 0:
                self._heads[name] = piece[:8]
            if number == 0 and (piece.startswith(_LOCAL) or _BEGINS_AS_XML.match(piece)):
                kept = []
            size += len(piece)
            self._spent.piece(name, len(piece), size, packed)
            if kept is not None:
                self._spent.kept(name, size)
                kept.append(piece)
        if kept is None:
            return
        data = b"".join(kept)
        if data.startswith(_LOCAL):
            self._look_within(name, data)
        else:
            self._kept[name] = data = _in_utf8(name, data)
            self._spent.tree(name, data)
            if b"<!DOCTYPE" in data:
                _no_entities(name, data)

    def _look_within(self, name: str, data: bytes) -> None:
        """A package in this one counts with it; whether it is whole is no matter of ours."""
        with self._spent.within(name):
            try:
                self._inner(data, self._spent)._file.close()
            except PackageError as error:
                if error.fault in {"too-large", "entities"}:
                    inner = f"{name} → {error.part}" if error.part else name
                    raise PackageError(error.fault, inner, error.what) from None

    def _pieces(self, name: str) -> Iterator[bytes]:
        """A part's bytes, held against its size and checksum at the end."""
        entry = self._entries[name]
        if entry.flag_bits & _ENCRYPTED:
            raise PackageError("locked", name, Reason("unsound-locked"))
        if entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
            # ECMA-376-2, B.4, and ODF 1.3-2, 2.2: Deflate, or nothing
            raise PackageError("damaged", name, Reason("unsound-packing"))
        unpack = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == ZIP_DEFLATED else None
        at, left, size, checksum, waiting = entry.header_offset, entry.compress_size, 0, 0, b""
        while waiting or left:
            if not waiting:
                waiting = self._file.at(at, min(left, _PIECE))
                at, left = at + len(waiting), left - len(waiting)
            try:
                piece = unpack.decompress(waiting, _PIECE) if unpack else waiting
            except zlib.error as error:
                raise PackageError("damaged", name, Reason("unsound-unpacking")) from error
            waiting = unpack.unconsumed_tail if unpack else b""
            size, checksum = size + len(piece), zlib.crc32(piece, checksum)
            if piece:
                yield piece
            if unpack and unpack.eof:
                break
        if size != entry.file_size or checksum != entry.CRC or (unpack and not unpack.eof):
            raise PackageError("damaged", name, Reason("unsound-checksum"))

    def _recognise(self) -> None:
        """Set what the format is."""
        said = b""
        if (entry := self._entries.get("mimetype")) is not None and entry.file_size < _LONGEST_TYPE:
            said = b"".join(self._pieces("mimetype"))
        found = _ODF_TYPE.fullmatch(said.decode("latin-1").strip())
        if found is not None:
            if b"encryption-data" in self._kept.get("META-INF/manifest.xml", b""):  # ODF 1.3-2, 4.8.1
                raise PackageError("locked", "", Reason("unsound-locked"))
            self.format = Format("odf", _ODF.get(found[1], "other"), template=found[2] is not None)
            return
        types = self._folded.get("[content_types].xml")
        if types is None:
            return
        self._types = {
            (each.get("PartName") or each.get("Extension") or "").casefold(): (each.get("ContentType") or "").casefold()
            for each in self.xml(types)
            if short(each.tag)
        }
        self.format = Format("ooxml", "other")  # names are looked up as such files do
        if len(self._folded) < len(self._entries):
            ((name, _),) = Counter(map(str.casefold, self._entries)).most_common(1)
            raise PackageError("unsafe", name, Reason("unsound-capitals"))
        main = self.content_type(self.main)
        application: Application = next((kind for word, kind in _OOXML.items() if word in main), "other")
        self.format = Format("ooxml", application, template="template" in main, macros="macroenabled" in main)


class _File(BufferedReader):
    """A file of which nobody reads more at once than a list of parts may have."""

    def __init__(self, raw: FileIO, most: int) -> None:
        super().__init__(raw)
        self._most = most

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self._most:
            raise PackageError("too-large", "", Reason("unsound-parts-list"))
        return super().read(size)

    def at(self, place: int, size: int) -> bytes:
        self.seek(place)
        return super().read(size)


_ENTRY = 256
"""Bytes in the list of parts for each: 46, its name, and what else is said of it (APPNOTE.TXT, 4.3.12)."""
_HEAD = 30
_LOCAL = b"PK\x03\x04"
_ENCRYPTED = 1
"""APPNOTE.TXT, 4.3.7 and 4.4.4: what stands before a part, and which bit says that it is encrypted."""
_PIECE = 1 << 18
_LONGEST_TYPE = 200
_ODF_TYPE = re.compile(r"application/vnd\.oasis\.opendocument\.([a-z]+)(-[a-z]+)?")
_ODF: Mapping[str, Application] = {
    "text": "text", "spreadsheet": "sheet", "presentation": "slides", "graphics": "drawing", "formula": "formula",
}  # fmt: skip
_OOXML: Mapping[str, Application] = {
    "wordprocessingml": "text", "ms-word": "text", "spreadsheetml": "sheet", "ms-excel": "sheet",
    "presentationml": "slides", "ms-powerpoint": "slides",
}  # fmt: skip
_VBA = "application/vnd.ms-office.vbaproject"
_LISTS_OF_MACROS = re.compile(r"basic/(?:[^/]+/)?script-l[bc]\.xml").fullmatch
"""What LibreOffice writes where there is no macro as well."""
_BEGINS_AS_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\0\s]*<")


def _name(entry: ZipInfo) -> str:
    """A part's name. Some programs write it with the slashes of Windows, or as if it began at a root."""
    name = entry.filename.replace("\\", "/").lstrip("/")
    if entry.orig_filename.find("\0") >= 0 or not name or ".." in name.split("/"):
        raise PackageError("unsafe", name, Reason("unsound-name"))
    return name


def _relationship(folder: str, element: etree._Element) -> Relationship:
    target, external = element.get("Target") or "", (element.get("TargetMode") or "").casefold() == "external"
    if not external:
        target = normpath(target[1:] if target.startswith("/") else join(folder, target))
    return Relationship(element.get("Id") or "", (element.get("Type") or "").rpartition("/")[2], target, external)


def _in_utf8(name: str, data: bytes) -> bytes:
    """A part in letters of which ASCII's are one byte each, so that its signs can be counted."""
    if data.startswith(b"\xef\xbb\xbf"):
        data = data[3:]
    if b"\0" in data[:4]:
        marked = data[:2] in {b"\xff\xfe", b"\xfe\xff"}
        try:
            text = data.decode("utf-16" if marked else "utf-16-le" if data[0] else "utf-16-be")
        except UnicodeDecodeError:
            raise PackageError("damaged", name, Reason("unsound-no-text")) from None
        return re.sub(r"\A\s*<\?xml\b[^>]*\?>", "", text).encode()
    said = re.match(rb"""\s*<\?xml\b[^>]*?\bencoding\s*=\s*["']([^"'>]*)""", data)
    if said is not None and not _ONE_BYTE.fullmatch(said[1]):
        raise PackageError("damaged", name, Reason("unsound-encoding"))
    return data


_ONE_BYTE = re.compile(rb"(?i)utf-?8|us-ascii|ascii|iso-8859-\d+|windows-125\d|gb2312|gbk|gb18030|euc-\w+|koi8-\w")
"""ECMA-376-2, 6.1.4, has UTF-8 and UTF-16 alone; OpenDocument any (XML 1.0, 4.3.3)."""


def _no_entities(name: str, data: bytes) -> None:
    """Raises PackageError for a document type that declares anything, or that may not be there.

    No part of an office's own has one (ECMA-376-2, 6.1.4), but for a name of the office's own in old OpenDocument
    files. Drawings and pages of the web have others, and drawings declare short words in it.
    """
    refused = PackageError("entities", name, Reason("unsound-entities"))
    of_the_web = not name.casefold().endswith((".xml", ".rels", ".vml"))
    parser = expat.ParserCreate()

    def start(_name: str, system: str | None, public: str | None, has_own: int) -> None:
        of_old = not has_own and "/" not in (system or "") and (public or "").startswith("-//OpenOffice.org//")
        if not of_the_web and not of_old:
            raise refused

    def declared(
        _name: str, _parameter: bool, word: str | None, _base: str | None, system: str | None, *_rest: str | None
    ) -> None:
        if system is not None or word is None or len(word) > _LONGEST_WORD or "&" in word or "%" in word:
            raise refused

    def element(_name: str, _attributes: object) -> None:
        raise _SeenError

    parser.StartDoctypeDeclHandler, parser.EntityDeclHandler, parser.StartElementHandler = start, declared, element
    try:
        parser.Parse(data, True)
    except (_SeenError, expat.ExpatError):
        return  # what is no XML, whoever parses it says


_LONGEST_WORD = 200
"""Signs in what a drawing declares: the addresses of its namespaces."""


class _SeenError(Exception):
    """The first element: nothing is declared after it."""


def _parsed(name: str, data: bytes) -> etree._Element:
    from lxml import etree  # noqa: PLC0415 - the offices start before it is loaded

    def parser(*, recover: bool = False) -> etree.XMLParser:
        # without huge_tree, libxml2 bounds depth (256) and the length of a text (10 million) by itself
        return etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True, recover=recover
        )

    strict = parser()
    try:
        return etree.fromstring(data, strict)
    except etree.XMLSyntaxError as error:
        if any(each.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for each in strict.error_log):
            raise PackageError("too-large", name, Reason("unsound-deep")) from None
        if all(each.domain == etree.ErrorDomains.NAMESPACE for each in strict.error_log):
            # a prefix that nothing declares, which LibreOffice bears in attributes
            return etree.fromstring(data, parser(recover=True))
        raise PackageError("damaged", name, Reason("unsound-no-xml", {"words": error.msg})) from None

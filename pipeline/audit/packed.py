"""Objects that a PDF keeps packed together: an object stream goes in, its objects as pypdf has them come out, quickly.

Nearly all of a bundle's tags lie in object streams (ISO 32000-2, 7.5.7), and most of an audit's time went into pypdf's
reading them sign by sign. What is usual is read here by whole tokens, into pypdf's own objects; names and strings are
made by pypdf, and whatever is not usual it reads itself.
"""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from itertools import pairwise
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
    read_hex_string_from_stream,
    read_string_from_stream,
)

_SPACE, _DELIMITER = rb"\0\t\n\f\r ", rb"()<>\[\]{}/%"
_GAP, _END = rb"[" + _SPACE + rb"]+", rb"(?=[" + _SPACE + _DELIMITER + rb"]|\Z)"
_TOKEN = re.compile(
    rb"[" + _SPACE + rb"]*(?:(?P<atom>"
    rb"(\d{1,9})" + _GAP + rb"(\d{1,5})" + _GAP + rb"R" + _END + rb"|"
    rb"[+-]?(?:\d{1,18}|\d{1,18}\.\d{0,18}|\.\d{1,18})" + _END + rb"|"
    rb"/[^" + _SPACE + _DELIMITER + rb"]*|"
    rb"(?:true|false|null)" + _END + rb")"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|(?P<string>\(|<))"
)
"""ISO 32000-2, 7.2.3 and 7.3."""
_ATOM, _OPEN, _CLOSE = (_TOKEN.groupindex[name] for name in ("atom", "open", "close"))
_WORDS = {b"true": BooleanObject(value=True), b"false": BooleanObject(value=False), b"null": NullObject()}
_DEEPEST = 100


class _UnusualError(Exception):
    """What pypdf is to read itself."""


class Kept:
    """Tags and an outline's lines as they were read in one file, for the next that has the very same: number and bytes.

    What is read of bytes depends on nothing else, but for the reader that references lead through: so this serves one
    reader at a time, and all references are led to that.
    """

    def __init__(self) -> None:
        self.atoms: dict[bytes, PdfObject] = dict(_WORDS)
        self._before: dict[tuple[int, bytes], PdfObject] = {}
        self._tags: dict[tuple[int, bytes], PdfObject] = {}

    def serve(self, reader: PdfReader) -> None:
        """Serves that reader from now on, and no other. What the last one had no use for is forgotten."""
        self._before, self._tags = self._tags, {}
        for atom in self.atoms.values():
            if isinstance(atom, IndirectObject):
                atom.pdf = reader

    def find(self, number: int, written: bytes) -> PdfObject | None:
        known = self._before.get((number, written))
        if known is not None:
            self._tags[number, written] = known
        return known

    def keep(self, number: int, written: bytes, thing: PdfObject) -> None:
        """Keeps an element of the structure tree, or a line of an outline; pypdf lets pages inherit, and may change
        others too."""
        if isinstance(thing, DictionaryObject) and (
            thing.get("/Type") == "/StructElem" or {"/Title", "/Parent"} <= thing.keys()
        ):
            self._tags[number, written] = thing


class Reader(PdfReader):
    """pypdf's reader, quicker where objects are packed, and where those that are ``kept`` are met again.

    It reads what it is asked for and nothing beside it, so that it can be told what an answer depends on.
    """

    def __init__(self, file: Any, kept: Kept | None = None) -> None:
        self._kept = kept
        self._atoms: dict[bytes, PdfObject] = kept.atoms if kept else dict(_WORDS)
        """What was made of names, numbers, references and words, as they are written."""
        self._streams: dict[int, _Stream | None] = {}
        """The object streams that were looked into; None for one that is not usual."""
        if kept is not None:
            kept.serve(self)
        super().__init__(file)

    @property
    def numbers_read(self) -> frozenset[int]:
        """The numbers of the objects that were read so far."""
        return frozenset(number for _, number in self.resolved_objects)

    def _get_object_from_stream(self, indirect_reference: IndirectObject) -> PdfObject:
        number = indirect_reference.idnum
        holder = self.xref_objStm[number][0]
        if holder not in self._streams:
            try:
                self._streams[holder] = self._opened(holder)
            except (_UnusualError, PyPdfError):
                self._streams[holder] = None
        stream = self._streams[holder]
        if stream is not None and number in stream.spans:
            with suppress(_UnusualError, PyPdfError):
                thing = self._made(number, stream)
                self.cache_indirect_object(0, number, thing)
                return thing
        return super()._get_object_from_stream(indirect_reference)

    def _made(self, number: int, stream: _Stream) -> PdfObject:
        start, end = stream.spans[number]
        written = stream.packed.data[start:end]
        known = self._kept.find(number, written) if self._kept else None
        if known is not None:
            return known
        thing = stream.packed.thing(start)
        if self._kept and stream.packed.end <= end:
            self._kept.keep(number, written, thing)
        return thing

    def _opened(self, holder: int) -> _Stream:
        """The stream with that number. Raises _UnusualError."""
        stream = None if holder in self.xref_objStm else self.get_object(holder)
        if not isinstance(stream, StreamObject):
            raise _UnusualError
        data, first = bytes(stream.get_data()), stream.get("/First")
        if not isinstance(first, int) or not 0 <= first <= len(data):
            raise _UnusualError
        index = data[:first].split()
        if len(index) % 2 or not all(map(bytes.isdigit, index)) or len(index) // 2 != stream.get("/N"):
            raise _UnusualError
        starts = [first + int(each) for each in index[1::2]]
        if any(at >= end for at, end in pairwise(starts)):
            raise _UnusualError
        spans = dict(zip(map(int, index[::2]), pairwise([*starts, len(data)]), strict=True))
        if len(spans) < len(starts):
            raise _UnusualError
        return _Stream(_Packed(data, self, self._atoms), spans)


class _Packed:
    """The data of an object stream."""

    def __init__(self, data: bytes, reader: PdfReader, atoms: dict[bytes, PdfObject]) -> None:
        self.data, self._reader, self._atoms, self._stream = data, reader, atoms, BytesIO(data)
        self.end = 0
        """Of the thing that was read last."""

    def thing(self, at: int) -> PdfObject:
        """The dictionary or the array at ``at``. Raises _UnusualError for anything else."""
        match, data, atoms = _TOKEN.match, self.data, self._atoms
        current: list[Any] = []
        around, opened = list[list[Any]](), list[bytes]()
        while True:
            token = match(data, at)
            if token is None:
                raise _UnusualError
            at, kind = token.end(), token.lastindex
            if kind == _ATOM:  # what nearly all tokens are, and most are there before
                written = token[_ATOM]
                made = atoms.get(written)
                if made is None:
                    made = atoms[written] = self._atom(token)
                current.append(made)
            elif kind == _OPEN:
                opened.append(token[_OPEN])
                around.append(current)
                current = []
                if len(opened) > _DEEPEST:
                    raise _UnusualError
            elif kind == _CLOSE:
                made = _closed(current, opened.pop() if opened else b"", token[_CLOSE])
                if not opened:
                    self.end = at
                    return made
                current = around.pop()
                current.append(made)
            else:
                self._stream.seek(at - 1)
                read = read_string_from_stream if token["string"] == b"(" else read_hex_string_from_stream
                current.append(read(self._stream))
                at = self._stream.tell()
            if not opened:
                raise _UnusualError

    def _atom(self, token: re.Match[bytes]) -> PdfObject:
        """A name, a number or a reference."""
        written: bytes = token[_ATOM]
        if written.startswith(b"/"):
            return NameObject.read_from_stream(BytesIO(written), self._reader)
        if token[2] is not None:
            return IndirectObject(int(token[2]), int(token[3]), self._reader)
        return FloatObject(written) if b"." in written else NumberObject(written)


class _Stream(NamedTuple):
    """An object stream, and where in it each object is, by its number."""

    packed: _Packed
    spans: dict[int, tuple[int, int]]


def _closed(things: list[Any], opened: bytes, closed: bytes) -> PdfObject:
    """An array, or a dictionary of keys and values in turn."""
    if opened == b"[" and closed == b"]":
        array = ArrayObject()
        list.extend(array, things)
        return array
    keys = things[::2]
    if opened != b"<<" or closed != b">>" or len(things) % 2 or not all(isinstance(key, NameObject) for key in keys):
        raise _UnusualError
    made = DictionaryObject()
    dict.update(made, zip(keys, things[1::2], strict=True))
    if len(made) < len(keys):
        raise _UnusualError
    return made

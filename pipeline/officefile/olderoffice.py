"""What an old workbook (MS-XLS) or presentation (MS-PPT) says of itself: its bytes go in, its facts come out.

They are few: an office turns such a file into a new one first, and that is what is looked through.
"""

from __future__ import annotations

import struct

from pipeline.findings import Reason
from pipeline.officefile.compound import Compound
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Format
from pipeline.officefile.records import Facts

_FILE_PASS, _END_OF_FILE = 0x002F, 0x000A
"""MS-XLS, 2.4.117 and 2.4.103: how it is encrypted; the end of the first substream."""
_BEGINNING, _VERSIONS = 0x0809, (0x0500, 0x0600)
"""MS-XLS, 2.4.21: what a workbook begins with, and which there are."""
_PLAIN, _ENCRYPTED = 0xE391C05F, 0xF3D1C4DF
"""MS-PPT, 2.3.2: ``headerToken`` of the user who saved it last."""


def read(compound: Compound) -> Facts | None:
    """All that is to be known of a workbook or a presentation; None of what is neither. PackageError for one that is
    locked."""
    for stream in ("Workbook", "Book"):
        if stream in compound:
            book = compound.read(stream)
            if book and not _begins(book):  # an office would print whatever it is
                raise PackageError("damaged", stream, Reason("unsound-no-beginning"))
            if _workbook_locked(book):
                raise PackageError("locked", "", Reason("unsound-locked"))
            return Facts(Format("xls", "sheet"), macros="Macros" if "_VBA_PROJECT" in compound else "")
    if "PowerPoint Document" in compound:
        user = compound.read("Current User")
        token = struct.unpack_from("<I", user, 12)[0] if len(user) >= 16 else _PLAIN
        if "EncryptedSummary" in compound or token == _ENCRYPTED:
            raise PackageError("locked", "", Reason("unsound-locked"))
        if token != _PLAIN:  # an office would look for slides until it is ended
            raise PackageError("damaged", "Current User", Reason("unsound-no-saver"))
        return Facts(Format("ppt", "slides"))
    return None


def _begins(book: bytes) -> bool:
    if len(book) < 6:
        return False
    record, length, version = struct.unpack_from("<HHH", book)
    return record == _BEGINNING and length >= 4 and version in _VERSIONS


def _workbook_locked(book: bytes) -> bool:
    """Whether the records before the first sheet say that what follows is encrypted."""
    at = 0
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, at)
        if record in {_FILE_PASS, _END_OF_FILE}:
            return bool(record == _FILE_PASS)
        at += 4 + length
    return False

"""What an old workbook (MS-XLS) or presentation (MS-PPT) says of itself: its bytes go in, its facts come out.

They are few: an office turns such a file into a new one first, and that is what is looked through.
"""

from __future__ import annotations

import struct

from pipeline.officefile.compound import Compound
from pipeline.officefile.limits import PackageError
from pipeline.officefile.package import Format
from pipeline.officefile.records import Facts

_FILE_PASS, _END_OF_FILE = 0x002F, 0x000A
"""MS-XLS, 2.4.117 and 2.4.103: how it is encrypted; the end of the first substream."""
_ENCRYPTED = 0xF3D1C4DF
"""MS-PPT, 2.3.2: ``headerToken`` of the user who saved it last."""


def read(compound: Compound) -> Facts | None:
    """All that is to be known of a workbook or a presentation; None of what is neither. PackageError for one that is
    locked."""
    for stream in ("Workbook", "Book"):
        if stream in compound:
            if _workbook_locked(compound.read(stream)):
                raise PackageError("locked", "", "is protected with a password")
            return Facts(Format("xls", "sheet"), macros="Macros" if "_VBA_PROJECT" in compound else "")
    if "PowerPoint Document" in compound:
        user = compound.read("Current User")
        if "EncryptedSummary" in compound or (len(user) > 16 and struct.unpack_from("<I", user, 12)[0] == _ENCRYPTED):
            raise PackageError("locked", "", "is protected with a password")
        return Facts(Format("ppt", "slides"))
    return None


def _workbook_locked(book: bytes) -> bool:
    """Whether the records before the first sheet say that what follows is encrypted."""
    at = 0
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, at)
        if record in {_FILE_PASS, _END_OF_FILE}:
            return bool(record == _FILE_PASS)
        at += 4 + length
    return False

"""A locked file of an office's program and its password go in; the same file comes out unlocked.

What a file asks for before it can be tried is limited: how often its password is hashed is its own to say
(MS-OFFCRYPTO, 2.3.4.10).
"""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError, ParseError

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.officefile.compound import MAGIC, Compound
from pipeline.officefile.limits import PackageError

_MOST_TURNS = 1_000_000
"""Office itself takes 100,000."""
_TURNS = re.compile(rb"spinCount=[\"'](\d+)")


def unlocked(source: Path, password: str) -> bytes:
    """The file without its lock; the very bytes of one that has none. MeetingError for a password that is not its own,
    and for a file that can't be unlocked."""
    data, place = source.read_bytes(), Place(str(source))
    if data[: len(MAGIC)] != MAGIC:
        return data
    try:
        turns = _TURNS.findall(Compound(data).read("EncryptionInfo"))
    except PackageError:
        raise MeetingError(Finding("unlock-failed", place)) from None
    if any(len(each) > 9 or int(each) > _MOST_TURNS for each in turns):
        raise MeetingError(Finding("unlock-failed", place))
    out = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        if not file.is_encrypted():
            return data
        file.load_key(password=password)
        file.decrypt(out)
    except (InvalidKeyError, DecryptionError):
        raise MeetingError(Finding("wrong-office-password", place)) from None
    except (FileFormatError, ParseError, ValueError, KeyError, OSError, IndexError, TypeError, AttributeError):
        raise MeetingError(Finding("unlock-failed", place)) from None
    return out.getvalue()

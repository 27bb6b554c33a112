"""What a rich text reaches for outside its file: its bytes go in, the same without it and each thing come out.

A group that reaches is emptied where it stands; all other bytes stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.officefile.clean.openxml import reaching
from pipeline.officefile.clean.reach import What

_TOKEN = re.compile(
    rb"\\bin(-?\d+) ?|\\'([0-9a-fA-F]{2})|\\u(-?\d+) ?|\\([a-zA-Z]+)(?:-?\d+)? ?|\\([^a-zA-Z])|([{}])|([^\\{}]+)",
    re.DOTALL,
)
"""Rich Text Format 1.9.1, Conventions: bytes as they are, a sign by its code, a word, a symbol, a group, plain text."""
_MAY_REACH = re.compile(rb"\\(?:fldinst|pict|objdata|template|sn|nextfile|mailmerge|filetbl|datastore)(?![a-z])")
_WHOLE: Mapping[str, What] = {
    "template": "other", "nextfile": "other", "mailmerge": "data", "filetbl": "text", "datastore": "data",
}  # fmt: skip
"""Destinations that hold nothing but what lies elsewhere, or data that no page shows."""
_LINKED = {"objautlink", "objlink", "objsub", "objpub", "objupdate"}
_SHAPE_PICTURES = {"pibname", "fillblipname", "lineblipname", "fillblip", "linefillblipname"}
_OLE_LINKED = re.compile(r"01050000\s*01000000", re.IGNORECASE)
"""MS-OLEDS, 2.2.4: an object in the old form that is linked."""
_BEGINS_AS_XML = re.compile(r"(?:efbbbf|fffe|feff|00|20|09|0a|0d)*(?:3c|1f8b)", re.IGNORECASE)
_LONGEST = 4096
"""Signs of a group that are looked at: an instruction is shorter, and a picture shows by its first what it is."""


@dataclass(slots=True)
class _Group:
    start: int
    """Where its first word ends, which says what it is."""
    destination: str = ""
    text: list[str] = field(default_factory=list)
    length: int = 0
    linked: bool = False
    """Whether it, or one in it, says that an object is linked."""


def clean_rich_text(data: bytes) -> tuple[bytes, list[tuple[What, str]]]:
    """``data`` without what it reaches for, and what that is: its kind and its address."""
    if not _MAY_REACH.search(data):
        return data, []
    cuts: list[_Cut] = []
    open_: list[_Group] = []
    at = 0
    while (found := _TOKEN.search(data, at)) is not None:
        at = found.end()
        if found[6] == b"{":
            open_.append(_Group(at))
        elif not open_:
            continue
        elif found[6] == b"}":
            _close(open_, found.start(), cuts)
        elif found[1] is not None:
            _say(open_[-1], data[at : at + 64].hex())
            at += max(0, int(found[1]))
        elif found[4] is not None:
            _word(open_, found[4].decode("ascii"), at)
        elif found[3] is not None:
            _say(open_[-1], chr(int(found[3]) % 0x10000))
            # the sign that stands for it where Unicode is not known
            at += data[at : at + 1] not in {b"\\", b"{", b"}", b""}
        else:
            _say(open_[-1], _plain(found))
    return _without(data, cuts)


def _plain(token: re.Match[bytes]) -> str:
    """What a token that is no word says."""
    if token[2] is not None:
        return chr(int(token[2], 16))
    if token[5] is not None:
        return token[5].decode("latin-1") if token[5] in {b"\\", b"{", b"}"} else ""
    return token[7][:_LONGEST].replace(b"\r", b"").replace(b"\n", b"").decode("latin-1")


def _word(open_: list[_Group], name: str, at: int) -> None:
    group = open_[-1]
    if not group.destination and name in _DESTINATIONS:
        group.destination, group.start = name, at
    if name in _LINKED:
        for each in open_:
            each.linked = True


_Cut = tuple[int, int, What, str]
"""From where to where, what was there, and its address."""
_DESTINATIONS = {"fldinst", "pict", "object", "objdata", "sp", "sn", "sv", *_WHOLE}


def _say(group: _Group, text: str) -> None:
    if group.length < _LONGEST:
        group.text.append(text)
        group.length += len(text)


def _close(open_: list[_Group], end: int, cuts: list[_Cut]) -> None:
    group = open_.pop()
    text = "".join(group.text)
    what = _reaching(group.destination, text, linked=any(each.linked for each in open_))
    if what is not None:
        cuts.append((group.start, end, *what))
    elif open_ and group.destination not in {"pict", "objdata"}:
        # a name and its value are told apart by a sign that no text has
        _say(open_[-1], text + ("\0" if group.destination == "sn" else ""))


def _reaching(destination: str, text: str, *, linked: bool) -> tuple[What, str] | None:
    """What a group brings in, by what it is and what it says."""
    match destination:
        case "fldinst":
            return reaching(text)
        case "pict" if _BEGINS_AS_XML.match(text.replace(" ", "")):
            return "picture", "SVG"
        case "objdata" if linked or _OLE_LINKED.match(text.replace(" ", "")):
            return "object", _moniker(text)
        case "sp":
            name, _, said = text.partition("\0")
            return ("picture", said.strip()) if name.strip().casefold() in _SHAPE_PICTURES and said.strip() else None
        case _:
            return (_WHOLE[destination], text.strip()) if destination in _WHOLE and text.strip() else None


def _moniker(text: str) -> str:
    """What an object's data says that it is linked to, as far as it can be read."""
    try:
        said = bytes.fromhex(re.sub(r"[^0-9a-fA-F]", "", text)[: _LONGEST // 2 * 2])
    except ValueError:
        return "OLE"
    words = re.findall(rb"[\x20-\x7e]{6,}", said)
    return next((word.decode() for word in words if re.search(rb"[/\\:]", word)), "OLE")


def _without(data: bytes, cuts: list[_Cut]) -> tuple[bytes, list[tuple[What, str]]]:
    kept, at = [], 0
    for start, end, _what, _address in sorted(cuts):
        if start >= at:
            kept.append(data[at:start])
            at = end
    return b"".join((*kept, data[at:])), [(what, address) for _start, _end, what, address in cuts]

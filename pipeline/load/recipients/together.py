"""The rows of a list together: drafts go in, recipients with keys come out, and who is there twice.

Each row is looked at once: what may be the same has the same mark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256

from pipeline import states
from pipeline.findings import Finding, Place, Value
from pipeline.folding import bare, folded
from pipeline.languages import SOURCE
from pipeline.model import Meeting, Recipient

_KEY_SIGNS = 12


def keyed(
    drafts: Sequence[Recipient], meeting: Meeting, report: Callable[[Finding, int], None], spot: Callable[..., Place]
) -> tuple[Recipient, ...]:
    """The recipients, each with a key; a row that is the same as an earlier one, or has its key, is reported."""
    rows: dict[int, Recipient] = {}
    keys: dict[str, int] = {}
    who = Counter(hash(_who(each)) for each in drafts)
    recipients: list[Recipient] = []
    for each in drafts:
        content = _content(each)
        same = rows.setdefault(hash(content), each)
        if same is not each and _content(same) == content:
            report(Finding("recipient-row-twice", spot(each.row), {"row": same.row}), each.row)
            continue
        about = content if who[hash(_who(each))] > 1 else _who(each)
        key = each.key or _hash(f"{meeting.slug}\n{about}")
        if (earlier := keys.setdefault(key.casefold(), each.row)) != each.row:
            report(Finding("recipient-key-twice", spot(each.row, "key"), {"key": key, "row": earlier}), each.row)
            continue
        recipients.append(each if each.key else replace(each, key=key))
    return tuple(recipients)


def without_clashes(
    recipients: Sequence[Recipient],
    name_of: Callable[[Recipient], str],
    report: Callable[[Finding, int], None],
    spot: Callable[..., Place],
) -> tuple[Recipient, ...]:
    """The recipients without those whose letter's file would have the name of another's, or too long a one; these are
    reported. ``name_of`` gives the name, without its ending."""
    tails = {_tail(each): each for each in recipients}
    bad: set[int] = set()
    for each in recipients:
        # Names end with their keys, and no two keys are one: where two names are, one tail is the end of the other.
        for other in filter(None, map(tails.get, _ends(_tail(each)))):
            if name_of(other).casefold() == name_of(each).casefold():
                report(Finding("recipient-file-twice", spot(each.row, "key"), {"row": other.row}), each.row)
                bad.add(each.row)
        if len(each.key) + len(each.instrument) > _SHORT and (length := len(name_of(each)) + _ENDING) > _LONGEST_NAME:
            told: dict[str, Value] = {"signs": length, "most": _LONGEST_NAME, "instrument": each.instrument}
            report(Finding("recipient-file-long", spot(each.row, "key"), told), each.row)
            bad.add(each.row)
    return tuple(each for each in recipients if each.row not in bad) if bad else tuple(recipients)


_LONGEST_NAME = 255
"""Bytes of a file's name, on the systems that there are; ours have none but ASCII."""
_ENDING = len("..docx.part")
"""What there is besides of a name while its file is written."""
_SHORT = 100
"""Signs of a key and an instrument that make no name too long."""


def _tail(each: Recipient) -> str:
    return f"{each.key}-{each.instrument}-{each.language}".casefold()


def _ends(tail: str) -> Iterator[str]:
    """What follows each hyphen."""
    while tail := tail.partition("-")[2]:
        yield tail


def _hash(words: str) -> str:
    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_KEY_SIGNS]


def _who(each: Recipient) -> tuple[str, ...]:
    """Whom a row is about: what stays where an address or a number changes."""
    return each.category, each.state or "", each.organisation, each.person, each.function, each.language


def _content(each: Recipient) -> tuple[object, ...]:
    extra = tuple(sorted((name, str(value)) for name, value in each.extra.items())) if each.extra else ()
    return (*_who(each), each.key, each.rank, each.gender, each.several, each.address, each.email, each.copies, extra)


# --- who may be there twice -----------------------------------------------------------------------


def told_of_all(recipients: Sequence[Recipient], meeting: Meeting, spot: Callable[..., Place]) -> Iterator[Finding]:
    """What a person should look at: the same twice, and organisations that get a note verbale."""
    notes = {each.key for each in meeting.instruments if each.kind == "note-verbale"}
    seen: dict[int, Recipient] = {}
    for each in recipients:
        if each.instrument in notes and each.category in {"organisations", "un-system", "ngos", "persons"}:
            place = spot(each.row, "category")
            yield Finding("recipient-note-verbale", place, {"category": each.category})
        if each.person and (title := _TITLED.match(each.person)) and len(title[0]) < len(each.person):
            yield Finding("recipient-titled", spot(each.row, "person"), {"title": title[0].strip()})
        lines = len(each.address) + sum(map(bool, (each.person, each.organisation or each.state, each.function)))
        if each.address and lines < _FEWEST:
            yield Finding("address-short", spot(each.row, "address"), {"lines": lines})
        code = "recipient-again"
        for mark in _marks(each):
            other = seen.setdefault(hash(mark), each)
            if other is not each and _may_be_one(mark, each, other):
                if folded(other.person) != folded(each.person):
                    code = "recipient-two-spellings"
                values: dict[str, Value] = {"row": other.row, "other": _called(other)}
                yield Finding(code, spot(each.row, "person" if each.person else "organisation"), values)
                break


def _called(each: Recipient) -> str:
    state = states.names(each.state)[SOURCE] if each.state else ""
    return each.person.replace("\n", ", ") or each.organisation or state


_folded = lru_cache(maxsize=4096)(folded)
_FEWEST = 3
"""Lines of an address on an envelope: who, where, in which town."""
_TITLED = re.compile(
    r"(?:(?:mr|mrs|ms|mme|mlle|sra?|srta|dña|h\.\s?e|s\.\s?e|m)\.\s|(?:mr|mrs|ms|mme|mlle|sr|sra|srta|madame|"
    r"monsieur|señora?|his excellency|her excellency|son excellence|г-н|г-жа|господин|госпожа|السيدة?)\s)+",
    re.IGNORECASE,
)
"""What a name should not begin with: the program puts the form of address before it."""


def _marks(recipient: Recipient) -> Iterator[tuple[str, ...]]:
    """What two rows that are about the same have in common: their names, their names' sounds, or their e-mail."""
    about = (recipient.language, recipient.category, recipient.state or "", _folded(recipient.organisation))
    yield "who", *about, folded(recipient.person)
    words = _words(recipient.person)
    if len(words) > 1:
        yield "sound", *about, *sorted(_skeleton(each) for each in words if each not in _ARTICLES)
        if recipient.email:
            yield "e-mail", recipient.email.casefold()


def _may_be_one(mark: tuple[str, ...], one: Recipient, other: Recipient) -> bool:
    if one.gender and other.gender and one.gender != other.gender:
        return False
    if mark[0] != "e-mail":
        return True
    # a box that several read: they are one where they have part of a name in common
    return not set(_words(one.person)).isdisjoint(_words(other.person)) and one.language == other.language


def _words(name: str) -> list[str]:
    return _WORDS.findall(bare(name))


_WORDS = re.compile(r"[^\W_]+")
_ARTICLES = {"al", "el"}
"""Of a name, as some write them and others don't."""
_SOUNDS = str.maketrans({"ß": "s", "z": "s", "w": "v", "k": "c", "q": "c", "y": "i", "j": "i"})
_SILENT = re.compile("(?<=.)[aeiouhаеиоуыэюяьъ]")
_DOUBLE = re.compile(r"(.)\1+")


def _skeleton(word: str) -> str:
    """A word without what spellings of one name differ in: its first sign, and its consonants.

    >>> {_skeleton(name) for name in ("mohammed", "mohamed", "muhammad")}, _skeleton("ana") == _skeleton("ian")
    ({'md'}, False)
    """
    return _DOUBLE.sub(r"\1", _SILENT.sub("", word.replace("ph", "f").translate(_SOUNDS)))

"""What differs: a package as it went out and as it would be now go in; facts, and words in letters, come out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from pipeline import text
from pipeline.findings import Finding, Key, Place, Value
from pipeline.load import past_meeting
from pipeline.localise import listing
from pipeline.merge.standing import standing
from pipeline.model import Meeting
from pipeline.new.before import Before
from pipeline.package import Package

_APART = frozenset({"enclosure", "letterhead", "earlier", "recipient"})
"""Words that are no facts of the meeting, or of one letter alone."""
_NAMED = re.compile(r"\{\{\s*([\w.\[\]]+)")
_SENTENCE = re.compile(
    rf"{text.PARAGRAPH}|(?<=[.!?])\s+(?=[A-ZÀ-ÖØ-ÞА-ЯЁ«“])|(?<=[.!?؟])\s+(?=[\u0620-\u064a])|(?<=[。！？])"
)
"""Between two sentences: what ends with a point and goes on in small letters is one."""
_SAYABLE = 5
"""Signs that words have at the least that are told for a text: shorter ones stand in many places."""


@dataclass(frozen=True, slots=True)
class Touched:
    """Words that have changed, where they stand in a paper."""

    package: Package
    path: Path
    """The template, or the enclosure that is one."""
    paragraph: str
    name: str
    """What the words are, the same in all languages: ``event.session.dates``, and which of its sentences."""
    was: str
    """With the program's marks: as little as says it."""
    now: str


def facts(was: Mapping[str, Any], now: Mapping[str, Any], path: str) -> list[Finding]:
    """The facts that differ, by their keys."""
    before, after = dict(_flat(was)), dict(_flat(now))
    found = []
    for key in dict.fromkeys([*before, *after]):
        if before.get(key) == after.get(key):
            continue
        values: dict[str, Value] = {"was": _shown(before.get(key)), "now": _shown(after.get(key))}
        code = "new-differs" if key in before and key in after else "new-added" if key in after else "new-gone"
        found.append(Finding(code, Place(path, key=key), {name: each for name, each in values.items() if each}))
    return found


def _flat(value: Any, key: Key = ()) -> Iterator[tuple[Key, Any]]:
    """Each value by its key; of what has a key of its own, by that and not by its place."""
    match value:
        case dict():
            for name, inner in value.items():
                if key or name != "accepted":
                    yield from _flat(inner, (*key, name))
        case list() if all(isinstance(each, dict) for each in value):
            for number, inner in enumerate(value):
                yield from _flat(inner, (*key, _named(inner, number)))
        case _:
            yield key, value


def _named(table: Mapping[str, Any], number: int) -> str | int:
    file = table.get("file")
    return str(table.get("key") or (next(iter(file.values()), "") if isinstance(file, dict) else file) or "") or number


def _shown(value: Any) -> str:
    return "" if value is None else ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def as_they_were(old: Before, packages: Sequence[Package]) -> Iterator[tuple[Package, Package]]:
    """Each of the packages with the same as it went out; those that are new are left out.

    Raises MeetingError for facts that this version does not take.
    """
    meetings: dict[bytes, Meeting] = {}
    for package in packages:
        content = old.facts.get(package.language)
        if content is None:
            continue
        if content not in meetings:
            meetings[content] = past_meeting(old.folder, content, package.house.settings.fallback)
        meeting = meetings[content]
        for instrument in (each for each in meeting.instruments if each.key == package.instrument.key):
            yield package, replace(package, meeting=meeting, instrument=instrument)


def touched(pairs: Iterable[tuple[Package, Package]]) -> Iterator[Touched]:
    """What of the words of each letter, and of the enclosures that are templates, has changed, and where it stands.

    Raises MeetingError and TemplateError for facts and templates that do not hold.
    """
    for package, then in pairs:
        before, after = (dict(listing(each.words().words)) for each in (then, package))
        changed = list(_changed(before, after))
        by_name: dict[str, list[Pair]] = {}
        for pair in changed:
            by_name.setdefault(re.sub(r"\[\d+\]| \d+$", "", pair[0]), []).append(pair)
        smaller = _sayable(package, changed, [words for name, words in after.items() if before.get(name) == words])
        papers = (path for path, wording in package.papers() if wording.language == package.language)
        stands = dict.fromkeys((path, *each) for path in dict.fromkeys(papers) for each in standing(path))
        for path, name, paragraph in stands:
            for pair in by_name.get(name, ()):
                least = next((each for each in smaller if pair[1].replace(*each[1:]) == pair[2]), pair)
                yield Touched(package, path, paragraph, *least)


Pair: TypeAlias = tuple[str, str, str]
"""What words are, what they were and what they are now."""


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Pair]:
    """The words that are others now, a pair for each sentence of them."""
    # Where enclosures came or went, those after them have moved: nothing of the list is to be read otherwise.
    same_list = {each for each in before if _is_listed(each)} == {each for each in after if _is_listed(each)}
    for name, words in after.items():
        was = before.get(name, words)
        if was == words or _first(name) in _APART or (_is_listed(name) and not same_list):
            continue
        parted = [_SENTENCE.split(each) for each in (was, words)]
        pairs = list(zip(*parted, strict=True)) if len(parted[0]) == len(parted[1]) else [(was, words)]
        yield from ((f"{name} {number}", *pair) for number, pair in enumerate(pairs) if pair[0] != pair[1])


def _sayable(package: Package, changed: Iterable[Pair], unchanged: Collection[str]) -> list[Pair]:
    """Those of the words that may be said in the place of a longer text that has them: the shortest first.

    They are what the meeting's own strings name, so that they stand in letters as they are; never a day that another
    event keeps.
    """
    named = set(_NAMED.findall(package.meeting.file.read_text(encoding="utf-8-sig")))
    fit = [pair for pair in changed if pair[0].rpartition(" ")[0] in named and len(pair[1]) >= _SAYABLE]
    return sorted(
        (pair for pair in fit if not any(pair[1] in words for words in unchanged)), key=lambda pair: len(pair[1])
    )


def _first(name: str) -> str:
    return re.split(r"[.\[]", name, maxsplit=1)[0]


def _is_listed(name: str) -> bool:
    return _first(name) == "groups"

"""A corrigendum or an addendum: a package as it went out goes in, the ``meeting.toml`` of one about it comes out.

It is the meeting's file as it is now, without what the letter does not need again, so that names and placeholders in
addresses hold; with the package that it is about, and what is to be read otherwise in it. Enclosures that are others
now go out again with a corrigendum, and those that are new with an addendum.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, Literal, TypeAlias

import tomlkit

from pipeline import text
from pipeline.errors import UsageError
from pipeline.files import digest
from pipeline.findings import Finding, Place, Value
from pipeline.model import Enclosure, Meeting
from pipeline.new.before import Before
from pipeline.new.copied import copy_files
from pipeline.new.differing import Touched, as_they_were, facts, touched
from pipeline.new.kept import kept
from pipeline.new.remnants import remnants
from pipeline.package import Package, gather

Kind: TypeAlias = Literal["corrects", "adds_to"]

_NOT_AGAIN = ("subject", "accepted", "corrects", "adds_to", "calendar")
"""What the letter does not need again."""
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u2060"))
"""What holds words together, and has no place in a message."""
_TOLD = {"new-symbol", "new-signature"}
"""What is told of the copy: the rest is as it went out."""
_NOT_ABOUT_IT = {"subject", "action-by", "pages"}
"""Fields at a letter's head that say what it says no more."""


def correction(kind: Kind, old: Before, new: Path, day: date) -> list[Finding]:
    """Writes a ``meeting.toml`` about the package ``old`` into the folder ``new``, with the files that it names.

    The answer is which facts differ, and which letters and languages they touch. Raises UsageError where a corrigendum
    would have nothing to correct, and what :func:`~pipeline.package.gather` raises of the meeting as it is now.
    """
    packages = gather(old.folder)
    meeting, root = packages[0].meeting, packages[0].house.root
    pairs = list(as_they_were(old, packages))
    found = list(touched(pairs))
    enclosed = [each for each in meeting.enclosures if _goes_again(kind, each, old, root, {one.path for one in found})]
    document, data = kept(meeting.file)
    differing = facts(old.data, data, str(meeting.file))
    if kind == "corrects" and not found and not enclosed:
        raise UsageError(Finding("new-nothing-differs", Place(str(meeting.file)), {"before": old.named}))
    _leave_out(document, {each.position for each in enclosed})
    document["date"] = max(day, meeting.date)
    for language in meeting.languages:
        document["title"][language] = "{{ earlier.notice }}"
    document["languages"] = [each for each in meeting.languages if any(now.language == each for now, _ in pairs)]
    whole = tomlkit.dumps(document).rstrip("\n") + "\n" + _earlier(kind, pairs, found)
    (new / "meeting.toml").write_text(whole, encoding="utf-8")
    _copy_files(meeting, enclosed, new)
    left = (each for each in remnants(new / "meeting.toml", old.folder.name) if each.code in _TOLD)
    return [*differing, *_told(found, root), *left]


def _goes_again(kind: Kind, enclosure: Enclosure, old: Before, root: Path, touched_files: Collection[Path]) -> bool:
    """Whether an enclosure goes out with it: one that is new, or for a corrigendum one that is another now."""
    files = set(enclosure.files.values())
    known = {path: old.inputs.get(path.relative_to(root).as_posix()) for path in files if path.is_relative_to(root)}
    if kind == "adds_to":
        return not any(known.values())
    changed = any(sha256 and sha256 != digest(path) for path, sha256 in known.items())
    return changed or bool(files & set(touched_files))


def _leave_out(document: tomlkit.TOMLDocument, positions: Collection[int]) -> None:
    """Takes out what the letter does not need again; of the enclosures, those at ``positions`` stay."""
    data: Any = document
    place = count(1)
    for group in list(data.get("groups", ())):
        for entry in list(group["enclosures"]):
            if next(place) not in positions:
                group["enclosures"].remove(entry)
        if not group["enclosures"]:
            data["groups"].remove(group)
    for name in _NOT_AGAIN if positions else (*_NOT_AGAIN, "groups", "index", "slip_sheets"):
        data.pop(name, None)
    for event in data.get("events", ()):
        event["listed"] = False  # names and dates of it may stand in what stays
    for instrument in data["instruments"]:
        instrument["template"] = "note-verbale" if instrument.get("kind") == "note-verbale" else "circular"
        instrument.pop("body", None)
        fields = instrument.get("header", ())
        for each in [each for each in fields if each["field"] in _NOT_ABOUT_IT]:
            fields.remove(each)
        if not fields:
            instrument.pop("header", None)


def _earlier(kind: Kind, pairs: Sequence[tuple[Package, Package]], found: Sequence[Touched]) -> str:
    """The table of the earlier package, as it went out, as it is typed."""
    then: dict[str, Package] = {}
    for package, before in pairs:
        then.setdefault(package.language, before)
    any_of_them = next(iter(then.values()))
    titles = {language: text.typed(str(each.words().words.title)) for language, each in then.items()}
    lines = ["", f"[{kind}]", *_each("title", titles), f"date = {any_of_them.meeting.date.isoformat()}"]
    if reference := _reference(any_of_them):
        lines.append(f"reference = {_quoted(reference)}")
    for was, now in _read_otherwise(found) if kind == "corrects" else ():
        lines += ["", f"[[{kind}.changes]]", *_each("was", was), *_each("now", now)]
    return "\n".join([*lines, ""])


def _each(key: str, words: Mapping[str, str]) -> list[str]:
    return [f"{key}.{language} = {_quoted(each)}" for language, each in words.items()]


def _quoted(words: str) -> str:
    return tomlkit.item(words).as_string()


def _reference(package: Package) -> str:
    """What the letter bore as its reference, where that is the same in all languages."""
    fields = (each for each in package.instrument.header if each.field in {"reference", "our-reference"})
    return next((each.value["*"] for each in fields if each.value and "*" in each.value), "")


def _read_otherwise(found: Sequence[Touched]) -> Iterator[tuple[dict[str, str], dict[str, str]]]:
    """What was, and what is to be read, by language: the shortest words first, without those that hold them."""
    words: dict[str, dict[str, tuple[str, str]]] = {}
    for each in found:
        words.setdefault(each.name, {})[each.package.language] = (text.typed(each.was), text.typed(each.now))
    kept: list[dict[str, tuple[str, str]]] = []
    for pairs in sorted(words.values(), key=lambda pairs: max(len(was) for was, _ in pairs.values())):
        new = {language: pair for language, pair in pairs.items() if not _follows(*pair, language, kept)}
        if new:
            kept.append(new)
            yield {each: was for each, (was, _) in new.items()}, {each: now for each, (_, now) in new.items()}


def _follows(was: str, now: str, language: str, kept: Sequence[Mapping[str, tuple[str, str]]]) -> bool:
    """Whether the words are as they are to be read once what is ``kept`` is read in its place."""
    for pairs in reversed(kept):
        if language in pairs:
            was = was.replace(*pairs[language])
    return was == now


def _copy_files(meeting: Meeting, enclosed: Sequence[Enclosure], new: Path) -> None:
    """Copies what lies in the meeting's folder, but for the enclosures that do not go again."""
    again = {path for each in enclosed for path in each.files.values()}
    others = {path for each in meeting.enclosures for path in each.files.values()} - again
    copy_files(meeting.folder, new, others | {meeting.folder / "meeting.toml"})


def _told(found: Iterable[Touched], root: Path) -> Iterator[Finding]:
    for each in found:
        file = each.path.relative_to(root).as_posix() if each.path.is_relative_to(root) else str(each.path)
        values: dict[str, Value] = {
            "was": text.plain(each.was).translate(_UNSEEN),
            "now": text.plain(each.now).translate(_UNSEEN),
            "letter": each.package.instrument.key,
            "language": each.package.language,
        }
        yield Finding("new-touched", Place(file, paragraph=each.paragraph[:80]), values)

"""A placeholder's name and a new one go in; ``meeting.toml`` and all languages' templates come out with the new one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pipeline.errors import MeetingError, TemplateError, UsageError
from pipeline.findings import Finding, Key, Place
from pipeline.findings.hints import near
from pipeline.folders import CONFIRMED
from pipeline.load import load_house, load_meeting
from pipeline.merge.tags import OPENING
from pipeline.model import RESERVED
from pipeline.toml import read_toml
from pipeline.translating.confirmed import read_confirmed, written
from pipeline.translating.elements import Element, Splice, attribute_splice, parsed, spliced, text_splice
from pipeline.translating.facts import Scopes
from pipeline.translating.names import Renaming
from pipeline.translating.together import write_all
from pipeline.translating.tomltext import found_in, put
from pipeline.translating.wordfile import W, WordPart, read_word, with_parts

_TABLES = {"names": "names", "numbers": "numbers", "states": "states", "picture": "pictures", "links": "links"}
_LISTS = {"event": ("events",), "deadline": ("deadlines",), "enclosures": ("groups", "enclosures")}
"""Where in ``meeting.toml`` a placeholder has its name, by what it begins with: a table's key, or an entry's."""
_SAME = {"links": ("links", "qr")}
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Renamed:
    """A placeholder that has another name."""

    files: tuple[Path, ...]
    """Those that were changed."""
    others: tuple[str, ...]
    """The other meetings that use the templates."""

    def as_json(self) -> dict[str, Any]:
        return {"files": [str(each) for each in self.files], "others": list(self.others)}


@dataclass(frozen=True, slots=True)
class _Kind:
    root: str
    renaming: Renaming

    def key(self, data: Mapping[str, Any], name: str) -> bool:
        """Whether a meeting has a key of this kind."""
        return name in known_keys(data, self.root)


def rename(root: Path, folder: Path, old: str, new: str, *, everywhere: bool = False) -> Renamed:
    """Gives a placeholder of a meeting another name: in its ``meeting.toml``, in the templates that it uses, in all
    languages, and in the records of what was confirmed.

    With ``everywhere`` the other meetings that use these templates get the name too; without it UsageError, if they
    have the old one. UsageError for a name that is not there, taken, or none; MeetingError and TemplateError for files
    that can't be read. Nothing is changed then.
    """
    load_meeting(folder, load_house(folder).settings.fallback)
    data = read_toml(folder / "meeting.toml", MeetingError)[0]
    kind = _kind(data, old, new)
    changed: dict[Path, bytes] = {}
    templates = {path: _template(path, kind.renaming) for path in sorted(_templates(root, data))}
    changed |= {path: after for path, after in templates.items() if after is not None}
    others = _others(root, folder, {path for path in changed if path in templates})
    touched = {name: each for name, each in others.items() if kind.key(each, kind.renaming.old)}
    if touched and not everywhere:
        place = Place(f"--rename {old} {new}")
        raise UsageError(Finding("rename-others", place, {"name": old, "meetings": tuple(touched)}))
    if taken := [name for name, each in touched.items() if kind.key(each, kind.renaming.new)]:
        raise UsageError(Finding("rename-taken", Place(taken[0]), {"name": new}))
    for meeting, of_it in ((folder, data), *((root / "meetings" / name, each) for name, each in touched.items())):
        changed[meeting / "meeting.toml"] = _meeting(meeting / "meeting.toml", kind)
        for path in (meeting / name for name in _own_templates(of_it)):
            if path.is_file() and (after := _template(path, kind.renaming)) is not None:
                changed[path] = after
    changed |= _records({path.parent for path in changed}, kind.renaming)
    write_all(changed)
    return Renamed(tuple(sorted(changed)), tuple(others))


def _kind(data: Mapping[str, Any], old: str, new: str) -> _Kind:
    root, _, name = old.partition(".")
    place = Place(f"--rename {old} {new}")
    root = "links" if root == "qr" else root
    if root not in {*_TABLES, *_LISTS} or name not in known_keys(data, root):
        known = [f"{each}.{key}" for each in (*_TABLES, *_LISTS) for key in known_keys(data, each)]
        raise UsageError(Finding("rename-unknown", place, {"name": old, "near": near(old, known)}))
    to, _, called = new.rpartition(".")
    reserved = RESERVED if root == "enclosures" else ()
    if to not in {"", root, old.partition(".")[0]} or not _NAME.fullmatch(called) or called in reserved:
        raise UsageError(Finding("rename-name", place, {"name": new, "like": f"{root}.{name}_2"}))
    if called in known_keys(data, root):
        raise UsageError(Finding("rename-taken", place, {"name": f"{root}.{called}"}))
    return _Kind(root, Renaming(_SAME.get(root, (root,)), name, called))


def known_keys(data: Mapping[str, Any], root: str) -> tuple[str, ...]:
    """The names that a meeting gives to what placeholders of a kind begin with."""
    if root in _TABLES:
        table = data.get(_TABLES[root])
        return tuple(table) if isinstance(table, dict) else ()
    return tuple(each["key"] for each in _entries(data, _LISTS[root]) if isinstance(each.get("key"), str))


# --- which files ----------------------------------------------------------------------------------


def _template_names(data: Mapping[str, Any]) -> set[str]:
    instruments = _entries(data, ("instruments",))
    names = {f"{each['template']}.docx" for each in instruments if isinstance(each.get("template"), str)}
    names |= {"index.docx"} if data.get("index") else set()
    names |= {"slip-sheet.docx"} if data.get("slip_sheets") else set()
    return names | ({"message.txt"} if data.get("messages") else set())


def _templates(root: Path, data: Mapping[str, Any]) -> Iterator[Path]:
    """The templates that a meeting uses, in all languages that the house has, and its letterhead."""
    for name in _template_names(data):
        yield from root.glob(f"templates/*/{name}")
    letterhead = root / "letterheads" / str(data.get("letterhead", "")) / "letterhead.docx"
    if letterhead.is_file():
        yield letterhead


def _own_templates(data: Mapping[str, Any]) -> Iterator[str]:
    """The enclosures of a meeting that are templates, each file once."""
    for each in _entries(data, ("groups", "enclosures")):
        file = each.get("file")
        if each.get("template"):
            yield from dict.fromkeys(file.values() if isinstance(file, dict) else [str(file)])


def _entries(data: Mapping[str, Any], steps: tuple[str, ...]) -> list[dict[str, Any]]:
    """The entries of a list of lists, as far as they are such."""
    entries: list[Any] = [data]
    for step in steps:
        lists = [each.get(step) for each in entries if isinstance(each, dict)]
        entries = [each for several in lists if isinstance(several, list) for each in several]
    return [each for each in entries if isinstance(each, dict)]


def _others(root: Path, folder: Path, changed: set[Path]) -> dict[str, Mapping[str, Any]]:
    """The other meetings of the house that use what is changed, by name."""
    found: dict[str, Mapping[str, Any]] = {}
    for path in sorted(root.glob("meetings/*/meeting.toml")):
        if path.parent != folder:
            data = read_toml(path, MeetingError)[0]
            if changed & set(_templates(root, data)):
                found[path.parent.name] = data
    return found


# --- each kind of file ----------------------------------------------------------------------------


def _meeting(path: Path, kind: _Kind) -> bytes:
    """A ``meeting.toml`` with the new name: its keys and what its texts ask for. All else stays, byte for byte."""
    before = path.read_bytes().decode()
    renaming = kind.renaming
    changes: list[tuple[int, int, str]] = []
    for each in found_in(before):
        literal = before[each.start : each.end]
        if each.is_key:
            if each.path == (_TABLES.get(kind.root), renaming.old):
                changes.append((each.start, each.end, renaming.new))
        elif literal[:1] in {'"', "'"}:
            if _names_it(each.path, kind) and renaming.old in literal:
                changes.append(
                    (each.start, each.end, f'"{renaming.new}"' if literal[1:-1] == renaming.old else literal)
                )
            changes += [(each.start + start, each.start + end, renaming.new) for start, end in renaming.spans(literal)]
    after = put(before, changes)
    plain = before.removeprefix("\ufeff")
    if tomllib.loads(after.removeprefix("\ufeff")) != _as_data(tomllib.loads(plain), kind, ()):
        raise MeetingError(Finding("rename-unwritten", Place(str(path)), {"name": renaming.old}))
    return after.encode()


def _names_it(path: Key, kind: _Kind) -> bool:
    """Whether the value at a path is the key of an entry, or names one."""
    names = tuple(step for step in path if isinstance(step, str))
    if kind.root == "deadline" and names == ("instruments", "header", "deadline"):
        return True
    return kind.root in _LISTS and names == (*_LISTS[kind.root], "key")


def _as_data(value: Any, kind: _Kind, path: Key) -> Any:
    """What the data are with the new name."""
    renaming = kind.renaming
    match value:
        case dict():
            return {
                renaming.new if (*path, name) == (_TABLES.get(kind.root), renaming.old) else name: _as_data(
                    each, kind, (*path, name)
                )
                for name, each in value.items()
            }
        case list():
            return [_as_data(each, kind, (*path, number)) for number, each in enumerate(value)]
        case str():
            if _names_it(path, kind) and value == renaming.old:
                return renaming.new
            return renaming.renamed(value)
        case _:
            return value


def _template(path: Path, renaming: Renaming) -> bytes | None:
    """A template with the new name; None where it does not ask for the old one."""
    if path.suffix == ".txt":
        before = path.read_bytes().decode()
        after = renaming.renamed(before)
        return after.encode() if after != before else None
    word = read_word(path)
    changed: dict[str, bytes] = {}
    for part in word.parts:
        after_splices = list(_splices(part, renaming))
        if after_splices:
            changed[part.name] = spliced(part.data, after_splices)
        if part.relationships is not None and (links := _links(*part.relationships, renaming)):
            changed[part.relationships[0]] = links
    return with_parts(path, changed) if changed else None


def _splices(part: WordPart, renaming: Renaming) -> Iterator[Splice]:
    scopes = Scopes()
    for line in part.lines:
        yield from _of_nodes(part.data, line.nodes, renaming.spans(line.text, scopes), renaming.new)
    for paragraph in part.root.iter(f"{W}p"):
        codes = [each for each in paragraph.iter(f"{W}instrText") if next(_paragraphs(each), None) is paragraph]
        code = "".join(each.text for each in codes)
        if codes and OPENING.search(code):
            yield from _of_nodes(part.data, codes, renaming.spans(code), renaming.new)
    for element in part.root.iter():
        for name, value in element.attributes.items():
            if OPENING.search(value) and (after := renaming.renamed(value)) != value:
                yield attribute_splice(part.data, element, name.rpartition("}")[2], after)


def _paragraphs(element: Element) -> Iterator[Element]:
    return (each for each in element.above() if each.tag == f"{W}p")


def _of_nodes(data: bytes, nodes: Sequence[Element], spans: Iterator[tuple[int, int]], new: str) -> Iterator[Splice]:
    """The nodes that have some of the spans, with the new words where each begins."""
    places = list(spans)
    position = 0
    for node in nodes:
        start, end = position, position + len(node.text)
        position = end
        pieces: list[str] = []
        at = start
        for first, last in places:
            if last <= start or first >= end:
                continue
            pieces.append(node.text[at - start : max(first, start) - start])
            pieces.append(new if first >= start else "")
            at = min(last, end)
        if at > start or pieces:
            yield from text_splice(data, node, "".join([*pieces, node.text[at - start :]]))


def _links(name: str, data: bytes, renaming: Renaming) -> bytes | None:
    """A list of links with the new name in their addresses, whose braces Word writes in per cent."""
    splices: list[Splice] = []
    for link in parsed(data).iter():
        target = link.attributes.get("Target", "")
        plain = unquote(target)
        if OPENING.search(plain) and (after := renaming.renamed(plain)) != plain:
            written_out = after if plain == target else _requoted(target, renaming)
            if unquote(written_out) != after:
                raise TemplateError(Finding("rename-unwritten", Place(name), {"name": renaming.old}))
            splices.append(attribute_splice(data, link, "Target", written_out))
    return spliced(data, splices) if splices else None


def _requoted(target: str, renaming: Renaming) -> str:
    roots = "|".join(map(re.escape, renaming.roots))
    return re.sub(rf"((?:{roots})\.){re.escape(renaming.old)}(?![A-Za-z0-9_])", rf"\g<1>{renaming.new}", target)


def _records(folders: set[Path], renaming: Renaming) -> dict[Path, bytes]:
    """The records of what was confirmed, with the new name: it is no change of the source."""
    changed: dict[Path, bytes] = {}
    for folder in sorted(folders):
        known = read_confirmed(folder)
        after = {name: each.with_words(map(renaming.renamed, each.words)) for name, each in known.items()}
        if after != known:
            changed[folder / CONFIRMED] = written(after).encode()
    return changed

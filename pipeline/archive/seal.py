"""Sealing: a built package goes in, a bag in the archive and a line in its register come out.

::

    contents          what the package was made from, and what was made
    people            … without what must not leave the house
    writing           each file copied and digested in one reading
    layout, metadata  the manifests and descriptions; the seal
    register          the bag gets its name, and its line

Sealing the same package again makes the same bytes, and finds them in their place. Nothing is ever overwritten. The bag
has its name only when all of it is on the disk; whatever stops the work before leaves a draft, that the next sealing
clears away.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from pipeline.archive import register
from pipeline.archive.contents import Contents, Item
from pipeline.archive.metadata import DUBLIN_CORE, PREMIS, Described, dublin_core, premis
from pipeline.archive.people import RECIPIENTS_LEFT_OUT, recipients_of, without_recipients
from pipeline.archive.verify import check
from pipeline.archive.writing import FolderWriter, NoWriter, Writer, ZipFileWriter, settle
from pipeline.bags import layout
from pipeline.bags.layout import Digests
from pipeline.bags.reading import reading
from pipeline.built import EVERYONE
from pipeline.errors import ArchiveError
from pipeline.findings import Finding, Place

_DRAFT = ".sealing"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A bag in its place."""

    path: Path
    seal: str
    identifier: str
    new: bool
    """False where the same bag was there already."""
    bags: int
    """How many the register has."""
    last_hash: str
    """Of the register: what to keep on paper."""

    def as_json(self) -> dict[str, Any]:
        return {
            "bag": str(self.path),
            "seal": self.seal,
            "identifier": self.identifier,
            "new": self.new,
            "register": {"bags": self.bags, "last_hash": self.last_hash},
        }


@dataclass(frozen=True, slots=True)
class _Bag:
    """What a bag will hold, before its tag files."""

    slug: str
    date: str
    identifier: str
    files: Mapping[str, Digests]
    tags: Mapping[str, bytes]
    name: str
    seal: str


def seal(found: Contents, place: Path, *, today: str, zipped: bool = False, redact: str | None = None) -> Sealed:
    """Seals a package in the archive ``place``.

    ``today`` is for the register alone; ``redact`` is ``recipients`` or None. Raises ArchiveError.
    """
    if unfit := list(_unfit(found.items)):
        raise ArchiveError(*unfit)
    with register.locked(place):
        _clear(place)
        known = register.read_register(place / register.REGISTER)
        if known.problems:
            raise ArchiveError(*known.problems)
        draft = place / f"{_DRAFT}-{os.getpid()}"
        try:
            bag = _write(found, draft, zipped=zipped, redact=redact)
            path = place / (f"{bag.name}.zip" if zipped else bag.name)
            new = _put(draft, path)
        finally:
            _clear(place)
        if not new:
            _see_to_it(path, bag)
        known = _registered(known, bag, today=today, redact=redact)
    return Sealed(path, bag.seal, bag.identifier, new, len(known.lines), known.last)


def _unfit(items: Sequence[Item]) -> Iterator[Finding]:
    """Names that no bag has: other programs misread them, or other systems take two for one."""
    known: dict[str, str] = {}
    for item in items:
        place = Place(str(item.source) if isinstance(item.source, Path) else item.name)
        if sign := layout.unfit(item.name):
            yield Finding("bag-name-unfit", place, {"sign": sign})
        steps = item.name.split("/")
        for name in ("/".join(steps[:count]) for count in range(1, len(steps) + 1)):
            other = known.setdefault(normalize("NFC", normalize("NFC", name).casefold()), name)
            if other != name:
                yield Finding("bag-names-alike", place, {"other": other})
                break


# --- what is written ----------------------------------------------------------------------------


def _write(found: Contents, draft: Path, *, zipped: bool, redact: str | None) -> _Bag:
    """Writes the bag under a draft's name."""
    length = len(layout.bag_name(found.slug, found.date, "0" * 64))
    if redact is None:
        with closing(_writer(draft, zipped=zipped, length=length)) as writer:
            items, files = _filled(found, writer)
            return _closed(found, writer, files, copy=_identifier(found, _redacted_files(items, files)))
    # The copy names the whole bag by its seal: so that is computed first, without being written.
    items, files = _filled(found, NoWriter())
    copy = _identifier(found, _redacted_files(items, files))
    whole = _closed(found, NoWriter(), files, copy=copy)
    with closing(_writer(draft, zipped=zipped, length=length)) as writer:
        return _closed(found, writer, _copied(without_recipients(items), writer), original=whole.name)


def _filled(found: Contents, writer: Writer) -> tuple[list[Item], dict[str, Digests]]:
    """All of the payload, written; the digests of its fonts are part of it."""
    items = [*found.items, Item(layout.CATALOGUE, _json(found.catalogue))]
    if recipients := list(found.recipients) or recipients_of(found.manifest):
        items.append(Item(layout.RECIPIENT_NAMES, _json(recipients), recipient=EVERYONE))
    files = _copied(items, writer)
    fonts = [font.as_json(files) for font in found.fonts]
    record = Item(layout.ENVIRONMENT, _json({**found.environment, "fonts": fonts}))
    return [*items, record], files | _copied([record], writer)


def _writer(draft: Path, *, zipped: bool, length: int) -> Writer:
    return ZipFileWriter(draft, length) if zipped else FolderWriter(draft)


def _copied(items: Sequence[Item], writer: Writer) -> dict[str, Digests]:
    """Copies all; says at once all files that are no longer as they were."""
    files: dict[str, Digests] = {}
    problems: list[Finding] = []
    for item in items:
        try:
            digests = writer.add(item.name, item.source)
        except FileNotFoundError:
            problems.append(Finding("input-gone", Place(str(item.source))))
            continue
        if item.sha256 not in {None, digests.sha256}:
            problems.append(Finding("input-changed", Place(str(item.source))))
        files[item.name] = digests
    if problems:
        raise ArchiveError(*problems)
    return files


def _redacted_files(items: Sequence[Item], files: Mapping[str, Digests]) -> dict[str, Digests]:
    """The digests of the redacted copy's files, of which most are known."""
    redacted = without_recipients(items)
    own = {item.name: item for item in items}
    return {
        item.name: files[item.name] if own.get(item.name) == item else NoWriter().add(item.name, item.source)
        for item in redacted
    }


def _identifier(found: Contents, files: Mapping[str, Digests]) -> str:
    """What names a bag's payload, whatever is said of it: bags that name each other can't do so by their seals."""
    payload = layout.seal_of([layout.write_manifest("sha512", files)])
    return f"{found.slug}/{found.date}/{payload[:32]}"


def _closed(
    found: Contents,
    writer: Writer,
    files: Mapping[str, Digests],
    *,
    copy: str | None = None,
    original: str | None = None,
) -> _Bag:
    """Writes the tag files, whose digests make the seal."""
    slug, date = found.slug, found.date
    identifier = _identifier(found, files)
    facts = found.catalogue
    size = sum(each.size for each in files.values())
    about = Described(
        identifier,
        facts,
        found.organisation,
        found.environment,
        original is not None,
        original,
        copy,
    )
    info = [
        ("Source-Organization", found.organisation),
        ("External-Identifier", identifier),
        ("External-Description", facts["titles"].get("en") or next(iter(facts["titles"].values()))),
        ("Bag-Size", readable(size)),
        ("Payload-Oxum", f"{size}.{len(files)}"),
        ("Bag-Group-Identifier", layout.stem(slug, date)),
        ("Bag-Software-Agent", f"papers {found.environment['pipeline']}"),
        ("Retention-Code", found.retention),
        ("Redacted-Copy", copy or ""),
        ("Redacted", RECIPIENTS_LEFT_OUT if original else ""),
        ("Redacted-From", original or ""),
        (layout.LAYOUT_KEY, str(layout.LAYOUT)),
    ]
    tags = {
        layout.BAGIT: layout.DECLARATION,
        layout.INFO: layout.write_info(info),
        DUBLIN_CORE: dublin_core(about),
        PREMIS: premis(about, files),
        **{
            name: layout.write_manifest(algorithm, files)
            for name, algorithm in zip(layout.MANIFESTS, layout.ALGORITHMS, strict=True)
        },
    }
    digests = {name: writer.add(name, text) for name, text in tags.items()}
    last = [layout.write_manifest(algorithm, digests) for algorithm in layout.ALGORITHMS]
    for name, text in zip(layout.TAG_MANIFESTS, last, strict=True):
        writer.add(name, text)
    sealed = layout.seal_of(last)
    name = layout.bag_name(slug, date, sealed)
    writer.finish(name)
    return _Bag(slug, date, identifier, files, tags, name, sealed)


def readable(size: int) -> str:
    """A number of bytes for people.

    >>> readable(512), readable(1_530_000), readable(2_000_000_000)
    ('512 bytes', '1.5 MB', '2.0 GB')
    """
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"


def _json(data: object) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode() + b"\n"


# --- its place ----------------------------------------------------------------------------------


def _put(draft: Path, path: Path) -> bool:
    """Gives the bag its name, unless something has it; the archive is locked meanwhile."""
    if os.path.lexists(path):
        return False
    draft.rename(path)
    settle(path.parent)
    return True


def _registered(known: register.Register, bag: _Bag, *, today: str, redact: str | None) -> register.Register:
    """The register with the bag's line: the one it has, or a new one."""
    if known.of(bag.name) is not None and known.disposed(bag.name) is None:
        return known
    line: dict[str, Any] = {
        "bag": bag.name,
        "seal": bag.seal,
        "identifier": bag.identifier,
        "slug": bag.slug,
        "date": bag.date,
        "sealed": today,
    }
    if redact:
        line["redacted"] = redact
    return register.add(known, line)


def _see_to_it(path: Path, bag: _Bag) -> None:
    """That what has the bag's name already is that bag; where its sealing was stopped, it has no line yet."""
    with reading(path) as there:
        checked = check(path, there, None)
    if checked.problems or checked.seal != bag.seal:
        raise ArchiveError(Finding("bag-in-the-way", Place(str(path))), *checked.problems)


def _clear(place: Path) -> None:
    """Removes drafts: nobody else works on one while the archive is locked."""
    for draft in place.glob(f"{_DRAFT}-*"):
        if draft.is_dir() and not draft.is_symlink():
            shutil.rmtree(draft, ignore_errors=True)
        else:
            with suppress(OSError):
                draft.unlink()

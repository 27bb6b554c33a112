"""A bundle goes in, and those that were found sound before it; what of it is the same needs no second look.

Hundreds of bundles have the same enclosures behind letters that differ in some words, and a package that is made again
often differs in its letter alone. Such a bundle is held against an earlier one, object by object, by their bytes
(:mod:`~pipeline.pdf.written`). What the audit of all parts but the first read of that one is known; where none of it
differs, that audit would find the same, and only the first part is audited. Where nothing differs but what one comes to
through the first part, the levels of this part by itself tell those of the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.audit import Share, audit_share, joined
from pipeline.audit.packed import Kept
from pipeline.audit.reading import Files, Shelf, read
from pipeline.audit.second import count_pages
from pipeline.files import digest
from pipeline.findings import Finding
from pipeline.model import Binding, Part
from pipeline.pdf.conformance import Judged, check, judge, why_not
from pipeline.pdf.leading import Leading, alone, leading, rest, same_tags
from pipeline.pdf.verdicts import Verdicts
from pipeline.pdf.written import UnusualError, Written

_MOST = 16 << 20
"""Bytes of bundles that are kept: those of letters to recipients have two or three shapes, of a megabyte each."""


@dataclass(frozen=True, slots=True)
class Precedent:
    """A bundle that was found sound, and what that finding rests on."""

    asked: object
    """What it should be, but for the first part's file."""
    paths: Sequence[Path]
    """Of the other parts."""
    written: Written
    share: Share
    """What the audit of all parts but the first found."""
    read: frozenset[int]
    """The objects of the bundle that this audit read."""
    first: Leading
    rest: frozenset[int]
    """The objects that one comes to without the first part."""
    judged: Judged


class Precedents:
    """Those that one auditor has, the last that served first."""

    def __init__(self, shelf: Shelf, most: int = _MOST) -> None:
        self.shelf, self.tags = shelf, Kept()
        self._most = most
        self._known: list[Precedent] = []

    def case(self, path: Path, parts: Sequence[Part], binding: Binding) -> Case:
        """The case of the bundle ``path``."""
        data = path.read_bytes()
        if len(parts) < 2 or len(data) > self._most:
            return Case(self, path, parts, binding)
        case = Case(self, path, parts, binding, _asked(parts, binding))
        try:
            case.written = Written.read(data)
            for known in self._known:
                if known.asked == case.asked and (differs := case.written.differs_from(known.written)) is not None:
                    self._known.remove(known)
                    self._known.insert(0, known)
                    case.known, case.differs = known, differs
                    break
        except UnusualError:
            case.written = None
        return case

    def keep(self, new: Precedent, instead: Precedent | None) -> None:
        self._known = [new, *(each for each in self._known if each is not instead)]
        while sum(len(each.written.data) for each in self._known) > self._most:
            self._known.pop()


@dataclass(slots=True)
class Case:
    """A bundle, and the precedent that it has, if it has one."""

    of: Precedents
    path: Path
    parts: Sequence[Part]
    binding: Binding
    asked: object = None
    written: Written | None = None
    known: Precedent | None = None
    differs: frozenset[int] = frozenset()
    """The objects in which it differs from that."""
    _share: Share | None = None
    _read: frozenset[int] = frozenset()

    def audit(self, files: Files, told: list[Finding]) -> tuple[Finding, ...]:
        """What :func:`~pipeline.audit.audit` finds in it, and tells; ``files`` are those of its parts."""
        shares = self._shares(files)
        found = joined(self.path, shares, told.append)
        if found and len(shares) > 1:  # in the words of an audit of the whole
            told.clear()
            self._share = None
            found = joined(self.path, [self._audited(range(len(self.parts)), files)], told.append)
        return found

    def _shares(self, files: Files) -> list[Share]:
        if self.written is None:
            return [self._audited(range(len(self.parts)), files)]
        first, others = range(1), range(1, len(self.parts))
        if self.known is not None and not self.known.read & self.differs and self._tells(self.known):
            return [self._audited(first, files, self.of.tags), self.known.share]
        bundle = read(self.path, files.tags)
        asked_for = Files(self.of.shelf)
        share = audit_share(self.path, self.parts, self.binding, others, asked_for, bundle)
        if bundle is not None and not share.found and not share.unread and self.parts[0].path not in asked_for:
            self._share, self._read = share, bundle.reader.numbers_read
        return [audit_share(self.path, self.parts, self.binding, first, files, bundle), share]

    def _tells(self, known: Precedent) -> bool:
        """Whether what was told of the parts of the precedent can be told of these, which may lie elsewhere."""
        return not known.share.told or known.paths == [part.path for part in self.parts[1:]]

    def _audited(self, share: range, files: Files, tags: Kept | None = None) -> Share:
        bundle = read(self.path, tags or files.tags)
        return audit_share(self.path, self.parts, self.binding, share, files, bundle)

    def judge(self, levels: Verdicts, pages: int) -> Judged:
        """What :func:`~pipeline.pdf.conformance.judge` says of it, which has so many ``pages``."""
        return self._as_known() or judge(self.path, [part.path for part in self.parts], levels, pages=pages)

    def _as_known(self) -> Judged | None:
        """What the precedent was found to be, where this must be the same."""
        known, bundle = self.known, self.written
        if known is None or bundle is None or known.rest & self.differs:
            return None
        try:
            if leading(bundle, len(known.first.pages)) != known.first:
                return None
            if not same_tags(bundle, known.written, self.differs) or check(alone(bundle, known.first)).broken:
                return None
            if not known.judged.bundle.broken:
                return known.judged
            if why_not(self.parts[0].path).broken or known.judged.parts[0].broken:
                return None
            return None if check(alone(known.written, known.first)).broken else known.judged
        except UnusualError:
            return None

    def keep(self, judged: Judged) -> None:
        """Lets it be a precedent, if it was found sound and had to be looked at as a whole."""
        if self.written is None or self._share is None:
            return
        try:
            first = leading(self.written, count_pages(self.parts[0].path))
            others = rest(self.written, first)
        except UnusualError:
            return
        paths = [part.path for part in self.parts[1:]]
        new = Precedent(self.asked, paths, self.written, self._share, self._read, first, others, judged)
        self.of.keep(new, self.known)


def _asked(parts: Sequence[Part], binding: Binding) -> Any:
    """What a bundle should be, with files by what is in them; of the first part's nothing counts but its pages."""
    nameless = [replace(part, path=Path(), original=None) for part in parts]
    attached = [replace(each, path=Path()) for each in binding.attached]
    files = (*(part.path for part in parts[1:]), *(each.path for each in binding.attached))
    bound = replace(binding, attached=tuple(attached))
    return nameless, bound, count_pages(parts[0].path), tuple(map(digest, files))

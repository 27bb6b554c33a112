"""Verifying: a bag goes in, everything in it that is not as it was sealed comes out.

::

    reading      what lies there: links, odd names, a zip of another form
    layout       what kind of bag it is
    tag files    against the tag manifests
    payload      against the manifests: each file read once for both digests
    the seal     against the bag's name, and against the register
    documents    the manifest's own digests; each PDF at the level that the manifest gives

Nothing is written, and all that is wrong is told at once.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.archive.register import REGISTER, Register, read_register
from pipeline.bags import layout
from pipeline.bags.layout import Digests
from pipeline.bags.reading import Reader, reading, unread
from pipeline.built import made_from
from pipeline.errors import ArchiveError, UsageError
from pipeline.findings import Finding, Place, Reason, Unfit, Value

if TYPE_CHECKING:
    from pipeline.model import Conformance

_LARGEST_PDF = 64 * 1024 * 1024
"""Bytes of a PDF whose level is looked at: it is held in memory as a whole."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found."""

    name: str
    seal: str
    """As computed; empty where the tag manifests are missing."""
    info: Mapping[str, str]
    """The fields of ``bag-info.txt``."""
    files: int
    """How many files the payload has."""
    size: int
    """Their bytes."""
    register: Path | None
    """The register that has the bag; None where no register was found."""
    problems: tuple[Finding, ...]
    digests: Mapping[str, Digests]
    """Of the payload, as read."""
    copies: tuple[Path, ...] = ()
    """The bag's other forms in its archive, which were checked as well."""

    @property
    def redacted(self) -> bool:
        return "Redacted" in self.info

    def as_json(self) -> dict[str, Any]:
        return {
            "valid": not self.problems,
            "seal": self.seal,
            "files": self.files,
            "bytes": self.size,
            "redacted": self.redacted,
            "register": str(self.register) if self.register else None,
            "problems": [each.as_json() for each in self.problems],
        }


def verify(
    path: Path,
    register: Path | None = None,
    last_hash: str | None = None,
    *,
    levels: bool = False,
    copies: bool = True,
) -> Verified:
    """Checks the bag at ``path``: with the register named, or else with the one beside it, where there is one.

    In an archive the bag's folder and its zip are both checked, whichever is named, unless ``copies`` is false.

    ``last_hash`` is one that was kept on paper: of the register's last line then, which must still be a line now. With
    ``levels`` each PDF is checked anew, which takes about a second for each hundred pages.

    Raises ArchiveError for what can't be read as a bag at all.
    """
    if register is not None and not register.is_file():
        raise ArchiveError(Finding("register-missing", Place(str(register))))
    place = path.resolve().parent
    beside = place / REGISTER
    book = read_register(register or beside) if register or beside.is_file() else None
    last_hash = None if last_hash is None else _hash(last_hash)
    if last_hash and book is None:
        raise ArchiveError(Finding("register-not-beside", Place(str(path))))
    with reading(path) as bag:
        found = check(path, bag, book, last_hash, levels=levels)
    if not copies or not beside.is_file():
        return found
    others = [place / name for name in (found.name, f"{found.name}.zip") if (place / name) != path.resolve()]
    return _with_copies(found, [other for other in others if os.path.lexists(other)], book, levels=levels)


def _with_copies(found: Verified, others: Sequence[Path], book: Register | None, *, levels: bool) -> Verified:
    """What was found, with what is wrong with the bag's other form there: a good folder hides no rotten zip."""
    problems: list[Finding] = list(found.problems)
    for other in others:
        try:
            with reading(other) as bag:
                problems += check(other, bag, book, levels=levels).problems
        except ArchiveError as error:
            problems += error.problems
    return replace(found, problems=tuple(dict.fromkeys(problems)), copies=tuple(others))


def _hash(typed: str) -> str:
    """A hash as a person types it from paper: in capitals or not, in groups. UsageError for what is none."""
    signs = "".join(typed.split()).replace("-", "").casefold()
    if not re.fullmatch("[0-9a-f]{64}", signs):
        raise UsageError(Finding("hash-not-one", Place("--last-hash"), {"typed": typed}))
    return signs


def check(
    path: Path, bag: Reader, book: Register | None, last_hash: str | None = None, *, levels: bool = False
) -> Verified:
    """As :func:`verify`, of a bag that is open, with a register that was read."""
    return _Check(path, bag, book, last_hash, levels=levels).run()


class _Check:
    """The check of one bag."""

    def __init__(self, path: Path, bag: Reader, book: Register | None, last_hash: str | None, *, levels: bool) -> None:
        self._bag, self._book, self._last_hash, self._levels = bag, book, last_hash, levels
        self._path = path
        self._problems: list[Finding] = []
        self._lost: set[str] = set()
        """The files that can't be read."""
        self._named: set[str] = set()
        """The files that something was said of."""
        self._payload = {name for name in bag.sizes if name.startswith(layout.PAYLOAD)}

    def run(self) -> Verified:
        if not self._bag.sizes.keys() & {layout.BAGIT, layout.INFO, *layout.MANIFESTS, *layout.TAG_MANIFESTS}:
            raise ArchiveError(Finding("bag-none", Place(str(self._path))))
        info = self._info()
        self._known_layout(info)
        for lacking in sorted({*layout.MANIFESTS, *layout.TAG_MANIFESTS} - self._bag.sizes.keys()):
            self._wrong(lacking, "bag-lacks")
        self._against(layout.TAG_MANIFESTS, set(self._bag.sizes) - self._payload - set(layout.TAG_MANIFESTS))
        digests = self._against(layout.MANIFESTS, self._payload)
        size = sum(self._bag.sizes[name] for name in self._payload)
        self._oxum(info, size)
        seal = self._seal(info)
        self._outputs(digests)
        if self._book is not None:
            self._registered(self._book, seal)
        problems = tuple(dict.fromkeys([*self._bag.problems, *self._problems]))
        where = self._book.path if self._book else None
        return Verified(self._bag.name, seal, info, len(self._payload), size, where, problems, digests)

    def _wrong(self, name: str, code: str, /, **values: Value) -> None:
        self._problems.append(Finding(code, Place(f"{self._path}{f'/{name}' if name else ''}"), values))
        self._named.add(name)

    def _text(self, name: str) -> bytes | None:
        """A tag file's bytes; None, and a problem, where it is not there."""
        if name not in self._bag.sizes:
            if name not in self._named:
                self._wrong(name, "bag-lacks")
            return None
        try:
            return self._bag.read(name, layout.LONGEST_TAG_FILE)
        except OSError as error:
            self._unread(name, error)
            return None

    def _unread(self, name: str, error: OSError) -> None:
        if name not in self._lost:
            self._problems.append(unread(f"{self._path}/{name}", error))
            self._named.add(name)
            self._lost.add(name)

    # --- what kind of bag it is ----------------------------------------------------------------

    def _info(self) -> dict[str, str]:
        declaration, text = self._text(layout.BAGIT), self._text(layout.INFO)
        if declaration is not None and declaration != layout.DECLARATION:
            self._wrong(layout.BAGIT, "bag-declaration")
        if text is None:
            return {}
        try:
            return layout.read_info(text)
        except Unfit as unfit:
            self._wrong(layout.INFO, unfit.code, **unfit.values)
            return {}

    def _known_layout(self, info: Mapping[str, str]) -> None:
        """Raises ArchiveError for a bag of a layout that is not known yet: nothing can be said of it."""
        version = info.get(layout.LAYOUT_KEY, "")
        if version.isascii() and version.isdigit() and int(version[:9]) > layout.LAYOUT:
            newer = Finding("bag-layout-newer", Place(str(self._path)), {"layout": version[:9], "known": layout.LAYOUT})
            raise ArchiveError(newer, *self._bag.problems)
        if info and version not in layout.SEAL_SIGNS:
            self._wrong(layout.INFO, "bag-layout-unknown")

    # --- files against manifests ---------------------------------------------------------------

    def _listed(self, manifests: tuple[str, ...]) -> tuple[dict[str, dict[str, str]], list[str]]:
        """The digests by name and algorithm, and the algorithms that files are held against.

        These are the manifests' that could be read and that nothing was said of. Where none is left, those of all that
        could be read.
        """
        listed: dict[str, dict[str, str]] = {}
        read: dict[str, str] = {}
        for manifest, algorithm in zip(manifests, layout.ALGORITHMS, strict=True):
            if (text := self._text(manifest)) is None:
                continue
            try:
                for name, digest in layout.read_manifest(algorithm, text).items():
                    listed.setdefault(name, {})[algorithm] = digest
            except Unfit as unfit:
                self._wrong(manifest, unfit.code, **unfit.values)
            else:
                read[manifest] = algorithm
        sound = [algorithm for manifest, algorithm in read.items() if manifest not in self._named]
        return listed, sound or list(read.values())

    def _against(self, manifests: tuple[str, ...], present: set[str]) -> dict[str, Digests]:
        """Reads all files that are there, and compares them with those that are listed.

        A manifest that is missing, that can't be read or that was changed is told once, and accuses no other file.
        """
        listed, read = self._listed(manifests)
        found: dict[str, Digests] = {}
        moved: dict[str, str] = {}
        for name in sorted(present):
            try:
                found[name] = self._bag.digests(name)
            except OSError as error:
                self._unread(name, error)
            else:
                moved.setdefault(found[name].sha256, name)
        if not read:
            return found
        for name in sorted(listed.keys() - present - self._named):
            if other := moved.get(listed[name].get("sha256", "")):
                self._wrong(name, "bag-file-moved", other=other)
            else:
                self._wrong(name, "bag-file-missing")
        for name in sorted(present - self._lost):
            if name not in listed:
                self._wrong(name, "bag-file-added")
                continue
            wrong = tuple(
                algorithm.upper().replace("SHA", "SHA-")
                for algorithm in read
                if listed[name].get(algorithm) != found[name].of(algorithm)
            )
            if wrong:
                other = next((each for each, digests in listed.items() if _is(found[name], digests, read)), None)
                if other and other != name:
                    self._wrong(name, "bag-file-replaced", algorithms=wrong, other=other)
                else:
                    self._wrong(name, "bag-file-changed", algorithms=wrong)
        return found

    def _oxum(self, info: Mapping[str, str], size: int) -> None:
        there = f"{size}.{len(self._payload)}"
        if info and info.get("Payload-Oxum") != there:
            self._wrong(layout.INFO, "bag-count", counted=info.get("Payload-Oxum", Reason("nothing")), there=there)

    # --- the seal ------------------------------------------------------------------------------

    def _seal(self, info: Mapping[str, str]) -> str:
        texts = [self._text(name) for name in layout.TAG_MANIFESTS]
        if None in texts:
            return ""
        seal = layout.seal_of(filter(None, texts))
        named = layout.seal_in_name(self._bag.name)
        if named is None:
            self._wrong("", "seal-unnamed", seal=seal[:32])
        elif not seal.startswith(named):
            self._wrong("", "seal-other", named=named, seal=seal[: len(named)])
        elif len(named) < (signs := layout.SEAL_SIGNS.get(info.get(layout.LAYOUT_KEY, ""), 0)):
            self._wrong("", "seal-short", count=len(named), wanted=signs)
        return seal

    def _registered(self, book: Register, seal: str) -> None:
        self._problems += book.problems
        line = book.of(self._bag.name)
        if line is None:
            self._wrong("", "register-lacks", register=book.path.name)
        elif line["seal"] != seal:
            self._wrong("", "register-other-seal", seal=str(line["seal"]))
        if self._last_hash and self._last_hash not in book.hashes:
            self._problems.append(Finding("register-hash-unknown", Place(str(book.path))))

    # --- documents -----------------------------------------------------------------------------

    def _outputs(self, digests: Mapping[str, Digests]) -> None:
        """The package's own manifest, which the bag must bear out."""
        manifest = self._manifest()
        for each in made_from(manifest).values():
            for path, sha256 in each.inputs.items():
                name = f"{layout.HOUSE}{path}"
                if name not in self._named and (name not in digests or digests[name].sha256 != sha256):
                    self._wrong(name, "bag-not-made-from")
        for entry in manifest.get("outputs", ()):
            name = f"{layout.PACKAGE}{entry['path']}"
            if name in self._named:  # lost or other than it was: what is wrong with it was told
                continue
            if name not in digests or digests[name].sha256 != entry["sha256"]:
                self._wrong(name, "bag-not-as-listed")
            elif isinstance(entry.get("conformance"), dict):
                self._level(name, entry["conformance"])

    def _manifest(self) -> Mapping[str, Any]:
        text = self._text(layout.MANIFEST)
        if text is None:
            return {}
        try:
            manifest: Mapping[str, Any] = json.loads(text)
            _all_there = [(entry["path"] + "", entry["sha256"] + "") for entry in manifest["outputs"]]
        except (ValueError, KeyError, TypeError, RecursionError):
            self._wrong(layout.MANIFEST, "bag-manifest")
            return {}
        return manifest

    def _level(self, name: str, claimed: Mapping[str, Any]) -> None:
        """That a PDF declares the level that the manifest gives, and, where that is asked for, that it meets it."""
        from pipeline.model import Conformance  # noqa: PLC0415
        from pipeline.pdf.xmp import declared  # noqa: PLC0415

        if self._bag.sizes[name] > _LARGEST_PDF:
            return
        pdf = self._bag.read(name, _LARGEST_PDF)
        said, given = declared(pdf), Conformance(claimed.get("pdfa"), claimed.get("pdfua") is True)
        if said != given:
            self._wrong(name, "bag-level", declared=_named(said), given=_named(given))
        elif self._levels:
            from pipeline.pdf.conformance import check as check_pdf  # noqa: PLC0415 - slow to load

            checked = check_pdf(pdf)
            if (said.pdfua and not checked.met.pdfua) or (said.pdfa and not _reaches(checked.met.pdfa, said.pdfa)):
                reasons = tuple(dict.fromkeys(checked.broken.values())) or Reason("uncheckable")
                self._wrong(name, "bag-level-less", declared=_named(said), why=reasons)


def _is(found: Digests, listed: Mapping[str, str], algorithms: Sequence[str]) -> bool:
    return all(listed.get(algorithm) == found.of(algorithm) for algorithm in algorithms)


def _reaches(met: str | None, said: str) -> bool:
    """Whether a level is as high as another of the same part: a holds u, and u holds b."""
    order = "aub"
    return met is not None and met[0] == said[0] and order.index(met[1]) <= order.index(said[1])


def _named(level: Conformance) -> Value:
    """A level as people know it."""
    names = (f"PDF/A-{level.pdfa}" if level.pdfa else "", "PDF/UA-1" if level.pdfua else "")
    return tuple(filter(None, names)) or Reason("no-level")

"""A bag, a build's folder or a PDF file goes in; the documents that it has to compare, and what made them, come out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from pipeline.bags import layout
from pipeline.bags.reading import Reader, reading
from pipeline.bags.zipped import unsafe
from pipeline.built import fonts_now, made_from, made_with
from pipeline.errors import ArchiveError
from pipeline.files import digest
from pipeline.findings import Finding, Place

Key: TypeAlias = tuple[str, ...]
"""Role, language, instrument or nothing, recipient or nothing, what an enclosure is called, and a count."""

_MOST = 64 * 1024 * 1024
"""Bytes that a manifest may have."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to compare."""

    name: str
    """As people know it: from the manifest's folder."""
    role: str
    sha256: str
    """Of its bytes as they are; empty where it is missing."""
    path: Path | None
    """None where the manifest names it and it is not there."""
    as_told: bool = True
    """Whether it is what the manifest says."""


@dataclass(frozen=True, slots=True)
class Side:
    """What stands on one side of a comparison."""

    name: str
    documents: Mapping[Key, Document]
    inputs: Mapping[str, str] | None = None
    """The SHA-256 of what it was made from, by path in the house; None where that is not known."""
    environment: Mapping[str, Any] | None = None
    fonts: Mapping[str, str] = field(default_factory=dict)
    """The SHA-256 of each font, by its file's name."""


Found: TypeAlias = "tuple[Path, str] | None"
"""Where a file can be read, and the SHA-256 of what lies there; None where nothing does."""


def _keyed(outputs: Sequence[Mapping[str, Any]], find: Callable[[str], Found]) -> dict[Key, Document]:
    """The outputs by what they answer to: an enclosure by its title, whatever its number.

    What lies there is read and hashed: a manifest says what was made, not what there is.
    """
    found: dict[Key, Document] = {}
    for entry in outputs:
        title = re.sub(r"^[^-]*-", "", Path(entry["path"]).name) if entry["role"] == "enclosure" else ""
        parts = (entry["role"], entry["language"], entry.get("instrument"), entry.get("recipient"), title)
        key = tuple(str(part or "") for part in parts)
        count = sum(known[:-1] == key for known in found)
        path, sha256 = find(entry["path"]) or (None, "")
        found[*key, str(count)] = Document(entry["path"], entry["role"], sha256, path, sha256 == entry["sha256"])
    return found


@contextmanager
def side(path: Path, work: Path) -> Iterator[Side]:
    """What lies at ``path``. The documents of a zip are copied to ``work``, a folder of its own.

    ArchiveError where there is nothing that can be compared.
    """
    if path.is_file() and path.suffix.lower() == ".pdf":
        yield Side(path.name, {("pdf",): Document(path.name, "bundle", digest(path), path)})
    elif (path / "manifest.json").is_file():
        yield build_side(path)
    elif path.is_dir() or path.is_file():
        with reading(path) as bag:
            yield bag_side(path, bag, work)
    else:
        raise ArchiveError(Finding("compare-nothing", Place(str(path))))


def build_side(out: Path, root: Path | None = None) -> Side:
    """A package as it was built in ``out``; ``root`` is the house that it was built from, where that is known."""
    manifest = _manifest(str(out / "manifest.json"), (out / "manifest.json").read_bytes())
    documents = _keyed(manifest["outputs"], lambda name: _in(out, name))
    known = made_from(manifest)
    inputs = {name: sha256 for each in known.values() for name, sha256 in each.inputs.items()}
    tools = next((made_with(out, each.tools) for each in known.values()), None)
    if tools is None:
        return Side(out.name, documents)
    fonts = {path.name: sha256 for path, sha256 in fonts_now(root or _root(out), tools.fonts).items()}
    return Side(out.name, documents, inputs, tools.environment, fonts)


def _root(out: Path) -> Path:
    """The house that a build's folder lies in; the folder itself where it lies in none."""
    return next((folder for folder in out.resolve().parents if (folder / "config.toml").is_file()), out)


def bag_side(path: Path, bag: Reader, work: Path) -> Side:
    """A bag that is open. ArchiveError where it lacks what makes it one."""
    for name in (layout.MANIFEST, layout.ENVIRONMENT):
        if name not in bag.sizes:
            raise ArchiveError(Finding("compare-no-bag", Place(f"{path}/{name}")))
    manifest = _manifest(f"{path}/{layout.MANIFEST}", bag.read(layout.MANIFEST, _MOST))
    try:
        environment = dict(json.loads(bag.read(layout.ENVIRONMENT, _MOST)))
        fonts = {str(font["file"]): str(font["sha256"]) for font in environment.pop("fonts", [])}
    except (ValueError, TypeError, KeyError) as error:
        raise ArchiveError(Finding("compare-records", Place(str(path)))) from error
    documents = _keyed(manifest["outputs"], lambda name: _here(path, bag, f"{layout.PACKAGE}{name}", work))
    inputs = {
        name.removeprefix(layout.HOUSE): bag.digests(name).sha256 for name in bag.sizes if name.startswith(layout.HOUSE)
    }
    return Side(bag.name, documents, inputs, environment, fonts)


def _in(folder: Path, name: str) -> Found:
    """A file of a folder."""
    path = folder / name
    return (path, digest(path)) if path.is_file() else None


def _here(path: Path, bag: Reader, name: str, work: Path) -> Found:
    """A file of a bag: in its folder, or copied out of its zip."""
    if name not in bag.sizes:
        return None
    if path.is_dir():
        return path / name, digest(path / name)
    target = work / f"{len(list(work.iterdir()))}{Path(name).suffix}"
    return target, bag.copy(name, target).sha256


def _manifest(where: str, text: bytes) -> Mapping[str, Any]:
    try:
        manifest: Mapping[str, Any] = json.loads(text)
        for entry in manifest["outputs"]:
            if not all(isinstance(entry[key], str) for key in ("role", "language", "path", "sha256")):
                raise TypeError
            if unsafe(entry["path"]):
                raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ArchiveError(Finding("compare-manifest", Place(where))) from None
    return manifest

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
from pipeline.built import fonts_now, made_from, made_with
from pipeline.errors import ArchiveError, Problem
from pipeline.files import digest

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
    path: Path


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


def _keyed(outputs: Sequence[Mapping[str, Any]], path_of: Callable[[Mapping[str, Any]], Path]) -> dict[Key, Document]:
    """The outputs by what they answer to: an enclosure by its title, whatever its number."""
    found: dict[Key, Document] = {}
    for entry in outputs:
        title = re.sub(r"^[^-]*-", "", Path(entry["path"]).name) if entry["role"] == "enclosure" else ""
        parts = (entry["role"], entry["language"], entry.get("instrument"), entry.get("recipient"), title)
        key = tuple(str(part or "") for part in parts)
        count = sum(known[:-1] == key for known in found)
        found[*key, str(count)] = Document(entry["path"], entry["role"], entry["sha256"], path_of(entry))
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
        mend = "Name two bags, two folders of build/, or two PDF files."
        raise ArchiveError(Problem(str(path), "There is nothing to compare.", mend))


def build_side(out: Path, root: Path | None = None) -> Side:
    """A package as it was built in ``out``; ``root`` is the house that it was built from, where that is known."""
    manifest = _manifest(str(out / "manifest.json"), (out / "manifest.json").read_bytes())
    documents = _keyed(manifest["outputs"], lambda entry: out / entry["path"])
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
    for name in (layout.MANIFEST, layout.ENVIRONMENT, layout.MANIFESTS[0]):
        if name not in bag.sizes:
            mend = "Verify it: “papers verify” names all that is wrong."
            raise ArchiveError(Problem(f"{path}/{name}", "It is missing: this is no bag that can be compared.", mend))
    manifest = _manifest(f"{path}/{layout.MANIFEST}", bag.read(layout.MANIFEST, _MOST))
    try:
        environment = dict(json.loads(bag.read(layout.ENVIRONMENT, _MOST)))
        listed = layout.read_manifest("sha256", bag.read(layout.MANIFESTS[0], layout.LONGEST_TAG_FILE))
        fonts = {str(font["file"]): str(font["sha256"]) for font in environment.pop("fonts", [])}
    except (ValueError, TypeError, KeyError) as error:
        mend = "Verify it: “papers verify” names all that is wrong."
        raise ArchiveError(Problem(str(path), "Its records can't be read.", mend)) from error
    documents = _keyed(manifest["outputs"], lambda entry: _here(path, bag, entry, work))
    inputs = {
        name.removeprefix(layout.HOUSE): sha256 for name, sha256 in listed.items() if name.startswith(layout.HOUSE)
    }
    return Side(bag.name, documents, inputs, environment, fonts)


def _here(path: Path, bag: Reader, entry: Mapping[str, Any], work: Path) -> Path:
    """Where the file of an output can be read: in the bag's folder, or copied out of its zip."""
    name = f"{layout.PACKAGE}{entry['path']}"
    if name not in bag.sizes:
        raise ArchiveError(Problem(f"{path}/{name}", "It is missing.", "Ask for another copy of the bag."))
    if path.is_dir():
        return path / name
    target = work / f"{len(list(work.iterdir()))}{Path(entry['path']).suffix}"
    bag.copy(name, target)
    return target


def _manifest(where: str, text: bytes) -> Mapping[str, Any]:
    try:
        manifest: Mapping[str, Any] = json.loads(text)
        for entry in manifest["outputs"]:
            if not all(isinstance(entry[key], str) for key in ("role", "language", "path", "sha256")):
                raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        raise ArchiveError(Problem(where, "It is not the manifest of a package.", "Build it again.")) from None
    return manifest

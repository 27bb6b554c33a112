"""What a build leaves in its folder: what each language was made from and with goes in, and is read back.

The manifest is the one record of a build, written last and at once: it has the hashes of what was made and, under
``made_from``, those of what each language was made from, and the fingerprint of the tools. What these tools are
lies beside it under that fingerprint, so that no two records can be of two states::

    manifest.json            outputs, notes, made_from
    .state/tools-<…>.json    the environment, and where the fonts lay
    .state/facts-<…>.toml    the ``meeting.toml`` that it was made from, under its SHA-256

Paths are from the house's folder, so that a house may be moved; what lies elsewhere, fonts, has its whole path.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.files import digest, fingerprint, write_whole
from pipeline.folders import STATE
from pipeline.fonts.file import mark

EVERYONE = "*"
"""Stands for all recipients where a file has the data of all."""
MADE_FROM = "made_from"
"""The key of the manifest: for each language its ``inputs`` and ``fonts``, with their SHA-256, and ``tools``."""


@dataclass(frozen=True, slots=True)
class MadeFrom:
    """What one language of a package was made from."""

    inputs: Mapping[str, str]
    """The SHA-256 of each file, by its path in the house."""
    fonts: Mapping[str, str]
    """The SHA-256 of each font of the stamps, by its file's name."""
    recipients: Mapping[str, str]
    """As ``inputs``, of the lists that have the recipients' personal data."""
    tools: str
    """The fingerprint of what it was made with."""

    def as_json(self) -> dict[str, Any]:
        recipients = {"recipients": dict(self.recipients)} if self.recipients else {}
        return {"inputs": dict(self.inputs), "fonts": dict(self.fonts), **recipients, "tools": self.tools}


@dataclass(frozen=True, slots=True)
class MadeWith:
    """The tools and fonts that a package was made with."""

    environment: Mapping[str, Any]
    fonts: Mapping[str, str]
    """The mark of each font file that could be used, by its path from the house's folder, or its whole path."""


def read_manifest(out: Path) -> dict[str, Any]:
    """The manifest of an earlier build, or an empty one."""
    try:
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        if all(isinstance(entry["path"], str) and isinstance(entry["language"], str) for entry in manifest["outputs"]):
            return dict(manifest)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return {}


def made_from(manifest: Mapping[str, Any]) -> dict[str, MadeFrom]:
    """What each language was made from, as a manifest says; nothing for one that says it in another form."""
    said = manifest.get(MADE_FROM, {})
    found = {}
    for language, entry in said.items() if isinstance(said, dict) else ():
        try:
            tables = [dict(entry.get(kind, {})) for kind in ("inputs", "fonts", "recipients")]
            if all(isinstance(sha256, str) for table in tables for sha256 in table.values()):
                found[language] = MadeFrom(tables[0], tables[1], tables[2], str(entry["tools"]))
        except (AttributeError, KeyError, TypeError, ValueError):
            continue
    return found


def inputs_of(root: Path, paths: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of each file, by its path from the house's folder ``root``; empty for one that can't be read."""
    return {_named(root, path): _digest(path) for path in sorted(set(paths))}


def is_current(root: Path, known: MadeFrom | None, tools: str) -> bool:
    """Whether what was made from these files would be made from the same today, with these tools."""
    if known is None or known.tools != tools:
        return False
    return all(_digest(root / name) == sha256 for name, sha256 in {**known.inputs, **known.recipients}.items())


def remember_tools(out: Path, root: Path, tools: object, made_with: MadeWith) -> str:
    """Writes what a package is about to be made with, and says its fingerprint: of ``tools`` and the environment."""
    key = fingerprint({"tools": tools, "environment": made_with.environment})
    fonts = {_named(root, Path(path)): each for path, each in made_with.fonts.items()}
    write_whole(_record(out, key), json.dumps({"environment": made_with.environment, "fonts": fonts}).encode())
    return key


def forget_tools(out: Path, kept: Iterable[str]) -> None:
    """Drops the records of tools that no language was made with."""
    _keep_only(out, "tools-", {_record(out, key).name for key in kept})


def remember_facts(out: Path, meeting: Path) -> None:
    """Keeps the ``meeting.toml`` that a package is about to be made from: people go on to write into it."""
    write_whole(_facts(out, digest(meeting)), meeting.read_bytes())


def forget_facts(out: Path, manifest: Mapping[str, Any]) -> None:
    """Drops those that no language of a manifest was made from."""
    kept = {_facts(out, sha256).name for each in made_from(manifest).values() for sha256 in each.inputs.values()}
    _keep_only(out, "facts-", kept)


def facts_of(out: Path, known: MadeFrom) -> bytes | None:
    """The ``meeting.toml`` that a language was made from; None where nobody kept it."""
    for name, sha256 in known.inputs.items():
        path = _facts(out, sha256)
        if name.endswith("meeting.toml") and path.is_file() and digest(path) == sha256:
            return path.read_bytes()
    return None


def made_with(out: Path, tools: str) -> MadeWith | None:
    """What the tools of that fingerprint were; None where no record says it."""
    try:
        said = json.loads(_record(out, tools).read_text(encoding="utf-8"))
        return MadeWith(dict(said["environment"]), dict(said["fonts"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def fonts_now(root: Path, seen: Mapping[str, str]) -> dict[Path, str]:
    """The SHA-256 of each of the fonts that a build saw, by where it lies; of those that are still the same."""
    paths = [root / path for path, known in sorted(seen.items()) if known and mark(root / path) == known]
    return {path: digest(path) for path in paths}


def _keep_only(out: Path, prefix: str, kept: Collection[str]) -> None:
    """Drops the records that begin so, but those ``kept``. They lie among what was made, which may be much."""
    with os.scandir(out / STATE) as entries:
        gone = [each.path for each in entries if each.name.startswith(prefix) and each.name not in kept]
    for path in gone:
        Path(path).unlink(missing_ok=True)


def _named(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)


def _record(out: Path, key: str) -> Path:
    return out / STATE / f"tools-{key}.json"


def _facts(out: Path, sha256: str) -> Path:
    return out / STATE / f"facts-{sha256}.toml"


def _digest(path: Path) -> str:
    try:
        return digest(path)
    except OSError:
        return ""

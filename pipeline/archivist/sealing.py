"""Sealing a meeting's package: its folder goes in, what it was built from and what was built is gathered and sealed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.archive.contents import EVERYONE, Contents, Item
from pipeline.archive.fonts import fonts_of_package, is_font
from pipeline.archive.seal import Sealed
from pipeline.archive.seal import seal as seal_contents
from pipeline.archivist.catalogue import catalogue
from pipeline.archivist.place import place_of
from pipeline.bags.layout import FONTS, HOUSE, MANIFEST, PACKAGE, RECIPIENTS
from pipeline.built import built_from
from pipeline.errors import ArchiveError, Problem
from pipeline.findings import Finding
from pipeline.load import House
from pipeline.model import Meeting
from pipeline.package import gather


def seal(folder: Path, out: Path | None, *, today: str, zipped: bool = False, redact: str | None = None) -> Sealed:
    """Seals the package of the meeting in ``folder`` as it was built in ``out``, by default in the house's ``build/``.

    ``today`` is for the register alone; ``redact`` is ``recipients`` or None. Raises ArchiveError, and the errors of
    the load stage.
    """
    return seal_contents(contents(folder, out), place_of(folder), today=today, zipped=zipped, redact=redact)


def contents(folder: Path, out: Path | None) -> Contents:
    """The package of the meeting in ``folder`` as built in ``out``, by default in the house's ``build/``.

    ArchiveError where it is not built as a whole, and the errors of :func:`~pipeline.package.gather`. Whether a file
    has changed since is found when it is copied.
    """
    packages = gather(folder)
    house, meeting = packages[0].house, packages[0].meeting
    built = out or house.root / "build" / meeting.slug
    text, manifest = _manifest(meeting, built)
    known = built_from(built)
    environment = _environment(meeting, built, known, manifest)
    inputs = _joined(known, meeting, "inputs")
    bundles = [built / entry["path"] for entry in manifest["outputs"] if entry["role"] == "bundle"]
    stamps = [path for path in inputs if is_font(path)]
    fonts = fonts_of_package(_joined(known, meeting, "fonts"), stamps, bundles, copies=house.settings.archive.fonts)
    items = (
        *_house_items(house, meeting, {path: sha256 for path, sha256 in inputs.items() if not is_font(path)}),
        *(
            Item(RECIPIENTS + path.name, path, sha256, EVERYONE)
            for path, sha256 in _joined(known, meeting, "recipients").items()
        ),
        *(
            Item(PACKAGE + entry["path"], built / entry["path"], entry["sha256"], entry["recipient"])
            for entry in manifest["outputs"]
        ),
        Item(MANIFEST, text),
        *(Item(FONTS + font.file, font.path) for font in fonts if font.copied),
    )
    settings = house.settings.archive
    return Contents(
        meeting.slug,
        packages[0].created,
        settings.organisation or meeting.author,
        settings.retention or "",
        items,
        manifest,
        environment,
        fonts,
        catalogue(packages),
    )


def _manifest(meeting: Meeting, built: Path) -> tuple[bytes, Mapping[str, Any]]:
    path = built / "manifest.json"
    try:
        text = path.read_bytes()
        manifest = json.loads(text)
        for entry in manifest["outputs"]:
            _all_there = entry["role"], entry["language"], entry["path"], entry["sha256"], entry["recipient"]
    except FileNotFoundError:
        raise ArchiveError(_build_it(meeting, path, "The package is not built.")) from None
    except (ValueError, KeyError, TypeError):
        raise ArchiveError(_build_it(meeting, path, "The manifest is damaged.")) from None
    return text, manifest


def _environment(
    meeting: Meeting, built: Path, known: Mapping[str, Any], manifest: Mapping[str, Any]
) -> Mapping[str, Any]:
    """What built all languages: a package that was built by several sets of tools could not be built again as one."""
    made = {entry["language"] for entry in manifest["outputs"] if not entry.get("stale")}
    lacking = [language for language in meeting.languages if language not in known or language not in made]
    if lacking:
        what = f"These languages are not built, or from files that have changed since: {', '.join(lacking)}."
        raise ArchiveError(_build_it(meeting, built, what))
    environments = [known[language]["environment"] for language in meeting.languages]
    if any(each != environments[0] for each in environments):
        raise ArchiveError(_build_it(meeting, built, "Its languages were built with different versions of the tools."))
    return dict(environments[0])


def _build_it(meeting: Meeting, where: Path, what: str) -> Finding:
    return Problem(str(where), what, f"Run “papers build {meeting.slug}”, without --lang, then seal it.")


def _joined(known: Mapping[str, Any], meeting: Meeting, kind: str) -> dict[Path, str]:
    """The files of a kind that any language was built from, with their digests."""
    found = {
        Path(path): sha256 for language in meeting.languages for path, sha256 in known[language].get(kind, {}).items()
    }
    return dict(sorted(found.items()))


def _house_items(house: House, meeting: Meeting, inputs: Mapping[Path, str]) -> Iterator[Item]:
    """The papers that the package was made from, and those that its meeting names besides."""
    for path, sha256 in inputs.items():
        yield Item(HOUSE + path.relative_to(house.root).as_posix(), path, sha256)
    for path in _named(meeting):
        # A file of another language must be there for the meeting to be read; so must one that is named by a link.
        if path not in inputs:
            yield Item(HOUSE + path.relative_to(house.root).as_posix(), path)


def _named(meeting: Meeting) -> Iterator[Path]:
    """The files that ``meeting.toml`` names, by those names."""
    data = tomllib.loads(meeting.file.read_text(encoding="utf-8-sig"))
    files = [enclosure["file"] for group in data.get("groups", ()) for enclosure in group["enclosures"]]
    names = {name for file in files for name in ([file] if isinstance(file, str) else file.values())}
    yield from (meeting.folder / Path(name) for name in sorted(names))

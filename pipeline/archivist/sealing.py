"""Sealing a meeting's package: its folder goes in, what it was built from and what was built is gathered and sealed."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import states
from pipeline.archive.contents import Contents, Item
from pipeline.archive.fonts import Font, fonts_of_package
from pipeline.archive.seal import Sealed
from pipeline.archive.seal import seal as seal_contents
from pipeline.archivist.catalogue import catalogue
from pipeline.archivist.place import place_of
from pipeline.bags.layout import FONTS, HOUSE, MANIFEST, PACKAGE, RECIPIENTS
from pipeline.built import EVERYONE, MadeFrom, MadeWith, made_from, made_with, read_manifest
from pipeline.errors import ArchiveError
from pipeline.files import digest
from pipeline.findings import Finding, Place, Value
from pipeline.folders import find_root
from pipeline.load import CheckedHouse
from pipeline.model import Meeting
from pipeline.package import Package, gather


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
    built = out or find_root(folder) / "build" / folder.name
    if read_manifest(built).get("draft"):
        raise ArchiveError(_build_it(built, "draft-sealed", meeting=folder.name))
    packages = gather(folder)
    house, meeting = packages[0].house, packages[0].meeting
    text, manifest = _manifest(meeting, built)
    sources, tools = _sources(meeting, built, manifest)
    stamps = {(name, sha256) for each in sources for name, sha256 in each.fonts.items()}
    shown = [built / entry["path"] for entry in manifest["outputs"] if _shows_fonts(entry)]
    fonts = _fonts(house, meeting, tools.fonts, stamps, shown)
    inputs = _joined(each.inputs for each in sources)
    items = (
        *_house_items(house, meeting, inputs),
        *_languages(packages, inputs),
        *(
            Item(RECIPIENTS + Path(name).name, house.root / name, sha256, EVERYONE)
            for name, sha256 in _joined(each.recipients for each in sources).items()
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
        {**tools.environment, "tools": sources[0].tools},
        fonts,
        catalogue(packages),
        tuple(_recipients(built, manifest)),
    )


def _shows_fonts(entry: Mapping[str, Any]) -> bool:
    """Whether fonts are looked for in it: in the bundles that everybody gets, which have all papers, and in each letter
    to a recipient, whose name may be in a script of its own."""
    return bool(entry["role"] == ("letter" if entry["recipient"] else "bundle"))


def _recipients(built: Path, manifest: Mapping[str, Any]) -> Iterator[str]:
    """Whom the letters went to, as the dispatch list says; a State by its names in all languages."""
    for entry in manifest["outputs"]:
        if entry["role"] == "dispatch" and entry["path"].endswith(".json"):
            for each in json.loads((built / entry["path"]).read_bytes())["letters"]:
                code = each["state"]
                names = list(states.names(code).values()) if code else []
                said = (each["recipient"], each["person"], each["organisation"], *dict.fromkeys(names))
                yield " · ".join(filter(None, said))


def _manifest(meeting: Meeting, built: Path) -> tuple[bytes, Mapping[str, Any]]:
    path = built / "manifest.json"
    try:
        text = path.read_bytes()
        manifest = json.loads(text)
        for entry in manifest["outputs"]:
            _all_there = entry["role"], entry["language"], entry["path"], entry["sha256"], entry["recipient"]
        if any(entry["role"] == "sample" for entry in manifest["outputs"]):  # letters that are here a second time
            manifest["outputs"] = [entry for entry in manifest["outputs"] if entry["role"] != "sample"]
            text = json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n"
    except FileNotFoundError:
        raise ArchiveError(_build_it(path, "package-not-built", meeting=meeting.slug)) from None
    except (ValueError, KeyError, TypeError):
        raise ArchiveError(_build_it(path, "package-manifest", meeting=meeting.slug)) from None
    return text, manifest


def _sources(meeting: Meeting, built: Path, manifest: Mapping[str, Any]) -> tuple[list[MadeFrom], MadeWith]:
    """What its languages were made from, and with: a package that was built by several sets of tools could not be
    built again as one, and one of which two languages are of two states of a file is none."""
    known = made_from(manifest)
    made = {entry["language"] for entry in manifest["outputs"] if not entry.get("stale")}
    lacking = [language for language in meeting.languages if language not in known or language not in made]
    if lacking:
        raise ArchiveError(_build_it(built, "languages-not-built", meeting=meeting.slug, languages=tuple(lacking)))
    sources = [known[language] for language in meeting.languages]
    if len({each.tools for each in sources}) > 1:
        raise ArchiveError(_build_it(built, "built-by-several", meeting=meeting.slug))
    states: dict[str, set[str]] = {}
    for name, sha256 in (pair for each in sources for pair in (*each.inputs.items(), *each.recipients.items())):
        states.setdefault(name, set()).add(sha256)
    if others := sorted(name for name, found in states.items() if len(found) > 1):
        raise ArchiveError(_build_it(built, "built-from-several", meeting=meeting.slug, files=tuple(others)))
    tools = made_with(built, sources[0].tools)
    if tools is None:
        raise ArchiveError(_build_it(built, "tools-not-recorded", meeting=meeting.slug))
    return sources, tools


def _fonts(
    house: CheckedHouse, meeting: Meeting, seen: Mapping[str, str], stamps: set[tuple[str, str]], shown: Sequence[Path]
) -> tuple[Font, ...]:
    """The fonts of the package. ArchiveError where one of the stamps' is no longer what it was."""
    marks = {house.root / path: known for path, known in seen.items()}
    there = {path: (path.name, digest(path)) for path in marks if path.is_file() and path.name in dict(stamps)}
    if lacking := sorted(name for name, _sha256 in stamps - set(there.values())):
        settings = house.root / "config.toml"
        raise ArchiveError(_build_it(settings, "stamp-fonts-changed", meeting=meeting.slug, fonts=tuple(lacking)))
    own = [path for path, each in there.items() if each in stamps]
    return fonts_of_package(marks, own, shown, copies=house.settings.archive.fonts)


def _build_it(where: Path, code: str, /, **values: Value) -> Finding:
    """What is told of a package that has to be built before it is sealed."""
    return Finding(code, Place(str(where)), values)


def _joined(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    return {name: sha256 for table in tables for name, sha256 in sorted(table.items())}


def _house_items(house: CheckedHouse, meeting: Meeting, inputs: Mapping[str, str]) -> Iterator[Item]:
    """The papers that the package was made from, and those that its meeting names besides."""
    for name, sha256 in sorted(inputs.items()):
        yield Item(HOUSE + name, house.root / name, sha256)
    for path in _named(meeting):
        # A file of another language must be there for the meeting to be read; so must one that is named by a link.
        name = path.relative_to(house.root).as_posix()
        if name not in inputs:
            yield Item(HOUSE + name, path)


def _languages(packages: Sequence[Package], inputs: Mapping[str, str]) -> Iterator[Item]:
    """How its languages are set, where the house leaves that to the program: a later one may set them otherwise."""
    for path in sorted({path for each in packages for path in each.language_files}):
        name = f"templates/{path.parent.name}/{path.name}"
        if name not in inputs:
            yield Item(HOUSE + name, path)


def _named(meeting: Meeting) -> Iterator[Path]:
    """The files that ``meeting.toml`` names, by those names."""
    data = tomllib.loads(meeting.file.read_text(encoding="utf-8-sig"))
    files = [enclosure["file"] for group in data.get("groups", ()) for enclosure in group["enclosures"]]
    names = {name for file in files for name in ([file] if isinstance(file, str) else file.values())}
    yield from (meeting.folder / Path(name) for name in sorted(names))

"""A template that is to take the place of another: both go in; what stops it, and what to look at first, come out.

It is checked where it will stand, in a house made of links to the files of the real one, so that nobody builds with it
before somebody has seen what is told of it.
"""

from __future__ import annotations

import os
import shutil
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.building.looking import Seen
from pipeline.check import check
from pipeline.errors import PapersError
from pipeline.findings import Finding
from pipeline.folders import find_root
from pipeline.settings import read_settings
from pipeline.translating.gathering import Template
from pipeline.translating.sides import read_side
from pipeline.translating.templates import compare_templates, translated


@dataclass(frozen=True, slots=True)
class Arriving:
    """What is told of a template before it takes another's place."""

    stops: tuple[Finding, ...]
    """What would stop a build, and does not now."""
    told: tuple[Finding, ...]
    """What is otherwise than in the other languages; and what else is told of it, and not of the one that stands."""
    checked: bool
    """Whether it could be held against the meeting's facts; not where these are not right yet."""


def arriving(root: Path, folder: Path, at: Path, new: Path) -> Arriving:
    """What is told of ``new`` in the place of ``at``, a template or a letterhead of the house in ``root``, for the
    meeting in ``folder``. Nothing is converted."""
    before = {_said(each) for each in _told(folder, at)}
    with _house_with(root, folder, at, new) as (house, meeting):
        stands = house / at.relative_to(root)
        found = (each for each in _told(meeting, stands) if _said(each) not in before)
        otherwise, checked = _otherwise(meeting, stands)
        told = dict.fromkeys((*found, *otherwise))
        known = [each.at(str(root / Path(each.place.file).relative_to(house))) for each in told]
    stops = tuple(each for each in known if each.severity == "error")
    return Arriving(stops, tuple(each for each in known if each not in stops), checked)


def _told(meeting: Path, path: Path) -> Iterator[Finding]:
    """What nobody has accepted of a file."""
    found = check(meeting, look_at=lambda _packages, _offices: Seen((), ()))
    return (each for each in found.to_look_at if Path(each.place.file) == path)


def _otherwise(meeting: Path, path: Path) -> tuple[list[Finding], bool]:
    """What is otherwise in a translation than in its source; of a source, in its translations. And whether it could be
    held against the meeting's facts."""
    try:
        compared = compare_templates(meeting, None, (), None)
        source, found, checked = compared.source, compared.findings, True
    except PapersError:
        (source, found), checked = _beside(meeting, path), False
    if path.parent.name == source:
        return [each for each in found if Path(each.place.file).name == path.name], checked
    return [each for each in found if Path(each.place.file) == path], checked


def _beside(meeting: Path, path: Path) -> tuple[str, tuple[Finding, ...]]:
    """The source, and the same of one template, where the meeting's facts are not right yet."""
    try:
        settings = read_settings(find_root(meeting)).data
        languages = tomllib.loads((meeting / "meeting.toml").read_text(encoding="utf-8-sig"))["languages"]
        said = settings.get("translation", {}).get("source")
        source = said if said in languages else languages[0]
        files = {each: path.parents[1] / each / path.name for each in languages}
        side = read_side(files[source], source)
    except (PapersError, OSError, ValueError, LookupError, TypeError, AttributeError):
        return "", ()  # of which a check tells
    there = [each for each in languages if each != source and files[each].is_file()]
    template = Template(path.name, files)
    return source, tuple(one for each in there for one in translated(template, side, each, {each: {}}).findings)


def _said(finding: Finding) -> object:
    """What is told, wherever its file lies."""
    data = finding.at("").as_data()
    return data["code"], repr(data["values"]), repr(data["place"])


@contextmanager
def _house_with(root: Path, folder: Path, at: Path, new: Path) -> Iterator[tuple[Path, Path]]:
    """A house with all that one has but other meetings, a file of it in another's place; and the meeting's folder."""
    beside = root / "build" / folder.name
    beside.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".arriving-", dir=beside) as temporary:
        house = Path(temporary)
        for each in root.iterdir():
            if each.is_dir() and each.name in {"templates", "letterheads"}:
                shutil.copytree(each, house / each.name, copy_function=_linked, ignore_dangling_symlinks=True)
            elif each.is_file() and not each.name.startswith("."):
                _linked(str(each), str(house / each.name))
        meeting = Path(
            shutil.copytree(
                folder, house / "meetings" / folder.name, copy_function=_linked, ignore_dangling_symlinks=True
            )
        )
        target = house / at.relative_to(root)
        target.unlink()
        shutil.copyfile(new, target)
        yield house, meeting


def _linked(source: str, target: str) -> None:
    """The same file under another name; a copy where the disk knows no such thing."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)

"""Building again: a bag goes in, the package as it is made today is compared with the one that was sealed.

::

    verify     nothing is built from a bag that was altered
    unpacked   the house of the bag, in a clean place
    build      from nothing, with the bag's fonts before those of the machine
    compare    byte by byte, then page by page
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import tomllib
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.archive.verify import verify
from pipeline.archivist.settings import of_a_bag
from pipeline.bags import layout
from pipeline.bags.layout import Digests
from pipeline.bags.reading import Reader, reading
from pipeline.building.build import build
from pipeline.building.order import Order
from pipeline.building.staff import Staff
from pipeline.comparison.compare import Comparison, compare_sides
from pipeline.comparison.sides import bag_side, build_side
from pipeline.errors import ArchiveError, CancelledError, PapersError, UsageError
from pipeline.executor.cancel import Cancellation
from pipeline.executor.events import OnEvent
from pipeline.findings import Finding, Place
from pipeline.folders import STATE, find_root
from pipeline.machine import processors, read_machine, with_secrets
from pipeline.settings import read_settings
from pipeline.toml import with_lines

_OF_LISTS = re.compile(r"^(?:recipients|messages|word_letters|bundle_each)[ \t]*=.*$", re.MULTILINE)
"""The keys of a meeting that are of its recipients alone."""


@dataclass(frozen=True, slots=True)
class Regenerated:
    bag: str
    comparison: Comparison
    kept: Path | None
    """Where what was built is kept."""
    notes: tuple[Finding, ...] = ()
    """What the bag's settings say that was not heeded."""

    def as_json(self) -> dict[str, Any]:
        notes = [each.as_json() for each in self.notes]
        kept = str(self.kept) if self.kept else None
        return {"kept": kept, **self.comparison.as_json(), "notes": notes}


def regenerate(
    path: Path,
    *,
    keep: Path | None = None,
    jobs: int | None = None,
    on_event: OnEvent = lambda _event: None,
    environment: Mapping[str, str] | None = None,
    passwords: Path | None = None,
    secrets: Mapping[str, str] | None = None,
) -> Regenerated:
    """Builds the package of the bag at ``path`` again, from nothing but the bag, and compares it with what was sealed.

    What was built goes to the folder ``keep``, which must be new or empty. A bag has no passwords: those of enclosures
    are in the ``environment``, in files of the folder ``passwords``, or ``secrets`` as for a build. ArchiveError for a
    bag that does not verify, and for one that can't be built today.
    """
    if keep is not None and keep.exists() and (not keep.is_dir() or any(keep.iterdir())):
        raise UsageError(Finding("keep-taken", Place(str(keep))))
    checked = verify(path, copies=False)
    if checked.problems:
        raise ArchiveError(*checked.problems)
    with tempfile.TemporaryDirectory(prefix="papers-bag-") as folder, reading(path) as bag:
        work = Path(folder).resolve()
        for name in ("house", "fonts", "documents", "recipients"):
            (work / name).mkdir()
        fonts = _unpack(path, bag, work, checked.digests)
        meeting, notes = _prepared(path, work / "house", passwords)
        _put_list(work / "recipients", meeting)
        given = os.environ if environment is None else environment
        staff = Staff(read_machine(given), jobs or processors(), warm=False, first_fonts=(fonts,))
        with closing(staff):
            _build(path, work, meeting.parent, staff, with_secrets(given, secrets), on_event)
        sealed = replace(bag_side(path, bag, work / "documents"), name="as sealed")
        # The inputs are the bag's own, as was verified.
        built = replace(build_side(work / "out", work / "house"), name="as built now", inputs=sealed.inputs)
        found = compare_sides(sealed, built)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            shutil.copytree(work / "out", keep, dirs_exist_ok=True, ignore=shutil.ignore_patterns(STATE))
    return Regenerated(checked.name, found, keep, notes)


def _unpack(path: Path, bag: Reader, work: Path, digests: Mapping[str, Digests]) -> Path:
    """The house of the bag, laid out; the folder of its fonts is the answer."""
    wanted = {layout.HOUSE: work / "house", layout.RECIPIENTS: work / "recipients"}
    if not path.is_dir():
        wanted[layout.FONTS] = work / "fonts"
    for name in bag.sizes:
        for prefix, folder in wanted.items():
            if name.startswith(prefix):
                target = folder / name.removeprefix(prefix)
                target.parent.mkdir(parents=True, exist_ok=True)
                if bag.copy(name, target) != digests[name]:
                    raise ArchiveError(Finding("bag-changing", Place(f"{path}/{name}")))
    return path.resolve() / layout.FONTS if path.is_dir() else work / "fonts"


def _prepared(path: Path, house: Path, passwords: Path | None) -> tuple[Path, tuple[Finding, ...]]:
    """The meeting of a house that was laid out, with what this machine has to add, and what of its settings was not
    heeded. ArchiveError where it is none."""
    try:
        notes = of_a_bag(house / "config.toml", f"{path}/{layout.HOUSE}config.toml")
        meeting = min(house.rglob("meeting.toml"), key=lambda found: len(found.parts))
        if passwords is not None:
            _fetch(passwords, meeting)
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ArchiveError(Finding("bag-no-house", Place(str(path)))) from error
    return meeting, notes


def _fetch(passwords: Path, meeting: Path) -> None:
    """Puts the files of passwords where the meeting says that they are, for as long as the clean place stands."""
    data = tomllib.loads(meeting.read_text(encoding="utf-8-sig"))
    places = [
        enclosure["password"].get("file")
        for group in data.get("groups", ())
        for enclosure in group["enclosures"]
        if "password" in enclosure
    ]
    for name in filter(None, places):
        source, target = passwords / Path(name).name, (meeting.parent / name).resolve()
        if source.is_file() and target.is_relative_to(meeting.parent):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def _put_list(lists: Path, meeting: Path) -> None:
    """Puts the list of recipients where the meeting says that it is. A copy without it is of a meeting without one."""
    text = meeting.read_text(encoding="utf-8-sig")
    name = tomllib.loads(text).get("recipients")
    if not isinstance(name, str):
        return
    source, target = lists / Path(name).name, (meeting.parent / name).resolve()
    if source.is_file() and target.is_relative_to(meeting.parent):
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)
    elif not any(lists.iterdir()):
        meeting.write_text(_OF_LISTS.sub("", text), encoding="utf-8")


def _build(
    path: Path, work: Path, meeting: Path, staff: Staff, environment: Mapping[str, str], on_event: OnEvent
) -> None:
    try:
        order = Order(meeting, work / "out", read_settings(find_root(meeting)), environment=environment)
        staff.begin(order.root, order.settings.data, binds=True)
        build(order, staff, on_event, Cancellation())
    except CancelledError:
        raise
    except PapersError as error:
        house, inside = f"{work}/house/", f"{path}/{layout.HOUSE}"
        told = (each.at(_in_bag(each.place.file, house, inside, f"{work}/")) for each in with_lines(error.findings))
        raise ArchiveError(Finding("bag-not-built", Place(str(path))), *told) from error


def _in_bag(file: str, house: str, inside: str, work: str) -> str:
    """A file as those know it who have the bag, and not the clean place that it was laid out in."""
    return f"{inside}{file.removeprefix(house)}" if file.startswith(house) else file.removeprefix(work)

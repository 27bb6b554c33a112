"""Where things are: what a person typed goes in, the meeting's folder and its house's folder come out."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError, UsageError
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near

_CODE = Path(__file__).resolve().parent
SHIPPED = next((each for each in (_CODE / "templates", _CODE.parent / "templates") if each.is_dir()), _CODE)
"""The templates that ship with the program: in its package, or beside it where it is worked on. Of them a house takes
how its languages are set, where it does not say that itself."""
STATE = ".state"
"""The folder in a build's output that holds what steps have made."""
SIGNED = "signed"
"""The folder of a meeting that has the scans of letters that were signed by hand."""
CONFIRMED = "confirmed.toml"
"""The file beside templates that says what their translations were confirmed against."""
DRAFT = "draft"
"""The folder in a build's output that holds the draft of it."""


def find_meeting(named: Path, start: Path) -> Path:
    """The folder of the meeting that a person named by its folder, its ``meeting.toml`` or its slug.

    ``start`` is the folder that the name is relative to. Raises UsageError, with the nearest known slug.
    """
    place = start / named
    if place.name == "meeting.toml":
        place = place.parent
    in_houses = (folder / "meetings" / named for folder in (start, *start.parents) if len(named.parts) == 1)
    candidates = (place, *in_houses)
    for candidate in candidates:
        if (candidate / "meeting.toml").is_file():
            return candidate.resolve()
    for candidate in candidates:
        if hidden := sorted(candidate.glob("meeting.toml.*")):
            raise UsageError(Finding("meeting-file-ending", Place(str(candidate)), {"name": hidden[0].name}))
    slugs = sorted(
        file.parent.name for folder in (start, *start.parents) for file in folder.glob("meetings/*/meeting.toml")
    )
    raise UsageError(Finding("meeting-missing", Place(str(named)), {"near": near(named.name, slugs)}))


def find_root(folder: Path) -> Path:
    """The house's folder, with templates, letterheads and meetings: the nearest one above that has a ``config.toml``.

    Raises ConfigError when there is none, and for one that lies in a meeting: what comes with a meeting is no house.
    """
    for root in (folder, *folder.parents):
        if (root / "config.toml").is_file():
            if meeting := _meeting_around(root):
                place = Place(str(root / "config.toml"))
                raise ConfigError(Finding("house-in-meeting", place, {"meeting": str(meeting)}))
            return root
    raise ConfigError(Finding("house-missing", Place(str(folder))))


def _meeting_around(folder: Path) -> Path | None:
    """The folder of a meeting that a folder is or lies in, or that of a house's meetings; None where there is none."""
    for above in (folder, *folder.parents):
        if (above / "meeting.toml").is_file() or (above.name == "meetings" and _is_house(above.parent)):
            return above
    return None


def _is_house(folder: Path) -> bool:
    return (folder / "config.toml").is_file() or (folder / "templates").is_dir()

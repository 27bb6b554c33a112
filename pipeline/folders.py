"""Where things are: what a person typed goes in, the meeting's folder and its house's folder come out."""

from __future__ import annotations

from pathlib import Path

from pipeline.errors import ConfigError, Problem, UsageError, nearest

STATE = ".state"
"""The folder in a build's output that holds what steps have made."""


def find_meeting(named: Path, start: Path) -> Path:
    """The folder of the meeting that a person named by its folder, its ``meeting.toml`` or its slug.

    ``start`` is the folder that the name is relative to. Raises UsageError, with the nearest known slug.
    """
    place = start / named
    if place.name == "meeting.toml":
        place = place.parent
    if (place / "meeting.toml").is_file():
        return place.resolve()
    for folder in (start, *start.parents):
        candidate = folder / "meetings" / named
        if len(named.parts) == 1 and (candidate / "meeting.toml").is_file():
            return candidate.resolve()
    slugs = sorted(
        file.parent.name for folder in (start, *start.parents) for file in folder.glob("meetings/*/meeting.toml")
    )
    raise UsageError(
        Problem(
            str(named),
            "There is no such meeting: neither a folder with a meeting.toml nor the name of one in meetings/.",
            f"{nearest(named.name, slugs)} “papers new SLUG” makes a new one.",
        )
    )


def find_root(folder: Path) -> Path:
    """The house's folder, with templates, letterheads and meetings: the nearest one above that has a ``config.toml``.

    Raises ConfigError when there is none, and for one that lies in a meeting: what comes with a meeting is no house.
    """
    for root in (folder, *folder.parents):
        if (root / "config.toml").is_file():
            if meeting := _meeting_around(root):
                raise ConfigError(
                    Problem(
                        str(root / "config.toml"),
                        f"It lies in a meeting's folder, {meeting}: what comes with a meeting is never the house's.",
                        "Take it away: the house's config.toml is the one beside meetings/ and templates/.",
                    )
                )
            return root
    raise ConfigError(
        Problem(
            str(folder),
            "No config.toml was found in this folder or above it.",
            "Keep meetings in the project's folder, beside templates/ and letterheads/.",
        )
    )


def _meeting_around(folder: Path) -> Path | None:
    """The folder of a meeting that a folder is or lies in, or that of a house's meetings; None where there is none."""
    for above in (folder, *folder.parents):
        if (above / "meeting.toml").is_file() or (above.name == "meetings" and _is_house(above.parent)):
            return above
    return None


def _is_house(folder: Path) -> bool:
    return (folder / "config.toml").is_file() or (folder / "templates").is_dir()

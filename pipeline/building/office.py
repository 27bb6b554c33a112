"""What offices are started with: settings as they were read go in, before or after they were checked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.fonts import Fonts, house_fonts, system_folders
from pipeline.libreoffice import own_fonts
from pipeline.machine import Machine

TIME_LIMIT, DOCUMENTS_EACH = 60.0, 300
"""Where the settings say nothing; a test holds that the checked settings say the same."""


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """What decides how an office works."""

    program: Path | None
    """LibreOffice's folder; None where there is none."""
    fonts: Fonts
    time_limit: float = TIME_LIMIT
    """Seconds a document."""
    documents_each: int = DOCUMENTS_EACH
    """How many documents an office converts before a fresh one takes its place."""
    confinement: str = ""
    """How it is confined, as the machine's settings say; empty for the best that the system allows."""


def office_settings(
    root: Path, settings: Mapping[str, Any], machine: Machine, first_fonts: tuple[Path, ...] = ()
) -> OfficeSettings:
    """What the offices of the house in ``root`` start with; ``settings`` are the data of its ``config.toml``.

    ``first_fonts`` are folders that fonts are taken from before all others.
    """
    convert = settings.get("convert", {})
    fonts = house_fonts(
        root, settings.get("fonts", {}), (*system_folders(Path.home()), *own_fonts(machine.program)), first_fonts
    )
    limit, each = convert.get("time_limit", TIME_LIMIT), convert.get("documents_each", DOCUMENTS_EACH)
    return OfficeSettings(machine.program, fonts, float(limit), int(each), machine.confinement)


def unchecked_office_settings(
    root: Path, settings: Mapping[str, Any], machine: Machine, first_fonts: tuple[Path, ...] = ()
) -> OfficeSettings | None:
    """The same of settings that nobody has checked; None for those that are wrong, which are told of in due course."""
    with suppress(ValueError, TypeError, AttributeError, RuntimeError, OverflowError):
        found = office_settings(root, settings, machine, first_fonts)
        fonts = found.fonts
        words = (*fonts.families, *(word for pair in fonts.own_substitutes for word in pair), *map(str, fonts.folders))
        if "\0" not in "".join(words):  # no system has such a name
            return found
    return None

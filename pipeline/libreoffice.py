"""Which LibreOffice this machine has: nothing goes in; its program folder, and where it keeps fonts, come out.

This loads in no time: a build that has nothing to do asks it too.
"""

from __future__ import annotations

from pathlib import Path

PROGRAMS = (
    "/usr/lib/libreoffice/program",
    "/usr/lib64/libreoffice/program",
    "/opt/libreoffice*/program",
    "/Applications/LibreOffice.app/Contents/MacOS",
)
"""Where LibreOffice's program folder is looked for; of several that fit, the last in the order of their names."""


def find_program() -> Path | None:
    """LibreOffice's program folder on this machine, or None when there is none."""
    found = (path for place in PROGRAMS for path in sorted(Path("/").glob(place[1:]), reverse=True))
    return next((path for path in found if (path / "soffice").exists()), None)


def own_fonts(program: Path | None) -> tuple[Path, ...]:
    """Where the LibreOffice in ``program`` keeps fonts that came with it."""
    return () if program is None else (program.parent / "share/fonts", program.parent / "Resources/fonts")

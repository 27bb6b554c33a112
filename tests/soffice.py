"""Files go in, what LibreOffice makes of them by itself comes out, as by somebody's own command."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from pipeline.libreoffice import find_program


def program() -> Path:
    """Where LibreOffice is."""
    found = find_program()
    assert found is not None
    return found


def converted(source: Path, path: Path) -> Path:
    """``source`` as LibreOffice itself saves it in the format of ``path``."""
    profile, out = f"-env:UserInstallation={path.parent.as_uri()}/profile", path.parent / "saved"
    subprocess.run(
        (program() / "soffice", profile, "--headless", "--convert-to", path.suffix[1:], "--outdir", out, source),
        check=True,
        capture_output=True,
    )
    (out / source.name).with_suffix(path.suffix).replace(path)
    return path


def by_command(files: Iterable[Path], folder: Path) -> None:
    """Converts files as a LibreOffice does that nobody has told anything, in one run: it may ask for all it likes."""
    folder.mkdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp", "LC_ALL": "C.UTF-8"}
    user = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    quiet = ("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
    to = ("--convert-to", "pdf", "--outdir", str(folder))
    command = (str(program() / "soffice"), user, *quiet, *to, *map(str, files))
    subprocess.run(command, env=environment, check=False, capture_output=True)

"""What a machine says of its own programs goes in, checked, and comes out: no file that travels with papers says it.

::

    PAPERS_OFFICE           LibreOffice's program folder; before the file
    ~/.config/papers.toml   office = "/opt/libreoffice/program"
                            confinement = "namespaces"

Where neither says so, LibreOffice is taken from where it usually is, and confined as well as the system can.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place, Unfit
from pipeline.findings.hints import near
from pipeline.libreoffice import find_program

VARIABLE = "PAPERS_OFFICE"
OWN = frozenset({VARIABLE, "XDG_CONFIG_HOME", "HOME"})
"""The variables that say what runs here."""
KEYS = ("office", "confinement")
CONFINEMENTS = ("landlock", "namespaces", "none")
"""How an office may be confined; see :mod:`pipeline.workers.confinement`."""


@dataclass(frozen=True, slots=True)
class Machine:
    """What this machine says."""

    program: Path | None = None
    """LibreOffice's program folder; None where there is none."""
    confinement: str = ""
    """One of :data:`CONFINEMENTS`; empty for the best that there is."""


def settings_file(environment: Mapping[str, str]) -> Path | None:
    """Where the machine's settings are (XDG Base Directory Specification: a path that is not whole does not count)."""
    named = Path(environment.get("XDG_CONFIG_HOME", ""))
    home = environment.get("HOME", "")
    if named.is_absolute():
        return named / "papers.toml"
    return Path(home, ".config", "papers.toml") if Path(home).is_absolute() else None


def read_machine(environment: Mapping[str, str]) -> Machine:
    """The settings of the machine with this ``environment``. Raises ConfigError with all that is wrong with them."""
    path = settings_file(environment)
    told = _read(path) if path is not None else {}
    problems = [
        Finding("key-unknown", Place(str(path), key=(key,)), {"key": key, "near": near(key, KEYS)})
        for key in told
        if key not in KEYS
    ]
    confinement = told.get("confinement", "")
    if "confinement" in told and confinement not in CONFINEMENTS:
        unfit = Unfit("value-unknown", value=str(confinement), near=near(str(confinement), CONFINEMENTS))
        problems.append(unfit.at(Place(str(path), key=("confinement",))))
    elif confinement in CONFINEMENTS[:-1] and not _allows(confinement):
        unfit = Unfit("confinement-not-here", way=confinement)
        problems.append(unfit.at(Place(str(path), key=("confinement",))))
    program, place = None, None
    if environment.get(VARIABLE):
        program, place = environment[VARIABLE], Place(VARIABLE)
    elif "office" in told:
        program, place = told["office"], Place(str(path), key=("office",))
    if place is not None and (wrong := _wrong_with(program)):
        problems.append(wrong.at(place))
    if problems:
        raise ConfigError(*problems)
    return Machine(find_program() if place is None else _folder(str(program)), confinement)


def with_secrets(environment: Mapping[str, str], secrets: Mapping[str, str] | None) -> Mapping[str, str]:
    """The environment, with secrets before its own; but a meeting names their variables, and none that decides what
    runs on this machine."""
    own = {name: secret for name, secret in (secrets or {}).items() if name not in OWN}
    return {**environment, **own} if own else environment


def processors() -> int:
    """How many of the machine's this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError):
        from pipeline.toml import read_toml  # noqa: PLC0415 - only what is wrong needs its words

        return read_toml(path, ConfigError)[0]


def _allows(way: str) -> bool:
    from pipeline.workers.confinement import allows  # noqa: PLC0415 - loads ctypes, which few settings need

    return allows(way)


def _wrong_with(program: object) -> Unfit | None:
    """What is wrong with what a person named as LibreOffice; None where it is one."""
    if not isinstance(program, str) or not program or "\0" in program:
        return Unfit("program-no-path")
    if not Path(program).is_absolute():
        return Unfit("program-not-whole", program=program)
    return None if (_folder(program) / "soffice").is_file() else Unfit("program-missing", program=program)


def _folder(program: str) -> Path:
    """LibreOffice's program folder, which may be named by the program in it, or by a link to that."""
    path = Path(program)
    return path.resolve().parent if path.is_file() else path

"""A guess at whether there is anything to do: the inputs of a build go in, whether they look as they did comes out.

A wrong guess costs time and nothing else: it decides whether offices start before anything else is loaded.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pipeline.files import write_whole
from pipeline.folders import STATE

_NAME = "inputs.json"


def remember_inputs(out: Path, paths: Iterable[Path]) -> None:
    """Notes the size and time of each input of a build that succeeded."""
    seen = {str(path): _signature(path) for path in sorted(set(paths))}
    write_whole(out / STATE / _NAME, json.dumps(seen).encode())


def nothing_changed(out: Path) -> bool:
    """Whether the inputs of the last build look as they did."""
    try:
        seen = json.loads((out / STATE / _NAME).read_text(encoding="utf-8"))
        return all(_signature(Path(path)) == signature for path, signature in seen.items())
    except (OSError, ValueError, AttributeError):
        return False


def _signature(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns]

"""What tests let workers of a cluster do: they import it by this name."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Any

from pipeline.errors import ConverterError
from pipeline.files import state_of
from pipeline.findings import Finding, Place
from pipeline.tasks import Result
from pipeline.tasks.workshop import Workshop


def die(_target: Path, _workshop: Workshop, **_inputs: Any) -> Result:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def tell(target: Path, _workshop: Workshop, source: Path, password: str = "") -> Result:
    target.write_text(f"{os.getpid()} {source.name} {source.read_text()} {password}")
    return Result(3, (Finding("dead-links", Place(str(source)), {"count": "1"}),))


def tell_state(target: Path, _workshop: Workshop, source: Path) -> Result:
    target.write_text(f"{os.getpid()} {source.read_text()} {state_of(source)}")
    return Result()


def fail(_target: Path, _workshop: Workshop, source: Path) -> Result:
    raise ConverterError(Finding("dead-links", Place(str(source)), {"count": "1"}))


def die_at(target: Path, _workshop: Workshop, *, own: Any) -> Result:
    """Several letters, or one; the fifth ends its worker."""
    several = own if isinstance(own, tuple) else (own,)
    if any(each["words"]["number"] == 5 for each in several):
        os.kill(os.getpid(), signal.SIGKILL)
    target.write_bytes(b"x" * len(several))
    told = {"size": 1, "pages": 1, "told": [], "alone": "", "conformance": None}
    return Result(facts={"letters": [told] * len(several)})

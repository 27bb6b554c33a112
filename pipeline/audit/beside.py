"""Work on a large bundle goes in; the same work comes out, done in processes beside this one.

A process is forked from the auditor, so that what it has loaded is there at once, and it ends with the auditor.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

_PR_SET_PDEATHSIG = 1
"""``linux/prctl.h``: the signal that a process gets when the one that forked it ends."""


class Beside:
    """A process that does ``begin`` at once, and with what that gives, once there is a bundle, ``go_on``."""

    def __init__(self, begin: Callable[[], Any], go_on: Callable[[Any, Path], Any]) -> None:
        """To be called while the process has one thread."""
        asked, self._asking = os.pipe()
        self._answer, answering = os.pipe()
        parent = os.getpid()
        self._pid = os.fork()
        if not self._pid:
            with suppress(BaseException):
                os.close(self._asking)
                os.close(self._answer)
                _end_with(parent)
                _answer(asked, answering, begin, go_on)
            os._exit(0)
        os.close(asked)
        os.close(answering)

    def ask(self, bundle: Path) -> None:
        """Lets it go on with the file ``bundle``."""
        with suppress(OSError), os.fdopen(self._asking, "wb") as asking:  # one that has died answers nothing
            asking.write(os.fsencode(bundle))

    def result(self) -> Any:
        """What it found. EOFError where it died."""
        with os.fdopen(self._answer, "rb") as answer:
            found = answer.read()
        os.waitpid(self._pid, 0)
        done, result = pickle.loads(found) if found else (False, EOFError("an auditor's helper died"))  # noqa: S301 - ours
        if not done:
            raise result
        return result

    def close(self) -> None:
        """Ends it, whatever it is at, where nobody will ask for a result."""
        with suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        for pipe in (self._asking, self._answer):
            with suppress(OSError):
                os.close(pipe)


def _answer(asked: int, answering: int, begin: Callable[[], Any], go_on: Callable[[Any, Path], Any]) -> None:
    try:
        begun = begin()
        with os.fdopen(asked, "rb") as request:
            bundle = Path(os.fsdecode(request.read()))
        said = pickle.dumps((True, go_on(begun, bundle)))
    except Exception as error:
        said = pickle.dumps((False, RuntimeError(f"{type(error).__name__}: {error}")))
    with os.fdopen(answering, "wb") as answer:
        answer.write(said)


def _end_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before
        os._exit(0)

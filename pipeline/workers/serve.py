"""A worker's side: requests come in on its standard input, answers go out; the system limits what it may take."""

from __future__ import annotations

import json
import os
import resource
import select
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from math import ceil
from typing import Any

from pipeline.workers.frames import HEAD, Message, write_frame


class Line:
    """What a worker's ``serve`` reads requests from and writes answers to; nothing else reaches standard output."""

    def __init__(self) -> None:
        self._answers = os.fdopen(os.dup(1), "wb")
        os.dup2(2, 1)

    def requests(self) -> Iterator[Message]:
        """Each request, until the other side closes."""
        asked = sys.stdin.buffer
        while head := asked.read(HEAD.size):
            length, size = HEAD.unpack(head)
            yield json.loads(asked.read(length)), asked.read(size)

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing comes for so long, after an answer."""
        return not select.select([sys.stdin.buffer], [], [], seconds)[0]

    def answer(self, said: Mapping[str, Any], data: bytes = b"") -> None:
        write_frame(self._answers, said, data)


def limit_memory(size: int) -> None:
    """What this process may take from now on, in bytes, all that it has counted."""
    limit(resource.RLIMIT_AS, size)


def limit_processor(seconds: float) -> None:
    """What this process may take from now on of the processor's time: the system ends it then, by ``SIGXCPU``.

    Not of the clock's, so that nothing is refused because other programs keep the machine busy.
    """
    limit(resource.RLIMIT_CPU, ceil(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + seconds))


def limit(what: int, most: int) -> None:
    """Sets one of the system's limits, as far as the system holds it and lets it be raised."""
    hard = resource.getrlimit(what)[1]
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))

"""Beneath the stages, workers: a module goes in, the command of a Python process that serves with it comes out.

===============  ================================================================================
``pool``         workers as others see them: asked, waited for, replaced, ended
``serve``        a worker's own side: requests, answers, limits
``frames``       how the two speak
``auditors``     those that read a bundle back
``mergers``      those that fill in large templates
``confinement``  what an office may see of the machine
===============  ================================================================================

This module imports next to nothing: an office's process loads it too.
"""

from __future__ import annotations

import os.path
import sys

_RUN = "import sys; sys.path[:] = sys.argv[2:]; from importlib import import_module; import_module(sys.argv[1]).serve()"
"""The path is handed over, because it takes longer to find out than all else that Python does at its start."""


def serving(module: str) -> tuple[str, ...]:
    """The command of a process that runs ``serve`` of a module of this program.

    It imports what this one would, but nothing from the folder where the command was typed, which may be a meeting's,
    and nothing that the environment names.
    """
    return (sys.executable, "-I", "-S", "-c", _RUN, module, *filter(os.path.isabs, sys.path))

"""The installed command, from its first moment: it can be stopped without a word while it is still being loaded."""

from __future__ import annotations

import signal
from typing import NoReturn


def command() -> NoReturn:
    """Loads and runs :func:`pipeline.cli.command`. Until that is loaded nothing is begun that would be cleared away."""
    stopping = signal.getsignal(signal.SIGINT)
    if stopping is signal.default_int_handler:  # else whoever started it says that it is not to be stopped so
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from pipeline.cli import command as loaded  # noqa: PLC0415 - see above

    signal.signal(signal.SIGINT, stopping)
    loaded()


if __name__ == "__main__":
    command()

"""The command ``papers``: words of a command line go in, an exit code, words for people and JSON for programs come out.

A client of the library's door, as any other: it imports nothing else of the package. Words for people go to standard
error; what a program may read goes to standard output.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from pipeline import Finding, PapersError, Place, UsageError
from pipeline.cli.telling import failed, say

_VERBS = {
    "bags": ("archive", "verify", "regenerate", "compare"),
    "converting": ("convert",),
    "desk": ("desk",),
    "languages": ("language",),
    "letterheads": ("letterhead",),
    "meetings": ("new", "check", "build", "sign", "vocabulary"),
    "previews": ("preview",),
    "translations": ("templates",),
}
"""By module: each is loaded for its own verbs alone, so that the offices of a build start sooner."""


class _Command(click.Group):
    """Click's own group, that loads the verb which is asked for, and answers a mistyped one with the nearest."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(verb for verbs in _VERBS.values() for verb in verbs)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        for module, verbs in _VERBS.items():
            if cmd_name in verbs:
                found: click.Command = getattr(import_module(f"pipeline.cli.{module}"), cmd_name)
                return found
        return None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = get_close_matches(args[0], self.list_commands(ctx), n=1)
            hint = f"Did you mean “{near[0]}”?" if near else f"Known here: {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(f"{error.message} {hint}", ctx) from error


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="meeting-papers", prog_name="papers")
def papers() -> None:
    """Assemble the package of an official meeting: letter, letterhead and numbered enclosures in one PDF.

    MEETING is the name of a folder in meetings/, a meeting's folder, or its meeting.toml.

    Exit codes: 0 done, 1 unexpected, 2 usage, 3 config, 4 meeting, 5 template, 6 converter, 7 bundle, 8 archive.
    """


def command() -> NoReturn:
    """The installed command: as :func:`main`, but the system, not Python, clears up at the end, which is faster."""
    signal.signal(signal.SIGTERM, _stop)  # as when a person stops it: what it has for a while is cleared away
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def _stop(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """Runs the command. What is known is told in words; what is not, in a sentence that asks for a report."""
    # A run is short: looking often for what could be freed costs a tenth of it and frees next to nothing.
    gc.set_threshold(200_000, 50, 50)
    as_json = "--json" in sys.argv[1:]
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # a name need not be UTF-8
    try:
        papers(prog_name="papers", standalone_mode=False)
        code = 0
    except PapersError as error:
        code = failed(error, as_json=as_json)
    except click.ClickException as error:
        code = _mistyped(error, as_json=as_json)
    except (click.Abort, KeyboardInterrupt):
        kept = " What was made so far is kept; the next build goes on from there." if "build" in sys.argv[1:2] else ""
        say(f"\nStopped.{kept}")
        code = 1
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BrokenPipeError:
        code = 1
    except OSError as error:
        code = failed(_disk(error), as_json=as_json)
    except Exception as error:
        code = failed(_unexpected(error), as_json=as_json)
    sys.exit(code)


def _mistyped(error: click.ClickException, *, as_json: bool) -> int:
    if not as_json:
        error.show()
        return UsageError.exit_code
    verb = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "papers"
    return failed(
        UsageError(Finding("command", Place(verb), {"what": error.format_message(), "verb": verb})), as_json=True
    )


def _disk(error: OSError) -> PapersError:
    place = Place(str(error.filename or "the disk"))
    return PapersError(Finding("system-refused", place, {"why": error.strerror or str(error)}))


def _unexpected(error: Exception) -> PapersError:
    import traceback  # noqa: PLC0415

    last = traceback.extract_tb(error.__traceback__)[-1]
    values = {"error": f"{type(error).__name__}: {error}", "at": f"{Path(last.filename).name}:{last.lineno}"}
    return PapersError(Finding("unexpected", Place("papers"), values))

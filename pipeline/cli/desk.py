"""The verb of the web page for staff: ``desk``."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import ConfigError, Finding, House, Place
from pipeline.cli.telling import JOBS, say


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8100, show_default=True, help="Where; 0 for any.")
@JOBS
def desk(port: int, jobs: int | None) -> None:
    """Serve the web page for staff on this machine, and print the address that opens it, once.

    Typed again while it runs, it prints a new address.
    """
    house = House.open(Path.cwd())
    try:
        from pipeline.desk.serving import serve  # noqa: PLC0415 - an extra, which takes a while to load
    except ModuleNotFoundError as error:
        raise ConfigError(Finding("desk-extra", Place("papers desk"), {"what": error.name or str(error)})) from error

    def tell(address: str, already: bool) -> None:
        say("The desk runs already. This address opens it, once:" if already else "This address opens the desk, once:")
        click.echo(address)
        if not already:
            say("It is served until you stop it here (Ctrl+C). What was saved stays.")

    serve(house, port=port, jobs=jobs, tell=tell)


VERBS = (desk,)

"""The verb of the web page for staff: ``desk``."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import ConfigError, Finding, House, Place, Reason
from pipeline.cli.telling import JOBS, say, shown

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), help="Where; 0 for any.  [8100]")
@click.option("--host", help="The address to listen at.  [127.0.0.1]")
@click.option(
    "--host-name", "names", multiple=True, metavar="NAME", help="A name it answers under; may be given again."
)
@click.option("--user-header", metavar="HEADER", help="For an office: where its proxy says who asks. X-Remote-User")
@click.option("--proxy", "proxies", multiple=True, metavar="ADDR", help="The proxy's address, which alone is believed.")
@click.option("--sender", "senders", multiple=True, metavar="USER", help="Who may also send, sign and seal.")
@click.option(
    "--client-secret", type=_FILE, help="Where people sign in: the file with what the desk proves itself by there."
)
@click.option("--backup", type=_FILE, help="Write what is in no file of the house to this one, and end.")
@click.option("--restore", type=_FILE, help="Put it back from this file, and end.")
@JOBS
def desk(
    port: int | None,
    host: str | None,
    names: tuple[str, ...],
    user_header: str | None,
    proxies: tuple[str, ...],
    senders: tuple[str, ...],
    client_secret: Path | None,
    backup: Path | None,
    restore: Path | None,
    jobs: int | None,
) -> None:
    """Serve the web page for staff on this machine, and print the address that opens it, once.

    Typed again while it runs, it prints a new address. An office puts it behind its proxy: docs/desk.md. What is given
    here stands in place of what [desk] in config.toml says.
    """
    house = House.open(Path.cwd())
    try:
        from pipeline.desk import backup as backups  # noqa: PLC0415 - an extra, which takes a while to load
        from pipeline.desk.serving import Place as At  # noqa: PLC0415
        from pipeline.desk.serving import serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        raise ConfigError(Finding("desk-extra", Place("papers desk"), {"what": error.name or str(error)})) from error
    if backup:
        backups.back_up(house, Path.cwd() / backup)
        say(f"Written to {shown(Path.cwd() / backup)}.")
        return
    if restore:
        before = backups.restore(house, Path.cwd() / restore)
        say(f"Restored. What stood before is in {shown(before)}.")
        return
    given = {
        "host": host,
        "port": port,
        "names": list(names),
        "user_header": user_header,
        "proxies": list(proxies),
        "send": list(senders),
    }
    secret = _secret(Path.cwd() / client_secret) if client_secret else ""
    place = At.of(house.desk({key: each for key, each in given.items() if each not in (None, [])}), secret)

    def tell(address: str, already: bool) -> None:
        if place.office:
            say("The desk runs already, at:" if already else "The desk is served to the office, at:")
        else:
            say("The desk runs already. This address opens it, once:" if already else "This address opens it, once:")
        click.echo(address)
        if not already:
            say("It is served until you stop it here (Ctrl+C). What was saved stays.")

    serve(house, place, jobs=jobs, tell=tell)


def _secret(path: Path) -> str:
    """What a file has in its one line."""
    try:
        secret = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise ConfigError(Finding("desk-secret", Place(str(path)), {"why": why})) from error
    if not secret.isprintable() or not secret:
        raise ConfigError(Finding("desk-secret", Place(str(path)), {"why": Reason("not-one-line")}))
    return secret

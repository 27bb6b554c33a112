"""The verb of those who look at papers before they go out: ``preview``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click

from pipeline import House, Preview, Session, find_meeting
from pipeline.cli.telling import JOBS, JSON, count, print_json, progress, say, shown


@click.command()
@click.argument("meeting", type=click.Path(path_type=Path))
@click.option("--lang", "language", required=True, metavar="L", help="The language to look at.")
@click.option("--against", metavar="M", help="Another language, to be shown beside it.")
@click.option("--instrument", metavar="K", help="The instrument, where there are several. [the first]")
@click.option(
    "--part", "parts", multiple=True, metavar="P", help="letter, index, an enclosure's number, or all. [letter]"
)
@click.option("--watch", is_flag=True, help="Serve the page here, and renew it at each save, until Ctrl-C.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to. [build/<slug>/preview]")
@JOBS
@JSON
def preview(
    meeting: Path,
    language: str,
    against: str | None,
    instrument: str | None,
    parts: Sequence[str],
    watch: bool,
    out: Path | None,
    jobs: int | None,
    as_json: bool,
) -> None:
    """Show papers as they will go out: pages as pictures, and where each word on them is from."""
    if watch and as_json:
        raise click.UsageError("--watch shows a page to a browser, and --json answers once: not both.")
    folder, parts = find_meeting(meeting, Path.cwd()), parts or ("letter",)
    where = Path.cwd() / out if out else None
    with Session(House.open(folder), jobs=jobs, warm=watch) as session:
        if watch:
            watched = session.watch(
                folder, language=language, against=against, instrument=instrument, parts=parts, out=where
            )
            with suppress(KeyboardInterrupt), watched:
                click.echo(watched.address)
                say("Open this address in a browser of this machine. Ctrl-C ends it.")
                watched.wait()
            return
        made = session.preview(
            folder,
            language=language,
            against=against,
            instrument=instrument,
            parts=parts,
            out=where,
            on_event=(lambda _event: None) if as_json else progress(),
        )
    if as_json:
        print_json(made.as_json())
        return
    _tell(made)
    click.echo(shown(made.page))


def _tell(made: Preview) -> None:
    for each in made.documents:
        name = f"{each.kind} {each.number}".strip()
        words = [word for page in each.pages for word in page.words]
        unknown = sum(word.explanation is None for word in words)
        told = f", {count(unknown, 'word')} of which nobody knows where they are from" if unknown else ""
        say(f"   {name} {each.language}: {count(len(each.pages), 'page')}, {count(len(words), 'word')}{told}")

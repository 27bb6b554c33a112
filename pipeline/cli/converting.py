"""The verb of one file by itself: ``convert``."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import House, Session
from pipeline.cli.telling import JOBS, JSON, count, print_json, say, shown


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="The PDF.  [FILE's name, in this folder]")
@click.option("--lang", "language", default="", metavar="L", help="The language that it is written in.")
@JOBS
@JSON
def convert(file: Path, out: Path | None, language: str, jobs: int | None, as_json: bool) -> None:
    """Make the PDF of one file, as it would be as an enclosure, and tell what it lost."""
    target = Path.cwd() / (out or f"{file.stem}.pdf")
    with Session(House.open(Path.cwd()), jobs=jobs or 1, warm=False) as session:
        made = session.convert(Path.cwd() / file, target, language=language)
    if as_json:
        print_json(made.as_json())
        return
    for each in made.findings:
        say(str(each))
    say(f"Made {shown(made.path)}, {count(made.pages, 'page')}.")

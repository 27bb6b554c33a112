"""The verbs of letterheads: ``letterhead new``, ``letterhead show``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import click

from pipeline import House, Session
from pipeline.cli.telling import JSON, print_json, say, shown


@click.group()
def letterhead() -> None:
    """Make a letterhead from a logo and words, and see how one looks."""


@letterhead.command()
@click.argument("name")
@click.option("--logo", type=click.Path(path_type=Path), required=True, help="A picture: PNG or JPEG.")
@click.option("--width", type=click.FloatRange(5, 170), metavar="MM", help="How wide it is, in millimetres. [35]")
@click.option("--like", default="plain", metavar="NAME", help="The letterhead whose form it has. [plain]")
@click.option("--word", "words", multiple=True, metavar="L.KEY=WORDS", help="A word of it: fr.house=Secrétariat.")
@JSON
def new(name: str, logo: Path, width: float | None, like: str, words: Sequence[str], as_json: bool) -> None:
    """Make letterheads/NAME, with a logo above its head. On a terminal it asks for the words that are not given."""
    house = House.open(Path.cwd())
    said = _said(words)
    if sys.stdin.isatty() and not as_json:
        said = ask(house.letterhead_words(like), said, lambda word, usual: str(click.prompt(word, usual, err=True)))
    folder = house.new_letterhead(name, Path.cwd() / logo, words=said, like=like, width=width)
    if as_json:
        print_json({"folder": str(folder)})
        return
    say(f"Made {shown(folder)}. Look at it: papers letterhead show {name}")


def _said(words: Sequence[str]) -> dict[str, dict[str, str]]:
    said: dict[str, dict[str, str]] = {}
    for each in words:
        key, given, value = each.partition("=")
        language, named, key = key.strip().partition(".")
        if not (given and named):
            raise click.BadParameter(f"“{each}” is not like fr.house=Secrétariat.", param_hint="--word")
        said.setdefault(language, {})[key] = value
    return said


def ask(
    known: Mapping[str, Mapping[str, str]],
    said: Mapping[str, Mapping[str, str]],
    prompt: Callable[[str, str], str],
) -> dict[str, dict[str, str]]:
    """What was said, and what ``prompt`` answers of all other words, given what each is where nobody says."""
    answers = {language: dict(own) for language, own in said.items()}
    for language, own in known.items():
        for key, usual in own.items():
            words = answers.setdefault(language, {})
            if key not in words:
                words[key] = prompt(f"{language}.{key}", usual)
    return answers


@letterhead.command()
@click.argument("name")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to; build/letterheads/NAME else.")
@JSON
def show(name: str, out: Path | None, as_json: bool) -> None:
    """Draw a letterhead in each of its languages, as PNG, and one page that shows them all."""
    house = House.open(Path.cwd())
    with Session(house, warm=False) as session:
        drawn = session.show_letterhead(name, Path.cwd() / out if out else None)
    if as_json:
        print_json(drawn.as_json())
        return
    click.echo(shown(drawn.page))

"""The verbs of languages: ``language``, ``language new``, ``language review``."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline import House
from pipeline.cli.telling import JSON, count, print_json, say, shown, tell


@click.group(invoke_without_command=True)
@JSON
@click.pass_context
def language(ctx: click.Context, as_json: bool) -> None:
    """List the languages: what each inherits, lacks, and has reviewed; make a further one; have one reviewed."""
    if ctx.invoked_subcommand is not None:
        return
    found = House.open(Path.cwd()).spoken()
    if as_json:
        print_json({"languages": [each.as_json() for each in found]})
        return
    for each in found:
        said = [each.name, *(f"from {parent}" for parent in each.inherits)]
        said += [] if each.own else ["as it ships"]
        said += [f"{count(len(each.from_cldr), 'row')} of CLDR"] if each.from_cldr else []
        of_letters = each.phrases_missing - each.program_missing
        said += [f"{count(of_letters, 'phrase')} of letters missing"] if of_letters else []
        said += [f"{count(each.program_missing, 'sentence')} of the program in English"] if each.program_missing else []
        said += [f"{count(len(each.unreviewed), 'row')} and {count(each.phrases_unreviewed, 'phrase')} to be reviewed"]
        click.echo(f"{each.tag:8} {', '.join(said)}")


@language.command()
@click.argument("tag")
@click.option("--like", metavar="TAG", help="The language whose templates are copied; the nearest if not given.")
@JSON
def new(tag: str, like: str | None, as_json: bool) -> None:
    """Make templates/TAG: language.toml from the Unicode CLDR, catalogues with all keys, templates to be translated."""
    made = House.open(Path.cwd()).new_language(tag, like=like)
    if as_json:
        print_json(made.as_json())
        return
    say(f"Made {shown(made.folder)}, with the templates of {made.like}. What to do with it: docs/languages.md")
    tell(made.to_do)


@language.command()
@click.argument("tag", required=False)
@click.option("--import", "returned", type=click.Path(path_type=Path, dir_okay=False), help="A sheet that came back.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to; TAG-review.docx else.")
@JSON
def review(tag: str | None, returned: Path | None, out: Path | None, as_json: bool) -> None:
    """Make the sheet for a native speaker of TAG, or take one back: what was ticked is signed."""
    house = House.open(Path.cwd())
    if (tag is None) == (returned is None):
        raise click.UsageError("Name a language, or a sheet that came back with --import.")
    if returned is not None:
        done = house.take_back_review(Path.cwd() / returned)
        if as_json:
            print_json(done.as_json())
            return
        say(f"{count(len(done.signed), 'row')} of {done.tag} signed.")
        tell(done.to_do)
        return
    sheet = house.review(str(tag), Path.cwd() / (out or f"{tag}-review.docx"))
    if as_json:
        print_json({"sheet": str(sheet)})
        return
    click.echo(shown(sheet))

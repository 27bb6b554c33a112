"""The verb of translators: ``templates``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import House, Session, find_meeting, groups
from pipeline.cli.telling import JSON, count, print_json, progress, say, shown, tell_groups

if TYPE_CHECKING:
    from pipeline import ExchangeResult, Templates

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("meeting", type=click.Path(path_type=Path))
@click.option("--lang", "languages", multiple=True, metavar="L", help="A translation; may be given again. [all]")
@click.option("--source", metavar="L", help="What they are translated from. [as config.toml says, or the first]")
@click.option("--confirm", is_flag=True, help="Record that the translations say what the source says now.")
@click.option("--by", metavar="NAME", default="", help="With --confirm: who has read them.")
@click.option("--rename", nargs=2, metavar="OLD NEW", help="Give a placeholder another name, in all languages.")
@click.option("--everywhere", is_flag=True, help="With --rename: in the other meetings that use the templates, too.")
@click.option("--export", "out", type=_FILE, help="Write what is translated, as .po, .xlf or .tmx.")
@click.option("--import", "back", type=_FILE, help="Take the translations of such a file.")
@click.option("--pseudo", is_flag=True, help="Build a draft of longer, accented words: does the layout hold?")
@JSON
def templates(
    meeting: Path,
    languages: Sequence[str],
    source: str | None,
    confirm: bool,
    by: str,
    rename: tuple[str, str] | None,
    everywhere: bool,
    out: Path | None,
    back: Path | None,
    pseudo: bool,
    as_json: bool,
) -> None:
    """Show the languages of a meeting's templates side by side: what each lacks, or has from an older source."""
    folder = find_meeting(meeting, Path.cwd())
    house = House.open(folder)
    if sum(map(bool, (confirm, rename, out, back, pseudo))) > 1:
        raise click.UsageError("--confirm, --rename, --export, --import and --pseudo: one at a time.")
    if pseudo:
        _pseudo(house, folder, source, as_json=as_json)
        return
    if out or back:
        way = house.translations.export if out else house.translations.bring_back
        made = way(folder, Path.cwd() / (out or back or ""), source=source, languages=languages)
        _told(made, out=bool(out), as_json=as_json)
        return
    if rename:
        _rename(house, folder, rename, everywhere=everywhere, as_json=as_json)
        return
    if confirm:
        if not languages:
            raise click.UsageError("Name the languages that were read: --lang L.")
        _confirm(house, folder, languages, source, by, as_json=as_json)
        return
    page = house.root / "build" / folder.name / "templates.html"
    found = house.translations.compare(folder, source=source, languages=languages, page=page)
    _tell(found, page, as_json=as_json)


def _confirm(
    house: House, folder: Path, languages: Sequence[str], source: str | None, by: str, *, as_json: bool
) -> None:
    written = house.translations.confirm(folder, by=by, on=date.today(), source=source, languages=languages)
    if as_json:
        print_json({"confirmed": [str(each) for each in written]})
        return
    say(f"Recorded: {', '.join(map(shown, written))}")


def _pseudo(house: House, folder: Path, source: str | None, *, as_json: bool) -> None:
    with Session(house, warm=False) as session:
        built = session.pseudo(folder, source=source, on_event=(lambda _event: None) if as_json else progress())
    if as_json:
        print_json(built.as_json())
        return
    say("A draft in words that nobody speaks: look for what is cut off, and for words that stayed plain.")
    for path in built.bundles:
        click.echo(shown(path))


def _told(made: ExchangeResult, *, out: bool, as_json: bool) -> None:
    if as_json:
        print_json(made.as_json())
        return
    how = "" if out else " changed"
    left = f"{count(made.untranslated, 'text')} without a translation" if made.untranslated else "all translated"
    say(f"{', '.join(made.languages)}: {count(made.segments, 'text')}{how}; {left}.")
    for path in made.files:
        click.echo(shown(path))


def _rename(house: House, folder: Path, names: tuple[str, str], *, everywhere: bool, as_json: bool) -> None:
    made = house.translations.rename(folder, *names, everywhere=everywhere)
    if as_json:
        print_json(made.as_json())
        return
    say("Changed:\n" + "\n".join(f"    {shown(each)}" for each in made.files))
    if made.others:
        say(f"\nnote: {', '.join(made.others)}: these meetings use the templates too.")


def _tell(found: Templates, page: Path, *, as_json: bool) -> None:
    if as_json:
        print_json({**found.as_json(), "page": str(page)})
        return
    tell_groups(groups(found.findings))
    if found.unconfirmed:
        say(
            f"\nnever confirmed: {', '.join(found.unconfirmed)} (papers templates MEETING --confirm --lang L --by NAME)"
        )
    told = f"{len(found.findings)} to look at" if found.findings else "nothing is missing and nothing is older"
    say(f"\n{found.meeting}: {', '.join(found.languages)} beside {found.source}; {told}.")
    click.echo(shown(page))

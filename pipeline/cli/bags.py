"""The verbs of archivists: ``archive``, ``verify``, ``regenerate``, ``compare``."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import ArchiveError, Finding, House, PapersError, Place, UsageError, find_meeting, groups, visible
from pipeline.cli.telling import (
    JOBS,
    JSON,
    count,
    findings_as_json,
    print_json,
    progress,
    say,
    shown,
    tell,
    tell_groups,
)

if TYPE_CHECKING:
    from pipeline import Comparison, Difference

_BAG = click.argument("bag", type=click.Path(path_type=Path))
_REPORT = click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Where the HTML report goes to."
)


def _search_options(command: Any) -> Any:
    """The options of a search, ``--slug`` to ``--recipient``."""
    for field in ("recipient", "title", "symbol", "date", "slug"):
        said = f"With --list: those whose {field} has these words."
        command = click.option(f"--{field}", metavar="WORDS", help=said)(command)
    return command


@click.command()
@click.argument("meeting", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where it was built; build/<slug> if not given."
)
@click.option("--zip", "zipped", is_flag=True, help="As one zip, not as a folder.")
@click.option("--redact", type=click.Choice(["recipients"]), help="A copy without the recipients' personal data.")
@click.option("--list", "listed", is_flag=True, help="List the bags of the archive, and look for some.")
@click.option("--dispose", metavar="BAG", help="Remove a bag whose time is over; the register says so.")
@click.option("--reason", metavar="WORDS", help="With --dispose: why, for the register.")
@_search_options
@JSON
def archive(
    meeting: Path | None,
    out: Path | None,
    zipped: bool,
    redact: str | None,
    listed: bool,
    dispose: str | None,
    reason: str | None,
    as_json: bool,
    **wanted: str | None,
) -> None:
    """Seal a built package as a bag (BagIt 1.0) in the archive, or list the archive's bags."""
    fields = {field: words for field, words in wanted.items() if words}
    if dispose is not None or reason is not None:
        if dispose is None or meeting or out or zipped or redact or listed or fields:
            raise click.UsageError("--dispose BAG goes with --reason WORDS alone.")
        _dispose(dispose, reason or "", as_json)
        return
    if listed:
        if meeting or out or zipped or redact:
            raise click.UsageError("--list goes with --slug, --date, --symbol, --title and --recipient alone.")
        _list_bags(fields, as_json)
    if meeting is None or fields:
        raise click.UsageError("Name the meeting to seal; --list lists the archive's bags.")
    folder = find_meeting(meeting, Path.cwd())
    sealed = House.open(folder).archive.seal(
        folder,
        today=date.today().isoformat(),
        out=Path.cwd() / out if out else None,
        zipped=zipped,
        redact=redact,
    )
    if as_json:
        print_json(sealed.as_json())
        return
    say("Sealed." if sealed.new else "This package is sealed already; nothing has changed.")
    say(f"The register has {count(sealed.bags, 'bag')}. Its last hash, to keep on paper:\n{sealed.last_hash}")
    click.echo(shown(sealed.path))


def _dispose(bag: str, reason: str, as_json: bool) -> None:
    gone = House.open(Path.cwd()).archive.dispose(bag, today=date.today().isoformat(), reason=reason)
    if as_json:
        print_json(gone.as_json())
        return
    say(f"Disposed of. The register has {count(gone.bags, 'line')}. Its last hash, to keep on paper:\n{gone.last_hash}")
    for path in gone.removed:
        click.echo(shown(path))


def _list_bags(wanted: Mapping[str, str], as_json: bool) -> NoReturn:
    found = House.open(Path.cwd()).archive.list(**wanted)
    if as_json:
        print_json({**found.as_json(), "problems": findings_as_json(found.problems)})
    else:
        for each in found.bags:
            title = visible(str(next(iter(each.facts.get("titles", {}).values()), "")))
            redacted = "  (redacted)" if "redacted" in each.line else ""
            gone = f"  (disposed of {visible(str(each.line['disposed']))})" if "disposed" in each.line else ""
            click.echo(f"{visible(each.name)}  {title}{redacted}{gone}")
        tell(found.problems)
        say(f"\n{count(len(found.bags), 'bag')}. The register's last hash: {found.last_hash}")
    sys.exit(ArchiveError.exit_code if found.problems else 0)


@click.command()
@_BAG
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    help="The register to check with; the one beside the bag if not given.",
)
@click.option("--last-hash", metavar="HASH", help="A last hash of the register that was kept on paper.")
@click.option("--levels", is_flag=True, help="Check anew that each PDF meets the PDF/A and PDF/UA that it declares.")
@JSON
def verify(bag: Path, register: Path | None, last_hash: str | None, levels: bool, as_json: bool) -> None:
    """Check that a bag, a folder or a zip, is as it was sealed; name every difference."""
    from pipeline import verify as verify_bag  # noqa: PLC0415

    path = _find_bag(bag)
    found = verify_bag(path, Path.cwd() / register if register else None, last_hash, levels=levels)
    if as_json:
        print_json({"bag": str(path), **found.as_json(), "problems": findings_as_json(found.problems)})
    elif found.problems:
        tell(found.problems)
        say(f"\n{count(len(found.problems), 'difference')}: {visible(found.name)} is not as it was sealed.")
    else:
        where = f"as {shown(found.register)} says" if found.register else "no register was found to compare it with"
        say(f"{found.name}: {count(found.files, 'file')}, unaltered; sealed {found.seal},\n{where}.")
        for copy in found.copies:
            say(f"So is {shown(copy)}.")
    sys.exit(ArchiveError.exit_code if found.problems else 0)


@click.command()
@_BAG
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A new folder for what was built.")
@click.option(
    "--passwords", type=click.Path(path_type=Path, file_okay=False), help="A folder of the enclosures' password files."
)
@_REPORT
@JOBS
@JSON
def regenerate(
    bag: Path, keep: Path | None, passwords: Path | None, report: Path | None, jobs: int | None, as_json: bool
) -> None:
    """Build a bag's package again from nothing but the bag, and compare it with what was sealed."""
    from pipeline import regenerate as build_again  # noqa: PLC0415

    path = _find_bag(bag)
    _new(report)
    found = build_again(
        path,
        keep=Path.cwd() / keep if keep else None,
        jobs=jobs,
        on_event=(lambda _event: None) if as_json else progress(),
        passwords=Path.cwd() / passwords if passwords else None,
    )
    if not as_json:
        tell_groups(groups(found.notes))
    about = {
        "bag": str(path),
        "kept": str(found.kept) if found.kept else None,
        "notes": findings_as_json(found.notes),
    }
    _answer(about, found.comparison, report, found.bag, as_json)


@click.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@_REPORT
@JSON
def compare(first: Path, second: Path, report: Path | None, as_json: bool) -> None:
    """Compare two bags, two builds or two PDF files, page by page."""
    from pipeline import compare as compare_two  # noqa: PLC0415

    one, two = _find_bag(first), _find_bag(second)
    _new(report)
    found = compare_two(one, two)
    _answer({"first": str(one), "second": str(two)}, found, report, "comparison", as_json)


def _answer(about: Mapping[str, object], found: Comparison, report: Path | None, name: str, as_json: bool) -> NoReturn:
    """Tells what a comparison found; its report is written where it is asked for, and where the two differ."""
    target = Path.cwd() / report if report else _free(Path.cwd() / f"{name}-differences.html")
    written = report is not None or found.grave
    if written:
        from pipeline import write_report  # noqa: PLC0415

        write_report(found, target)
    if as_json:
        print_json({**about, **found.as_json(), "report": str(target) if written else None})
    else:
        click.echo(f"{found.verdict} {', '.join(found.but)}" if found.verdict == "same pages, but" else found.verdict)
        for cause in found.causes if found.verdict != "identical" else ():
            say(visible(str(cause)))
        for document in found.documents:
            name = visible(document.name)
            if document.verdict == "different":
                pages = f"{count(len(document.differing), 'page')} of {document.pages} differ"
                say(f"{name}: {visible(document.note) or pages}")
            elif document.note and document.verdict == "identical":
                say(f"{name}: {visible(document.note)}")
            for each in document.unseen:
                say(f"{name}: {_of_kind(each)}")
        if written:
            say(f"See {shown(target)}")
    sys.exit(ArchiveError.exit_code if found.grave else 0)


def _new(report: Path | None) -> None:
    """UsageError where something stands already at the place of a report: it is never written over."""
    if report is not None and os.path.lexists(Path.cwd() / report):
        raise UsageError(Finding("report-there", Place(str(report))))


def _free(target: Path) -> Path:
    """The path, or the next one with a number that nothing stands at."""
    numbered = (target.with_stem(f"{target.stem}-{number}") for number in itertools.count(2))
    return next(path for path in itertools.chain([target], numbered) if not os.path.lexists(path))


def _of_kind(difference: Difference) -> str:
    """What differs and no page shows, in one line."""
    gone, new = len(difference.gone), len(difference.new)
    return f"{difference.kind}: " + (f"{gone:,} gone, {new:,} new" if gone or new else "in another order")


def _find_bag(named: Path) -> Path:
    """A bag by its path, or by its name in the archive of the house that this is."""
    path = Path.cwd() / named
    if not path.exists():
        with suppress(PapersError):
            return House.open(Path.cwd()).archive.find(named)
    return path

"""The verbs of staff: ``new``, ``check``, ``build``, ``sign``, ``vocabulary``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import House, Session, aloud, find_meeting, groups, visible
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
    tell_by_file,
    tell_groups,
)

if TYPE_CHECKING:
    from pipeline import Build

_MEETING = click.argument("meeting", type=click.Path(path_type=Path))


def _flags(command: Callable[..., None]) -> Callable[..., None]:
    """Gives a command a flag for each thing that a meeting may need."""
    for need in reversed(House.needs):
        name = f"need_{need.name.replace('-', '_')}"
        flag = click.option(f"--{need.name}/--no-{need.name}", name, default=None, help=need.question)
        command = flag(command)
    return command


@click.command()
@click.argument("slug")
@click.option(
    "--lang", "languages", multiple=True, metavar="L", help="A language of the package; may be given again. [en fr]"
)
@click.option("--like", metavar="OLD", help="Begin from this past meeting, with its dates moved by whole weeks.")
@click.option("--corrigendum", metavar="OLD", help="A corrigendum to this meeting, or bag, from what differs since.")
@click.option("--addendum", metavar="OLD", help="An addendum to it.")
@click.option(
    "--date",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DAY",
    help="Its dates lie after this day. [today] With --like: about when the letter is. [a year on] With --corrigendum, "
    "--addendum: its day. [today]",
)
@_flags
@JSON
def new(
    slug: str,
    languages: Sequence[str],
    like: str | None,
    corrigendum: str | None,
    addendum: str | None,
    day: datetime | None,
    as_json: bool,
    **flags: bool | None,
) -> None:
    """Make a meeting folder, with a meeting.toml to fill in, that builds as it is.

    On a terminal it asks what the meeting needs, unless a flag says it.
    """
    house = House.open(Path.cwd())
    said = {name.removeprefix("need_").replace("_", "-"): each for name, each in flags.items() if each is not None}
    earlier = [each for each in (like, corrigendum, addendum) if each is not None]
    if len(earlier) > 1 or (earlier and (said or languages)):
        raise click.UsageError("What is made from an earlier meeting has what that has: no --lang, and no other flags.")
    if not earlier and sys.stdin.isatty() and not as_json:
        said = ask(said, lambda question, usual: click.confirm(question, usual, err=True))
    on = day.date() if day else None if like else date.today()
    made = house.new(
        slug, languages=languages, needs=said, like=like, corrigendum=corrigendum, addendum=addendum, day=on
    )
    if as_json:
        print_json(made.as_json())
        return
    tell_groups(groups(made.to_look_at))
    say(f"Made {shown(made.folder)}. Open its meeting.toml, then: papers build {slug}")


def ask(said: Mapping[str, bool], confirm: Callable[[str, bool], bool]) -> dict[str, bool]:
    """What was said, and what ``confirm`` answers of all else that may be needed then."""
    answers = dict(said)
    for need in House.needs:
        if need.name not in answers and (not need.of or answers[need.of]):
            answers[need.name] = confirm(need.question, need.usual)
        answers.setdefault(need.name, False)
    return answers


@click.command()
@_MEETING
@click.option("--accept", type=click.IntRange(min=1), metavar="N", help="Accept what has this number in the output.")
@click.option("--reason", metavar="WORDS", default="", help="With --accept: why.")
@click.option("--by", metavar="NAME", default="", help="With --accept: who accepts it.")
@JSON
def check(meeting: Path, accept: int | None, reason: str, by: str, as_json: bool) -> None:
    """Tell everything that is wrong with a meeting, at once, each with where and how to mend it."""
    folder, session = _session(meeting)
    with session:
        if accept is None:
            found = session.check(folder, on_event=(lambda _event: None) if as_json else progress())
        else:
            found = session.accept(folder, accept, reason=reason, by=by, on=date.today())
    if as_json:
        told = found.as_json()
        for name, findings in (("problems", found.problems), ("notes", found.notes)):
            pairs = zip(told[name], findings_as_json(findings), strict=True)
            told[name] = [{**each, **here} for each, here in pairs]
        print_json({**told, "aloud": aloud(found.to_look_at, to_mend=len(found.open))})
    else:
        accepted = dict(found.accepted)
        tell_by_file(found.groups, accepted)
        _tell_marked(found.marked)
        notes = [each for each in found.groups if each.first.severity != "error" and each.first not in accepted]
        look = f"{count(len(notes), 'thing')} to look at" if notes else "nothing is wrong"
        say(f"\n{len(found.open)} to mend." if found.open else f"\n{folder.name}: can be built; {look}.")
        say("\n".join(f"  · {line}" for line in aloud(found.to_look_at, to_mend=len(found.open))))
    sys.exit(found.exit_code)


@click.command()
@_MEETING
@click.option("--lang", "languages", multiple=True, metavar="L", help="A language to build; may be given again.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to; build/<slug> if not given.")
@JOBS
@click.option("--force", is_flag=True, help="Make everything anew.")
@click.option("--draft", is_flag=True, help="For clearance: each page says so, and what must not go out is allowed.")
@click.option("--sample", is_flag=True, help="Make ten letters to recipients and nothing else, as one PDF to look at.")
@click.option("--why", is_flag=True, help="Tell why each document is made anew.")
@click.option("--scheduler", metavar="ADDR", help="Dask's, whose workers convert: tls://host:8786 (docs/scale.md).")
@JSON
def build(
    meeting: Path,
    languages: Sequence[str],
    out: Path | None,
    jobs: int | None,
    force: bool,
    draft: bool,
    sample: bool,
    why: bool,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Build the package: only what has changed is made anew."""
    folder, session = _session(meeting, jobs, scheduler)
    with session:
        built = session.build(
            folder,
            languages=languages,
            out=Path.cwd() / out if out else None,
            force=force,
            draft=draft,
            sample=sample,
            on_event=(lambda _event: None) if as_json else progress(),
        )
    if as_json:
        print_json(built.as_json())
        sys.exit(built.exit_code)
    _tell_steps(built, why=why)
    tell_groups(groups(built.open))
    if accepted := len(built.findings) - len(built.open):
        say(f"\n{count(accepted, 'thing')} accepted: the reports tell by whom, and why.")
    if built.stale:
        say(f"\nnote: {', '.join(built.stale)}: built before the last change. Build without --lang to renew them.")
    if built.manifest["confinement"] == "none":
        say("\nnote: LibreOffice was not confined: this machine does not allow it, or its papers.toml says so.")
    tell(built.elsewhere)
    if draft:
        say("\nnote: this is a draft, and says so on every page. Build without --draft what goes out.")
    if built.to_look_at and not sample:
        say(f"\nto look at before the package leaves: {', '.join(map(shown, built.to_look_at))}")
    tell(built.left_out)
    if built.failed:
        say("\nLetters to some recipients could not be made; all else was:")
        tell(built.failed)
    _tell_marked(built.marked)
    for path in built.to_look_at if sample else built.bundles:
        click.echo(shown(path))
    sys.exit(built.exit_code)


def _tell_marked(workbook: Path | None) -> None:
    if workbook:
        say(f"\nThe rows to mend, with their cells marked: {shown(workbook)}")


_TO_RECIPIENTS = {"letters": "letter", "merge": "Word file", "bundle": "bundle", "message": "message"}
"""What is made for each recipient, by stage."""


def _tell_steps(built: Build, *, why: bool) -> None:
    for step in built.steps:
        # of which no person thinks, and of which there may be thousands
        if step.stage not in {"picture", "read", "preflight"} and step.recipient is None:
            say(f"{'. ' if step.ran else '--'} {step.name}")
            for reason in step.why if why else ():
                say(f"     {reason}")
    for stage, noun in _TO_RECIPIENTS.items():
        theirs = [step for step in built.steps if step.stage == stage and step.recipient is not None]
        if not theirs:
            continue
        ran = [step for step in theirs if step.ran]
        say(f"{'. ' if ran else '--'} {count(len(theirs), noun)} to recipients, {len(ran)} made")
        for words in dict.fromkeys(str(reason) for step in ran for reason in step.why) if why else ():
            say(f"     {words}")


@click.command()
@_MEETING
@click.option("--instrument", required=True, metavar="KEY", help="What the letter goes out as: invitation.")
@click.option("--lang", "language", required=True, metavar="L", help="The language of the letter.")
@click.option("--scan", required=True, type=click.Path(path_type=Path), help="The scan: a PDF or a picture.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where the package is built.")
@JSON
def sign(meeting: Path, instrument: str, language: str, scan: Path, out: Path | None, as_json: bool) -> None:
    """Bind the signed copy: the package with the scan of its letter, which was printed and signed by hand."""
    folder, session = _session(meeting)
    with session:
        built = session.sign(
            folder,
            instrument=instrument,
            language=language,
            scan=Path.cwd() / scan,
            out=Path.cwd() / out if out else None,
            on_event=(lambda _event: None) if as_json else progress(),
        )
    if as_json:
        print_json(built.as_json())
        return
    tell_groups(groups(built.open))
    for entry in built.manifest["outputs"]:
        if (entry["role"], entry["language"], entry["instrument"]) == ("signed", language, instrument):
            met = entry["conformance"]
            levels = [f"PDF/A-{met['pdfa']}"] if met["pdfa"] else []
            levels += ["PDF/UA-1"] if met["pdfua"] else []
            say(f"\nThe signed copy declares: {', '.join(levels) or 'neither PDF/A nor PDF/UA'}.")
            click.echo(shown(built.out / entry["path"]))


@click.command()
@_MEETING
@click.option("--lang", "language", required=True, metavar="L", help="The language to show the values in.")
@JSON
def vocabulary(meeting: Path, language: str, as_json: bool) -> None:
    """List every placeholder that a template may use, with its value in a language."""
    folder, session = _session(meeting)
    with session:
        found = session.vocabulary(folder, language)
    if as_json:
        print_json(found.as_json())
        return
    widest = max(len(each.name) for each in found.placeholders)
    for each in found.placeholders:
        instrument = f"[{each.instrument}] " if each.instrument else ""
        click.echo(visible(f"{each.name:{widest}}  {instrument}{each.value}"))


def _session(meeting: Path, jobs: int | None = None, scheduler: str | None = None) -> tuple[Path, Session]:
    """The folder of a meeting that was named here, and a session of its house, whose offices end with the build."""
    folder = find_meeting(meeting, Path.cwd())
    return folder, Session(House.open(folder), jobs=jobs, warm=False, scheduler=scheduler)

"""The command ``papers``: words of a command line go in, an exit code, words for people and JSON for programs come out.

Words for people go to standard error; what a program may read goes to standard output. Modules that take time to
load are loaded by the verbs that need them, after the offices were started.
"""

from __future__ import annotations

import gc
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline.errors import ArchiveError, PapersError, Problem, UsageError
from pipeline.findings import Finding

if TYPE_CHECKING:
    from pipeline.compare.unseen import Difference
    from pipeline.compare.whole import Comparison
    from pipeline.executor.run import Done
    from pipeline.tasks import Task

_JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, for programs.")
_JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many documents at once; all cores if not given."
)
_MEETING = click.argument("meeting", type=click.Path(path_type=Path))


class _Command(click.Group):
    """Click's own group, that answers a mistyped verb with the nearest one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from pipeline.errors import nearest  # noqa: PLC0415

            raise click.UsageError(f"{error.message} {nearest(args[0], self.list_commands(ctx))}", ctx) from error


@click.group(cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="meeting-papers", prog_name="papers")
def papers() -> None:
    """Assemble the package of an official meeting: letter, letterhead and numbered enclosures in one PDF.

    MEETING is the name of a folder in meetings/, a meeting's folder, or its meeting.toml.

    Exit codes: 0 done, 1 unexpected, 2 usage, 3 config, 4 meeting, 5 template, 6 converter, 7 bundle, 8 archive.
    """


@papers.command()
@click.argument("slug")
@click.option(
    "--lang", "languages", multiple=True, metavar="L", help="A language of the package; may be given again. [en fr]"
)
def new(slug: str, languages: Sequence[str]) -> None:
    """Make a meeting folder, with a meeting.toml to fill in, that builds as it is."""
    from pipeline.new import make_meeting  # noqa: PLC0415

    folder = make_meeting(slug, Path.cwd(), languages)
    _say(f"Made {_shown(folder)}. Open its meeting.toml, then: papers build {slug}")


@papers.command()
@_MEETING
@_JSON
def check(meeting: Path, as_json: bool) -> None:
    """Tell everything that is wrong with a meeting, at once, each with where and how to mend it."""
    from pipeline.check import check as check_meeting  # noqa: PLC0415
    from pipeline.folders import find_meeting  # noqa: PLC0415

    folder = find_meeting(meeting, Path.cwd())
    found = check_meeting(folder, os.environ)
    problems = [problem for error in found.errors for problem in error.problems]
    if as_json:
        _print_json(
            {
                "meeting": folder.name,
                "problems": [_relative(problem).as_json() for problem in problems],
                "notes": [_relative(note).as_json() for note in found.notes],
            }
        )
    else:
        _tell(problems)
        notes = _grouped(found.summary)
        _tell_notes(notes)
        _say(f"\n{len(problems)} to mend." if problems else f"\n{folder.name}: can be built; {_things(len(notes))}.")
    sys.exit(found.exit_code)


@papers.command()
@_MEETING
@click.option("--lang", "languages", multiple=True, metavar="L", help="A language to build; may be given again.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Where to; build/<slug> if not given.")
@_JOBS
@click.option("--force", is_flag=True, help="Make everything anew.")
@_JSON
def build(
    meeting: Path, languages: Sequence[str], out: Path | None, jobs: int | None, force: bool, as_json: bool
) -> None:
    """Build the package: only what has changed is made anew."""
    from pipeline.building.start import begin  # noqa: PLC0415 - starts the offices before the rest is loaded

    work = begin(meeting, Path.cwd(), out, jobs=jobs or _cores(), force=force, environment=os.environ)
    try:
        manifest, steps, built = work.build(languages, progress=_progress if not as_json else _no_progress)
    finally:
        work.close()
    if as_json:
        _print_json({"manifest": str(work.out / "manifest.json"), **manifest, "steps": _steps(steps, built)})
        return
    for step in steps:
        if step.stage != "picture":  # of which no person thinks
            _say(f"{'. ' if step.name in built.stale else '--'} {step.name}")
    _tell_notes(_grouped(_of_build(manifest["notes"], steps)))
    if stale := sorted({entry["language"] for entry in manifest["outputs"] if entry.get("stale")}):
        _say(f"\nnote: {', '.join(stale)}: built before the last change. Build without --lang to renew them.")
    if to_look_at := _reports(work.out, steps, built):
        _say(f"\nto look at before the package leaves: {', '.join(to_look_at)}")
    for entry in manifest["outputs"]:
        if entry["role"] == "bundle" and (not languages or entry["language"] in languages):
            click.echo(_shown(work.out / entry["path"]))


@papers.command()
@_MEETING
@click.option("--lang", "language", required=True, metavar="L", help="The language to show the values in.")
@_JSON
def vocabulary(meeting: Path, language: str, as_json: bool) -> None:
    """List every placeholder that a template may use, with its value in a language."""
    from pipeline.folders import find_meeting  # noqa: PLC0415
    from pipeline.package import gather  # noqa: PLC0415
    from pipeline.vocabulary import vocabulary as list_words  # noqa: PLC0415

    folder = find_meeting(meeting, Path.cwd())
    entries = list_words(gather(folder, [language]))
    if as_json:
        _print_json({"meeting": folder.name, "language": language, "placeholders": entries})
        return
    widest = max(len(entry["placeholder"]) for entry in entries)
    for entry in entries:
        instrument = f"[{entry['instrument']}] " if "instrument" in entry else ""
        click.echo(f"{entry['placeholder']:{widest}}  {instrument}{entry['value']}")


# --- the archivists' verbs ----------------------------------------------------------------------

_BAG = click.argument("bag", type=click.Path(path_type=Path))


def _search_options(command: Any) -> Any:
    """The options of a search, ``--slug`` to ``--recipient``."""
    for field in ("recipient", "title", "symbol", "date", "slug"):
        said = f"With --list: those whose {field} has these words."
        command = click.option(f"--{field}", metavar="WORDS", help=said)(command)
    return command


@papers.command()
@click.argument("meeting", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Where it was built; build/<slug> if not given."
)
@click.option("--zip", "zipped", is_flag=True, help="As one zip, not as a folder.")
@click.option("--redact", type=click.Choice(["recipients"]), help="A copy without the recipients' personal data.")
@click.option("--list", "listed", is_flag=True, help="List the bags of the archive, and look for some.")
@_search_options
@_JSON
def archive(
    meeting: Path | None,
    out: Path | None,
    zipped: bool,
    redact: str | None,
    listed: bool,
    as_json: bool,
    **wanted: str | None,
) -> None:
    """Seal a built package as a bag (BagIt 1.0) in the archive, or list the archive's bags."""
    fields = {field: words for field, words in wanted.items() if words}
    if listed:
        if meeting or out or zipped or redact:
            raise click.UsageError("--list goes with --slug, --date, --symbol, --title and --recipient alone.")
        _list_bags(fields, as_json)
        return
    if meeting is None or fields:
        raise click.UsageError("Name the meeting to seal; --list lists the archive's bags.")
    from pipeline.archivist.sealing import seal  # noqa: PLC0415
    from pipeline.folders import find_meeting  # noqa: PLC0415

    folder = find_meeting(meeting, Path.cwd())
    today = date.today().isoformat()
    where = Path.cwd() / out if out else None
    sealed = seal(folder, where, today=today, zipped=zipped, redact=redact)
    if as_json:
        _print_json(
            {
                "bag": str(sealed.path),
                "seal": sealed.seal,
                "identifier": sealed.identifier,
                "new": sealed.new,
                "register": {"bags": sealed.bags, "last_hash": sealed.last_hash},
            }
        )
        return
    _say("Sealed." if sealed.new else "This package is sealed already; nothing has changed.")
    _say(f"The register has {_count(sealed.bags, 'bag')}. Its last hash, to keep on paper:\n{sealed.last_hash}")
    click.echo(_shown(sealed.path))


def _list_bags(wanted: Mapping[str, str], as_json: bool) -> None:
    from pipeline.archive.listing import bags  # noqa: PLC0415

    found, book, problems = bags(_archive(), wanted)
    if as_json:
        _print_json(
            {
                "bags": [each.as_json() for each in found],
                "register": {"bags": len(book.lines), "last_hash": book.last},
                "problems": [_relative(problem).as_json() for problem in problems],
            }
        )
    else:
        for each in found:
            title = next(iter(each.facts.get("titles", {}).values()), "")
            click.echo(f"{each.name}  {title}{'  (redacted)' if 'redacted' in each.line else ''}")
        _tell(problems)
        _say(f"\n{_count(len(found), 'bag')}. The register's last hash: {book.last}")
    sys.exit(ArchiveError.exit_code if problems else 0)


@papers.command()
@_BAG
@click.option(
    "--register",
    type=click.Path(path_type=Path),
    help="The register to check with; the one beside the bag if not given.",
)
@click.option("--last-hash", metavar="HASH", help="A last hash of the register that was kept on paper.")
@click.option("--levels", is_flag=True, help="Check anew that each PDF meets the PDF/A and PDF/UA that it declares.")
@_JSON
def verify(bag: Path, register: Path | None, last_hash: str | None, levels: bool, as_json: bool) -> None:
    """Check that a bag, a folder or a zip, is as it was sealed; name every difference."""
    from pipeline.archive.verify import verify as verify_bag  # noqa: PLC0415

    path = _find_bag(bag)
    found = verify_bag(path, Path.cwd() / register if register else None, last_hash, levels=levels)
    if as_json:
        _print_json(
            {
                "bag": str(path),
                "valid": not found.problems,
                "seal": found.seal,
                "files": found.files,
                "bytes": found.size,
                "redacted": found.redacted,
                "register": str(found.register) if found.register else None,
                "problems": [_relative(problem).as_json() for problem in found.problems],
            }
        )
    elif found.problems:
        _tell(found.problems)
        _say(f"\n{_count(len(found.problems), 'difference')}: {found.name} is not as it was sealed.")
    else:
        where = f"as {_shown(found.register)} says" if found.register else "no register was found to compare it with"
        _say(f"{found.name}: {_count(found.files, 'file')}, unaltered; sealed {found.seal},\n{where}.")
    sys.exit(ArchiveError.exit_code if found.problems else 0)


_REPORT = click.option(
    "--report", type=click.Path(path_type=Path, dir_okay=False), help="Where the HTML report goes to."
)


@papers.command()
@_BAG
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="A new folder for what was built.")
@click.option(
    "--passwords", type=click.Path(path_type=Path, file_okay=False), help="A folder of the enclosures' password files."
)
@_REPORT
@_JOBS
@_JSON
def regenerate(
    bag: Path, keep: Path | None, passwords: Path | None, report: Path | None, jobs: int | None, as_json: bool
) -> None:
    """Build a bag's package again from nothing but the bag, and compare it with what was sealed."""
    from pipeline.archivist.regenerate import regenerate as build_again  # noqa: PLC0415

    path = _find_bag(bag)
    where = Path.cwd() / keep if keep else None
    progress = _no_progress if as_json else _progress
    found = build_again(
        path,
        keep=where,
        jobs=jobs or _cores(),
        progress=progress,
        environment=os.environ,
        passwords=Path.cwd() / passwords if passwords else None,
    )
    if not as_json:
        _tell_notes(_grouped(found.notes))
    about = {
        "bag": str(path),
        "kept": str(where) if where else None,
        "notes": [_relative(note).as_json() for note in found.notes],
    }
    _answer(about, found.comparison, report, found.bag, as_json)


@papers.command()
@click.argument("first", type=click.Path(path_type=Path))
@click.argument("second", type=click.Path(path_type=Path))
@_REPORT
@_JSON
def compare(first: Path, second: Path, report: Path | None, as_json: bool) -> None:
    """Compare two bags, two builds or two PDF files, page by page."""
    from pipeline.compare.whole import compare as compare_two  # noqa: PLC0415

    one, two = _find_bag(first), _find_bag(second)
    found = compare_two(one, two)
    _answer({"first": str(one), "second": str(two)}, found, report, "comparison", as_json)


def _answer(about: Mapping[str, object], found: Comparison, report: Path | None, name: str, as_json: bool) -> NoReturn:
    """Tells what a comparison found; its report is written where it is asked for, and where the two differ."""
    from pipeline.compare.report import write_report  # noqa: PLC0415

    target = Path.cwd() / (report or f"{name}-differences.html")
    written = report is not None or found.grave
    if written:
        write_report(found, target)
    if as_json:
        _print_json({**about, **found.as_json(), "report": str(target) if written else None})
    else:
        click.echo(f"{found.verdict} {', '.join(found.but)}" if found.verdict == "same pages, but" else found.verdict)
        for cause in found.causes if found.verdict != "identical" else ():
            _say(str(cause))
        for document in found.documents:
            if document.verdict == "different":
                count = f"{_count(len(document.differing), 'page')} of {document.pages} differ"
                _say(f"{document.name}: {document.note or count}")
            elif document.note and document.verdict == "identical":
                _say(f"{document.name}: {document.note}")
            for each in document.unseen:
                _say(f"{document.name}: {_of_kind(each)}")
        if written:
            _say(f"See {_shown(target)}")
    sys.exit(ArchiveError.exit_code if found.grave else 0)


def _of_kind(difference: Difference) -> str:
    """What differs and no page shows, in one line."""
    gone, new = len(difference.gone), len(difference.new)
    return f"{difference.kind}: " + (f"{gone:,} gone, {new:,} new" if gone or new else "in another order")


def _archive() -> Path:
    from pipeline.archivist.place import place_of  # noqa: PLC0415

    return place_of(Path.cwd())


def _find_bag(named: Path) -> Path:
    """A bag by its path, or by its name in the archive of the house that this is."""
    from pipeline.archive.listing import find_bag  # noqa: PLC0415

    place = None
    if not (Path.cwd() / named).exists():
        with suppress(PapersError):
            place = _archive()
    return find_bag(named, Path.cwd(), place)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _things(number: int) -> str:
    return f"{_count(number, 'thing')} to look at" if number else "nothing is wrong"


def _of_build(notes: Sequence[Mapping[str, str]], steps: Sequence[Task]) -> list[Finding]:
    """The notes of the languages that were built, those of the meeting's first language first."""
    built = list(dict.fromkeys(output.language for step in steps for output in step.published))
    own = sorted((note for note in notes if note["language"] in built), key=lambda note: built.index(note["language"]))
    return [Problem(note["where"], note["what"], note["mend"]) for note in own]


def _grouped(notes: Iterable[Finding]) -> dict[tuple[str, str], list[str]]:
    """The places of each note, by what it says and how to mend it.

    A file that several languages enclose is one place, by its title in the first of them.
    """
    groups: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for note in map(_relative, notes):
        groups[note.what, note.mend].setdefault(note.where.rpartition("” (")[2], note.where)
    return {said: list(places.values()) for said, places in groups.items()}


def _steps(steps: Sequence[Task], built: Done) -> list[dict[str, Any]]:
    return [{"name": step.name, "ran": step.name in built.stale} for step in steps]


def _reports(out: Path, steps: Sequence[Task], built: Done) -> list[str]:
    """The reports that tell of something that a person should look at."""
    telling = (step for step in steps if built.made[step.name].result.facts.get("to look at"))
    return [_shown(out / output.path) for step in telling for output in step.published]


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _progress(total: int) -> Callable[[str], None]:
    """A bar on the terminal; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        return _no_progress(total)
    bar: Any = click.progressbar(length=total, file=sys.stderr, label="papers", item_show_func=lambda name: name or "")
    bar.__enter__()
    done = 0

    def step(name: str) -> None:
        nonlocal done
        done += 1
        bar.update(1, name)
        if done == total:
            bar.__exit__(None, None, None)

    return step


def _no_progress(_total: int) -> Callable[[str], None]:
    return lambda _name: None


# --- saying things ------------------------------------------------------------------------------


def _say(words: str) -> None:
    click.echo(words, err=True)


def _tell(problems: Sequence[Finding]) -> None:
    for problem in problems:
        _say(f"\n{_relative(problem)}")


_PLACES = 5
"""How many places of a note a person is told; the reports and ``--json`` have all."""


def _tell_notes(notes: Mapping[tuple[str, str], Sequence[str]]) -> None:
    for (what, mend), places in notes.items():
        others = len(places) - _PLACES
        shown = [*places[:_PLACES], f"and {others} more"] if others > 1 else places
        _say("\n    ".join(["\nnote: " + "\n      ".join(shown), what, mend]))


def _print_json(data: object) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def _shown(path: Path) -> str:
    """The path as a person would type it here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _relative(finding: Finding) -> Finding:
    """The finding, with the path of its file as a person would type it here."""
    here = f"{Path.cwd()}{os.sep}"
    if finding.code == "words":
        return Problem(finding.where.replace(here, ""), finding.what.replace(here, ""), finding.mend.replace(here, ""))
    return finding.at(finding.place.file.removeprefix(here))


def command() -> NoReturn:
    """The installed command: as :func:`main`, but the system, not Python, clears up at the end, which is faster."""
    try:
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def main() -> NoReturn:
    """Runs the command. What is known is told in words; what is not, in a sentence that asks for a report."""
    # A run is short: looking often for what could be freed costs a tenth of it and frees next to nothing.
    gc.set_threshold(200_000, 50, 50)
    as_json = "--json" in sys.argv[1:]
    try:
        papers(prog_name="papers", standalone_mode=False)
        code = 0
    except PapersError as error:
        code = _failed(error, as_json=as_json)
    except click.ClickException as error:
        code = _mistyped(error, as_json=as_json)
    except (click.Abort, KeyboardInterrupt):
        _say("\nStopped. What was made so far is kept; the next build goes on from there.")
        code = 1
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BrokenPipeError:
        code = 1
    except OSError as error:
        code = _failed(_disk(error), as_json=as_json)
    except Exception as error:
        code = _failed(_unexpected(error), as_json=as_json)
    sys.exit(code)


def _mistyped(error: click.ClickException, *, as_json: bool) -> int:
    if not as_json:
        error.show()
        return UsageError.exit_code
    verb = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "papers"
    return _failed(UsageError(Problem(verb, error.format_message(), f"See “{verb} --help”.")), as_json=True)


def _failed(error: PapersError, *, as_json: bool) -> int:
    if as_json:
        _print_json({"problems": [_relative(problem).as_json() for problem in error.problems]})
    else:
        _tell(error.problems)
    return error.exit_code


def _disk(error: OSError) -> PapersError:
    return PapersError(
        Problem(
            str(error.filename or "the disk"),
            f"The system refused: {error.strerror or error}.",
            "Make room, or check your rights there; then run the same command again: what was made is kept.",
        )
    )


def _unexpected(error: Exception) -> PapersError:
    import traceback  # noqa: PLC0415

    last = traceback.extract_tb(error.__traceback__)[-1]
    return PapersError(
        Problem(
            "papers",
            f"Something unexpected happened: {type(error).__name__}: {error} "
            f"({Path(last.filename).name}:{last.lineno}).",
            "Please report it with the command that you typed and the meeting's folder.",
        )
    )

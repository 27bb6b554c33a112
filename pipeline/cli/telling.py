"""What verbs have in common: findings and paths go in, words as a person here reads them come out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import click

from pipeline import Event, Finding, Group, PapersError, json_text, visible

JSON = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, for programs.")
JOBS = click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help="How many documents at once; all cores if not given."
)

_PLACES = 5
"""How many places of a note a person is told; the reports and ``--json`` have all."""
_MOST = 50
"""How many errors a person is told at once."""
_RANK = {"error": 0, "warning": 1, "note": 2}
_NOTHING: Mapping[Finding, Any] = MappingProxyType({})


def say(words: str) -> None:
    """To standard error, for people."""
    click.echo("\n".join(map(visible, words.split("\n"))), err=True)


def count(number: int, thing: str) -> str:
    """A number of things in words."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def shown(path: Path) -> str:
    """The path as a person would type it here."""
    try:
        return visible(str(path.relative_to(Path.cwd())))
    except ValueError:
        return visible(str(path))


def print_json(data: object) -> None:
    """To standard output, for programs."""
    click.echo(json_text(data))


def findings_as_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings as data, with paths as a person would type them here."""
    return [_relative(finding).as_json() for finding in findings]


def tell(findings: Iterable[Finding]) -> None:
    """Each finding, with its place and cure; the first of very many, as of a list's rows."""
    every = tuple(findings)
    for finding in every[:_MOST]:
        say(f"\n{_relative(finding)}")
    if len(every) > _MOST:
        say(f"\nand {len(every) - _MOST:,} more, all of which --json has.")


def tell_groups(told: Iterable[Group]) -> None:
    """What is said of several places, each thing once."""
    stopping: list[Finding] = []
    others: list[Group] = []
    for group in told:
        if group.first.severity == "error" and not group.first.acceptable:
            stopping += group.findings
        else:
            others.append(group)
    tell(stopping)
    for group in others:
        finding = _relative(group.first)
        places = [_relative(each).where for each in group.findings]
        more = len(places) - _PLACES
        listed = [*places[:_PLACES], f"and {more} more"] if more > 1 else places
        head = f"\n{finding.severity}: " + "\n      ".join(listed)
        say("\n    ".join(filter(None, (head, finding.what, finding.mend))))


def tell_by_file(told: Iterable[Group], accepted: Mapping[Finding, Any] = _NOTHING) -> None:
    """What was found, below the file that it is of, the file with the gravest first and the gravest first in it, each
    thing once, and each cure once in a file; what can be accepted with its number."""
    files: dict[str, list[Group]] = {}
    for group in told:
        names = list(dict.fromkeys(_relative(each).place.file for each in group.findings))
        more = len(names) - _PLACES
        heading = "\n".join([*names[:_PLACES], f"and {more} more"] if more > 1 else names)
        files.setdefault(heading, []).append(group)

    def gravity(group: Group) -> tuple[bool, int]:
        return group.first in accepted, _RANK[group.first.severity]

    for heading, groups in sorted(files.items(), key=lambda pair: min(map(gravity, pair[1]))):
        say(f"\n{heading}")
        shown = sorted(groups, key=gravity)
        cures: set[str] = set()
        for group in shown[:_MOST]:
            _tell_group(group, accepted.get(group.first), cures)
        if len(shown) > _MOST:
            say(f"  and {len(shown) - _MOST:,} more, all of which --json has.")


def _tell_group(group: Group, entry: Any, cures: set[str]) -> None:
    finding = _relative(group.first)
    within = [_within(_relative(each)) for each in group.findings]
    places = list(dict.fromkeys(filter(None, within)))
    more = len(places) - _PLACES
    listed = [*places[:_PLACES], f"and {more} more"] if more > 1 else places
    number = f" {group.number}" if finding.acceptable else ""
    head = "accepted" if entry else finding.severity
    said = finding.mend if finding.mend not in cures else ""
    if entry:
        said = f"{visible(entry.by)}, {entry.on}: {visible(entry.reason)}"
    cures.add(said)
    first = f"  {head}{number} ({finding.code}): {'; '.join(listed)}".rstrip(": ")
    say("\n      ".join(filter(None, [first, finding.what, said])))


def _within(finding: Finding) -> str:
    """Its place in its file."""
    place = replace(finding.place, file="", title="")
    return ": ".join(filter(None, [f"line {place.line}" if place.line else "", replace(finding, place=place).where]))


def failed(error: PapersError, *, as_json: bool) -> int:
    """Tells an error; its exit code is the answer."""
    if as_json:
        try:
            print_json({"problems": findings_as_json(error.findings)})
        except OSError:  # a device that is full: what can't be told there is told here
            tell(error.findings)
    else:
        tell(error.findings)
        if all(each.acceptable for each in error.findings):
            say("\nTo let it go out as it is: “papers check MEETING” numbers what was found; then")
            say("papers check MEETING --accept NUMBER --reason WORDS --by NAME")
    return error.exit_code


def progress() -> Callable[[Event], None]:
    """A bar on the terminal; nothing where standard error is no terminal."""
    if not sys.stderr.isatty():
        return lambda _event: None
    bar: Any = click.progressbar(
        length=0, file=sys.stderr, label="papers", item_show_func=lambda name: visible(name or "")
    )

    def show(event: Event) -> None:
        if event.kind == "planned":
            bar.length += 1
        elif event.kind != "started":
            if not bar.pos:
                bar.__enter__()
            bar.update(1, event.task)
            if bar.pos == bar.length:
                bar.__exit__(None, None, None)

    return show


def _relative(finding: Finding) -> Finding:
    """The finding, with paths of files as a person would type them here."""
    here = f"{Path.cwd()}{os.sep}"

    def short(value: Any) -> Any:
        return value.removeprefix(here) if isinstance(value, str) else value

    values = {name: short(value) for name, value in finding.values.items()}
    return Finding(finding.code, replace(finding.place, file=short(finding.place.file)), values)

"""Passwords that a person types: what was told of a meeting goes in, fields come out, and what was typed in them.

A meeting says in which variable of the environment a password is. What is typed takes the variable's place, for one
check or one job, and is written nowhere. An enclosure that has no such place yet gets one when its password is typed.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from starlette.datastructures import FormData

from pipeline import Change, Finding
from pipeline.desk.asking import Asking

_NOT_THERE = frozenset({"password-not-set", "password-variable-empty"})
_WRONG = frozenset({"pdf-wrong-password", "wrong-office-password"})
_NO_PLACE = frozenset({"pdf-password", "locked"})
_OF_VARIABLE, _OF_FILE = "password:", "password-of:"
"""How the names of fields begin: what follows is the variable, or the file of an enclosure that has none."""


def asked(asks: Asking, meeting: str, findings: Iterable[Finding], known: Iterable[str] = ()) -> list[dict[str, Any]]:
    """The passwords that somebody is to type, as a page asks for them.

    ``known`` are variables whose passwords were typed before: asked for again where a wrong one is told of a bag's
    file, which no meeting of the house has.
    """
    fields: dict[str, dict[str, Any]] = {}
    entries = [*_entries(asks, meeting)]
    folder = asks.desk.house.find(meeting) if meeting in asks.desk.house.meetings else None

    def ask(name: str, label: str, *, wrong: bool) -> None:
        said = asks.words("password.wrong") if wrong else ""
        fields.setdefault(name, {"name": name, "id": f"password-{len(fields) + 1}", "label": label, "wrong": said})

    def of_variable(variable: str, *, wrong: bool = False) -> None:
        files = [file for _, entry in entries if _variable(entry) == variable for file in _files(entry)]
        named = ", ".join(Path(each).name for each in dict.fromkeys(files))
        label = asks.words("password.of", file=named) if named else asks.words("password.named", name=variable)
        ask(f"{_OF_VARIABLE}{variable}", label, wrong=wrong)

    for each in findings:
        if each.code in _NOT_THERE:
            of_variable(str(each.values["variable"]))
        elif each.code in _WRONG | _NO_PLACE:
            of_file = [(file, entry) for _, entry in entries for file in _files(entry) if _is(folder, file, each)]
            for file, entry in of_file:
                if variable := _variable(entry):
                    of_variable(variable, wrong=each.code in _WRONG)
                elif "password" not in entry:
                    ask(f"{_OF_FILE}{file}", asks.words("password.of", file=Path(file).name), wrong=False)
            if not of_file and each.code in _WRONG:
                for variable in known:
                    of_variable(variable, wrong=True)
    return list(fields.values())


def told(asks: Asking, finding: Finding) -> dict[str, Any]:
    """A finding in words, without the cure of the command line where the page asks."""
    said = asks.words.finding(finding)
    return {**said, "mend": ""} if finding.code in _NOT_THERE | _NO_PLACE else said


def typed(asks: Asking, meeting: str, form: FormData) -> dict[str, str]:
    """The passwords that were typed, by their variables; gives each enclosure a variable that has none."""

    def beginning(prefix: str) -> dict[str, str]:
        return {name.removeprefix(prefix): str(secret) for name, secret in form.items() if name.startswith(prefix)}

    return _secrets(asks, meeting, beginning(_OF_VARIABLE), beginning(_OF_FILE))


def given(asks: Asking, meeting: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """The same of what a program gives: by variables, or by files of enclosures as their meeting has them."""
    files = {file for _, entry in _entries(asks, meeting) for file in _files(entry)}
    of_files = {name: secret for name, secret in passwords.items() if name in files}
    return _secrets(asks, meeting, {name: passwords[name] for name in passwords.keys() - of_files.keys()}, of_files)


def _secrets(
    asks: Asking, meeting: str, of_variables: Mapping[str, str], of_files: Mapping[str, str]
) -> dict[str, str]:
    secrets = {variable: secret for variable, secret in of_variables.items() if secret}
    changes: list[Change] = []
    entries = [*_entries(asks, meeting)] if any(of_files.values()) else []
    taken = {_variable(entry) for _, entry in entries} | set(os.environ)
    for key, entry in entries:
        secret = next((of_files[file] for file in _files(entry) if of_files.get(file)), "")
        variable = _variable(entry)
        if secret and not variable and "password" not in entry:
            variable = _new(_files(entry)[0], taken)
            taken.add(variable)
            changes.append(Change("set", (*key, "password", "env"), variable))
        if secret and variable:
            secrets[variable] = secret
    if changes:
        asks.desk.house.change(meeting, changes, read=asks.desk.house.facts(meeting))
    return secrets


def _new(file: str, taken: set[str]) -> str:
    """A variable for the password of a file: ``PASSWORD_FORM`` of form.pdf."""
    name = first = f"PASSWORD_{re.sub('[^A-Z0-9]+', '_', Path(file).stem.upper()).strip('_') or 'FILE'}"
    number = 1
    while name in taken:
        number += 1
        name = f"{first}_{number}"
    return name


def _entries(asks: Asking, meeting: str) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """The enclosures of a meeting, with their keys; none of what is no meeting of the house, or can't be read."""
    if meeting not in asks.desk.house.meetings:
        return
    try:
        groups = tomllib.loads(asks.desk.house.facts(meeting).decode("utf-8-sig")).get("groups", [])
        for group, of_group in enumerate(groups):
            for number, entry in enumerate(of_group.get("enclosures", [])):
                if isinstance(entry, dict):
                    yield ("groups", group, "enclosures", number), entry
    except (OSError, ValueError, AttributeError, TypeError):  # which is told of the meeting
        return


def _files(entry: Mapping[str, Any]) -> list[str]:
    named = entry.get("file", {})
    return [str(each) for each in (named.values() if isinstance(named, dict) else [named])]


def _variable(entry: Mapping[str, Any]) -> str:
    password = entry.get("password")
    return str(password.get("env", "")) if isinstance(password, dict) else ""


def _is(folder: Path | None, file: str, told: Finding) -> bool:
    return folder is not None and folder / file == Path(told.place.file)

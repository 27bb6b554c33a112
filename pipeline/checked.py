"""Settings as they are typed: data and a pydantic model go in, the checked model comes out, or what is wrong with it.

What several files need lies here: the base of their models, the forms of their words, and pydantic's errors in words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from pipeline.findings import Finding, Key, Place, Unfit, Value
from pipeline.findings.hints import near
from pipeline.lengths import overlong
from pipeline.toml import LineOf

EVERY_LANGUAGE = "*"
"""Stands for all languages where one value serves them all."""

TAG = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
"""A language's tag, as BCP 47 has them."""
TAG_OR_ALL = rf"^\*$|{TAG}"
OF = r"^[0-9a-f]{16}$"
CODE = r"^[A-Z]{3}$"
"""A State's code of ISO 3166-1, of three letters."""

_Table = TypeVar("_Table", bound=BaseModel)


class Table(BaseModel):
    """A table of a settings file: unknown keys are refused, and nothing is taken for another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def place_of(path: Path, key: Key, line_of: LineOf) -> Place:
    """Where a key stands in a settings file."""
    # Nobody typed the sign for all languages: a value that serves them all is written without a table.
    return Place(str(path), line_of(key), tuple(step for step in key if step != EVERY_LANGUAGE))


def validated(
    model: type[_Table], data: dict[str, Any], path: Path, line_of: LineOf
) -> tuple[_Table | None, list[Finding]]:
    """The data as a model has it, or None, and what is wrong with it, each in words for people.

    What is too long is told alone: what else is wrong would be told in its words.
    """
    if too_long := [unfit.at(place_of(path, key, line_of)) for key, unfit in overlong(data)]:
        return None, too_long
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        errors = error.errors()
        misplaced = {_key(each) for each in errors if _is_misplaced(model, data, each)}
        beside = {key[:-1] for key in misplaced}
        lost = {(*key, each["loc"][0]) for each in errors for key in beside if _is_lost(data, each, key)}
        # What stands in a wrong table is not missing as well.
        names = {key[-1:] for key in (*misplaced, *lost)}
        told = (each for each in errors if each["type"] != "missing" or each["loc"] not in names)
        found = [_problem(model, each, path, line_of, misplaced) for each in told]
        found += (
            Finding("key-misplaced", place_of(path, key, line_of), {"key": str(key[-1])})
            for key in sorted(lost, key=str)
        )
        return None, list(dict.fromkeys(found))


def _is_misplaced(model: type[BaseModel], data: Mapping[str, Any], details: ErrorDetails) -> bool:
    """Whether it is a key of the whole file, and of no table, that stands below the header of a table."""
    key = _key(details)
    strays = details["type"] == "extra_forbidden" or details["loc"][-1] == "[key]"
    field = model.model_fields.get(str(key[-1])) if len(key) > 1 and strays else None
    return field is not None and key[-1] not in data and not any(_models(field.annotation))


def _is_lost(data: Mapping[str, Any], details: ErrorDetails, key: Key) -> bool:
    """Whether it is a key of the whole file that is missing there, and stands with others in the table at ``key``."""
    here: Any = data
    for step in key:
        here = here[step]
    return details["type"] == "missing" and len(details["loc"]) == 1 and details["loc"][0] in here


def _key(details: ErrorDetails) -> Key:
    return tuple(step for step in details["loc"] if step != "[key]")


_CODES = {
    "missing": "key-missing",
    "string_type": "value-no-words",
    "bool_type": "value-no-truth",
    "int_type": "value-no-whole-number",
    "float_type": "value-no-number",
    "finite_number": "value-not-finite",
    "greater_than": "value-not-above",
    "greater_than_equal": "value-too-small",
    "less_than_equal": "value-too-large",
    "list_type": "value-no-list",
    "dict_type": "value-no-languages",
    "model_type": "value-no-table",
    "too_short": "list-empty",
    "string_too_short": "value-empty",
    "extra_forbidden": "key-unknown",
    "literal_error": "value-unknown",
    "string_pattern_mismatch": "name-malformed",
}
"""By pydantic's type of an error."""

_SHAPES = {**dict.fromkeys((TAG, TAG_OR_ALL), "language-malformed"), CODE: "state-malformed", OF: "hash-malformed"}
"""The code of a word that has not the form that it must have, by that form."""

_LENGTHS = {
    "too_short": "min_length",
    "string_too_short": "min_length",
    "too_long": "max_length",
    "string_too_long": "max_length",
}
_LIMITS = {"greater_than": "gt", "greater_than_equal": "ge", "less_than_equal": "le"}


def _problem(
    model: type[BaseModel], details: ErrorDetails, path: Path, line_of: LineOf, misplaced: Collection[Key]
) -> Finding:
    key, kind = _key(details), details["type"]
    place = place_of(path, key, line_of)
    if key in misplaced:
        return Finding("key-misplaced", place, {"key": str(key[-1])})
    context: Mapping[str, Any] = details.get("ctx", {})
    if isinstance(unfit := context.get("error"), Unfit):
        return unfit.at(place)
    code, values = _CODES.get(kind, "value-unusable"), dict[str, Value]()
    if code == "key-unknown" and key == ("convert", "program"):
        return Finding("program-travels", place, {"program": str(details["input"])})
    if code == "value-no-list" and isinstance(details["input"], Mapping):
        code, values = "value-no-tables", {"key": ".".join(str(step) for step in key if isinstance(step, str))}
    elif code in {"value-no-languages", "key-missing"}:
        values = {"key": str(key[-1])}
    elif code == "key-unknown":
        values = {"key": str(key[-1]), "near": near(str(key[-1]), _keys(model, key[:-1]))}
    elif code == "value-unknown":
        known = re.findall(r"'([^']*)'", context["expected"])
        values = {"value": str(details["input"]), "near": near(str(details["input"]), known)}
    elif code == "name-malformed":
        code, values = _SHAPES.get(context["pattern"], code), {"value": str(details["input"])}
    elif kind in _LENGTHS and context[_LENGTHS[kind]] != 1:
        code, values = "value-length", {"count": len(details["input"]), "needed": context[_LENGTHS[kind]]}
    elif kind in _LIMITS:
        values = {"limit": f"{context[_LIMITS[kind]]:g}"}
    return Finding(code, place, values)


def _keys(model: type[BaseModel], key: Key) -> list[str]:
    """The keys that the table at ``key`` may have."""
    here: Any = model
    for step in key:
        # The step into a list or a table of tables, a position or a name, is not a field.
        if isinstance(here, type) and issubclass(here, BaseModel):
            here = here.model_fields[str(step)].annotation
        else:
            here = next(_models(here))
    return [field.alias or name for name, field in next(_models(here)).model_fields.items()]


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models(argument)

"""What can be typed in: the schema of ``meeting.toml`` and a place in it go in, fields, and what lies below, come out.

A page has the fields of one table, and leads to the tables and lists in it. Which fields there are is the schema's to
say alone: a key that is added to it has a field at once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Key: TypeAlias = tuple[str | int, ...]
Kind: TypeAlias = Literal[
    "text", "number", "truth", "choice", "several", "day", "moment", "lines", "words", "word-lines"
]
Schema: TypeAlias = Mapping[str, Any]

_TAGS = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"


class UntypableError(ValueError):
    """What was typed is no value of the field's kind."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be typed in."""

    name: str
    kind: Kind
    help: str
    required: bool
    choices: tuple[str, ...] = ()
    usual: bool = False
    """What holds of a truth that is left out."""
    said: tuple[str, ...] = ()
    """What each of the choices is called, where those are the house's or the meeting's own."""


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the file: a table with its fields, a list of tables, or a map of named values."""

    kind: Literal["table", "list", "map"]
    fields: tuple[Field, ...] = ()
    below: Mapping[str, Node] = field(default_factory=dict)
    """Of a table: the tables, lists and maps in it, by key."""
    of: Node | None = None
    """Of a list or a map: what each entry is."""
    named: str = ""
    """Of a map: the pattern of its names."""


def root(schema: Schema) -> Node:
    """The whole file."""
    found = _node(schema, schema)
    assert found is not None
    return found


def node_at(node: Node, key: Key) -> Node | None:
    """What lies at a key; None for a value, or for what is not there."""
    for step in key:
        if node.kind == "table":
            found = node.below.get(str(step))
        else:
            found = node.of if isinstance(step, int) == (node.kind == "list") else None
        if found is None:
            return None
        node = found
    return node


def _node(schema: Schema, whole: Schema) -> Node | None:
    schema = _plain(schema, whole)
    if "properties" in schema:
        fields, below = [], {}
        for name, each in schema["properties"].items():
            inner = _node(each, whole)
            if inner is not None:
                below[name] = inner
            elif (made := _field(name, each, name in schema.get("required", ()), whole)) is not None:
                fields.append(made)
        return Node("table", tuple(fields), below)
    items = schema.get("items")
    if items is not None and (entry := _node(items, whole)) is not None:
        return Node("list", of=entry)
    named = [(pattern, each) for pattern, each in schema.get("patternProperties", {}).items() if pattern != _TAGS]
    if len(named) == 1:
        pattern, each = named[0]
        entry = _node(each, whole)
        if entry is None and (made := _field("", each, True, whole)) is not None:
            entry = Node("table", (made,))
        return Node("map", of=entry, named=pattern) if entry else None
    return None


def _plain(schema: Schema, whole: Schema) -> Schema:
    """Without what says that it may be left out, and with what it refers to in its place."""
    options = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(options) == 1:
        return _plain({**{key: it for key, it in schema.items() if key != "anyOf"}, **options[0]}, whole)
    if "$ref" in schema:
        found = whole["$defs"][schema["$ref"].rpartition("/")[2]]
        return {**found, **{key: it for key, it in schema.items() if key == "description"}}
    return schema


def _field(name: str, schema: Schema, required: bool, whole: Schema) -> Field | None:
    plain = _plain(schema, whole)
    optional = any(each.get("type") == "null" for each in schema.get("anyOf", ()))
    kind = _kind(plain)
    if kind is None:
        return None
    several = [each for each in plain.get("anyOf", ()) if each.get("type") != "null"]
    choices = tuple(map(str, plain.get("enum", plain.get("items", {}).get("enum", ()))))
    for each in several if kind == "choice" else ():
        choices += ("true", "false") if each.get("type") == "boolean" else _words(each)
    if kind == "truth" and optional:
        kind, choices = "choice", ("true", "false")
    return Field(
        name,
        kind,
        " ".join(str(schema.get("description", "")).split()),
        required,
        choices,
        schema.get("default") is True,
    )


def _words(schema: Schema) -> tuple[str, ...]:
    """The words that a value is one of."""
    return tuple(map(str, schema.get("enum", [schema["const"]] if "const" in schema else ())))


def _kind(schema: Schema) -> Kind | None:
    by_language = schema.get("patternProperties", {}).get(_TAGS)
    if by_language is not None and set(schema["patternProperties"]) == {_TAGS}:
        return {"string": "words", "array": "word-lines"}.get(by_language.get("type"))  # type: ignore[return-value]
    options = [each for each in schema.get("anyOf", ()) if each.get("type") != "null"]
    if len(options) == 2 and set(options[1].get("patternProperties", ())) == {_TAGS}:  # once for all, or by language
        return {"string": "words", "array": "word-lines"}.get(options[0].get("type"))  # type: ignore[return-value]
    if schema.get("enum") or (options and all(_words(each) or each.get("type") == "boolean" for each in options)):
        return "choice"
    formats = {each.get("format") for each in schema.get("anyOf", ())}
    if formats == {"date", "date-time"}:
        return "moment"
    match schema.get("type"), schema.get("format"):
        case "string", "date":
            return "day"
        case "string", "date-time":
            return "moment"
        case "string", _:
            return "text"
        case (("integer" | "number"), _):
            return "number"
        case "boolean", _:
            return "truth"
        case "array", _:
            items = schema.get("items", {})
            if items.get("enum"):
                return "several"
            return "lines" if items.get("type") == "string" else None
    return None


# --- values -----------------------------------------------------------------------------------------


def shown(made: Field, value: Any, languages: Sequence[str] = ()) -> Any:
    """A value as it stands in its field: words, or words by language, the same in each of the ``languages`` where one
    serves all; several for a choice of several."""
    if made.kind in {"words", "word-lines"}:
        of = value if isinstance(value, dict) else {} if value is None else dict.fromkeys(languages, value)
        return {tag: "\n".join(map(str, each)) if isinstance(each, list) else str(each) for tag, each in of.items()}
    if made.kind == "several":
        return [str(each) for each in value] if isinstance(value, list) else []
    if made.kind == "truth":
        return made.usual if value is None else value is True
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return "" if value is None else str(value).replace(" ", "T", 1) if made.kind == "moment" else str(value)


def typed(made: Field, words: str) -> Any:
    """What was typed, as the file has it; None for nothing. UntypableError for what is no value of its kind."""
    words = words.replace("\r\n", "\n").strip()
    if not words:
        return None
    match made.kind:
        case "lines" | "word-lines":
            return [each.strip() for each in words.split("\n") if each.strip()]
        case "number" | "day" | "moment":
            try:
                value = tomllib.loads(f"it = {words}")
            except ValueError as error:
                raise UntypableError(words) from error
            if len(value) != 1 or isinstance(value["it"], (str, list, dict, bool)):
                raise UntypableError(words)
            return value["it"]
        case "choice" if words in {"true", "false"} and words in made.choices:
            return words == "true"
    return words


def serves_all(made: Field, value: Any) -> bool:
    """Whether words stand in the file once for all languages."""
    return made.kind in {"words", "word-lines"} and isinstance(value, str | list)


def asked(made: Field, languages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The inputs of a field, with the language of each."""
    if made.kind in {"words", "word-lines"}:
        yield from ((f"{made.name}.{tag}", tag) for tag in languages)
    else:
        yield made.name, ""

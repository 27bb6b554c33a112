"""The models of the settings files go in, their JSON Schema comes out, with what is said of each field below it.

The words are read from the source, where people read them; pydantic would look them up at every start of the program.
"""

from __future__ import annotations

import ast
import inspect
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from pipeline.load import deadlines, desk, letter, passwords, pictures, schema, venues


@cache
def json_schema(model: type[BaseModel]) -> dict[str, Any]:
    """The JSON Schema of a model of :mod:`pipeline.load.schema`."""
    models: list[type[BaseModel]] = []
    for module in (passwords, letter, venues, deadlines, pictures, desk, schema):
        for found in ast.parse(inspect.getsource(module)).body:
            if isinstance(found, ast.ClassDef):
                table: type[BaseModel] = getattr(module, found.name)
                models.append(table)
                _describe(table, found)
    for table in models:
        table.model_rebuild(force=True)
    return model.model_json_schema()


def _describe(table: type[BaseModel], source: ast.ClassDef) -> None:
    for line, words in pairwise(source.body):
        if isinstance(line, ast.AnnAssign) and isinstance(words, ast.Expr) and isinstance(line.target, ast.Name):
            table.model_fields[line.target.id].description = inspect.cleandoc(ast.literal_eval(words.value))

"""Writes docs/meeting.schema.json and docs/config.schema.json, with which editors complete the two files.

Takes nothing. A test fails when the files are not what this would write.
"""

from __future__ import annotations

import ast
import inspect
import json
from itertools import pairwise
from pathlib import Path

from pydantic import BaseModel

from pipeline.load import deadlines, letter, passwords, pictures, schema, venues
from pipeline.load.schema import ConfigTable, MeetingTable

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCHEMAS: dict[str, type[BaseModel]] = {"meeting": MeetingTable, "config": ConfigTable}


def written(model: type[BaseModel]) -> str:
    _describe()
    return json.dumps(model.model_json_schema(), indent=2, ensure_ascii=False) + "\n"


def _describe() -> None:
    """Give each field the words below it in the source, which pydantic would look up at every start of the program."""
    models: list[type[BaseModel]] = []
    for module in (passwords, letter, venues, deadlines, pictures, schema):
        for found in ast.parse(inspect.getsource(module)).body:
            if not isinstance(found, ast.ClassDef):
                continue
            model: type[BaseModel] = getattr(module, found.name)
            models.append(model)
            for line, words in pairwise(found.body):
                if (
                    isinstance(line, ast.AnnAssign)
                    and isinstance(words, ast.Expr)
                    and isinstance(line.target, ast.Name)
                ):
                    model.model_fields[line.target.id].description = inspect.cleandoc(ast.literal_eval(words.value))
    for model in models:
        model.model_rebuild(force=True)


if __name__ == "__main__":
    for name, model in SCHEMAS.items():
        (DOCS / f"{name}.schema.json").write_text(written(model), encoding="utf-8")

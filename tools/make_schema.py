"""Writes docs/meeting.schema.json and docs/config.schema.json, with which editors complete the two files.

Takes nothing. A test fails when the files are not what this would write.
"""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from pipeline.load.described import json_schema
from pipeline.load.schema import ConfigTable, MeetingTable

DOCS = Path(__file__).resolve().parent.parent / "docs"
SCHEMAS: dict[str, type[BaseModel]] = {"meeting": MeetingTable, "config": ConfigTable}


def written(model: type[BaseModel]) -> str:
    return json.dumps(json_schema(model), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, model in SCHEMAS.items():
        (DOCS / f"{name}.schema.json").write_text(written(model), encoding="utf-8")

"""Words to begin a meeting with: a house and a language go in, what ``templates/<tag>/examples.toml`` has comes out, as
TOML writes it; a house that has none takes those that ship.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.folders import SHIPPED
from pipeline.toml import read_toml

FILE = "examples.toml"


def examples_in(root: Path, language: str) -> Mapping[str, str] | None:
    """The words of a language, by key; None where nobody has written any. ConfigError for a file that can't be read."""
    for folder in (root / "templates", SHIPPED):
        if (path := folder / language / FILE).is_file():
            data, _ = read_toml(path, ConfigError)
            whole = {"enclosure": str(data.pop("enclosure", ""))}
            return whole | {key: json.dumps(words, ensure_ascii=False) for key, words in data.items()}
    return None

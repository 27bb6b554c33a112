"""Words to begin a meeting with: a house and a language go in, what ``templates/<tag>/examples.toml`` has comes out, as
TOML writes it; a house that has none takes those that ship.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.folders import SHIPPED
from pipeline.toml import read_toml

FILE = "examples.toml"
NAMES = ("Name Surname", "Second Surname")
"""Of those who sign."""
_NOBODYS = ("title", "event", "subject", "address", "body", "title_of_circular", "subject_of_circular")
"""What no meeting has as it is; the name of a hall, or what a secretary is called, may be what somebody means."""


def examples_in(root: Path, language: str) -> Mapping[str, str] | None:
    """The words of a language, by key; None where nobody has written any. ConfigError for a file that can't be read."""
    for folder in (root / "templates", SHIPPED):
        if (path := folder / language / FILE).is_file():
            data, _ = read_toml(path, ConfigError)
            whole = {"enclosure": str(data.pop("enclosure", ""))}
            return whole | {key: json.dumps(words, ensure_ascii=False) for key, words in data.items()}
    return None


def nobodys(root: Path, languages: Iterable[str]) -> frozenset[str]:
    """The words of examples that no meeting of its own has, in these languages. ConfigError as :func:`examples_in`."""
    known = (examples_in(root, language) or {} for language in languages)
    said = [json.loads(each[key]) for each in known for key in _NOBODYS if key in each]
    return frozenset((*NAMES, *(words for each in said for words in ([each] if isinstance(each, str) else each))))

"""What is left in documents, as patterns in all languages: a name of ``leftovers.toml`` goes in, they come out."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def patterns(name: str) -> tuple[re.Pattern[str], ...]:
    """Those of every language that has some by this name; a page is in any."""
    return tuple(re.compile(own[name]) for own in _data().values() if name in own)


def has(name: str, words: str) -> bool:
    """Whether words have what a pattern looks for.

    >>> has("numbered", "Page 1 of 1"), has("numbered", "Page one of the treaty")
    (True, False)
    """
    return any(each.search(words) for each in patterns(name))


@cache
def _data() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("leftovers.toml").read_text(encoding="utf-8"))

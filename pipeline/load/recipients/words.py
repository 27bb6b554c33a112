"""The words of lists: a heading or the words of a cell go in, what they stand for comes out.

They are in ``words.toml``, in six languages, so that an office's list is read as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, TypeAlias

from pipeline.folding import folded

Kind: TypeAlias = Literal["headings", "categories", "genders", "ranks", "languages"]

_TABLE = Path(__file__).parent / "words.toml"
_PARTS = re.compile(r"[\n/|()–—]| - ")


@cache
def known(kind: Kind) -> Mapping[str, tuple[str, ...]]:
    """The words of a kind, by what they stand for; the first of each is the usual one."""
    return MappingProxyType({key: tuple(words) for key, words in _tables()[kind].items()})


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads(_TABLE.read_text(encoding="utf-8"))


@cache
def _by_word(kind: Kind) -> Mapping[str, str]:
    return MappingProxyType({folded(word): key for key, words in known(kind).items() for word in (key, *words)})


def meaning(kind: Kind, words: str) -> str | None:
    """What words stand for; None for those of nothing that is known. A cell or a heading may have two languages.

    >>> meaning("headings", "Courriel"), meaning("headings", "État / State"), meaning("headings", "Адрес 2")
    ('email', 'state', 'address')
    >>> meaning("genders", "г-жа"), meaning("ranks", "Représentante permanente"), meaning("ranks", "Clown")
    ('feminine', 'ambassador', None)
    """
    by_word = _by_word(kind)
    if (whole := by_word.get(folded(words))) is not None:
        return whole
    if kind != "headings":
        return None
    return next((by_word[part] for part in _parts(words) if part in by_word), None)


def _parts(words: str) -> Iterator[str]:
    for part in (words, *_PARTS.split(words)):
        yield folded(part)
        yield folded(part).rstrip("0123456789")

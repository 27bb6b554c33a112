"""What ``config.toml`` may say of the house's words, as a pydantic model."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.load.values import Plain, Tag

KINDS = (".csv", ".tbx")
_DICTIONARY = r"^[A-Za-z]{2,3}([_-][A-Za-z0-9]+)*$"


def _list_of_terms(name: str) -> str:
    return _beside(name, KINDS, "terms-place")


def _list_of_words(name: str) -> str:
    return _beside(name, (".txt",), "own-words-place")


def _beside(name: str, kinds: tuple[str, ...], code: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or path.suffix.lower() not in kinds or ":" in name:
        raise Unfit(code, name=name)
    return path.as_posix()


class WordsTable(Table):
    terms: Annotated[Plain, AfterValidator(_list_of_terms)] | None = None
    """The house's list of terms, a file beside config.toml or in a folder below: "terms.csv", with the columns
    language, write and not; or a .tbx."""
    spelling: dict[Tag, Annotated[str, Field(pattern=_DICTIONARY)]] = Field(default_factory=dict)
    """The Hunspell dictionaries by which spelling is looked at, by language, where the machine has them: fr = "fr",
    en = "en_GB"."""
    own: Annotated[Plain, AfterValidator(_list_of_words)] | None = None
    """The house's own words, which dictionaries don't know: a text file beside config.toml, a word a line."""

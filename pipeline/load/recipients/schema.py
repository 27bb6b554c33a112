"""What ``templates/<tag>/recipients.toml`` may hold: the words of lists of recipients in one language."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pipeline.checked import Table

_Words = list[Annotated[str, Field(min_length=1, max_length=200)]]
_Field = Literal[
    "key", "category", "state", "country", "organisation", "person", "given", "middle", "family", "rank", "title",
    "function", "gender", "language", "address", "postcode", "city", "email", "copies", "to",
]  # fmt: skip
_Category = Literal["missions", "states", "organisations", "un-system", "ngos", "focal-points", "persons"]


class BlankTable(Table):
    """The list that “papers new” writes."""

    headings: Annotated[_Words, Field(min_length=11, max_length=11)]
    """In the order of the columns."""
    categories: _Words
    ranks: _Words
    genders: _Words
    examples: list[list[str]]
    """Two recipients, cell by cell."""


class ListsTable(Table):
    """A language's file."""

    articles: _Words = []
    """What the first letters of any word may be, or not, as Arabic ال is: its words are known with it and without."""
    honorifics: _Words = []
    """What may stand before Mr and Ms, as “H.E.”: it is theirs by their rank."""
    headings: dict[_Field, _Words] = {}
    categories: dict[_Category, _Words] = {}
    genders: dict[Literal["feminine", "masculine", "several"], _Words] = {}
    ranks: dict[Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")], _Words] = {}
    languages: dict[Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$")], _Words] = {}
    """Besides what CLDR calls them."""
    list: BlankTable | None = None

"""What ``config.toml`` may say of lists of recipients, as pydantic models."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from pipeline.checked import Table
from pipeline.findings import Unfit
from pipeline.findings.hints import near
from pipeline.load.values import Plain

_FIELDS = frozenset(
    "key category state organisation person given family rank function gender language address postcode city email "
    "copies to -".split()
)


def _field_of_lists(name: str) -> str:
    if name not in _FIELDS and not re.fullmatch(r"extra\.[a-z][a-z0-9_]*", name):
        raise Unfit("heading-field", field=name, near=near(name, _FIELDS))
    return name


class RecipientsTable(Table):
    headings: dict[Plain, Annotated[str, AfterValidator(_field_of_lists)]] = Field(default_factory=dict)
    """What a column of a list is, by its heading, where that is not told by itself: "Nom du chef" = "person". A free
    column is extra.name, and "-" leaves one out."""

"""A search: a bag's facts and what is asked for go in, whether it has all of that comes out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.folding import bare

FIELDS = ("slug", "date", "symbol", "title", "recipient")
"""What a search may ask for."""


def matches(facts: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Whether a bag with these facts has all that is asked for: words in any place, in any case, with any accents.

    >>> matches({"slug": "selm-2025", "date": "2025-01-15", "titles": {"fr": "Réunion"}}, {"title": "reunion"})
    True
    >>> matches({"slug": "selm-2025", "date": "2025-01-15"}, {"date": "2024"})
    False
    """
    return all(any(bare(words) in bare(value) for value in _values(facts, field)) for field, words in wanted.items())


def _values(facts: Mapping[str, Any], field: str) -> Iterator[str]:
    enclosures = facts.get("enclosures", ())
    if field in {"slug", "date"}:
        yield str(facts.get(field, ""))
    elif field == "symbol":
        yield from (each.get("symbol", "") for each in enclosures)
    elif field == "recipient":
        yield from (*facts.get("addressees", ()), *facts.get("recipients", ()))
    else:
        yield from (*facts.get("titles", {}).values(), *facts.get("subjects", {}).values())
        for each in enclosures:
            yield from each.get("titles", {}).values()

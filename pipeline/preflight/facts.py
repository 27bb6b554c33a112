"""What a meeting says, as plain data: a package goes in, the facts that its texts are held against come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.text import plain

if TYPE_CHECKING:
    from pipeline.package import Package


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one instrument in one language."""

    title: str
    """Of the meeting, in plain words."""


def facts_of(_package: Package, words: Mapping[str, Any]) -> Facts:
    """The facts of a package, and of its letter's words as data; a parameter of its task, which is stale when one of
    them changes."""
    return Facts(title=plain(words["title"]))

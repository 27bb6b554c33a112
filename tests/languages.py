"""The languages that ship with the program, by their tags."""

from __future__ import annotations

from functools import cache

from pipeline.languages import Language, language_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
"""Those of the United Nations."""


@cache
def of(tag: str) -> Language:
    """One of them."""
    return language_of(tag)

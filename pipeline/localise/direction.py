"""A language goes in, the direction that it is written in comes out, and how figures are kept in their place there."""

from __future__ import annotations

from pipeline.languages.cldr import from_right

_RIGHT_TO_LEFT_MARK = "\u200f"


def right_to_left(language: str) -> bool:
    """Whether the language is written from right to left, as the script of its tag is.

    >>> right_to_left("ar"), right_to_left("zh"), right_to_left("ku-Arab")
    (True, False, True)
    """
    return from_right(language)


def kept_in_place(figures: str, language: str) -> str:
    """Figures or a symbol that other figures or symbols may follow, in lines from right to left, too.

    There, “I” and “(A/78/5)” after it would be one stretch from left to right (UAX #9, N1): a mark sets them apart.

    >>> len(kept_in_place("IV", "fr")), len(kept_in_place("IV", "ar"))
    (2, 3)
    """
    if not figures or figures.endswith(_RIGHT_TO_LEFT_MARK) or not right_to_left(language):
        return figures
    return figures + _RIGHT_TO_LEFT_MARK

"""The code of a language goes in, its name in another language comes out (CLDR, through Babel)."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError


def language_name(code: str, within: str) -> str:
    """The name as it stands in a running text of the language ``within``; the code itself where CLDR has none.

    >>> language_name("fr", "en"), language_name("en", "fr"), language_name("xx", "en")
    ('French', 'anglais', 'xx')
    """
    try:
        return Locale.parse(code, sep="-").get_display_name(within) or code
    except (UnknownLocaleError, ValueError):
        return code

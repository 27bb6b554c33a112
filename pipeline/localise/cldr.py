"""Nothing goes in, the version of the Unicode Common Locale Data Repository comes out."""

from __future__ import annotations

from babel.core import get_cldr_version


def cldr_version() -> str:
    """The version of the CLDR data that dates and numbers are set with: ``47``."""
    return str(get_cldr_version())

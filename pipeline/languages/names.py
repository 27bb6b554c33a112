"""What languages and States are called: a tag or a code and a language go in, CLDR's name comes out, through Babel."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from pipeline.findings import Unfit
from pipeline.languages.cldr import locale


@lru_cache(maxsize=1)
def _two_letters() -> dict[str, str]:
    """The codes of two letters, by those of three: ISO 3166-1, as CLDR's aliases have them."""
    aliases = get_global("territory_aliases")
    return {three: two[0] for three, two in aliases.items() if len(three) == 3 and three.isalpha() and len(two) == 1}


def territory(iso3: str, tag: str) -> str:
    """What CLDR calls a State. Raises Unfit for one that it has no name for.

    >>> territory("CIV", "pt"), territory("DEU", "de")
    ('Costa do Marfim', 'Deutschland')
    """
    name = locale(tag).territories.get(_two_letters().get(iso3, ""))
    if not name:
        raise Unfit("state-without-name", code=iso3, language=tag)
    return str(name)

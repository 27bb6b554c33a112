"""Where a time zone is: its name and a language go in, its city as the language calls it comes out.

The names are CLDR's exemplar cities, read through Babel; one that CLDR leaves to the zone's name is read from that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from babel import Locale
from babel.core import get_global

from pipeline.languages import Language


def city(zone: str, language: str) -> str:
    """The city of a zone; empty for one that is of no place, as ``UTC`` or ``Etc/GMT+5``.

    >>> for language in ("ar", "en", "es", "fr", "ru", "zh"): print(city("Europe/Zurich", language))
    زيورخ
    Zurich
    Zúrich
    Zurich
    Цюрих
    苏黎世
    >>> city("Africa/Cairo", "fr"), city("Asia/Kolkata", "en"), city("America/St_Johns", "en"), city("UTC", "en")
    ('Le Caire', 'Kolkata', 'St. John’s', '')
    """
    if "/" not in zone or zone.startswith("Etc/"):
        return ""
    canonical = get_global("zone_aliases").get(zone, zone)
    known = Locale.parse(language, sep="-").time_zones.get(canonical, {}).get("city")
    return str(known or zone.rpartition("/")[2].replace("_", " "))


def contracted(words: str, language: Language) -> str:
    """The words, with prepositions as they are before the names that follow them.

    >>> from pipeline.languages import language_of
    >>> french = language_of("fr")
    >>> for words in ("15 heures à Le Caire", "heure de Le Caire", "heure de Oslo"): print(contracted(words, french))
    15 heures au Caire
    heure du Caire
    heure d’Oslo
    """
    for pattern, other in _contractions(language):
        words = pattern.sub(other, words)
    return words


@lru_cache(maxsize=64)
def _contractions(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"\b{re.escape(row.words)}(?=[{re.escape(row.before) if row.before else _CAPITALS}])"), row.put)
        for row in language.table.cities.contractions or ()
    )


_CAPITALS = "A-ZÀ-Ý"

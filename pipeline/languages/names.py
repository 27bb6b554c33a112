"""What languages and States are called: a tag or a code and a language go in, CLDR's name comes out, through Babel."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from pipeline.findings import Unfit
from pipeline.languages.cldr import locale
from pipeline.languages.language import Language


def name_of(tag: str, language: str) -> str:
    """What a language is called in another; its tag where CLDR does not say. Raises Unfit for a tag that is none.

    >>> name_of("pt", "fr"), name_of("pt-BR", "en"), name_of("zh-Hant", "es")
    ('portugais', 'Brazilian Portuguese', 'chino tradicional')
    """
    names, whole = locale(language).languages, tag.replace("-", "_")
    if whole in names:
        return str(names[whole])
    return str(locale(tag).get_language_name(language.replace("-", "_")) or tag)


def name_in(tag: str, language: Language) -> str:
    """What a language is called in another: as its rows have it, or CLDR.

    >>> from pipeline.languages import language_of
    >>> name_in("en", language_of("ar")), name_in("pt", language_of("zh"))
    ('الإنكليزية', '葡萄牙语')
    """
    own = language.table.names.languages or {}
    return own[tag] if tag in own else name_of(tag, language.tag)


def called(tag: str, language: Language) -> str:
    """What a language is called in a phrase that says which language something is in, by the rows of [names].

    >>> from pipeline.languages import language_of
    >>> called("pt", language_of("ru")), called("pt", language_of("zh")), called("pt", language_of("es"))
    ('португальском', '葡萄牙文', 'portugués')
    """
    name = name_in(tag, language)
    for row in language.table.names.endings or ():
        if name.endswith(row.ends):
            return name.removesuffix(row.ends) + row.put
    return name


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

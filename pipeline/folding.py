"""Words go in; what of them counts where two are held against each other comes out."""

from __future__ import annotations

import unicodedata


def bare(words: str) -> str:
    """Without accents and capitals.

    >>> bare("Réunion de Genève")
    'reunion de geneve'
    """
    if words.isascii():
        return words.lower()
    return "".join(sign for sign in unicodedata.normalize("NFKD", words.casefold()) if not unicodedata.combining(sign))


def folded(words: str) -> str:
    """Letters and figures alone, without accents and capitals.

    >>> folded("E-Mail *"), folded("Numéro d’ordre")
    ('email', 'numerodordre')
    """
    whole = words.lower() if words.isascii() else unicodedata.normalize("NFKD", words.casefold())
    return "".join(filter(str.isalnum, whole))

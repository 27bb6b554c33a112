"""A word that is not known and those that are go in, the hint at the nearest comes out, to stand in a cure."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from pipeline.findings import Reason

_MOST = 12


def near(word: str, known: Iterable[str], most: int = _MOST) -> Reason:
    """The known word nearest to ``word``, or the known words when none is near: no more than ``most`` of them.

    >>> near("venu", ["venue", "title"])
    Reason(code='near', values={'word': 'venue'})
    >>> near("qqq", ["venue", "title"]).values, near("qqq", []).code
    ({'words': ('title', 'venue')}, 'none-known')
    >>> near("qqq", ["venue", "title"], most=0).code
    'none-near'
    """
    names = tuple(sorted(set(known)))
    found = get_close_matches(word, names, n=1, cutoff=0.6)
    if found:
        return Reason("near", {"word": found[0]})
    if not names:
        return Reason("none-known")
    if not most:
        return Reason("none-near")
    return Reason("known-and-more" if len(names) > most else "known", {"words": names[:most]})

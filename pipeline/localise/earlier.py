"""The package that a corrigendum or an addendum is about: its facts go in, the words under ``earlier`` come out."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.localise.wording import Value, Words
from pipeline.model import Earlier

NONE = Words(dict[str, Value].fromkeys(("title", "date", "reference", "notice"), "") | {"changes": ()})
"""Of a package that stands for itself: templates ask with an if."""


def earlier_words(
    earlier: Earlier, language: str, day: str, set_words: Callable[[str], str], phrase: Callable[..., str]
) -> Words:
    """Its ``title``, its ``date`` (the words ``day``) and its ``reference``; a ``notice`` that names it, and its
    ``changes``, each with what it ``was``, what it is ``now``, and both as a sentence."""
    title = set_words(earlier.title[language])
    notice = phrase("earlier.adds-to" if earlier.added_to else "earlier.corrects", title=title, date=day)
    if earlier.reference:
        notice = phrase("list.noted", title=notice, note=earlier.reference)
    changes = []
    for each in (each for each in earlier.changes if language in each.was):
        was, now = set_words(each.was[language]), set_words(each.now[language])
        changes.append(Words({"was": was, "now": now, "words": phrase("earlier.change", was=was, now=now)}))
    return Words(
        {"title": title, "date": day, "reference": earlier.reference, "notice": notice, "changes": tuple(changes)}
    )

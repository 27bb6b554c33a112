"""Lists: words and a language go in, the words joined as the language joins them come out.

CLDR (Babel's ``format_list``) differs in two places: its English has a comma before *and*, which the United Nations
Editorial Manual has not; and its Spanish never turns *y* into *e* nor *o* into *u*.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from pipeline.findings import Unfit
from pipeline.languages import Language
from pipeline.text import plain

_BEFORE_THE_WORD = re.compile(r"\W*")


def joined(words: Sequence[str], language: Language, conjunction: Literal["and", "or"] = "and") -> str:
    """The words in one list; they may carry marks. A single word is itself.

    Raises ValueError, with a sentence for people, for an empty list, and for a language without the conjunction.

    >>> from pipeline.languages import language_of
    >>> for tag in ("ar", "en", "es", "fr", "ru", "zh"):
    ...     print(joined(["A", "B", "C"], language_of(tag)), "|", joined(["A", "B"], language_of(tag), "or"))
    A وB وC | A أو B
    A, B and C | A or B
    A, B y C | A o B
    A, B et C | A ou B
    A, B и C | A или B
    A、B和C | A或B
    >>> spanish = language_of("es")
    >>> joined(["Francia", "Italia"], spanish), joined(["agua", "hielo"], spanish), joined(["7", "8"], spanish, "or")
    ('Francia e Italia', 'agua y hielo', '7 u 8')
    """
    if not words:
        raise ValueError("a list needs at least one word")
    rules = language.lists
    *others, last = words
    if not others:
        return last
    between = rules.conjunctions[conjunction] if rules.every else rules.between
    return between.join(others) + _conjunction(last, language, conjunction) + last


def _conjunction(last: str, language: Language, conjunction: str) -> str:
    if language.lists.exceptions:
        word = _BEFORE_THE_WORD.sub("", plain(last), count=1).casefold()
        for each in language.lists.exceptions:
            if each.conjunction == conjunction and word.startswith(each.before) and not word.startswith(each.unless):
                return each.words
    if not language.lists.conjunctions[conjunction]:
        raise Unfit("language-row-missing", key=f"lists.{conjunction}")
    return language.lists.conjunctions[conjunction]

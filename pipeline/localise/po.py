"""The lines of a gettext catalogue: its bytes go in, what a lenient reader would drop without a word comes out.

Source: the GNU gettext manual, “The Format of PO Files”. Babel takes the first and the last sign of what follows a
keyword for quotation marks, whatever they are, and of two entries keeps the later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from pipeline.findings import Unfit

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+)?"((?:[^"\\]|\\.)*)"')
_CURLY = re.compile("[“”„«»]")
_AFTER = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgctxt", "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
}
"""What an entry's lines come after; an empty word is the beginning."""

Fault: TypeAlias = tuple[int, Unfit]
"""The line, and what is wrong with it."""


def faults(catalogue: bytes) -> Iterator[Fault]:
    r"""Each line that is neither a comment nor a keyword with its words, or out of order, and each context's second.

    >>> [(line, unfit.code) for line, unfit in faults(b'msgid "a"\nmsgstr "b')]
    [(2, 'phrase-line')]
    """
    contexts: dict[str, int] = {}
    before, began, context = "", 0, ""
    for number, line in enumerate(catalogue.decode("utf-8-sig", "replace").split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _LINE.fullmatch(stripped)
        if found is None:
            code = "phrase-quotes" if _CURLY.search(stripped) and '"' not in stripped else "phrase-line"
            yield number, Unfit(code, line=stripped)
            return  # what follows can't be told
        keyword, words = found[1], found[2]
        if keyword is None:
            context += words if before == "msgctxt" else ""
            continue
        if before == "msgctxt" and contexts.setdefault(context, began) != began:
            yield began, Unfit("phrase-twice", key=context, line=contexts[context])
        kind = keyword.partition("[")[0]
        plural = "[" in keyword and before in {"msgid_plural", "msgstr"}
        if before not in _AFTER[kind] and not plural:
            code = "phrase-order" if before else "phrase-order-first"
            yield number, Unfit(code, keyword=keyword, before=before)
            return
        before = kind
        if kind == "msgctxt":
            began, context = number, words

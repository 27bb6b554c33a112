"""The lines of a gettext catalogue: its bytes go in, what a lenient reader would drop without a word comes out.

Source: the GNU gettext manual, “The Format of PO Files”. Babel takes the first and the last sign of what follows a
keyword for quotation marks, whatever they are, and of two entries keeps the later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+)?"((?:[^"\\]|\\.)*)"')
_AFTER = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgctxt", "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
}
"""What an entry's lines come after; an empty word is the beginning."""

Fault = tuple[int, str, str]
"""The line, what is wrong with it, and how to mend it."""


def faults(catalogue: bytes) -> Iterator[Fault]:
    r"""Each line that is neither a comment nor a keyword with its words, or out of order, and each context's second.

    >>> [(line, what) for line, what, mend in faults(b'msgid "a"\nmsgstr "b')]
    [(2, 'The line can\'t be read: msgstr "b')]
    """
    contexts: dict[str, int] = {}
    before, began, context = "", 0, ""
    for number, line in enumerate(catalogue.decode("utf-8-sig", "replace").split("\n"), start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        found = _LINE.fullmatch(stripped)
        if found is None:
            mend = "Put the words between two straight quotation marks, and a “\\” before each that stands within."
            yield number, f"The line can't be read: {stripped}", mend
            return  # what follows can't be told
        keyword, words = found[1], found[2]
        if keyword is None:
            context += words if before == "msgctxt" else ""
            continue
        if before == "msgctxt" and contexts.setdefault(context, began) != began:
            what = f"The phrase “{context}” stands there already, in line {contexts[context]}."
            yield began, what, "Keep one of the two."
        kind = keyword.partition("[")[0]
        plural = "[" in keyword and before in {"msgid_plural", "msgstr"}
        if before not in _AFTER[kind] and not plural:
            what = f"The line “{keyword}” comes after “{before or 'nothing'}”: a line is missing, or one too many."
            yield number, what, "A phrase has one msgctxt, one msgid and one msgstr, in that order."
            return
        before = kind
        if kind == "msgctxt":
            began, context = number, words

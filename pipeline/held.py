"""Words in a line that runs from right to left keep their own order: its text goes in, where marks belong comes out.

A reference such as 00123/2026/HYD/CHD/AN/1, a telephone number or an address of the web is taken apart by the
bidirectional algorithm (Unicode Standard Annex 9): figures before the first Latin letter count with what stands around
them, and so do signs at the end. Marks of direction hold each together. They are the old ones (LRM, RLM), as
LibreOffice writes isolates into the text of its PDFs, out of place.
"""

from __future__ import annotations

import re

LEFT, RIGHT = "\u200e", "\u200f"
_NO_BREAK, _NARROW, _JOINER = "\u00a0", "\u202f\u202f", "\u2060"
_HYPHEN = re.compile("(?<=\\S)[-\u2013](?=\\S)")
_BETWEEN_FIGURES = re.compile("(?<=[0-9]) (?=[0-9])")
_OF_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
"""Letters and signs of scripts that run from right to left."""

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_SIGN = "[-/.:_@&#~=?+,']"
_MOST = 100
"""Pieces of a reference, and signs before its letters: none is as long."""
_PIECE = rf"[{_LETTER}0-9]+(?:{_SIGN}+[{_LETTER}0-9]+){{0,{_MOST}}}"
_MARKED = f"{LEFT}[^{RIGHT}\t]*(?:{RIGHT}|$)|[\u2066-\u2068][^\u2069]*\u2069|[\u202a\u202d][^\u202c]*\u202c"
"""What somebody has held together by hand."""
_STRETCH = re.compile(
    rf"{_MARKED}|(?<![{_LETTER}0-9])(?<![{_LETTER}0-9]{_SIGN})(?P<held>"
    # figures, a sign or a space, and letters after them; or letters and signs that end them
    rf"(?:[0-9]++[-/.:_ ]++){{1,{_MOST}}}+(?=[-/.:_0-9]{{0,{_MOST}}}[{_LETTER}]){_PIECE}(?:[ \u00a0]{_PIECE})*[/+#=]*"
    rf"|(?=[{_LETTER}0-9])(?=[^ ]{{0,{_MOST}}}[{_LETTER}]){_PIECE}[/+#=]+(?![{_LETTER}0-9])"
    # telephone numbers, figures in three groups or more, days as computers write them
    rf"|\+ ?[0-9]+(?:[ \u00a0./()-]+[0-9]+)*|[0-9]+(?:[ \u00a0][0-9]+){{2,}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf")(?![{_LETTER}0-9])"
)


def whole(typed: str, *, right_to_left: bool) -> str:
    """A reference, a symbol or a number that no line breaks, and that keeps its order in lines from right to left.

    A word joiner follows each hyphen: it is not seen, and not in the text of a PDF, where a hyphen that breaks no line
    would be another sign (Unicode Standard Annex 14, WJ). In lines from right to left two narrow spaces, as wide
    as one, part groups of figures: browsers copy those that others part in the order of the line.

    >>> whole("AB-1 2024", right_to_left=False) == "AB-\u2060" + "1\u00a02024"
    True
    >>> whole("2024-15 7", right_to_left=True) == "\u200e2024-\u2060" + "15\u202f\u202f7\u200f"
    True
    """
    kept = _HYPHEN.sub(rf"\g<0>{_JOINER}", typed.strip())
    if not right_to_left or not kept or _OF_THE_RIGHT.search(kept):
        return kept.replace(" ", _NO_BREAK)
    kept = _BETWEEN_FIGURES.sub(_NARROW, kept).replace(" ", _NO_BREAK)
    return f"{LEFT}{kept}{RIGHT if kept[-1].isalnum() else LEFT + RIGHT}"


def held(text: str) -> list[tuple[int, str]]:
    """Where in the words of a paragraph a mark belongs, and which, in order.

    >>> shown = {"\u200e": "<", "\u200f": ">", "\u200e\u200f": "<>"}
    >>> def marked(text):
    ...     for place, mark in reversed(held(text)):
    ...         text = text[:place] + shown[mark] + text[place:]
    ...     return text
    >>> marked("المرجع: 00123/2026/AN/1 في 12"), marked("C++"), marked("CMAA, 5RC, A/78/1, 18-20, 2024/05")
    ('المرجع: <00123/2026/AN/1> في 12', '<C++<>', 'CMAA, 5RC, A/78/1, 18-20, 2024/05')
    """
    found: list[tuple[int, str]] = []
    for match in _STRETCH.finditer(text):
        if match["held"]:
            found += [
                (match.start(), LEFT),
                (match.end(), RIGHT if text[match.end() - 1].isalnum() else LEFT + RIGHT),
            ]
    return found

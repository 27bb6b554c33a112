"""Words in a line that runs from right to left keep their own order: paragraphs go in, and are changed in place.

A reference such as 00123/2026/HYD/CHD/AN/1, a telephone number or an address of the web is taken apart by the
bidirectional algorithm (Unicode Standard Annex 9): figures before the first Latin letter count with what stands around
them, and so do signs at the end. Marks of direction hold each together. They are the old ones (LRM, RLM), as
LibreOffice writes isolates into the text of its PDFs, out of place.
"""

from __future__ import annotations

import re

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEFT, _RIGHT = "\u200e", "\u200f"

_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_SIGN = "[-/.:_@&#~=?+,']"
_PIECE = rf"[{_LETTER}0-9]+(?:{_SIGN}+[{_LETTER}0-9]+)*"
_MARKED = f"{_LEFT}[^{_RIGHT}\t]*(?:{_RIGHT}|$)|[\u2066-\u2068][^\u2069]*\u2069|[\u202a\u202d][^\u202c]*\u202c"
"""What somebody has held together by hand."""
_STRETCH = re.compile(
    rf"{_MARKED}|(?<![{_LETTER}0-9])(?<![{_LETTER}0-9]{_SIGN})(?P<held>"
    # figures, a sign or a space, and letters after them; or letters and signs that end them
    rf"(?:[0-9]+[-/.:_ ]+)+(?=[-/.:_0-9]*[{_LETTER}]){_PIECE}(?:[ \u00a0]{_PIECE})*[/+#=]*"
    rf"|(?=[^ ]*[{_LETTER}]){_PIECE}[/+#=]+(?![{_LETTER}0-9])"
    # telephone numbers, figures in three groups or more, days as computers write them
    rf"|\+ ?[0-9]+(?:[ \u00a0./()-]+[0-9]+)*|[0-9]+(?:[ \u00a0][0-9]+){{2,}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}"
    rf")(?![{_LETTER}0-9])"
)
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")


def hold_together(root: etree._Element) -> None:
    """Puts marks around what keeps its order, in every paragraph below ``root`` that runs from right to left."""
    for paragraph in root.iter(f"{_W}p"):
        nodes = [node for node in paragraph.iter(*_SPACED) if next(node.iterancestors(f"{_W}p")) is paragraph]
        text = "".join(map(_text, nodes))
        if (marks := held(text)) and (_RIGHT_TO_LEFT.search(text) or _turned(paragraph)):
            _mark(nodes, marks)


_SPACED = tuple(f"{_W}{name}" for name in ("t", "tab", "ptab", "br"))


def _text(node: etree._Element) -> str:
    return node.text or "" if node.tag == f"{_W}t" else "\t"


def _turned(paragraph: etree._Element) -> bool:
    """Whether the paragraph itself says that it runs from right to left (ECMA-376-1, 17.3.1.6)."""
    bidi = paragraph.find(f"{_W}pPr/{_W}bidi")
    return bidi is not None and bidi.get(f"{_W}val", "1") not in {"0", "false", "off"}


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
                (match.start(), _LEFT),
                (match.end(), _RIGHT if text[match.end() - 1].isalnum() else _LEFT + _RIGHT),
            ]
    return found


def _mark(nodes: list[etree._Element], marks: list[tuple[int, str]]) -> None:
    end = sum(len(_text(node)) for node in nodes)
    waiting = list(marks)
    for node in reversed(nodes):
        words = _text(node)
        end -= len(words)
        changed = words
        # What begins a stretch stands in the text that it begins, what ends it in the text that it ends.
        while waiting and (waiting[-1][0] > end or (waiting[-1][0] == end and waiting[-1][1] == _LEFT)):
            place, mark = waiting.pop()
            changed = changed[: place - end] + mark + changed[place - end :]
        if changed != words:
            node.text = changed

"""Marks hold words together in lines that run from right to left: paragraphs go in, and are changed in place."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.held import LEFT, held
from pipeline.merge.part import W

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufeff]")


def hold_together(root: etree._Element) -> None:
    """Puts marks around what keeps its order, in every paragraph below ``root`` that runs from right to left."""
    for paragraph in root.iter(f"{W}p"):
        nodes = [node for node in paragraph.iter(*_SPACED) if next(node.iterancestors(f"{W}p")) is paragraph]
        text = "".join(map(_text, nodes))
        if (marks := held(text)) and (_RIGHT_TO_LEFT.search(text) or _turned(paragraph)):
            _mark(nodes, marks)


_SPACED = tuple(f"{W}{name}" for name in ("t", "tab", "ptab", "br"))


def _text(node: etree._Element) -> str:
    return node.text or "" if node.tag == f"{W}t" else "\t"


def _turned(paragraph: etree._Element) -> bool:
    """Whether the paragraph itself says that it runs from right to left (ECMA-376-1, 17.3.1.6)."""
    bidi = paragraph.find(f"{W}pPr/{W}bidi")
    return bidi is not None and bidi.get(f"{W}val", "1") not in {"0", "false", "off"}


def _mark(nodes: list[etree._Element], marks: list[tuple[int, str]]) -> None:
    end = sum(len(_text(node)) for node in nodes)
    waiting = list(marks)
    for node in reversed(nodes):
        words = _text(node)
        end -= len(words)
        changed = words
        # What begins a stretch stands in the text that it begins, what ends it in the text that it ends.
        while waiting and (waiting[-1][0] > end or (waiting[-1][0] == end and waiting[-1][1] == LEFT)):
            place, mark = waiting.pop()
            changed = changed[: place - end] + mark + changed[place - end :]
        if changed != words:
            node.text = changed

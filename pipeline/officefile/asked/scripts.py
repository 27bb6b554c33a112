"""The kinds of letters that office programs have fonts of their own for: a text goes in, those that it has come out."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias

Script: TypeAlias = Literal["latin", "asian", "complex"]
"""ECMA-376-1, 17.3.2.26, and ODF 1.3-3, 20.193 and 20.194: Western letters, East Asian signs, and what is joined or
runs from right to left."""

_STRONG: dict[Script, re.Pattern[str]] = {
    "asian": re.compile(
        "[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
    ),
    "complex": re.compile("[\u0590-\u109f\u1780-\u18af\ufb1d-\ufdff\ufe70-\ufeff]"),
    "latin": re.compile("[A-Za-zªµº\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u058f\u10a0-\u10ff\u1e00-\u1fff\ua640-\ua69f]"),
}  # fmt: skip


class Reading:
    """A text read piece by piece: figures and signs belong to the letters before them in a paragraph."""

    def __init__(self) -> None:
        self._last: Script = "latin"

    def paragraph(self) -> None:
        """A new one begins."""
        self._last = "latin"

    def scripts(self, text: str) -> list[Script]:
        """Those that a piece has; none for one that shows nothing."""
        if not text or text.isspace():
            return []
        found = [script for script, letters in _STRONG.items() if letters.search(text)] or [self._last]
        self._last = found[-1] if self._last not in found else self._last
        return found

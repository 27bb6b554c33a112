"""Font files go in; which of some words' signs none of them has comes out.

LibreOffice takes what a font lacks from any other that it sees; what none has is printed as a box.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from unicodedata import category

import uharfbuzz as hb

_EVERYWHERE = 0x250
"""The first sign behind those of Latin letters, which are in every font of text."""


class Signs:
    """What fonts have; each sign is looked for once."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._files, self._fonts = iter(files), list[hb.Font]()
        self._lacking: dict[str, bool] = {}

    def lacking(self, words: str) -> str:
        """The letters, figures and symbols of words that none has, each once."""
        for sign in words:
            if sign not in self._lacking:
                told = ord(sign) >= _EVERYWHERE and category(sign)[0] in "LNS"
                self._lacking[sign] = told and not self._has(ord(sign))
        return "".join(sign for sign in dict.fromkeys(words) if self._lacking[sign])

    def _has(self, code: int) -> bool:
        if any(font.get_nominal_glyph(code) for font in self._fonts):
            return True
        for path in self._files:
            try:
                self._fonts.append(hb.Font(hb.Face(hb.Blob.from_file_path(str(path)))))
            except (OSError, hb.HarfBuzzError):
                continue
            if self._fonts[-1].get_nominal_glyph(code):
                return True
        return False

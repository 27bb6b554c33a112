"""The names of the enclosures' files go in; which enclosure a link between files leads to comes out.

In a bundle the file that a link names is not beside it any more: it is in it. ISO 32000-2, 12.6.4.3 (remote go-to),
12.6.4.6 (launch), 12.6.4.8 (URI), 7.11 (file specifications).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from unicodedata import normalize
from urllib.parse import unquote

from pikepdf import Array, Dictionary, Name, Object, String

from pipeline.model import Part
from pipeline.pdf.objects import integer, spelt

_PAGE = re.compile(r"(?:^|&)page=(\d+)")
_NAMED = re.compile(r"(?:^|&)(?:nameddest=)?([^=&]+)$")
"""RFC 8118, 3: what may stand behind the ``#`` of an address of a PDF; a fragment alone is a name."""


class Siblings:
    """The enclosures of a bundle, by the names of their files. A name that two of them have is none's."""

    def __init__(self, parts: Iterable[Part]) -> None:
        self._positions: dict[str, int | None] = {}
        for part in parts:
            if part.kind == "enclosure" and part.position is not None:
                for name in {_folded(name) for name in part.names}:
                    known = self._positions.setdefault(name, part.position)
                    if known != part.position:
                        self._positions[name] = None

    def find(self, address: str) -> tuple[int, Any] | None:
        """The position of the enclosure whose file ``address`` names, whatever its folders, and where in it."""
        path, _, fragment = address.partition("#")
        position = self._positions.get(_folded(path))
        if position is None:
            return None
        page, name = _PAGE.search(fragment), _NAMED.search(fragment)
        if page:
            return position, max(0, int(page[1]) - 1)
        return position, String(unquote(name[1])) if name else None

    def led_to(self, action: Dictionary) -> tuple[int, Any] | None:
        """The same of an action; None for one that leads to no enclosure's file."""
        kind = action.get(Name.S)
        if kind == Name.URI:
            address = spelt(action.get(Name.URI, ""))
            # A name alone, or a file of the author's machine; what the web has under such a name is not ours.
            local = ":" not in address.partition("#")[0] or address.lower().startswith("file:")
            return self.find(address) if local and not address.startswith("#") else None
        if kind not in (Name.GoToR, Name.Launch):
            return None
        found = self.find(_file_name(action.get(Name.F)))
        if found is None or kind == Name.Launch:
            return found
        return found[0], _remote(action.get(Name.D))


def _remote(target: Object | None) -> Any:
    """A destination in another file: its pages are numbers, from 0 (12.3.2.2)."""
    if isinstance(target, (String, Name)):
        return target
    return target if isinstance(target, Array) and len(target) and integer(target[0]) is not None else None


def _file_name(file: Object | None) -> str:
    if isinstance(file, Dictionary):
        file = file.get(Name.UF) or file.get(Name.F)
    return str(file) if isinstance(file, String) else ""


def _folded(path: str) -> str:
    """The last name of a path, in one spelling: systems differ in case and in how they compose accents."""
    return normalize("NFC", re.split(r"[/\\\\]", unquote(path).strip())[-1]).casefold()

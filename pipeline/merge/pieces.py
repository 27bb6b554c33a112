"""The body of a letter goes in as it was filled in; it comes out with a stand-in for each child that other letters have
as well, which is made final once.

Most of a letter is in all letters of a batch. What counts, names or begins something is no piece: each has its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import takewhile
from typing import NamedTuple

from lxml import etree

from pipeline.merge.document import as_compared
from pipeline.merge.part import W
from pipeline.merge.said import Said, text_of, together
from pipeline.text import DRAWING

_STAND_IN = f"{W}piece"
"""Stands for a piece, by its number; without one, before a child that is none yet."""
_WRITTEN = re.compile(rb'<w:piece n="(\d+)"/>')
_PARAGRAPH = ("<w:p>", "<w:p ", "<w:p/>")
_MOST = 1000
"""Pieces that are held."""


class _Piece(NamedTuple):
    xml: bytes
    text: str
    compared: str
    said: Said


class Pieces:
    """Those of one template's letters."""

    def __init__(self, said: Callable[[etree._Element], Said], is_own: Callable[[etree._Element], bool]) -> None:
        """``said`` tells what an element says, ``is_own`` whether each letter must have one of its own."""
        self._tell, self._is_own = said, is_own
        self._numbers: dict[str, int] = {}
        """By what a piece was before it was final."""
        self._pieces: list[_Piece] = []

    def parted(self, children: Sequence[str]) -> tuple[str, list[str]]:
        """The children of a body that were filled in, with stand-ins; and those that have none, to be kept once they
        are final."""
        # a letter begins and ends in a way of its own
        ends = [at for at, each in enumerate(children) if each.startswith(_PARAGRAPH)]
        inner = range(ends[0] + 1, ends[-1]) if ends else range(0)
        source: list[str] = []
        news: list[str] = []
        for at, child in enumerate(children):
            number = self._numbers.get(child) if at in inner else None
            if number is not None:
                source.append(f'<w:piece n="{number}"/>')
            else:
                source += ("<w:piece/>", child)
                news.append(child if at in inner and DRAWING not in child else "")  # drawings are counted
        return "".join(source), news

    def keep(self, body: etree._Element, news: Sequence[str]) -> None:
        """Puts stand-ins in the place of ``news`` that are final now and may be in other letters as well."""
        written = etree.tostring(body, encoding="UTF-8").split(b"<w:piece/>")[1:]
        begun = [each for each in body.findall(_STAND_IN) if not each.attrib]
        for stand_in, new, xml in zip(begun, news, written, strict=True):
            made = list(takewhile(lambda each: each.tag != _STAND_IN, stand_in.itersiblings()))
            if not new or len(self._pieces) >= _MOST or any(map(self._is_own, made)):
                body.remove(stand_in)
                continue
            stand_in.set("n", str(len(self._pieces)))
            self._numbers[new] = len(self._pieces)
            text = "".join(map(text_of, made))
            all_said = together(map(self._tell, made))
            self._pieces.append(_Piece(xml.partition(b"<w:piece ")[0], text, as_compared(text), all_said))
            for each in made:
                body.remove(each)

    def text(self, body: etree._Element) -> str:
        """All that is in a body, pieces and all."""
        return "".join(piece.text if (piece := self._of(each)) else text_of(each) for each in body)

    def compared(self, body: etree._Element) -> str:
        """The same, as it is compared with what the body is to say."""
        return "".join(piece.compared if (piece := self._of(each)) else as_compared(text_of(each)) for each in body)

    def said(self, body: etree._Element) -> Said:
        """What a body says, pieces and all."""
        return together(piece.said if (piece := self._of(each)) else self._tell(each) for each in body)

    def _of(self, child: etree._Element) -> _Piece | None:
        number = child.get("n") if child.tag == _STAND_IN else None
        return None if number is None else self._pieces[int(number)]

    def put_in(self, data: bytes, *, once: bool = False) -> bytes:
        """The pieces in the place of their stand-ins, in a part that was written; each ``once``, or everywhere."""
        left = [each.xml for each in self._pieces]

        def piece(stand_in: re.Match[bytes]) -> bytes:
            number = int(stand_in[1])
            xml = left[number]
            if once:
                left[number] = b""
            return xml

        return _WRITTEN.sub(piece, data)

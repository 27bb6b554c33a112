"""A picture as a page of one of many letters draws it goes in; that which stands there in the letter alone comes out.

Where the letter to nobody leads the others, theirs may be proxies (:mod:`pipeline.proxies`) for its own: what is drawn
in the same place is the same picture.
"""

from __future__ import annotations

from typing import Any

from pipeline.convert.split.unlike import UnlikeError
from pipeline.proxies import HEIGHT, WIDTH, number_of


class Pictures:
    """The pictures of a file."""

    def __init__(self) -> None:
        self._placed: dict[bytes, Any] = {}
        """What the letter to nobody draws, by place; None where it draws several things."""
        self._led = False
        self._of: dict[int, Any] = {}
        """What each proxy stands for."""

    def lead(self) -> None:
        """What was drawn so far is the letter to nobody's."""
        self._led = True

    def drawn(self, picture: Any, place: bytes) -> tuple[Any, int | None]:
        """What stands in the place of ``picture``, and the number of the proxy that it is. UnlikeError where nothing is
        known to stand there."""
        if not self._led:
            known = self._placed.setdefault(place, picture)
            if known is not None and known.objgen != picture.objgen:
                self._placed[place] = None
            return picture, None
        if (picture.Width, picture.Height) != (WIDTH, HEIGHT):
            return picture, None
        number = number_of(picture.read_bytes())
        if number is None:
            return picture, None
        if self._of.setdefault(number, self._placed.get(place)) is None:
            raise UnlikeError("alone-drawings")
        return self._of[number], number

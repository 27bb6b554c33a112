"""A PDF file goes in, its first page comes out as a small JPEG picture, or the web addresses that its pages show.

What can't be drawn is an empty file.
"""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError

from pipeline.pdf.pdfium import PDFIUM

WIDTH, HEIGHT = 200, 283
"""The most that a picture has, in pixels: an A4 page at 24 pixels an inch."""
_QUALITY = 82
_SCREEN = 96
"""Pixels an inch."""
_ADDRESS = re.compile(r"https?://[^\s<>\"“”«»،，。]+")
_AFTER = ".,;:!?)]}'’"
"""What ends a sentence, and no address."""


def draw_first_page(source: Path, target: Path) -> None:
    """Write the picture of the first page of ``source``, in its own proportions, within the size above."""
    target.write_bytes(_drawn(source))


def draw_pages(source: Path, count: int) -> list[bytes]:
    """The first pages of ``source``, ``count`` of them if there are so many, as PNG at the size of a screen."""
    drawn: list[bytes] = []
    with PDFIUM, PdfDocument(source) as document:
        for number in range(min(count, len(document))):
            page = document[number]
            bitmap = page.render(scale=_SCREEN / 72, rev_byteorder=True)
            out = BytesIO()
            bitmap.to_pil().convert("RGB").save(out, "PNG", optimize=True)
            drawn.append(out.getvalue())
            bitmap.close()
            page.close()
    return drawn


def shown_addresses(source: Path) -> dict[str, list[int]]:
    """The web addresses that the pages show, each with its pages, from 1; none of a file that can't be read."""
    found: dict[str, list[int]] = {}
    with suppress(PdfiumError, OSError, ValueError), PDFIUM, PdfDocument(source) as document:
        for number, page in enumerate(document, start=1):
            text = page.get_textpage()
            for address in dict.fromkeys(_ADDRESS.findall(text.get_text_range())):
                found.setdefault(address.rstrip(_AFTER), []).append(number)
            text.close()
            page.close()
    return found


def _drawn(source: Path) -> bytes:
    try:
        with PDFIUM, PdfDocument(source) as document:
            page = document[0]
            width, height = page.get_size()
            bitmap = page.render(scale=min(WIDTH / width, HEIGHT / height), rev_byteorder=True)
            picture = bitmap.to_pil().convert("RGB")
            bitmap.close()  # now: what is left to be cleared up is cleared up by a thread that does not hold the lock
            page.close()
    except (PdfiumError, OSError, ValueError, ZeroDivisionError):
        return b""
    drawn = BytesIO()
    picture.save(drawn, "JPEG", quality=_QUALITY)
    return drawn.getvalue()

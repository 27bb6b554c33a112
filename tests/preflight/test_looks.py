"""Scans that are enclosed twice: those of one paper are found, and those of another are not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.preflight.document import Document, Read
from pipeline.preflight.facts import Facts
from pipeline.preflight.listed import scans
from pipeline.preflight.looks import alike, look_of
from tests.pdfs import font

HEAD = "Secretariat of the Convention\n7bis Avenue de la Paix, Geneva"
LETTER = (
    "Sir,\n\nI have the honour to send you the report of the\nexpert who went there in March, and of what\nshe found."
)
ANOTHER = "Sir,\n\nThank you for your letter of 3 March, which the\nExecutive Secretary read with interest. We\nare."


def scan(path: Path, *pages: str, dpi: int = 100, quality: int = 85, shift: int = 0) -> Path:
    """Pages on one letterhead, as a scanner saves them."""
    own = ImageFont.truetype(str(font("Carlito-Regular.ttf")), 40)
    drawn = []
    for words in pages:
        page = Image.new("L", (1654, 2338), 250)
        draw = ImageDraw.Draw(page)
        draw.multiline_text((200 + shift, 200), HEAD, font=own, fill=20)
        draw.multiline_text((200 + shift, 600), words, font=own, fill=20, spacing=20)
        drawn.append(page.resize((1654 * dpi // 200, 2338 * dpi // 200)))
    drawn[0].save(path, "PDF", save_all=True, append_images=drawn[1:], resolution=dpi, quality=quality)
    return path


def told(*files: Path) -> list[str]:
    enclosures = (
        Document("enclosure", each.name, "en", (), str(number), each.stem, look=look_of(each))
        for number, each in enumerate(files, 1)
    )
    read = Read("invitation", "en", Facts("Meeting", date(2024, 1, 1)), tuple(enclosures))
    return [f"{each.place.enclosure} as {each.values['number']}" for each in scans(read)]


@pytest.mark.parametrize(("dpi", "quality"), [(100, 85), (72, 85), (200, 40), (150, 20)])
def test_a_scan_is_known_in_another_size_and_strength(tmp_path: Path, dpi: int, quality: int) -> None:
    first = scan(tmp_path / "a.pdf", LETTER)
    other = scan(tmp_path / "b.pdf", ANOTHER)
    again = scan(tmp_path / "c.pdf", LETTER, dpi=dpi, quality=quality)
    assert told(first, other, again) == ["3 as 1"]


def test_letters_on_one_letterhead_are_not_one(tmp_path: Path) -> None:
    files = [scan(tmp_path / f"{at}.pdf", words) for at, words in enumerate((LETTER, ANOTHER, LETTER[:90], "Sir,"))]
    files.append(scan(tmp_path / "two.pdf", LETTER, ANOTHER))
    files.append(scan(tmp_path / "moved.pdf", LETTER, shift=40))
    assert told(*files) == []


def test_blank_pages_look_like_nothing(tmp_path: Path) -> None:
    blank = Image.new("L", (800, 1100), 250)
    for name in ("a.pdf", "b.pdf"):
        blank.save(tmp_path / name, "PDF")
    look = look_of(tmp_path / "a.pdf")
    assert look == ()
    assert not alike(look, look)
    assert told(tmp_path / "a.pdf", tmp_path / "b.pdf") == []

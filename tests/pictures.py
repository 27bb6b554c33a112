"""A path goes in, a picture for a letterhead comes out."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def logo(path: Path, size: tuple[int, int] = (600, 200)) -> Path:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    ImageDraw.Draw(image).ellipse((5, 5, size[0] - 5, size[1] - 5), outline=(20, 60, 120, 255), width=8)
    path.parent.mkdir(exist_ok=True)
    image.save(path)
    return path


def photograph(path: Path, *, turn: int = 1, mode: str = "RGB") -> Path:
    path.parent.mkdir(exist_ok=True)
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = turn, "Camera of N. N."
    Image.new(mode, (600, 400), "red").save(path, "JPEG", exif=exif, comment=b"taken at home")
    return path

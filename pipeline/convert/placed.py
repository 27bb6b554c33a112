"""A picture that letters place: a PNG or JPEG file goes in, the same without what its file says besides comes out.

Where a camera stood, what it was and who held it is nobody's affair who gets a letter. The dots stay as they are.
"""

from __future__ import annotations

import math
import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps
from pypdfium2 import PdfDocument, PdfiumError
from pypdfium2.raw import FPDFBitmap_BGRA

from pipeline.errors import MeetingError
from pipeline.findings import Finding, Key, Place, Value
from pipeline.pdf.pdfium import PDFIUM
from pipeline.pictures import dots_per_inch, fitted

_MOST_BYTES, _MOST_DOTS = 50_000_000, 50_000_000
"""A sheet of A4 at 600 dots per inch has 35 million."""
_FINEST, _POINTS = 600, 72 / 2.54
"""Dots an inch of a drawing; points of a centimetre."""
_ORIENTATION = 0x0112
"""How the camera was held (Exif 2.32, 4.6.4 A)."""
_MODES = ("1", "L", "LA", "P", "RGB", "RGBA")
"""Pillow's names for the dots that every program shows in the same way."""
_SAID = frozenset({*range(0xE1, 0xF0), 0xFE}) - {0xE2, 0xEE}
"""The markers of what a JPEG file says besides: not of its colours (ISO/IEC 10918-1, B.1.1.3; 10918-6, 6.5)."""


def settled(source: Path, key: Key, width: float, height: float, least: float) -> tuple[bytes, tuple[Finding, ...]]:
    """The picture, and that it is too coarse for its size: below ``least`` dots per inch at ``width`` and ``height``.

    ``key`` is where the meeting names it. MeetingError for one that is damaged or too large.
    """
    place = Place(str(source), key=key)
    if source.stat().st_size > _MOST_BYTES:
        raise MeetingError(Finding("picture-too-large", place, {"limit": f"{_MOST_BYTES // 1_000_000} MB"}))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Pillow's, on odd metadata; what it cannot read it raises
            with Image.open(source, formats=("PNG", "JPEG")) as image:
                if image.width * image.height > _MOST_DOTS:
                    raise Image.DecompressionBombError
                image.load()
                data, dots = _data(source, image)
    except Image.DecompressionBombError:
        limit = f"{_MOST_DOTS // 1_000_000} million dots"
        raise MeetingError(Finding("picture-too-large", place, {"limit": limit})) from None
    except (OSError, SyntaxError, ValueError):
        raise MeetingError(Finding("picture-damaged", place)) from None
    dpi = dots_per_inch(width, height, dots)
    if dpi >= least:
        return data, ()
    values: dict[str, Value] = {"dots": f"{dots[0]} × {dots[1]}", "dpi": int(dpi), "least": f"{least:g}"}
    return data, (Finding("picture-coarse", place, values),)


def drawn(pdf: Path, size: tuple[float, float], corner: float, width: float, height: float) -> bytes:
    """A drawing's page as a picture of the drawing alone, at the finest that is printed; what it lets see through, too.

    ``size`` is how wide and high the drawing is on its page, and ``corner`` how far from the page's edges it begins, in
    centimetres; ``width`` and ``height`` how large it is placed, in millimetres.
    """
    dots = (round(size[0] * 1000), round(size[1] * 1000))
    across = min(fitted(width, height, dots)[0] / 25.4 * _FINEST, math.sqrt(_MOST_DOTS * dots[0] / dots[1]))
    try:
        with PDFIUM, PdfDocument(pdf) as document:
            page = document[0]
            whole = page.get_size()
            left, up = (each * _POINTS for each in (corner, corner))
            right, bottom = whole[0] - left - size[0] * _POINTS, whole[1] - up - size[1] * _POINTS
            bitmap = page.render(
                scale=across / (size[0] * _POINTS),
                crop=(left, max(bottom, 0), max(right, 0), up),
                fill_color=(255, 255, 255, 0),
                force_bitmap_format=FPDFBitmap_BGRA,
                rev_byteorder=True,
            )
            picture = bitmap.to_pil().copy()
            bitmap.close()
            page.close()
    except (PdfiumError, OSError, ValueError, ZeroDivisionError):
        raise MeetingError(Finding("picture-damaged", Place(str(pdf)))) from None
    return _png(picture)


def _data(source: Path, image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The file of the picture, upright, and its size."""
    if image.format != "PNG" and image.mode in {"L", "RGB"} and image.getexif().get(_ORIENTATION, 1) == 1:
        return _jpeg(source.read_bytes()), image.size
    upright = ImageOps.exif_transpose(image)
    return _png(upright), upright.size


def _jpeg(file: bytes) -> bytes:
    """The segments of the file but those that say something besides."""
    kept, at = [file[:2]], 2
    while at + 4 <= len(file) and file[at] == 0xFF and file[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(file[at + 2 : at + 4], "big")
        if file[at + 1] not in _SAID:
            kept.append(file[at:end])
        at = end
    return b"".join([*kept, file[at:]])


def _png(image: Image.Image) -> bytes:
    if image.mode not in _MODES:
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
    bare = image.copy()
    bare.info = {name: value for name, value in image.info.items() if name == "transparency"}
    out = BytesIO()
    bare.save(out, "PNG")
    return out.getvalue()

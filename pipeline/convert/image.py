"""Make pages of a picture: a file of one goes in, a PDF with a page for each of a TIFF's pictures comes out.

A picture that at its own resolution is as large as a common sheet is taken for a scan and fills a page of its size. Any
other is centred on A4, upright or across by its shape, and made smaller where it must be, never larger. Its dots are
kept as they are: a JPEG's bytes go into the PDF untouched, all else is stored without loss.

With a description of what they show, the pages are PDF/A-2a and PDF/UA-1; without one, PDF/A-2b.
"""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from struct import unpack_from

import pikepdf
from PIL import Image, ImageOps

from pipeline.convert import Details
from pipeline.errors import MeetingError
from pipeline.findings import Finding, Place
from pipeline.model import HIGHEST, Conformance
from pipeline.pdf.colour import output_intent
from pipeline.pdf.conformance import check
from pipeline.pdf.xmp import About, declaring, packet

_MM = 72 / 25.4
A4 = (210 * _MM, 297 * _MM)
SHEETS = (A4, (297 * _MM, 420 * _MM), (148 * _MM, 210 * _MM), (612.0, 792.0), (612.0, 1008.0))
"""A4, A3, A5, Letter and Legal: width and height in points, upright (ISO 216, ANSI Y14.1)."""
TOLERANCE = 0.03
"""How far a scan may be from the sheet that it was made of, as a share of the sheet."""
MARGIN = 15 * _MM
DOTS_PER_INCH = 96.0
"""The resolution of a picture that does not say."""

_ORIENTATIONS = {
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}
"""What turns the unit square of the stored picture upright, for each orientation (Exif 2.32, 4.6.4 A)."""
_COLOURS = {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}
_KEPT = ("1", "L", "P", "RGB", "I;16")
"""Pillow's names for the dots that PNG and PDF share."""


def pages(source: Path, created: datetime, details: Details) -> tuple[bytes, int, int]:
    """The PDF of the pictures in ``source``, with the date ``created`` and the ``details`` of them; how many they are;
    and how many more there are in a file that moves, of which the first is taken.

    It declares what it meets of PDF/A and PDF/UA. MeetingError when the file is damaged.
    """
    if source.suffix.lower() in {".heic", ".heif"}:
        import pi_heif  # noqa: PLC0415 - an extra: few offices enclose pictures as telephones keep them

        pi_heif.register_heif_opener(thumbnails=False)
    out, more = BytesIO(), 0
    try:
        with warnings.catch_warnings(), pikepdf.new() as document, Image.open(source) as image:
            warnings.simplefilter("ignore")  # of Pillow's, on odd metadata; what it cannot read it raises
            frames = getattr(image, "n_frames", 1)
            if image.format != "TIFF":  # a camera's JPEG may hold smaller ones of the same
                frames, more = 1, frames - 1 if image.format in {"GIF", "PNG", "WEBP"} else 0
            for number in range(frames):
                image.seek(number)
                _add_page(document, source, image)
            _tag(document, details.description)
            _describe(document, created, details, details.title or source.stem)
            document.save(out, deterministic_id=True)
            count = len(document.pages)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise MeetingError(Finding("picture-damaged", Place(str(source)))) from None
    return _declaring(out.getvalue(), details), count, more


def _declaring(pdf: bytes, details: Details) -> bytes:
    """What it meets: colours for print have no profile here, and what nobody has described is of the lowest level."""
    pdf = pdf.replace(b"\r\nendstream", b"\r\rendstream")  # see bundle/save.py
    met = check(pdf).met
    return declaring(pdf, met if details.description or met.pdfa is None else Conformance("2b", pdfua=False))


def _describe(document: pikepdf.Pdf, created: datetime, details: Details, title: str) -> None:
    root = document.Root
    root.Lang = pikepdf.String(details.language)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    root.OutputIntents = [output_intent(document)]
    moment = created.astimezone(UTC)
    document.docinfo.Title = pikepdf.String(title)
    for key in ("/CreationDate", "/ModDate"):
        document.docinfo[key] = pikepdf.String(f"D:{moment:%Y%m%d%H%M%S}Z")
    words = packet(About(title, details.language, moment), HIGHEST)
    root.Metadata = document.make_stream(words, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)


def _add_page(document: pikepdf.Pdf, source: Path, frame: Image.Image) -> None:
    frame.load()
    turn = frame.getexif().get(0x0112, 1)
    if frame.format in ("JPEG", "MPO") and frame.mode in ("L", "RGB", "CMYK"):
        matrix = _ORIENTATIONS.get(turn, _ORIENTATIONS[1])
        size, stored = (frame.size[::-1] if turn in (5, 6, 7, 8) else frame.size), _jpeg(document, source, frame)
    else:
        upright = ImageOps.exif_transpose(frame)
        matrix, size, stored = _ORIENTATIONS[1], upright.size, _lossless(document, source, upright)
    (width, height), (left, bottom, across, up) = _placed(size, _resolution(frame, turned=size != frame.size))
    a, b, c, d, e, f = matrix
    drawn = (a * across, b * up, c * across, d * up, e * across + left, f * up + bottom)
    # ISO 32000-1, 14.7.4.2: the marks tie the picture to its figure in the structure tree
    content = f"/Figure <</MCID 0>> BDC q {' '.join(f'{n:.3f}' for n in drawn)} cm /Picture Do Q EMC"
    page = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=[0, 0, round(width, 3), round(height, 3)],
        Resources=pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=stored)),
        Contents=document.make_stream(content.encode()),
    )
    document.pages.append(pikepdf.Page(page))


def _resolution(frame: Image.Image, *, turned: bool) -> tuple[float, float]:
    """Dots per inch across and up, as seen."""
    across, up = (float(n) if n and n > 1 else DOTS_PER_INCH for n in frame.info.get("dpi", (0, 0)))
    return (up, across) if turned else (across, up)


def _placed(
    size: tuple[int, int], resolution: tuple[float, float]
) -> tuple[tuple[float, float], tuple[float, float, float, float]]:
    """The page's width and height, and the picture's left, bottom, width and height on it, in points."""
    own = (size[0] * 72 / resolution[0], size[1] * 72 / resolution[1])
    if any(_near(sorted(own), sheet) for sheet in SHEETS):
        return own, (0, 0, *own)
    page = A4 if own[0] <= own[1] else A4[::-1]
    scale = min(1.0, (page[0] - 2 * MARGIN) / own[0], (page[1] - 2 * MARGIN) / own[1])
    width, height = own[0] * scale, own[1] * scale
    return page, ((page[0] - width) / 2, (page[1] - height) / 2, width, height)


def _near(own: list[float], sheet: tuple[float, float]) -> bool:
    return all(abs(mine - its) <= its * TOLERANCE for mine, its in zip(own, sheet, strict=True))


def _jpeg(document: pikepdf.Pdf, source: Path, frame: Image.Image) -> pikepdf.Object:
    stored = document.make_stream(
        source.read_bytes(),
        **_picture(frame.size, pikepdf.Name(_COLOURS[len(frame.getbands())]), 8),
        Filter=pikepdf.Name.DCTDecode,
    )
    if frame.mode == "CMYK" and "adobe" in frame.info:
        stored.Decode = pikepdf.Array([1, 0] * 4)  # Adobe's programs store it inverted
    return stored


def _lossless(document: pikepdf.Pdf, source: Path, frame: Image.Image) -> pikepdf.Object:
    """The picture as PNG stores it, which a PDF reads as it is (ISO 32000-1, 7.4.4.4)."""
    header, palette, data = _png(source.read_bytes() if _plain_png(frame) else _as_png(frame))
    width, height, bits, colour = unpack_from(">IIBB", header)
    components = 3 if colour == 2 else 1
    space: pikepdf.Object = pikepdf.Name(_COLOURS[components])
    if palette:
        last = len(palette) // 3 - 1
        space = pikepdf.Array([pikepdf.Name.Indexed, pikepdf.Name.DeviceRGB, last, pikepdf.String(palette)])
    decoding = pikepdf.Dictionary(Predictor=15, Colors=components, BitsPerComponent=bits, Columns=width)
    return document.make_stream(
        data, **_picture((width, height), space, bits), Filter=pikepdf.Name.FlateDecode, DecodeParms=decoding
    )


def _plain_png(frame: Image.Image) -> bool:
    """Whether the file is a PNG that a PDF can hold as it is: not interlaced, nothing to see through."""
    info = frame.info
    return frame.format == "PNG" and frame.mode in _KEPT and "transparency" not in info and not info.get("interlace")


def _as_png(frame: Image.Image) -> bytes:
    if frame.has_transparency_data:
        white = Image.new("RGBA", frame.size, "white")
        frame = Image.alpha_composite(white, frame.convert("RGBA")).convert("RGB")
    out = BytesIO()
    (frame if frame.mode in _KEPT else frame.convert("RGB")).save(out, "PNG")
    return out.getvalue()


def _png(file: bytes) -> tuple[bytes, bytes, bytes]:
    """The header, the palette or nothing, and the compressed dots of a PNG file (chunks as in PNG 5.3)."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at < len(file):
        length, name = unpack_from(">I4s", file, at)
        chunks[name] = chunks.get(name, b"") + file[at + 8 : at + 8 + length]
        at += length + 12
    return chunks[b"IHDR"], chunks.get(b"PLTE", b"") if chunks[b"IHDR"][9] == 3 else b"", chunks[b"IDAT"]


def _picture(size: tuple[int, int], space: pikepdf.Object, bits: int) -> dict[str, object]:
    return {
        "Type": pikepdf.Name.XObject,
        "Subtype": pikepdf.Name.Image,
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": space,
        "BitsPerComponent": bits,
    }


def _tag(document: pikepdf.Pdf, description: str) -> None:
    """Give the file a structure tree with a figure for each page (ISO 32000-1, 14.7), described where it can be."""
    root = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    whole = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=root))
    figures = []
    for number, page in enumerate(document.pages):
        figure = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure, P=whole, Pg=page.obj, K=0)
        if description:
            words = description if len(document.pages) == 1 else f"{description} ({number + 1}/{len(document.pages)})"
            figure.Alt = pikepdf.String(words)
        page.obj.StructParents = number
        figures.append(document.make_indirect(figure))
    whole.K = pikepdf.Array(figures)
    root.K = whole
    parents = [item for number, figure in enumerate(figures) for item in (number, pikepdf.Array([figure]))]
    root.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(parents)))
    root.ParentTreeNextKey = len(figures)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)

"""Equal fonts, pictures and profiles of several parts, stored once."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pikepdf
import pypdfium2
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.bundle.assemble import bundle
from pipeline.bundle.share import share_equal
from tests.pdfs import BINDING, font, letter, part, simple


def picture(path: Path, seed: int) -> Path:
    """A picture of noise, which does not compress."""
    Image.frombytes("RGB", (160, 160), Random(seed).randbytes(160 * 160 * 3)).save(path)
    return path


def illustrated(path: Path, pictures: list[Path]) -> Path:
    """A PDF with these pictures and a font embedded, words of its own on each page."""
    canvas = Canvas(str(path), invariant=1)
    pdfmetrics.registerFont(TTFont("shared", str(font("Carlito-Regular.ttf"))))
    for number, each in enumerate(pictures):
        canvas.setFont("shared", 12)
        canvas.drawString(72, 700, f"Page {number}")
        canvas.drawImage(ImageReader(str(each)), 72, 300, 160, 160)
        canvas.showPage()
    canvas.save()
    return path


def test_ten_enclosures_that_share_pictures_and_fonts_take_less_than_two_fifths_of_their_sum(tmp_path: Path) -> None:
    pictures = [picture(tmp_path / f"{seed}.png", seed) for seed in range(3)]
    parts = [part(illustrated(tmp_path / f"e{n}.pdf", pictures), n) for n in range(1, 11)]
    together = sum(each.path.stat().st_size for each in parts)
    bundle([letter(simple(tmp_path / "letter.pdf")), *parts], BINDING, tmp_path / "bundle.pdf")
    assert (tmp_path / "bundle.pdf").stat().st_size < 0.4 * together
    shown, source = pypdfium2.PdfDocument(tmp_path / "bundle.pdf"), pypdfium2.PdfDocument(parts[9].path)
    for page in range(3):
        ours = shown[1 + 9 * 3 + page].render(crop=(0, 0, 0, 100)).to_pil()
        theirs = source[page].render(crop=(0, 0, 0, 100)).to_pil()
        assert ours.tobytes() == theirs.tobytes()
    shown.close()
    source.close()


def drawing(pdf: Pdf, content: bytes, **entries: object) -> pikepdf.Object:
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]), **entries)


def names(pdf: Pdf) -> list[tuple[int, int]]:
    return [page.obj.Resources.XObject.D.objgen for page in pdf.pages]


def with_drawings(*drawings: pikepdf.Object, pdf: Pdf) -> Pdf:
    for each in drawings:
        pdf.add_blank_page()
        pdf.pages[-1].obj.Resources = Dictionary(XObject=Dictionary(D=each))
    return pdf


def test_what_differs_in_what_it_refers_to_is_not_shared() -> None:
    with pikepdf.new() as pdf:
        fonts = [pdf.make_indirect(Dictionary(Type=Name.Font, BaseFont=Name(f"/{name}"))) for name in "AAB"]
        with_drawings(
            *(drawing(pdf, b"same", Resources=Dictionary(Font=Dictionary(F=each))) for each in fonts), pdf=pdf
        )
        share_equal(pdf.pages)
        first, second, third = names(pdf)
        assert first == second != third


def test_layers_are_never_merged() -> None:
    with pikepdf.new() as pdf:
        layers = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Draft")) for _ in range(2)]
        with_drawings(*(drawing(pdf, b"same", OC=each) for each in layers), pdf=pdf)
        share_equal(pdf.pages)
        first, second = names(pdf)
        assert first != second


def test_a_drawing_that_names_itself_is_taken_as_it_is() -> None:
    with pikepdf.new() as pdf:
        one = drawing(pdf, b"/D Do")
        one.Resources = Dictionary(XObject=Dictionary(D=one))
        share_equal(with_drawings(one, one, pdf=pdf).pages)
        assert names(pdf) == [one.objgen] * 2


def test_deeply_nested_drawings_are_no_trouble() -> None:
    with pikepdf.new() as pdf:
        one = drawing(pdf, b"leaf")
        for _ in range(500):
            one = drawing(pdf, b"/D Do", Resources=Dictionary(XObject=Dictionary(D=one)))
        share_equal(with_drawings(one, pdf=pdf).pages)
        assert names(pdf) == [one.objgen]

"""Files that were built go in, what a reader sees in them comes out: words, outline, links, glyphs."""

from __future__ import annotations

import ctypes
import subprocess
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as pdfium
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def seen(words: str) -> str:
    """Words on one line, with one kind of space and without the marks of direction and joiners, which nobody sees."""
    return " ".join(words.translate({0x200E: None, 0x200F: None, 0x2060: None}).split())


def unpacked(name: str, content: bytes) -> bytes:
    """What a file has, with what is packed in it: the parts of a zip, the objects and streams of a PDF."""
    if name.endswith(".pdf"):
        plain = BytesIO()
        with pikepdf.open(BytesIO(content)) as pdf:
            pdf.save(
                plain,
                compress_streams=False,
                stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                object_stream_mode=pikepdf.ObjectStreamMode.disable,
            )
        return plain.getvalue()
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return b"".join(unpacked(part, archive.read(part)) for part in archive.namelist())
    return content


# --- Word documents ------------------------------------------------------------------------------


def paragraphs(path: Path) -> list[str]:
    """The paragraphs of a letter, links and fields and all."""
    return [_words(paragraph) for paragraph in docx.Document(str(path)).paragraphs]


def texts(found: Iterable[Paragraph]) -> list[str]:
    """The words of each paragraph."""
    return [paragraph.text for paragraph in found]


def _words(paragraph: Paragraph) -> str:
    signs = {qn("w:tab"): "\t", qn("w:br"): "\n"}
    # A tab stop among a paragraph's properties has the name of a tab in its text.
    nodes = paragraph._p.xpath(".//w:r/w:t | .//w:r/w:tab | .//w:r/w:br")
    return "".join(signs.get(node.tag) or node.text or "" for node in nodes)


# --- PDF files -----------------------------------------------------------------------------------


def pages(path: Path) -> list[str]:
    """The words of each page, as they are read aloud."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [seen(page.get_textpage().get_text_bounded()) for page in document]
    finally:
        document.close()


def outline(path: Path, deepest: int = 9) -> list[str]:
    """The outline's lines, indented, each with its page from 1; as many levels as asked for."""
    reader = pypdf.PdfReader(path)

    def lines(entries: Sequence[Any], level: int) -> Iterator[str]:
        for entry in entries:
            if not isinstance(entry, list):
                page = reader.get_destination_page_number(entry) if entry.page else None
                yield f"{'  ' * level}{entry.title} @{'-' if page is None else page + 1}"
            elif level < deepest:
                yield from lines(entry, level + 1)

    return list(lines(reader.outline, 0))


def labels(path: Path) -> list[str]:
    return pypdf.PdfReader(path).page_labels


def links(path: Path, page: int) -> list[int]:
    """Where the links of a page lead to inside the file, from the top down: pages, both from 0."""
    reader = pypdf.PdfReader(path)
    place = {
        each.indirect_reference.idnum: number for number, each in enumerate(reader.pages) if each.indirect_reference
    }
    found = []
    annotations = [reference.get_object() for reference in reader.pages[page].get("/Annots", [])]
    for annotation in sorted(annotations, key=lambda each: -each["/Rect"][3]):
        target = annotation.get("/Dest") or annotation.get("/A", {}).get("/D")
        if isinstance(target, str):
            target = reader.named_destinations[target].dest_array
        if target is not None:
            found.append(place[target[0].idnum])
    return found


def root(path: Path) -> Mapping[str, Any]:
    """The catalog."""
    catalog: Mapping[str, Any] = pypdf.PdfReader(path).root_object
    return catalog


def parts(path: Path) -> list[tuple[str, str]]:
    """The parts of the structure tree, each with its title and its language."""
    document = root(path)["/StructTreeRoot"]["/K"].get_object()
    document = document[0].get_object() if isinstance(document, list) else document
    kids = [kid.get_object() for kid in document["/K"]]
    return [(str(kid.get("/T", "")), str(kid["/Lang"])) for kid in kids if kid["/S"] == "/Part"]


def fonts(path: Path) -> dict[str, bool]:
    """The fonts of a file's pages, without the letters of their subset; whether each is embedded."""
    found: dict[str, bool] = {}
    for page in pypdf.PdfReader(path).pages:
        for reference in page.get("/Resources", {}).get("/Font", {}).values():
            font = reference.get_object()
            within = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = within.get("/FontDescriptor", {}).get_object() if "/FontDescriptor" in within else {}
            name = str(font["/BaseFont"]).removeprefix("/").rpartition("+")[2]
            found[name] = any(key.startswith("/FontFile") for key in descriptor)
    return found


_HYPHEN = "\x02"
"""What pdfium says of a hyphen that a word was broken at."""


def missing_glyphs(path: Path, stamp_font: str) -> dict[tuple[str, str], int]:
    """The signs that are drawn with a font that has no glyph for them, each with its font, and how often.

    A font that is not installed, and so could not have set anything, counts too. ``stamp_font`` is the one of the
    stamps, whose name pdfium does not tell.
    """
    missing: dict[tuple[str, str], int] = {}
    document = pypdfium2.PdfDocument(path)
    for page in document:
        text = page.get_textpage()
        for index in range(text.count_chars()):
            sign = chr(pdfium.FPDFText_GetUnicode(text, index))
            # A narrow space that a font has not is its space, made narrower.
            if pdfium.FPDFText_IsGenerated(text, index) == 1 or sign in {_HYPHEN, "\u202f"}:
                continue
            font = _font(text, index) or stamp_font
            known = _glyphs().get(font) or _glyphs().get(f"{font}-Regular")
            if known is None or ord(sign) not in known or sign == "\ufffd":
                missing[sign, font] = missing.get((sign, font), 0) + 1
    document.close()
    return missing


def _font(text: Any, index: int) -> str:
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), ctypes.byref(flags))
    # A font of a collection is named by its place there.
    return name.value.decode().rpartition("+")[2].removesuffix("-0")


@cache
def _glyphs() -> Mapping[str, frozenset[int]]:
    """The signs that each installed font has a glyph for, by the font's PostScript name; of PDF's own fonts, Latin."""
    latin = frozenset([*range(32, 127), *range(160, 256), *map(ord, "’‘“”–—…•€œŒ")])
    known = dict.fromkeys(("Helvetica", "Helvetica-Bold", "ZapfDingbats"), latin)
    told = subprocess.run(
        ["fc-list", "--format", "%{postscriptname}\t%{charset}\n"], capture_output=True, text=True, check=True
    )
    for line in told.stdout.splitlines():
        name, _, ranges = line.partition("\t")
        codes = (each.partition("-") for each in ranges.split())
        signs = frozenset(
            code for first, _, last in codes for code in range(int(first, 16), int(last or first, 16) + 1)
        )
        known[name] = known.get(name, frozenset()) | signs
    return known

"""A PDF and the numbers of pages that are pictures of text go in; the same comes out, with the words that are read
there laid under the pictures, unseen.

This runs in a process of its own (:mod:`~pipeline.convert.textlayer` starts it), which is confined and limited before
anything is read. OCRmyPDF draws the pages with pdfium, and never with Ghostscript; Tesseract, which it calls, is the
machine's. Of what it makes nothing is taken but the words: the file stays as it is otherwise.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Name, Object, Pdf

from pipeline.convert.reviewed import is_signed
from pipeline.pdf.objects import items
from pipeline.workers import confinement
from pipeline.workers.serve import Line, limit, limit_memory

_SHARPEST = 80.0
"""Million dots of a page, at most: A3 at 600 dots an inch has 70; a larger page is read from a coarser picture."""
_LAID = re.compile(rb"q(?P<turn> [-+\d. ]+ cm)?\s+(?P<name>/OCR-[^\s/]+) Do\s+Q\s")
"""How OCRmyPDF begins the content of a page that it has put words on."""


def serve() -> None:
    """Answers one request: its own ``folder``; the ``languages``, as Tesseract calls them; the ``pages``; what each
    process may take of ``memory``, in bytes, and of the processor's time, in ``seconds``; and the PDF.

    The answer has ``left``, why nothing was read, or the new PDF.
    """
    line = Line()
    for request, pdf in line.requests():
        os.setpgid(0, 0)  # whoever ends this process ends Tesseract too
        if way := confinement.best():
            confinement.confine(way, _readable(), request["folder"])
        limit_memory(request["memory"])
        limit(resource.RLIMIT_CPU, request["seconds"])
        line.answer(*_answer(Path(request["folder"]), pdf, request))


def _answer(folder: Path, pdf: bytes, request: Mapping[str, Any]) -> tuple[dict[str, str], bytes]:
    with pikepdf.open(BytesIO(pdf)) as document:
        if is_signed(document):
            return {"left": "ocr-signed"}, b""
        try:
            words = _read(folder, pdf, request)
        except Exception:  # whatever it is, the file goes on as it was
            return {"left": "ocr-failed"}, b""
        with pikepdf.open(BytesIO(words)) as layers:
            _lay(document, layers, request["pages"])
        out = BytesIO()
        document.save(out, deterministic_id=True)
        # as LibreOffice's files are finished: a stream that ends in a carriage return has an end of line behind it
        return {}, out.getvalue().replace(b"\r\nendstream", b"\r\rendstream")


def _readable() -> list[str]:
    """What this Python and Tesseract are made of, where that is not the system's."""
    beside = Path(shutil.which("tesseract") or sys.executable).resolve().parent.parent
    return [*sys.path, sys.prefix, sys.base_prefix, str(beside), os.environ.get("TESSDATA_PREFIX", "")]


def _read(folder: Path, pdf: bytes, request: Mapping[str, Any]) -> bytes:
    """The file as OCRmyPDF makes it."""
    tempfile.tempdir = str(folder)
    os.environ |= {"TMPDIR": str(folder), "HOME": str(folder), "OMP_THREAD_LIMIT": "1"}
    from ocrmypdf import api  # noqa: PLC0415 - takes half a second to load, and is an extra
    from ocrmypdf.font.system_font_provider import SystemFontProvider  # noqa: PLC0415

    # Nobody sees the letters: the fonts that come with it do, and are the same on every machine.
    SystemFontProvider.SYSTEM_FONT_DIRS = {}
    source, target = folder / "source.pdf", folder / "target.pdf"
    source.write_bytes(pdf)
    api.ocr(
        source,
        target,
        language=request["languages"],
        pages=",".join(map(str, request["pages"])),
        mode="skip",
        output_type="pdf",
        optimize=0,
        rasterizer="pypdfium",
        tagged_pdf_mode="ignore",
        jobs=1,
        use_threads=True,
        progress_bar=False,
        max_ocr_image_mpixels=_SHARPEST,
        tesseract_timeout=request["page_seconds"],
    )
    return target.read_bytes()


def _lay(document: Pdf, layers: Pdf, numbers: Sequence[int]) -> None:
    """Puts the words of ``layers`` under the same pages of ``document``.

    In a file that has tags they are artifacts (ISO 32000-2, 14.8.2.2): what they are nobody has told, and what the tags
    say of the page stays true.
    """
    tagged = Name.StructTreeRoot in document.Root
    pages, with_words = list(document.pages), list(layers.pages)
    for number in numbers:
        made = with_words[number - 1].obj
        contents = [each.read_bytes() for each in items(made.get(Name.Contents))] or [made.Contents.read_bytes()]
        if (laid := _LAID.match(contents[0])) is None:
            continue
        form = document.copy_foreign(made.Resources.XObject[laid["name"].decode()])
        for font in form.Resources.Font.values():
            _without_nothing(font)
        # no other name is like it: a page that has this one was read before, and has text
        name = Name(f"/PapersWords{number}")
        pages[number - 1].add_resource(form, Name.XObject, name)
        content = b"q%b %b Do Q" % (laid["turn"] or b"", str(name).encode())
        pages[number - 1].contents_add(b"/Artifact BMC %b EMC\n" % content if tagged else content + b"\n", prepend=True)


_NOTHING = re.compile(rb"(\d+) beginbfchar\n<0000> <0000>\n")


def _without_nothing(font: Object) -> None:
    """No sign of a font stands for U+0000 (ISO 14289-1, 7.21.7), as the one for what is missing does here."""
    if Name.ToUnicode in font:
        known = font.ToUnicode.read_bytes()
        font.ToUnicode.write(_NOTHING.sub(lambda found: b"%d beginbfchar\n" % (int(found[1]) - 1), known))

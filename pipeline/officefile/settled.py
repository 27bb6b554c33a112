"""What of a file would print otherwise than it reads: an opened file goes in, the first fault or None comes out.

A page is to show what the file says, whenever and wherever it is converted. So what LibreOffice fills in anew (the day,
the time, the file's name or folder), and changes that nobody has accepted or rejected, are found before it is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from zipfile import ZipFile

from pipeline.officefile.unsettled import CHANGED, CHANGES, FIELDS, MOVING, WORD_PARTS, Fault, faults

_SHEET = (
    "It has a formula, a header or a footer that shows the day or the time of the conversion, a number drawn by chance,"
    " or the name or the folder of the file."
)
_SLIDE = "It has a field that shows the day or the time of the conversion."
EXCEL: Fault = (
    _SHEET,
    "In Excel: copy the cell and paste its value (Paste Special, Values); "
    "for a header or a footer: Page Layout, Print Titles, Header/Footer.",
)
CALC: Fault = (
    _SHEET,
    "In LibreOffice Calc: Data, Calculate, Formula to Value; for a header or a footer: Format, Page Style.",
)
WRITER: Fault = (FIELDS[0], "In LibreOffice Writer: double-click on the field and choose the fixed one; save.")
POWERPOINT: Fault = (_SLIDE, "In PowerPoint: Insert, Date & Time, Fixed; in a box of text, type the words themselves.")
IMPRESS: Fault = (
    _SLIDE,
    "In LibreOffice Impress: Insert, Header and Footer, Fixed; in a box of text, type the words themselves.",
)
OPEN_CHANGES: Fault = (CHANGED, "In LibreOffice: Edit, Track Changes, Accept All (or Reject All); save.")


def in_word(archive: ZipFile) -> Fault | None:
    """Looks through the text, the headers and the footers, and the notes."""
    parts = (archive.read(name) for name in archive.namelist() if WORD_PARTS.fullmatch(name))
    return next((fault for part in parts for fault in faults(part)), None)


# --- spreadsheets ---------------------------------------------------------------------------------

_CLOCK = rb"(?:TODAY|NOW|RAND|RANDBETWEEN|RANDARRAY)\("
_FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*>[^<]*\b%b" % _CLOCK, re.IGNORECASE)
"""ECMA-376-1, 18.17.7."""
_HEAD = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)\b[^>]*>([^<]*)<")
_HEAD_CODE = re.compile(r"&[DTZF]", re.IGNORECASE)
"""ECMA-376-1, 18.3.1.46: date, time, path, file."""


def in_excel(archive: ZipFile) -> Fault | None:
    """Looks through the formulas, the headers and the footers of all sheets."""
    for name in archive.namelist():
        if re.fullmatch(r"xl/(?:work|chart)sheets/[^/]*\.xml", name):
            part = archive.read(name)
            heads = (unescape(head.decode("utf-8", "replace")).replace("&&", "") for head in _HEAD.findall(part))
            if _FORMULA.search(part) or any(map(_HEAD_CODE.search, heads)):
                return EXCEL
    return None


# --- slides ---------------------------------------------------------------------------------------

_SLIDE_DATE = re.compile(rb"<a:fld\b[^>]*\btype=\"datetime(?!FigureOut)")
"""ECMA-376-1, 21.1.2.2.4; the date ``datetimeFigureOut`` is the one that stands in the file."""
_SHAPE = re.compile(rb"<p:sp\b.*?</p:sp>", re.DOTALL)


def in_powerpoint(archive: ZipFile) -> Fault | None:
    """Looks through the slides, and the layouts and masters that they rest on."""
    slides = {name for name in archive.namelist() if re.fullmatch(r"ppt/slides/[^/]*\.xml", name)}
    layouts = {layout for slide in slides for layout in _related(archive, slide, "slideLayouts")}
    masters = {master for layout in layouts for master in _related(archive, layout, "slideMasters")}
    behind = (_SHAPE.sub(_unless_placeholder, archive.read(name)) for name in layouts | masters)
    return POWERPOINT if any(map(_SLIDE_DATE.search, (*map(archive.read, slides), *behind))) else None


def _related(archive: ZipFile, part: str, folder: str) -> Iterator[str]:
    """The parts in ``folder`` that ``part`` rests on."""
    _, kind, name = part.split("/")
    relations = f"ppt/{kind}/_rels/{name}.rels"
    names = set(archive.namelist())
    text = archive.read(relations).decode("utf-8", "replace") if relations in names else ""
    found = re.findall(rf'Target="[^"]*\b({folder}/[^"/]+)"', text)
    yield from (f"ppt/{each}" for each in found if f"ppt/{each}" in names)


def _unless_placeholder(shape: re.Match[bytes]) -> bytes:
    """Of a layout or a master, placeholders are not printed (ECMA-376-1, 19.3.1.36): a slide has its own."""
    return b"" if b"<p:ph" in shape.group() else shape.group()


# --- OpenDocument ---------------------------------------------------------------------------------

_OPEN_MOVING = re.compile(
    # ODF 1.3-3, 7.3.2, 7.3.3, 7.7.2 and 19.692: a date, a time or a file's name that is not fixed; 19.642: a formula
    rb"<text:(?:date|time|file-name)\b(?![^>]*text:fixed=\"true\")"
    rb"|table:formula=(?:\"[^\"]*|'[^']*)(?:\b%b|(?<!MICROSOFT\.)\bCELL\((?:&quot;|\")FILENAME)" % _CLOCK,
    re.IGNORECASE,
)
_OPEN_CHANGES = re.compile(rb"<text:changed-region\b")
_MASTER = re.compile(
    rb"<style:master-page\b[^>]*?style:name=\"([^\"]*)\"[^>]*?(?:/>|>.*?</style:master-page>)", re.DOTALL
)
_NAMED_MASTER = re.compile(rb"(?:master-page-name|style:next-style-name)=\"([^\"]*)\"")
_USUAL_MASTERS = (b"Standard", b"Default")
"""What LibreOffice takes where a document names none: in texts, in spreadsheets."""


def in_open_document(archive: ZipFile, *, moving: Fault) -> Fault | None:
    """Looks through what is printed: of the master pages, those that something names. ``moving`` is told of a field."""
    names = archive.namelist()
    content, styles = (archive.read(name) if name in names else b"" for name in ("content.xml", "styles.xml"))
    used = {*_NAMED_MASTER.findall(content + styles), *_USUAL_MASTERS}
    shown = content + _MASTER.sub(lambda master: master.group() if master[1] in used else b"", styles)
    if _OPEN_CHANGES.search(shown):
        return OPEN_CHANGES
    return moving if _OPEN_MOVING.search(shown) or _shows_declared_date(content) else None


def _shows_declared_date(content: bytes) -> bool:
    """Whether a slide shows a date that is declared as the current one (ODF 1.3-3, 9.11.3 and 19.405)."""
    declared = {
        _value(tag, b"presentation:name")
        for tag in re.findall(rb"<presentation:date-time-decl\b[^>]*", content)
        if _value(tag, b"presentation:source") == b"current-date"
    }
    shown = {
        _value(style, b"style:name")
        for style in re.findall(rb"<style:style\b[^>]*>\s*<style:drawing-page-properties\b[^>]*", content)
        if _value(style, b"presentation:display-date-time") == b"true"
    }
    return any(
        _value(page, b"presentation:use-date-time-name") in declared and _value(page, b"draw:style-name") in shown
        for page in re.findall(rb"<draw:page\b[^>]*", content)
    )


def _value(tag: bytes, name: bytes) -> bytes:
    found = re.search(rb"\b%b=\"([^\"]*)\"" % name, tag)
    return found[1] if found else b""


# --- older formats --------------------------------------------------------------------------------

_RTF_CHANGES = re.compile(rb"(?<!\\)\\(?:revised|deleted)(?![a-z0])")
"""Rich Text Format 1.9.1, Track Changes; the word with a 0 ends it."""
_RTF_MARKS = {rb"\fldinst": b"\x13", rb"\fldrslt": b"\x14"}
_OLD_CHANGES = re.compile(rb"\x04\x48..\x05\x68|\x63\x48..\x64\x68", re.DOTALL)
"""MS-DOC, 2.6.1: the author and the day of words put in (0x4804, 0x6805) and struck out (0x4863, 0x6864)."""


def in_rich_text(data: bytes) -> Fault | None:
    """Looks through the control words."""
    if _RTF_CHANGES.search(data):
        return CHANGES
    said = re.sub(rb"(\\[a-z]+)-?\d* ?|\\\*|[{}\r\n]", lambda word: _RTF_MARKS.get(word[1], b""), data)
    return FIELDS if MOVING.search(said) else None


def in_old_word(data: bytes) -> Fault | None:
    """Looks through the whole file, wherever in it the text may lie."""
    if _OLD_CHANGES.search(data):
        return CHANGES
    return FIELDS if MOVING.search(data.replace(b"\0", b"")) else None  # letters have one byte or two

"""What a document would print as nobody meant it to: a file goes in, remarks come out.

Unlike what is refused (:mod:`pipeline.officefile.settled`), it prints the same whenever it is converted; but a person
should know of it before the package is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from pipeline.findings import Finding, Place
from pipeline.officefile.unsettled import FIELD, WORD_PARTS

_TEXT = re.compile(rb"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_PLACEHOLDER = re.compile(
    r"\{\{\s*[A-Za-z_]\w*(?:\.\w+|\[[^]{}]*\])*\s*(?:\|[^{}]*)?\}\}"
    r"|\{%(?:p|tr|tc|r)?\s*(?:for|if|elif|else|endfor|endif)\b[^{}]*%\}"
)
"""As a template has them; sets and formulas have braces too."""
_SHOWN = 3

_BOOKMARK = re.compile(rb"<w:bookmarkStart\b[^>]*\bw:name=\"([^\"]*)\"")
_REFERENCE = re.compile(r"\s*(?:REF|PAGEREF)\s+\"?([^\s\"\\]+)", re.IGNORECASE)
"""ECMA-376-1, 17.16.5: LibreOffice prints an error where it finds no such name."""
_NAMES = re.compile(r"\s*(?:SET|ASK)\s+\"?([^\s\"\\]+)", re.IGNORECASE)
"""What else gives words a name."""
_CONTENTS = re.compile(r"\s*TOC\b", re.IGNORECASE)
_STALE = re.compile(
    r"Error! (?:Reference source|Bookmark) not|Right[- ]click to update|No table of contents entries found"
    r"|Erreur\s?! (?:Source du renvoi|Signet non)|Aucune entrée de table des matières"
    r"|¡Error! (?:No se encuentra el origen|Marcador no)|No se encontraron elementos de tabla de contenido"
    r"|Ошибка! (?:Источник ссылки|Закладка) не|Элементы оглавления не найдены"
    r"|错误[!！]\s*未(?:找到引用源|定义书签)|未找到目录项|خطأ! (?:لم يتم العثور|الإشارة المرجعية)",
    re.IGNORECASE,
)
"""What Word writes into a document in the place of a reference or a table of contents that it can't make."""

_OPEN_REFERENCES = tuple(
    (
        re.compile(rb"<text:%b-ref\b[^>]*\btext:ref-name=\"([^\"]*)\"" % kind),
        re.compile(rb"<text:%b\b[^>]*\btext:%b=\"([^\"]*)\"" % (mark, name)),
    )
    for kind, mark, name in (
        (b"bookmark", b"bookmark(?:-start)?", b"name"),
        (b"reference", b"reference-mark(?:-start)?", b"name"),
        (b"sequence", b"sequence", b"ref-name"),
    )
)
"""ODF 1.3-3, 7: what refers to a name, and what has it."""


def misprints(source: Path) -> Iterator[Finding]:
    """A remark for each way in which the pages would not say what was meant; none for a file that can't be read."""
    look = {".docx": _in_word, ".odt": _in_open_text}.get(source.suffix.lower())
    if look is None:
        return
    try:
        with ZipFile(source) as archive:
            found = look(archive)
    except (OSError, BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError):
        return  # the kinds' own checks say what is wrong with a file
    yield from (Finding(key, Place(str(source)), {name: words}) for key, name, words in found)


_Found = list[tuple[str, str, str]]
"""The key of each remark, with its value's name and words."""


def _in_word(archive: ZipFile) -> _Found:
    parts = [archive.read(name) for name in archive.namelist() if WORD_PARTS.fullmatch(name)]
    paragraphs = [text for part in parts for text in _paragraphs(part)]
    placeholders = [each for text in paragraphs for each in _PLACEHOLDER.findall(text)]
    fields = [field for part in parts for field in _fields(part)]
    bookmarks = {unescape(name.decode("utf-8", "replace")) for part in parts for name in _BOOKMARK.findall(part)}
    bookmarks.update(found[1] for found in map(_NAMES.match, fields) if found)
    references = [found[1] for found in map(_REFERENCE.match, fields) if found and found[1] not in bookmarks]
    stale = [*references, *(each for text in paragraphs for each in _STALE.findall(text))]
    found = (("placeholders", "placeholders", _some(placeholders, " ")), ("stale", "names", _some(stale, ", ")))
    return [each for each in found if each[2]]


def _in_open_text(archive: ZipFile) -> _Found:
    said = b"".join(archive.read(name) for name in ("content.xml", "styles.xml") if name in archive.namelist())
    stale = [
        unescape(name.decode("utf-8", "replace"))
        for references, marks in _OPEN_REFERENCES
        for name in set(references.findall(said)) - set(marks.findall(said))
    ]
    return [("stale", "names", _some(sorted(stale), ", "))] if stale else []


def _some(words: list[str], between: str) -> str:
    once = list(dict.fromkeys(words))
    return between.join(once[:_SHOWN]) + (" …" if len(once) > _SHOWN else "")


def _paragraphs(part: bytes) -> Iterator[str]:
    """The text of each paragraph, which Word spreads over runs (ECMA-376-1, 17.3.2.25)."""
    for paragraph in part.split(b"</w:p>"):
        yield unescape(b"".join(_TEXT.findall(paragraph)).decode("utf-8", "replace"))


def _fields(part: bytes) -> Iterator[str]:
    """The instructions of the fields, but for those in a table of contents: it is printed as Word left it."""
    opened: list[str] = []
    for kind, piece, whole in FIELD.findall(part):
        said = unescape((piece or whole).decode("utf-8", "replace"))
        if kind == b"begin":
            opened.append("")
        elif piece and opened:
            opened[-1] += said
        elif whole or (kind == b"end" and opened):
            field = said if whole else opened.pop()
            if not any(map(_CONTENTS.match, opened)):
                yield field

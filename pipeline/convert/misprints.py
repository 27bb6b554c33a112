"""What a document would print as nobody meant it to: a file goes in, remarks come out.

Unlike what is refused (:mod:`pipeline.convert.settled`), it prints the same whenever it is converted; but a person
should know of it before the package is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812

from pipeline.remarks import Remark
from pipeline.unsettled import WORD_PARTS

_TEXT = re.compile(rb"<w:t(?:\s[^>]*)?>([^<]*)</w:t>")
_PLACEHOLDER = re.compile(
    r"\{\{\s*[A-Za-z_]\w*(?:\.\w+|\[[^]{}]*\])*\s*(?:\|[^{}]*)?\}\}"
    r"|\{%(?:p|tr|tc|r)?\s*(?:for|if|elif|else|endfor|endif)\b[^{}]*%\}"
)
"""As a template has them; sets and formulas have braces too."""
_SHOWN = 3


def misprints(source: Path) -> Iterator[Remark]:
    """A remark for each way in which the pages would not say what was meant; none for a file that can't be read."""
    if source.suffix.lower() != ".docx":
        return
    try:
        with ZipFile(source) as archive:
            parts = [archive.read(name) for name in archive.namelist() if WORD_PARTS.fullmatch(name)]
    except (OSError, BadZipFile, ZlibError, EOFError, NotImplementedError, RuntimeError):
        return  # the kinds' own checks say what is wrong with a file
    placeholders = list(dict.fromkeys(each for part in parts for each in _placeholders(part)))
    if placeholders:
        more = " …" if len(placeholders) > _SHOWN else ""
        yield Remark("placeholders", str(source), {"placeholders": " ".join(placeholders[:_SHOWN]) + more})


def _placeholders(part: bytes) -> Iterator[str]:
    """Those of each paragraph, which Word spreads over runs (ECMA-376-1, 17.3.2.25)."""
    for paragraph in part.split(b"</w:p>"):
        text = b"".join(_TEXT.findall(paragraph))
        if b"{" in text:
            yield from _PLACEHOLDER.findall(unescape(text.decode("utf-8", "replace")))

"""A letterhead and a logo go in, the same letterhead with the logo above its first page's head comes out."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.shared import Mm

from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place
from pipeline.merge import sent


def with_logo(base: Path, logo: bytes, width: float, alternative: str) -> bytes:
    """The Word document; the logo is ``width`` millimetres wide. ConfigError for a letterhead that is none."""
    try:
        document = docx.Document(str(base))
        section = document.sections[0]
        own = section.different_first_page_header_footer
        head: Any = section.first_page_header if own else section.header
        above = head.paragraphs[0].insert_paragraph_before(style=head.paragraphs[0].style)
        above.add_run().add_picture(BytesIO(logo), width=Mm(width))
    except (ValueError, KeyError, IndexError, AttributeError) as error:
        raise ConfigError(Finding("letterhead-unread", Place(str(base)))) from error
    for named in above._p.iter(qn("wp:docPr")):
        named.set("descr", alternative)
    return sent(document, base)[0]

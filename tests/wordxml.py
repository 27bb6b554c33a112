"""Words go in, pieces of a Word document's XML come out."""

from __future__ import annotations

from copy import deepcopy

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

WORD_XML = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
"""Of a field: where it begins, where what it shows begins, where it ends."""


def line(words: str) -> str:
    """A paragraph as XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def simple_field(paragraph: Paragraph, code: str) -> None:
    """Adds a field that shows 1."""
    node = OxmlElement("w:fldSimple")
    node.set(qn("w:instr"), code)
    node.append(deepcopy(paragraph.add_run("1")._r))
    paragraph._p.remove(paragraph.runs[-1]._r)
    paragraph._p.append(node)

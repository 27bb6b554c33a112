"""Word templates for tests, of lines or of XML, and the words that fill them."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as DocumentObject
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from pipeline.localise import Wording, Words
from pipeline.localise.wording import Value
from pipeline.merge import check_template
from pipeline.model import Properties
from pipeline.text import linked, paragraphs, parse, raised
from tests.changing import rewritten

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PROPERTIES = Properties("A letter & <more>", "Secretariat", "en", datetime(2024, 4, 22, 12, tzinfo=UTC))

WORDS: dict[str, Value] = {
    "date": "22 April 2024",
    "house": "Smith & Sons <“A” 'B' \"C\">",
    "marked": parse("the *Summit* of Angkor"),
    "ordinal": f"25{raised('th')}",
    "lines": paragraphs(("One", parse("*Two*"), "Three")),
    "venue": Words({"name": "Hall", "city": "Geneva"}),
    "groups": (
        Words(
            {
                "title": "A",
                "note": "only here",
                "papers": (Words({"title": linked("enclosure:1", parse("Agenda\nand *notes*"))}),),
            }
        ),
        Words({"title": "B", "papers": (Words({"title": linked("enclosure:2", "Programme & more")}),)}),
    ),
    "days": ("Monday", "Tuesday"),
    "letterhead": Words({"house": "The House & Co"}),
}

WORDING = Wording("en", Words(WORDS))


def template(path: Path, *lines: str, change: Callable[[DocumentObject], object] = lambda _document: None) -> Path:
    """A Word document with a paragraph a line; ``**bold**`` stretches are bold."""
    document = docx.Document()
    for line in lines:
        paragraph = document.add_paragraph()
        for number, stretch in enumerate(line.split("**")):
            paragraph.add_run(stretch).bold = bool(number % 2) or None
    change(document)
    document.save(str(path))
    return path


def simple_field(paragraph: Paragraph, code: str) -> None:
    """Adds a field that shows 1."""
    node = OxmlElement("w:fldSimple")
    node.set(qn("w:instr"), code)
    node.append(deepcopy(paragraph.add_run("1")._r))
    paragraph._p.remove(paragraph.runs[-1]._r)
    paragraph._p.append(node)


def raw(path: Path, body: str) -> Path:
    """A template whose text is this XML."""
    end = "<w:sectPr"
    return rewritten(
        template(path), "word/document.xml", lambda xml: xml.replace(end, f"{body}{end}", 1).replace("W=", f"{W}=", 1)
    )


def line(words: str) -> str:
    """A paragraph as XML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def told(path: Path, wording: Wording = WORDING) -> list[str]:
    """What check says of a template, one string a problem."""
    return [str(problem) for problem in check_template(path, wording)]


def many(count: int) -> Wording:
    """Words that go on for so many days."""
    return Wording("en", Words({"days": tuple(str(number) for number in range(count)), "house": "A" * 1000}))


def nested(depth: int) -> str:
    return "{% for x in days %}" * depth + "{{ house }}" + "{% endfor %}" * depth

"""Lines or XML go in, Word templates come out; and the words that fill them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
from docx.document import Document as DocumentObject

from pipeline.localise import Wording, Words
from pipeline.localise.wording import Value
from pipeline.merge import check_template
from pipeline.model import Properties
from pipeline.text import linked, paragraphs, parse, raised
from tests.changing import rewritten
from tests.wordxml import WORD_XML

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


def raw(path: Path, body: str) -> Path:
    """A template whose text is this XML."""
    end = "<w:sectPr"
    return rewritten(
        template(path),
        "word/document.xml",
        lambda xml: xml.replace(end, f"{body}{end}", 1).replace("W=", f"{WORD_XML}=", 1),
    )


def told(path: Path, wording: Wording = WORDING) -> list[str]:
    """What check says of a template, one string a problem."""
    return [str(problem) for problem in check_template(path, wording)]


def many(count: int) -> Wording:
    """Words that go on for so many days."""
    return Wording("en", Words({"days": tuple(str(number) for number in range(count)), "house": "A" * 1000}))


def nested(depth: int) -> str:
    return "{% for x in days %}" * depth + "{{ house }}" + "{% endfor %}" * depth

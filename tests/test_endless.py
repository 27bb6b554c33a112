"""What strangers' files say without end is read once: what looks for something in it begins at no character again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lxml import etree

from pipeline.completeness.contents import _entry
from pipeline.completeness.sheets import _WORDS
from pipeline.held import held
from pipeline.localise.mentions import mentions
from pipeline.new.remnants import _PLACEHOLDER
from pipeline.officefile.clean.opendocument import in_open_formulas
from pipeline.officefile.clean.openxml import in_formulas, reaching
from pipeline.officefile.clean.pictures import _in_style
from pipeline.preflight.facts import ADDRESS
from pipeline.preflight.written import _spells
from pipeline.recast.drawing import _LENGTH
from pipeline.recast.table import _NUMBER
from pipeline.tables import excel, opendocument
from tests.languages import of
from tests.spending import at_most


def in_xml(read: Callable[[etree._Element], object], name: str, attribute: str = "") -> Callable[[str], object]:
    def made(words: str) -> object:
        root = etree.Element("root")
        element = etree.SubElement(root, name)
        if attribute:
            element.set(attribute, words)
        else:
            element.text = words
        return list(read(root))  # type: ignore[call-overload]

    return made


READ: dict[str, tuple[Callable[[str], object], str, str]] = {
    "an address of e-mail": (ADDRESS.findall, "", "a"),
    "an acronym": (lambda words: _spells(words, "AAA"), "", "a"),
    "an enclosure": (lambda words: mentions(words + " annex 2", of("en"), "annex", ()), "", "a"),
    "a placeholder": (lambda words: _PLACEHOLDER.sub(" ", words), "", "{"),
    "leaders": (lambda words: _entry(words + "x", set(), {}), "", "."),
    "a number's form": (lambda words: _WORDS.sub("", words), "", "["),
    "figures without a letter": (held, "", "1."),
    "figures with spaces": (held, "", "1 - "),
    "brackets": (held, "", "("),
    "a style": (_in_style, "url(", " "),
    "a comment": (_in_style, "url(", "/* "),
    "an instruction": (reaching, " INCLUDETEXT ", "a"),
    "quotation marks": (reaching, " INCLUDETEXT ", "“"),
    "a formula": (in_xml(in_formulas, "f"), "://", "a"),
    "books of a formula": (in_xml(in_formulas, "f"), "://", "'["),
    "an open formula": (in_xml(in_open_formulas, "cell", "formula"), "#", "a."),
    "names of sheets": (excel._QUOTED.findall, "", "a"),
    "quoted names": (excel._QUOTED.findall, "", "'"),
    "names of open sheets": (opendocument._QUOTED.findall, "", "a"),
    "a cell": (_NUMBER.fullmatch, "", "1"),
    "a length": (_LENGTH.fullmatch, "1", " "),
}
"""What is looked for, what the words begin with, and what they repeat."""


@pytest.mark.parametrize("name", READ)
def test_words_without_end_are_read_once(name: str) -> None:
    read, begins, again = READ[name]
    with at_most(10):
        read(begins + again * (200_000 // len(again)) + "~")

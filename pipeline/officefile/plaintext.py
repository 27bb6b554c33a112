"""A plain text goes in; its words come out, and a copy for an office where it would set them wrongly.

An office sets every line of a plain text from left to right. Of one that runs the other way it is given a flat
OpenDocument text, whose lines are paragraphs as those of a plain text are, but for their direction; and of one in a
script that needs its own font (:mod:`pipeline.fonts.scripts`), which the copy names.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from html import escape
from pathlib import Path

from pipeline.fonts.scripts import family_for
from pipeline.held import held

FLAT = ".fodt"
"""What the copy's name ends in."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]")
_LETTER = re.compile(r"[^\W\d_]")
_SPACES = re.compile(r"\t|  +|\A ")


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 that begins with its mark. UnicodeDecodeError for what is neither."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.removeprefix(BOM_UTF8).decode("utf-8")


def turned(source: Path) -> bytes | None:
    """The copy of a text most of whose lines begin with a letter that runs from right to left, and of one whose letters
    need a font that has them; None of others."""
    text = decoded(source.read_bytes())
    lines, family = text.splitlines(), family_for(text)
    first = [found[0] for found in map(_LETTER.search, lines) if found]
    if family is None and 2 * sum(_RIGHT_TO_LEFT.match(letter) is not None for letter in first) <= len(first):
        return None
    document = _DOCUMENT
    if family is not None:
        document = document.replace(_COMPLEX.format(_MONO), _COMPLEX.format(family))
        document = document.replace(_DECLARED.format(_MONO), _DECLARED.format(_MONO) + _DECLARED.format(family))
    return document.replace("{lines}", "".join(map(_paragraph, lines))).encode("utf-8")


def from_right(words: str) -> bool:
    """Whether words begin with a letter that runs from right to left.

    >>> from_right("7 مدن"), from_right("Geneva"), from_right("7")
    (True, False, False)
    """
    first = _LETTER.search(words)
    return first is not None and _RIGHT_TO_LEFT.match(first[0]) is not None


def _paragraph(line: str) -> str:
    left = _LETTER.search(line) is not None and _RIGHT_TO_LEFT.search(line) is None
    words = line if left else together(line)
    return f'<text:p text:style-name="{"L" if left else "R"}">{spaced(words)}</text:p>'


def together(line: str) -> str:
    """A line that runs from right to left, with the marks that keep what runs the other way whole."""
    for place, mark in reversed(held(line)):
        line = line[:place] + mark + line[place:]
    return line


def spaced(line: str) -> str:
    """A line of OpenDocument's text: what XML can't hold is left out, and all spaces stay (1.3, 6.1.3 and 6.1.4).

    >>> spaced("a  <b>")
    'a<text:s text:c="2"/>&lt;b&gt;'
    """
    shown = "".join(sign for sign in line if (sign >= " " and not "\ud800" <= sign <= "\udfff") or sign == "\t")
    return _SPACES.sub(_space, escape(shown.replace("\ufffe", "").replace("\uffff", ""), quote=False))


def _space(found: re.Match[str]) -> str:
    return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'


_MONO, _COMPLEX = "Liberation Mono", 'style:font-name-complex="{}"'
_DECLARED = '<style:font-face style:name="{0}" svg:font-family="\'{0}\'"/>'
_FONT = f'style:font-name="{_MONO}" fo:font-size="10pt" {_COMPLEX.format(_MONO)}'
_DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls>{_DECLARED.format(_MONO)}
</office:font-face-decls>
<office:styles><style:default-style style:family="paragraph"><style:text-properties {_FONT}
 style:font-size-asian="10pt" style:font-size-complex="10pt"/></style:default-style></office:styles>
<office:automatic-styles>
<style:style style:name="R" style:family="paragraph">
<style:paragraph-properties fo:text-align="end" style:writing-mode="rl-tb"/></style:style>
<style:style style:name="L" style:family="paragraph">
<style:paragraph-properties fo:text-align="left" style:writing-mode="lr-tb"/></style:style>
<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"
 fo:margin-top="2cm" fo:margin-bottom="2cm" fo:margin-left="2cm" fo:margin-right="2cm"/></style:page-layout>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"/></office:master-styles>
<office:body><office:text>{{lines}}</office:text></office:body></office:document>
"""
"""OpenDocument 1.3, part 3, 3.1.2."""

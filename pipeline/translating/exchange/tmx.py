"""Units in several languages go in, a translation memory in TMX 1.4b comes out.

Source: TMX 1.4b Specification, OSCAR recommendation, 26 April 2005.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from pipeline.translating.exchange.units import Mark, Pieces, Unit


def written(units: Mapping[str, Sequence[Unit]], source: str, version: str) -> str:
    """The memory: a ``tu`` for each paragraph that is translated. ``units`` are those of each language."""
    known: dict[str, list[tuple[str, Unit]]] = {}
    for language, several in units.items():
        for unit in several:
            known.setdefault(unit.key, []).append((language, unit))
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<!DOCTYPE tmx SYSTEM "tmx14.dtd">',
        '<tmx version="1.4">',
        f'  <header creationtool="papers" creationtoolversion={quoteattr(version)} segtype="paragraph" '
        f'o-tmf="papers" adminlang="en" srclang={quoteattr(source)} datatype="xml"/>',
        "  <body>",
    ]
    for key, translations in known.items():
        lines += _entry(key, source, [(language, unit) for language, unit in translations if unit.target])
    return "\n".join([*lines, "  </body>", "</tmx>", ""])


def _entry(key: str, source: str, translations: Sequence[tuple[str, Unit]]) -> Iterator[str]:
    if not translations:
        return
    yield "    <tu>"
    yield f'      <prop type="x-place">{_escaped(key)}</prop>'
    unit = translations[0][1]
    yield f"      <tuv xml:lang={quoteattr(source)}><seg>{''.join(_inline(unit, unit.source))}</seg></tuv>"
    for language, each in translations:
        yield f"      <tuv xml:lang={quoteattr(language)}><seg>{''.join(_inline(each, each.target))}</seg></tuv>"
    yield "    </tu>"


def _inline(unit: Unit, pieces: Pieces) -> Iterator[str]:
    for piece in pieces:
        if not isinstance(piece, Mark):
            yield _escaped(piece)
            continue
        code = unit.codes[piece.id]
        shown = _escaped(code.shown)
        match piece.form:
            case "alone":
                yield f'<ph x="{code.id}">{shown}</ph>'
            case "open":
                yield f'<bpt i="{code.id}" x="{code.id}">{shown}</bpt>'
            case "close":
                yield f'<ept i="{code.id}"></ept>'


def _escaped(words: str) -> str:
    """What XML can't have is left out: it is no word."""
    return escape("".join(sign for sign in words if sign in "\t\n\r" or (sign >= " " and sign not in "\ufffe\uffff")))

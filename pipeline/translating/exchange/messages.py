"""The words of a covering message: a ``message.txt`` goes in, units come out; translations go in, it comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.findings import Unfit
from pipeline.translating.exchange.units import Pieces, Unit, to_text, with_codes

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")


def units_of(source: str, target: str, name: str) -> Iterator[Unit]:
    """A unit for each line that has words; the lines of the two are set side by side by their place."""
    lines, there = source.splitlines(), target.splitlines()
    for number, line in enumerate(lines, start=1):
        if any(not sign.isspace() for sign in _TAG.sub("", line)):
            other = there[number - 1] if len(there) == len(lines) else ""
            (one, two), codes = with_codes((line, other), _TAG)
            yield Unit(f"{name}#{number}", one, two, codes)


def with_translations(source: str, target: str, name: str, made: Mapping[str, tuple[Unit, Pieces]]) -> str:
    """The message with translations, by the key of their unit; where there is none yet, the source's with other words.

    Raises Unfit where the two have not the same number of lines.
    """
    whole = (target or source).splitlines(keepends=True)
    if len(whole) != len(source.splitlines()):
        raise Unfit("exchange-lines", count=len(whole), wanted=len(source.splitlines()))
    for number, line in enumerate(whole, start=1):
        one = made.get(f"{name}#{number}")
        if one is not None:
            words = line.rstrip("\r\n")
            whole[number - 1] = to_text(*one) + line[len(words) :]
    return "".join(whole)

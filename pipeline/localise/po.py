"""The lines of a gettext catalogue: its bytes go in, its entries come out, and what a lenient reader would drop.

Source: the GNU gettext manual, “The Format of PO Files”. Common readers take the first and the last sign of what
follows a keyword for quotation marks, whatever they are, and of two entries keep the later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from gettext import c2py
from typing import TypeAlias

from pipeline.findings import Unfit

_LINE = re.compile(r'(?:(msgctxt|msgid|msgid_plural|msgstr|msgstr\[\d+\])\s+)?"([^"\\]*(?:\\.[^"\\]*)*)"')
_CURLY = re.compile("[“”„«»]")
_AFTER = {
    "msgctxt": ("", "msgstr"),
    "msgid": ("", "msgctxt", "msgstr"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
}
"""What an entry's lines come after; an empty word is the beginning."""
_ESCAPES = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}
_PLURAL = re.compile(r"^plural-forms:\s*nplurals=(\d+);\s*plural=([^;\n]+)", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb"charset=([\w.:-]+)")

Fault: TypeAlias = tuple[int, Unfit]
"""The line, and what is wrong with it."""


@dataclass(slots=True)
class Entry:
    """A phrase and its translation, as they stand."""

    context: str = ""
    source: str = ""
    plural: str = ""
    """The source of several, where it has forms by number."""
    words: list[str] = field(default_factory=list)
    """The translation; of several forms in their order."""
    comments: list[str] = field(default_factory=list)
    """What programs extracted: ``#.``."""
    fuzzy: bool = False
    line: int = 0
    """The first with a keyword."""

    def take(self, keyword: str, words: str) -> None:
        """What stands behind a keyword, or on a line below."""
        match keyword:
            case "msgctxt":
                self.context += words
            case "msgid":
                self.source += words
            case "msgid_plural":
                self.plural += words
            case "msgstr":
                self.words[-1] += words


def read(catalogue: bytes) -> tuple[list[Entry], list[Fault]]:
    r"""The entries, and each line that is neither a comment nor a keyword with its words, or out of order, and each
    context's second. ValueError and LookupError where its signs are in no encoding that it names.

    >>> [(each.context, each.words) for each in read(b'msgctxt "a"\nmsgid "Letter"\nmsgstr "Lettre"')[0]]
    [('a', ['Lettre'])]
    >>> [(line, unfit.code) for line, unfit in read(b'msgid "a"\nmsgstr "b')[1]]
    [(2, 'phrase-line')]
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    try:
        for entry in _entries(_decoded(catalogue)):
            entries.append(entry)
    except _BrokenError as broken:
        faults.append(broken.fault)
    lines: dict[str, int] = {}
    for entry in entries:
        if entry.context and lines.setdefault(entry.context, entry.line) != entry.line:
            faults.append((entry.line, Unfit("phrase-twice", key=entry.context, line=lines[entry.context])))
    return entries, faults


class _BrokenError(Exception):
    """What follows the line can't be told."""

    def __init__(self, line: int, unfit: Unfit) -> None:
        self.fault = (line, unfit)


def _decoded(catalogue: bytes) -> str:
    named = _CHARSET.search(catalogue)
    encoding = named[1].decode("ascii") if named and named[1] != b"CHARSET" else "utf-8"
    return catalogue.decode("utf-8-sig" if encoding.casefold() in {"utf-8", "utf8"} else encoding)


def _entries(text: str) -> Iterator[Entry]:
    entry, before, kind = Entry(), "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        stripped = line.strip()
        if not stripped:
            continue
        if stripped[0] == "#":
            if entry.words:
                yield entry
                entry = Entry()
            if stripped.startswith("#."):
                entry.comments.append(stripped[2:].strip())
            elif stripped.startswith("#,"):
                entry.fuzzy |= "fuzzy" in stripped
            continue
        found = _LINE.fullmatch(stripped)
        if found is None:
            code = "phrase-quotes" if _CURLY.search(stripped) and '"' not in stripped else "phrase-line"
            raise _BrokenError(number, Unfit(code, line=stripped))
        if keyword := found[1]:
            kind = keyword.partition("[")[0]
            if entry.words and kind in {"msgctxt", "msgid"}:
                yield entry
                entry = Entry()
            if not _in_order(keyword, kind, before, entry):
                code = "phrase-order" if before else "phrase-order-first"
                raise _BrokenError(number, Unfit(code, keyword=keyword, before=before))
            before, entry.line = kind, entry.line or number
            if kind == "msgstr":
                entry.words.append("")
        entry.take(kind, _ESCAPES.sub(_meant, found[2]) if "\\" in found[2] else found[2])
    if entry.line:
        yield entry


def _in_order(keyword: str, kind: str, before: str, entry: Entry) -> bool:
    """Whether a keyword may come there; the forms of a plural are counted from 0."""
    if keyword != kind:
        return bool(entry.plural) and keyword == f"msgstr[{len(entry.words)}]"
    return before in _AFTER[kind] and not (kind == "msgstr" and entry.plural)


def _meant(escaped: re.Match[str]) -> str:
    return _ESCAPED.get(escaped[1], escaped[1])


def plural_rule(head: str) -> tuple[str, int]:
    """What a catalogue's head says of plurals: an expression of gettext's that counts the form for a number from 0,
    and how many there are; of one that says nothing, one form. ValueError for an expression that is none.

    >>> plural_rule("Plural-Forms: nplurals=2; plural=(n > 1);")
    ('(n > 1)', 2)
    """
    named = _PLURAL.search(head)
    if named is None:
        return "", 1
    forms, rule = int(named[1]), named[2].strip()
    count = c2py(rule)
    try:
        if all(0 <= count(number) < forms for number in range(200)):
            return rule, forms
    except ArithmeticError:
        pass
    raise ValueError(named[0])

"""Words that a reader stumbles over: a package goes in, what was typed by mistake comes out.

Words twice in a row, letters of another script that look alike, a paragraph of another language, an acronym that is
spelled out later than it is used.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.findings import Finding
from pipeline.findings.alike import look
from pipeline.languages.schema import WrittenTable
from pipeline.preflight.document import Document, Line, Read

_TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)[ \u00a0]+(?=(\1)(?![\w’'-]))", re.IGNORECASE)
_BOTH = re.compile("[A-Za-zÀ-ɏ][\u0370-\u04ff]|[\u0370-\u04ff][A-Za-zÀ-ɏ]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN, _OTHER = re.compile("[A-Za-zÀ-ɏ]"), re.compile("[\u0370-\u04ff]")
_ALONE = re.compile("(?<=[\u0430-\u044f\u0451] )[co](?= [\u0410-\u044f\u0451])")
"""A preposition of Russian that was typed as the Latin letter."""
_DRAWN_ALIKE = frozenset("ABESIJKMHOPCTYXaesijopcyx")
"""The Latin letters that letters of Cyrillic are drawn as."""
_SYMBOL = re.compile(r"(?<![\w/])([\u0410-\u042f])(?=/[\w.]+/|/\d)\S*")
"""A document's symbol whose first letter was typed in Cyrillic: А/78/5."""
_EQUALS = re.compile(r"\s*[=≈≤≥]")
_ACRONYM = re.compile(r"\(([A-ZА-ЯЁ]{3,8})\)")
_SPELLED = re.compile(r"(?:[^\W\d_]+[\s’'-]+){2,8}$")
_REACH = 400
"""The most characters that an acronym stands for."""
_NOTES = frozenset({"footnote", "footnotes", "endnote", "endnotes"})
"""Where works are named in the language that they are written in."""
_MOST = 3
"""How many paragraphs of another language a document may have before it is one in two languages."""


def doubled(read: Read) -> Iterator[Finding]:
    """Words that stand twice in a row: any word of a letter, small words of other documents."""
    for document, line in _lines(read):
        for typed in _doubled(line.words, document):
            yield Finding("word-twice", document.at(line), {"typed": typed})


def lookalikes(read: Read) -> Iterator[Finding]:
    """Words with letters of another script that are drawn as their own."""
    for document, line in _lines(read):
        if _OTHER.search(line.words):
            for word, strange in _mixed(line.words):
                signs = tuple(f"{sign} (U+{ord(sign):04X})" for sign in dict.fromkeys(strange))
                yield Finding("letters-alike", document.at(line), {"typed": word, "signs": signs})


def strangers(read: Read) -> Iterator[Finding]:
    """Paragraphs in another language than their document's; a document in two languages has many."""
    from pipeline.completeness.spoken import foreign  # noqa: PLC0415 - loads pdfium

    for document in read.documents:
        if document.language:
            found = [
                (line, other)
                for line in document.lines
                if line.place.part not in _NOTES
                and (other := foreign(line.words, document.language))
                and other not in {tag.partition("-")[0] for tag in document.beside}
            ]
            if found and (document.kind == "letter" or len(found) <= min(_MOST, len(document.lines) // 5)):
                for line, other in found:
                    values = {"said": document.language, "found": other}
                    yield Finding("paragraph-other-language", document.at(line), values)


def acronyms(read: Read) -> Iterator[Finding]:
    """Acronyms of a letter that are spelled out after they were used."""
    for document in read.documents:
        if document.kind != "letter":
            continue
        seen: dict[str, Line] = {}
        for line in document.lines:
            if line.place.part:
                continue  # what stands at the head and foot of pages is in no order
            spelled = {match[1]: match.start() for match in _ACRONYM.finditer(line.words)}
            for name, start in spelled.items():
                if name in seen and _spells(line.words[:start], name):
                    yield Finding("acronym-early", document.at(seen[name]), {"name": name})
            for word in _WORD.finditer(line.words):
                if word[0].isupper() and len(word[0]) > 2 and word[0] not in spelled:
                    seen.setdefault(word[0], line)
            for name in spelled:
                seen.pop(name, None)


def _spells(before: str, name: str) -> bool:
    """Whether the words before an acronym are what it stands for: one begins as it does, where they have capitals."""
    words = _SPELLED.search(before[-_REACH:])
    initials = {word[0] for word in _WORD.findall(words[0])} if words else set()
    return bool(initials) and (name[0] in initials or not any(map(str.isupper, before)))


def _lines(read: Read) -> Iterator[tuple[Document, Line]]:
    return ((document, line) for document in read.documents if document.language for line in document.lines)


def _doubled(words: str, document: Document) -> Iterator[str]:
    known = document.spoken.table.written if document.spoken else WrittenTable()
    if known.doubled:
        yield from (match[0] for match in re.finditer(known.doubled, words))
    small = frozenset((known.small or "").split("|"))
    twice = None if known.twice is None or document.kind != "letter" else frozenset(known.twice.split("|"))
    capitals = words.isupper()
    for match in _TWICE.finditer(words):
        word = match[1].casefold()
        if match[2][0].isupper() and not capitals:
            continue  # Baden Baden, the The Hague Academy; the headings of a table
        if word in small or (twice is not None and len(word) > 1 and word not in twice):
            yield f"{match[1]} {match[2]}"


def _mixed(words: str) -> Iterator[tuple[str, str]]:
    """Each word with the letters in it that are of another script."""
    if _BOTH.search(words):
        for match in _WORD.finditer(words):
            word = match[0]
            if _EQUALS.match(words, match.end()):
                continue  # a variable of a formula, with its index in the language of the text
            latin, other = _LATIN.findall(word), _OTHER.findall(word)
            if not latin or not other:
                continue
            if len(latin) >= len(other) and look("".join(other)).isascii():
                yield word, "".join(other)
            elif len(other) > len(latin) and set(latin) <= _DRAWN_ALIKE:
                yield word, "".join(latin)
    for match in _ALONE.finditer(words):
        yield words[max(0, match.start() - 12) : match.end() + 12].strip(), match[0]
    for match in _SYMBOL.finditer(words):
        if look(match[1]).isascii():
            yield match[0], match[1]

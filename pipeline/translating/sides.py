"""A template in one language goes in; its paragraphs come out, with what they ask for, to be set beside another's."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pipeline.errors import TemplateError
from pipeline.findings import Finding, Place
from pipeline.merge.tags import tags
from pipeline.translating.facts import Asked, Scopes
from pipeline.translating.wordfile import Table, WordFile, read_word

_LONGEST = 60
_NUMBERS = re.compile(r"\d+")
_ENDS = re.compile(r"[.!?。！？؟](?=\s|$|\S)")


@dataclass(frozen=True, slots=True)
class Row:
    """A paragraph of one language, as it is set beside another's."""

    part: str
    number: int
    kind: str
    level: int
    text: str
    asked: tuple[Asked, ...]
    links: tuple[str, ...] = ()
    notes: int = 0
    pictures: int = 0

    @property
    def prose(self) -> bool:
        """Whether it has words of its own, and not only tags."""
        return any(unicodedata.category(sign)[0] in "LNS" for sign in static(self))

    @property
    def signs(self) -> tuple[str, ...]:
        """What its tags are, the same in all languages."""
        return tuple(each.sign for each in self.asked if each.tag.kind != "note")

    def as_json(self) -> dict[str, str | int]:
        level = {"level": self.level} if self.level else {}
        return {"part": self.part, "paragraph": self.number, "kind": self.kind, **level, "text": self.text}


@dataclass(frozen=True, slots=True)
class Side:
    """A template in one language."""

    path: Path
    language: str
    rows: tuple[Row, ...]
    tables: tuple[Table, ...] = ()

    def place(self, row: Row | None = None) -> Place:
        """Where a paragraph of it stands."""
        if row is None:
            return Place(str(self.path))
        return Place(str(self.path), part=row.part, paragraph=short(row.text))


def short(text: str) -> str:
    """The beginning of a paragraph.

    >>> short("word " * 20)
    'word word word word word word word word word word word word …'
    """
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} …"


def read_side(path: Path, language: str) -> Side:
    """A Word template, or a message in plain text. TemplateError for what is neither."""
    return _of_text(path, language) if path.suffix == ".txt" else of_word(read_word(path), language)


def of_word(word: WordFile, language: str) -> Side:
    """The same of a file that was read."""
    return Side(
        word.path,
        language,
        tuple(chain.from_iterable(_rows(word, number, language) for number in range(len(word.parts)))),
        tuple(table for part in word.parts for table in part.tables),
    )


def _rows(word: WordFile, number: int, language: str) -> Iterator[Row]:
    part, scopes = word.parts[number], Scopes(language)
    for line in part.lines:
        asked = tuple(map(scopes.asked, tags(line.text)))
        yield Row(
            part.label, line.number, line.kind, line.level, line.text, asked, line.links, line.notes, line.pictures
        )


def _of_text(path: Path, language: str) -> Side:
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise TemplateError(Finding("message-missing", Place(str(path)))) from None
    except (OSError, UnicodeDecodeError):
        raise TemplateError(Finding("message-unread", Place(str(path)))) from None
    scopes = Scopes(language)
    rows = (
        Row("", number, "text", 0, line, tuple(map(scopes.asked, tags(line))))
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )
    return Side(path, language, tuple(row for row in rows if static(row).strip() or row.signs))


def static(row: Row) -> str:
    """Its words without its tags."""
    pieces: list[str] = []
    position = 0
    for each in row.asked:
        pieces.append(row.text[position : each.tag.start])
        position = each.tag.end
    return "".join([*pieces, row.text[position:]])


# --- what tells paragraphs apart, whatever their language -----------------------------------------


def marks(side: Side, *, own: str) -> list[str]:
    """What a paragraph without words of its own is in any language; one with words has a mark that no other has.

    ``own`` makes the marks of this side.
    """
    return [
        f"{own} {number}" if row.prose else f"{_whole(row)} {' '.join(row.signs)}"
        for number, row in enumerate(side.rows)
    ]


def traits(side: Side) -> list[str]:
    """What tells each paragraph, as words: its kind, what it asks for, its figures, how long it is among its like."""
    lengths = [len(static(row)) for row in side.rows]
    usual = sum(lengths) / max(sum(length > 0 for length in lengths), 1) or 1.0
    return [" ".join(_traits(row, length / usual)) for row, length in zip(side.rows, lengths, strict=True)]


def _whole(row: Row) -> str:
    return f"{row.part.rstrip('0123456789')}|{row.kind}{row.level}"


def _traits(row: Row, length: float) -> Iterator[str]:
    yield _whole(row)
    yield "prose" if row.prose else "tags"
    told: Sequence[str] = [sign.replace(" ", "·") for sign in row.signs]
    for sign, count in Counter(told).items():
        # what it asks for tells more than how long it is
        yield from (f"{weight}:{sign}" for weight in range(2 + min(count, 3)))
    yield from (f"n:{int(figures)}" for figures in dict.fromkeys(_NUMBERS.findall(static(row))) if len(figures) < 9)
    if row.prose:
        steps = round(2 * math.log2(32 * length + 1))
        yield from (f"l:{step}" for step in range(steps))
        yield from (f"s:{step}" for step in range(min(len(_ENDS.findall(static(row))), 8)))

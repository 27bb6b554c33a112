"""What is translated: a unit has the words of a paragraph or a phrase in two languages, with its codes protected.

A code is what is no words: a placeholder, a tab, a change of formatting, a link. In a text it is written as in HTML:
``<1/>`` for one that stands alone, ``<2>…</2>`` for one around words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal, TypeAlias

from pipeline.findings import Unfit


@dataclass(frozen=True, slots=True)
class Code:
    """What is no words."""

    id: str
    kind: Literal["placeholder", "thing", "format", "link"]
    shown: str
    """What a person sees of it: the placeholder as it is typed, “bold”, an address."""

    @property
    def around(self) -> bool:
        """Whether it stands around words."""
        return self.kind in {"format", "link"}


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a code stands."""

    id: str
    form: Literal["alone", "open", "close"]


_BRACES = frozenset("{}｛｝")

Piece: TypeAlias = "str | Mark"
Pieces: TypeAlias = "tuple[Piece, ...]"


@dataclass(frozen=True, slots=True)
class Unit:
    key: str
    """Its name: the file, and where in it: ``invitation.docx#document/12``."""
    source: Pieces
    target: Pieces
    """Its translation as it stands; nothing where there is none."""
    codes: Mapping[str, Code] = field(default_factory=dict)
    note: str = ""
    """What a translator should know of it."""
    limit: int | None = None
    """How many characters there is room for."""

    @property
    def file(self) -> str:
        return self.key.partition("#")[0]

    def with_target(self, pieces: Iterable[Piece]) -> Pieces:
        """A translation of it, tidied up: adjacent words joined, spaces that a program put in as one.

        Raises Unfit for codes that the source does not have or that are missing, and for words that are too long.
        """
        tidy = _tidied(pieces)
        _balanced(tidy)
        _clean(tidy, self.source + self.target)
        used = Counter(piece.id for piece in tidy if isinstance(piece, Mark) and piece.form != "close")
        if unknown := sorted(set(used) - set(self.codes)):
            raise Unfit("exchange-code-unknown", codes=tuple(unknown))
        wanted = [self._placeholders(side) for side in (self.source, self.target) if side]
        here = self._placeholders(tidy)
        if here not in wanted:
            missing, extra = wanted[0] - here, here - wanted[0]
            raise Unfit("exchange-placeholders", missing=_listed(missing), extra=_listed(extra))
        things = [self._of(side, "thing") for side in (self.source, self.target) if side]
        if self._of(tidy, "thing") not in things:
            raise Unfit("exchange-things", things=_listed(things[0]))
        if self.limit is not None and (length := len(self.shown(tidy))) > self.limit:
            raise Unfit("exchange-long", length=length, limit=self.limit)
        return tidy

    def shown(self, pieces: Pieces) -> str:
        """The words as a person reads them, with what placeholders are typed as."""
        return "".join(
            piece if isinstance(piece, str) else self.codes[piece.id].shown if self._is(piece, "placeholder") else ""
            for piece in pieces
        )

    def _is(self, mark: Mark, kind: str) -> bool:
        return self.codes[mark.id].kind == kind

    def _of(self, pieces: Pieces, kind: str) -> Counter[str]:
        marks = (piece for piece in pieces if isinstance(piece, Mark) and piece.form != "close")
        return Counter(self.codes[mark.id].shown for mark in marks if self._is(mark, kind))

    def _placeholders(self, pieces: Pieces) -> Counter[str]:
        return self._of(pieces, "placeholder")


def _listed(counted: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counted.elements()))


def joined(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with adjacent words as one."""
    found: list[Piece] = []
    for are_words, run in groupby(pieces, lambda piece: isinstance(piece, str)):
        if not are_words:
            found += run
        elif words := "".join(map(str, run)):
            found.append(words)
    return found


_SPACES = re.compile(r"[ \t\r\n]+")


def _tidied(pieces: Iterable[Piece]) -> Pieces:
    """Adjacent words as one; where a program broke lines, a space, and none at the ends."""
    found = joined(pieces)
    last = len(found) - 1
    for place, piece in enumerate(found):
        if isinstance(piece, str):
            words = piece
            if place == 0 and "\n" in words[: len(words) - len(words.lstrip())]:
                words = words.lstrip()
            if place == last and "\n" in words[len(words.rstrip()) :]:
                words = words.rstrip()
            found[place] = _SPACES.sub(lambda run: " " if run[0].strip(" ") else run[0], words)
    return tuple(piece for piece in found if piece)


def _clean(pieces: Pieces, known: Pieces) -> None:
    """Raises Unfit for signs that are no words, and for braces that neither the source nor the translation had."""
    words = "".join(piece for piece in pieces if isinstance(piece, str))
    had = {sign for piece in known if isinstance(piece, str) for sign in piece}
    if strange := sorted({sign for sign in words if _strange(sign)}):
        raise Unfit("exchange-signs", signs=tuple(f"U+{ord(sign):04X}" for sign in strange))
    if braces := sorted({sign for sign in words if sign in _BRACES} - had):
        raise Unfit("exchange-braces", signs=tuple(braces))


def _strange(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cc", "Cn", "Co", "Cs", "Zl", "Zp"} or sign in "\u202d\u202e"


def _balanced(pieces: Pieces) -> None:
    """Raises Unfit for a code that is not closed, or closed where another is open."""
    open_: list[str] = []
    for piece in pieces:
        if not isinstance(piece, Mark):
            continue
        if piece.form == "open":
            open_.append(piece.id)
        elif piece.form == "close" and (not open_ or open_.pop() != piece.id):
            raise Unfit("exchange-code-open", code=piece.id)
    if open_:
        raise Unfit("exchange-code-open", code=open_[-1])


def same_words(one: Pieces, two: Pieces) -> bool:
    """Whether two texts are the same, but for spaces that programs break lines at."""
    return _plain(one) == _plain(two)


def _plain(pieces: Pieces) -> list[Piece]:
    tidy = (_SPACES.sub(" ", piece) if isinstance(piece, str) else piece for piece in _tidied(pieces))
    found = list(tidy)
    for place, at_end in ((0, False), (-1, True)):
        if found and isinstance(edge := found[place], str):
            found[place] = edge.rstrip(" ") if at_end else edge.lstrip(" ")
    return [piece for piece in found if piece]


# --- as text --------------------------------------------------------------------------------------

_MARK = re.compile(r"(?<!\\)(\\*)<(/?)(\w+)(/?)>")


def to_text(unit: Unit, pieces: Pieces, *, placeholders: bool = True) -> str:
    """The pieces as one text; placeholders as they are typed, unless they are to be codes too.

    What looks like a code and is words has a backslash before it.
    """
    out: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            out.append(_quoted(piece))
            continue
        code = unit.codes[piece.id]
        if placeholders and code.kind == "placeholder":
            out.append(_quoted(code.shown))
            continue
        if out and (slashes := len(out[-1]) - len(out[-1].rstrip("\\"))):
            out[-1] += "\\" * slashes  # each of those before a code counts twice
        out.append({"alone": f"<{piece.id}/>", "open": f"<{piece.id}>", "close": f"</{piece.id}>"}[piece.form])
    return "".join(out)


def _quoted(words: str) -> str:
    return _MARK.sub(lambda found: f"{found[1]}{found[1]}\\{found[0][len(found[1]) :]}", words)


def from_text(unit: Unit, text: str) -> Iterator[Piece]:
    """The pieces of a text: the other way round."""
    for piece in joined(_read(text)):
        if isinstance(piece, str):
            yield from _with_placeholders(unit, piece)
        else:
            yield piece


def _read(text: str) -> Iterator[Piece]:
    """Words, and the marks among them."""
    position = 0
    for found in _MARK.finditer(text):
        slashes = len(found[1])
        yield text[position : found.start()] + "\\" * (slashes // 2)
        position = found.end()
        if slashes % 2:
            yield found[0][slashes:]
        else:
            yield Mark(found[3], "close" if found[2] else "alone" if found[4] else "open")
    yield text[position:]


def _with_placeholders(unit: Unit, text: str) -> Iterator[Piece]:
    """Words with the placeholders that the unit has, wherever they are typed as it has them."""
    known = {code.shown: code.id for code in unit.codes.values() if code.kind == "placeholder"}
    if not known:
        yield text
        return
    pattern = "|".join(re.escape(shown) for shown in sorted(known, key=len, reverse=True))
    position = 0
    for found in re.finditer(pattern, text):
        yield text[position : found.start()]
        yield Mark(known[found[0]], "alone")
        position = found.end()
    yield text[position:]


def with_codes(texts: Sequence[str], pattern: re.Pattern[str]) -> tuple[tuple[Pieces, ...], dict[str, Code]]:
    """Texts that have placeholders, as pieces, with one code for each placeholder that is typed in one way."""
    codes: dict[str, Code] = {}

    def pieces(text: str) -> Iterator[Piece]:
        position = 0
        for found in pattern.finditer(text):
            yield text[position : found.start()]
            yield Mark(codes.setdefault(found[0], Code(str(len(codes) + 1), "placeholder", found[0])).id, "alone")
            position = found.end()
        yield text[position:]

    made = tuple(_tidy_words(pieces(text)) for text in texts)
    return made, {code.id: code for code in codes.values()}


def _tidy_words(pieces: Iterable[Piece]) -> Pieces:
    return tuple(piece for piece in pieces if piece)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a file for translators says of itself."""

    meeting: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What a file that came back says."""

    source: str
    target: str
    """The languages."""
    texts: Mapping[str, tuple[Pieces, Pieces | None]]
    """By the key of a unit, known or not: its source, and its translation where it has one."""

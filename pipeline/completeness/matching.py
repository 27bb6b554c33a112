"""The words that a source shows and those that its pages have go in; the words that are missing come out, by block.

What stands whole on the pages is taken first, long blocks before short ones, from where the last one was found; then
what a page's end, a column or a line's end has broken, piece by piece; what is left over is looked for word by word
among the words that nothing else has claimed. So a word that is lost is missed although the pages have it a hundred
times.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.completeness.shown import Block
from pipeline.completeness.words import is_right_to_left, words_of

_LONG = 4
"""Words: a block of fewer may stand in another, and is looked for after the long ones."""
_NEAR, _LOOKS = 256, 50
"""Places that are looked at for one block at the most, and for all together, by the words of the pages. What goes
beyond is looked for word by word."""
_TOGETHER = 64
"""Letters: a longer word is not taken apart."""
_SHORTEST = 3
"""Letters that a word has at least that may come in pieces."""
_NUMBER = 8
"""Signs: the longest of a list's numbers, ``xxxviii``."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What of a block the pages don't have."""

    block: Block
    words: tuple[str, ...]
    """As they are compared; none where the number before it is missing."""


class Matching:
    """The words of the pages, and which of them have been found in the source."""

    def __init__(self, pages: Sequence[Sequence[str]]) -> None:
        self._words = [word for page in pages for word in page]
        self._claimed = bytearray(len(self._words))
        self._places: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            self._places.setdefault(word, []).append(place)
        self._cursor = 0
        self._looks = _LOOKS * (len(self._words) + 100)

    def missing(self, blocks: Sequence[Block]) -> list[Missing]:
        """What is missing of each block, in their order."""
        words = [words_of(block.words) for block in blocks]
        own = [number for number, block in enumerate(blocks) if words[number] and not block.repeated]
        figures = [number for number in own if blocks[number].readings]
        readings = {number: [words_of(each) for each in blocks[number].readings] for number in figures}
        found: dict[int, int] = {}
        pieces: dict[int, Sequence[Sequence[str]]] = {}
        for some in (
            [number for number in own if number not in readings and len(words[number]) >= _LONG],
            [number for number in own if number not in readings and len(words[number]) < _LONG],
            [number for number in figures if len(readings[number][0]) > 1],
            [number for number in figures if len(readings[number][0]) == 1],
        ):
            self._cursor = 0
            for number in some:
                places = (self._find(each) for each in readings.get(number, [words[number]]))
                if (place := next((each for each in places if each is not None), None)) is not None:
                    found[number] = place
            self._cursor = 0
            for number in some:
                if number not in found and number not in readings:
                    pieces[number] = list(self._broken(words[number]))
        heads = dict.fromkeys(tuple(words[number]) for number, block in enumerate(blocks) if block.repeated)
        lost_of = {head: self._everywhere(head) for head in heads if head}
        rest = _Rest(self._words, self._claimed)
        absent = {
            number: [word for each in some for word in each if not rest.take(word)] for number, some in pieces.items()
        }
        absent |= {number: each[0] for number, each in readings.items() if number not in found}
        rest.take_run_together(word for each in absent.values() for word in each)
        lost = {number: tuple(lost_of.get(tuple(each), ())) for number, each in enumerate(words)}
        for number in sorted(absent, key=lambda number: len(absent[number])):
            if number in readings:
                lost[number] = () if rest.take_figure(readings[number]) else tuple(words[number])
            else:
                lost[number] = tuple(word for word in absent[number] if not rest.take_otherwise(word))
        return [
            Missing(block, lost[number])
            for number, block in enumerate(blocks)
            if lost[number] or (block.numbered and not self._numbered(found.get(number), words[number]))
        ]

    # --- whole, and in pieces ---------------------------------------------------------------------

    def _everywhere(self, head: Sequence[str]) -> Sequence[str]:
        """Claims the words of a head or a foot on each page; gives those that are on none."""
        self._cursor = 0
        found = self._find(head)
        while found is not None and self._find(head, again=False) is not None:
            pass
        if found is not None:
            return ()
        # in another order, or beside another's: it is there if its words are
        return [word for word in head if word not in self._places and not is_right_to_left(word)]

    def _find(self, words: Sequence[str], *, again: bool = True) -> int | None:
        """Claims the words where they stand one after the other, from the cursor on, or ``again`` from the beginning.

        Says where, as the place of the first. They are looked for where the rarest of them is.
        """
        if not words or any(word not in self._places for word in words):
            return None
        rarest = min(range(len(words)), key=lambda number: len(self._places[words[number]]))
        places = self._places[words[rarest]]
        start = bisect_left(places, self._cursor + rarest)
        for some in (places[start : start + _NEAR], places[: min(start, _NEAR)] if again else ()):
            for place in some:
                self._looks -= 1
                first, end = place - rarest, place - rarest + len(words)
                if self._looks < 0:
                    return None
                if first >= 0 and self._words[first:end] == [*words] and not any(self._claimed[first:end]):
                    self._claimed[first:end] = b"\1" * len(words)
                    self._cursor = end
                    return first
        return None

    def _broken(self, words: Sequence[str]) -> Iterator[Sequence[str]]:
        """Claims the words in pieces, halved again and again; gives the pieces that stand nowhere whole."""
        waiting = [words]
        while waiting:
            piece = waiting.pop()
            if self._near(piece):
                continue
            if len(piece) < 2 * _LONG:
                yield piece
            else:
                half = len(piece) // 2
                waiting += [piece[half:], piece[:half]]

    def _near(self, piece: Sequence[str]) -> bool:
        before = self._cursor
        if self._find(piece) is not None:
            return True
        self._cursor = before
        return False

    def _numbered(self, at: int | None, words: Sequence[str]) -> bool:
        """Whether what may be a list's number, and no block's word, stands before words; or nobody can tell."""
        if at is None or any(map(is_right_to_left, words)):
            return True  # pdfium may give a number that stands on the right as a part of the word beside it
        return at > 0 and not self._claimed[at - 1] and len(self._words[at - 1]) <= _NUMBER


class _Rest:
    """The words that are left on the pages, to be taken one by one: first as they are, then in other forms."""

    def __init__(self, words: Sequence[str], claimed: bytearray) -> None:
        self._words, self._claimed = words, claimed
        self._left: dict[str, list[int]] = {}
        for place in range(len(words) - 1, -1, -1):
            if not claimed[place]:
                self._left.setdefault(words[place], []).append(place)
        self._together = Counter[str]()
        self._letters: Counter[str] | None = None
        self._joined: str | None = None

    def take(self, word: str) -> bool:
        """Takes a word as it is, if it is there."""
        places = self._left.get(word)
        if not places:
            return False
        self._claimed[places.pop()] = 1
        return True

    def take_run_together(self, words: Iterable[str]) -> None:
        """Finds those words of the pages that are several of these without a space, as cells may be read."""
        wanted = Counter(words)
        for place, word in enumerate(self._words):
            if wanted and not self._claimed[place] and len(word) > 1 and (parts := _parts(word, wanted)):
                wanted -= Counter(parts)
                self._together.update(parts)
                self._claimed[place] = 1

    def take_from_together(self, word: str) -> bool:
        """Takes a word that was found so."""
        found = self._together[word] > 0
        self._together[word] -= found
        return found

    def take_figure(self, readings: Sequence[Sequence[str]]) -> bool:
        """Takes a figure that was found so, or one of whose readings setting has broken."""
        return all(map(self.take_from_together, readings[0])) or any(
            self._take_broken("".join(each)) for each in readings
        )

    def take_otherwise(self, word: str) -> bool:
        """Takes a word that is there in another form; asked when all others were taken as they are."""
        if self.take_from_together(word):
            return True
        if is_right_to_left(word):
            return self._spelt(word)
        return self._take_broken(word) or self._upright(word)

    def _spelt(self, word: str) -> bool:
        """Takes the letters of an Arabic word: pdfium may give two words of a line as one, in any order."""
        if self._letters is None:
            self._letters = Counter("".join(filter(is_right_to_left, self._unclaimed())))
        wanted = Counter(word)
        if not wanted <= self._letters:
            return False
        self._letters -= wanted
        return True

    def _take_broken(self, letters: str) -> bool:
        """Takes words that stand one after the other and make these letters: one that setting has broken."""
        if self._joined is None:
            pieces = ("" if taken else word for word, taken in zip(self._words, self._claimed, strict=True))
            self._joined = f"|{'|'.join(pieces)}|"
        found = re.search(r"(?<=\|)" + r"\|?".join(map(re.escape, letters)) + r"(?=\|)", self._joined)
        if found is None:
            return False
        self._joined = self._joined[: found.start()] + "|" + self._joined[found.end() :]
        return True

    def _upright(self, word: str) -> bool:
        """Takes single letters that make a word: pdfium gives one that stands upright letter by letter."""
        wanted = Counter(word)
        if len(word) < _SHORTEST or any(len(self._left.get(one, ())) < count for one, count in wanted.items()):
            return False
        return all(map(self.take, wanted.elements()))

    def _unclaimed(self) -> Iterator[str]:
        return (word for word, taken in zip(self._words, self._claimed, strict=True) if not taken)


def _parts(word: str, known: Counter[str]) -> list[str]:
    """The words that one is made of, where it is made of known ones alone.

    >>> _parts("pagesa", Counter({"pages": 1, "a": 1, "page": 2}))
    ['pages', 'a']
    """
    left = Counter(known)

    def rest_of(at: int) -> list[str] | None:
        if at == len(word):
            return []
        for end in range(len(word), at, -1):
            part = word[at:end]
            if left[part] > 0:
                left[part] -= 1
                if (rest := rest_of(end)) is not None:
                    return [part, *rest]
                left[part] += 1
        return None

    return rest_of(0) or [] if len(word) <= _TOGETHER else []

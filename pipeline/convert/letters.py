"""Let the fonts of LibreOffice's PDFs say which letters their signs are: fonts and pages go in, the fonts are complete.

ISO 19005-2, 6.2.11.7; ISO 14289-1, 7.21.7. LibreOffice says nothing of signs that are a part of a letter, such as the
vowel marks of Arabic, as the words around them say it; and of Word's bullets it says codes that only their fonts know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any
from unicodedata import combining

from pikepdf import Dictionary, Name, Page

BULLETS = {
    b"F0B7": b"2022",  # •
    b"F0A7": b"25AA",  # ▪
    b"F0A8": b"25FB",  # ◻
    b"F0D8": b"27A2",  # ➢
    b"F0E0": b"2192",  # →
    b"F0FC": b"2713",  # ✓
    b"F06E": b"25A0",  # ■
    b"F06F": b"25A1",  # □
    b"F071": b"2751",  # ❑
    b"F076": b"2756",  # ❖
    b"F02D": b"2013",  # –
}
"""What Word's bullets mean: codes of Symbol and Wingdings, which stand for letters in those fonts alone."""

_SAID = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")
_BULLET = re.compile(rb"(?<=> <)F0[0-9A-F]{2}(?=>)")
_SPAN = re.compile(rb"/Span<</ActualText<FEFF([0-9A-F]*)>>>\s*BDC(.*?)EMC", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>")

_JOINER = "\u200d"
"""Zero width joiner: it is not seen, and no word is another with it (Unicode 16.0, 23.2)."""

Map = tuple[int, int]
"""The number of the object that says which letters the signs of a font are."""
Sign = tuple[Map, int]
"""A font's map, and a code of that font."""


def complete(fonts: Iterable[Dictionary], pages: Sequence[Page]) -> None:
    """Makes the maps of ``fonts``, which ``pages`` are set with, complete and readable."""
    simple = [font for font in fonts if Name.ToUnicode in font and Name.LastChar in font]
    maps = {font.ToUnicode.objgen: font.ToUnicode for font in simple}
    last: dict[Map, int] = {}
    for font in simple:
        number = font.ToUnicode.objgen
        last[number] = max(int(font.LastChar), last.get(number, 0))
    drawn = ((page.obj.Contents.read_bytes(), _maps(page)) for page in pages)
    for number, after in completed({number: each.read_bytes() for number, each in maps.items()}, last, drawn).items():
        maps[number].write(after)


def completed(
    maps: Mapping[Map, bytes], last: Mapping[Map, int], pages: Iterable[tuple[bytes, Mapping[bytes, Map]]]
) -> dict[Map, bytes]:
    """Those of the ``maps`` that were not complete and readable, as they should be.

    They are of fonts whose ``last`` codes are these; the ``pages`` are what they draw, and which map is that of each
    font that they name.
    """
    said = {number: dict(_SAID.findall(content)) for number, content in maps.items()}
    missing = {
        (number, code) for number in maps for code in range(1, last[number] + 1) if b"%02X" % code not in said[number]
    }
    found = _found(pages, said, missing) if missing else {}
    changed: dict[Map, bytes] = {}
    for number, content in maps.items():
        after = _BULLET.sub(lambda sign: BULLETS.get(sign.group(), sign.group()), content)
        added = [(code, words) for (of, code), words in sorted(found.items()) if of == number]
        if added:
            lines = b"".join(b"<%02X> <%b>\n" % (code, words) for code, words in added)
            after = after.replace(b"endcmap", b"%d beginbfchar\n%bendbfchar\nendcmap" % (len(added), lines))
        if after != content:
            changed[number] = after
    return changed


def _found(
    pages: Iterable[tuple[bytes, Mapping[bytes, Map]]], said: Mapping[Map, Mapping[bytes, bytes]], missing: set[Sign]
) -> dict[Sign, bytes]:
    """What ``missing`` signs stand for, as UTF-16: what the words around them say that no other sign there does."""
    spans = [span for content, named in pages for span in _spans(content, named)]
    known: dict[Sign, str] = {
        (number, int(code, 16)): _text(words) for number, each in said.items() for code, words in each.items()
    }
    found: dict[Sign, bytes] = {}
    for most in (1, 1, 1, 9):  # first where one sign is in question, so that others then are the only one
        for words, signs in spans:
            unknown = [sign for sign in dict.fromkeys(signs) if sign in missing and sign not in known]
            if not 0 < len(unknown) <= most:
                continue
            left = Counter(words)
            left.subtract("".join(known.get(sign, "") for sign in signs))
            rest = "".join(letter for letter in dict.fromkeys(words) if left[letter] > 0)
            # Where LibreOffice lets the letter stand for its marks too, they are said twice.
            rest = rest or "".join(filter(combining, dict.fromkeys(words)))
            # A stroke that joins letters is no letter: the words are said by the signs beside it.
            rest = rest or (_JOINER if most > 1 else "")
            # Signs stand from left to right, words of Arabic from right to left.
            for sign, letter in zip(reversed(unknown), [*rest[: most - 1], rest[most - 1 :]], strict=False):
                # Of several, those that are left over say nothing: the words are said by the others.
                if own := letter or (_JOINER if most > 1 else ""):
                    known[sign] = own
                    found[sign] = own.encode("utf-16-be").hex().upper().encode()
    return found


def _maps(page: Page) -> dict[bytes, Map]:
    """The maps of a page's fonts, by the names that its content has for them."""
    fonts: Any = page.resources.get(Name.Font, Dictionary())
    return {name[1:].encode(): font.ToUnicode.objgen for name, font in fonts.items() if Name.ToUnicode in font}


def _spans(content: bytes, maps: Mapping[bytes, Map]) -> Iterator[tuple[str, list[Sign]]]:
    """The words that each marked piece stands for, and its signs."""
    for words, drawn in _SPAN.findall(content):
        signs: list[Sign] = []
        font: Map | None = None
        for name, codes in _SHOWN.findall(drawn):
            if name:
                font = maps.get(name)
            elif font is not None:
                signs += [(font, code) for code in bytes.fromhex(codes.decode())]
        yield _text(words), signs


@lru_cache(maxsize=4096)
def _text(words: bytes) -> str:
    return bytes.fromhex(words.decode()).decode("utf-16-be", "replace")

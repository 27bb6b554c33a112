"""Let the fonts of LibreOffice's PDFs say which letters their signs are: bytes go in, the edits that do it come out.

ISO 19005-2, 6.2.11.7; ISO 14289-1, 7.21.7. LibreOffice says nothing of signs that are a part of a letter, such as the
vowel marks of Arabic, as the words around them say it; and of Word's bullets it says codes that only their fonts know.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from unicodedata import combining

from pipeline.convert.edits import Edit, Stream, packed, streams

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

_FONT = re.compile(
    rb"\n(\d+) 0 obj\n<</Type/Font/Subtype/\w+/BaseFont/\S+\n/FirstChar 0\n/LastChar (\d+)\n[^>]*?/ToUnicode (\d+) 0 R"
)
_SAID = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]+)>")
_BULLET = re.compile(rb"(?<=> <)F0[0-9A-F]{2}(?=>)")
_NAMES = re.compile(rb"/(F\d+) (\d+) 0 R")
_PAGE_CONTENT = re.compile(rb"\n<</Type/Page/[^\0]*?/Contents (\d+) 0 R")
_SPAN = re.compile(rb"/Span<</ActualText<FEFF([0-9A-F]*)>>>\s*BDC(.*?)EMC", re.DOTALL)
_SHOWN = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)>")

_JOINER = "\u200d"
"""Zero width joiner: it is not seen, and no word is another with it (Unicode 16.0, 23.2)."""

Sign = tuple[bytes, int]
"""A font's map, and a code of that font."""


def letters(pdf: bytes) -> Iterator[Edit]:
    """What makes the maps of ``pdf``, as LibreOffice writes it, complete and readable."""
    fonts = {font[1]: (font[3], int(font[2])) for font in _FONT.finditer(pdf)}
    maps = {each.number: each for each in streams(pdf, dict.fromkeys(number for number, _ in fonts.values()))}
    said = {number: dict(_SAID.findall(each.content)) for number, each in maps.items()}
    missing = {
        (number, code)
        for number, last in fonts.values()
        if number in said
        for code in range(1, last + 1)
        if b"%02X" % code not in said[number]
    }
    found = _found(pdf, {name: number for name, (number, _) in fonts.items()}, said, missing) if missing else {}
    for number, each in maps.items():
        content = _BULLET.sub(lambda sign: BULLETS.get(sign.group(), sign.group()), each.content)
        added = [(code, words) for (of, code), words in sorted(found.items()) if of == number]
        if added:
            lines = b"".join(b"<%02X> <%b>\n" % (code, words) for code, words in added)
            content = content.replace(b"endcmap", b"%d beginbfchar\n%bendbfchar\nendcmap" % (len(added), lines))
        if content != each.content:
            yield from packed(each, content)


def _found(
    pdf: bytes, map_of: Mapping[bytes, bytes], said: Mapping[bytes, Mapping[bytes, bytes]], missing: set[Sign]
) -> dict[Sign, bytes]:
    """What ``missing`` signs stand for, as UTF-16: what the words around them say that no other sign there does."""
    names = {name: map_of[font] for name, font in _NAMES.findall(pdf) if font in map_of}
    contents = dict.fromkeys(_PAGE_CONTENT.findall(pdf))
    spans = [span for page in streams(pdf, contents) for span in _spans(page, names)]
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
                if letter:
                    known[sign] = letter
                    found[sign] = letter.encode("utf-16-be").hex().upper().encode()
    return found


def _spans(page: Stream, names: Mapping[bytes, bytes]) -> Iterator[tuple[str, list[Sign]]]:
    """The words that each marked piece stands for, and its signs."""
    for words, drawn in _SPAN.findall(page.content):
        signs: list[Sign] = []
        font = b""
        for name, codes in _SHOWN.findall(drawn):
            if name:
                font = names.get(name, b"")
            else:
                signs += [(font, code) for code in bytes.fromhex(codes.decode())]
        yield _text(words), signs


def _text(words: bytes) -> str:
    return bytes.fromhex(words.decode()).decode("utf-16-be", "replace")

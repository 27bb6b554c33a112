"""Words as they are typed go in; the signs come out as they are drawn from left to right, Arabic letters joined.

Enough for most stamps: one line, no vowel signs to be placed; words that need more are set glyph by glyph
(:mod:`pipeline.bundle.glyphs`). The joined forms are Unicode's presentation forms, which
fonts for Arabic have; the order follows the Unicode Bidirectional Algorithm (UAX 9), with isolates and brackets, and
without embeddings, which nobody types into a symbol. What is drawn is composed (UAX 15, NFC).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import TypeVar
from unicodedata import bidirectional, category, decomposition, normalize

T = TypeVar("T")

_PRESENTATION_FORMS = range(0xFE80, 0xFEFD)
_FORMS = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}
"""By whether the letter joins the one before it, and the one after it."""
_FIRST_PLACED = 0x0591
"""The first sign of a script that places signs on letters: a Hebrew accent."""
_ARABIC = (range(0x600, 0x700), range(0x750, 0x780), range(0x8A0, 0x900))
_JOINING = (
    range(0x7C0, 0x800),
    range(0x840, 0x860),
    range(0x1800, 0x18B0),
    range(0xA840, 0xA880),
    range(0x1E900, 0x1E960),
)
"""N'Ko, Mandaic, Mongolian, Phags-pa, Adlam."""
_JOINERS = frozenset("\u200c\u200d")
"""What parts or joins letters, and is not seen itself."""
_TATWEEL = "\u0640"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_OPENING = {"(": ")", "[": "]", "{": "}", "\u3008": "\u3009", "\u300c": "\u300d"}
"""Brackets that come in pairs (UAX 9, BD14), as far as symbols of documents have them."""
_MOST_OPEN = 63
"""Brackets that may be open at once (BD16)."""
_INITIATORS = frozenset({"LRI", "RLI", "FSI"})
_UNSEEN = _INITIATORS | {"PDI", "LRE", "RLE", "LRO", "RLO", "PDF", "BN"}


def drawn(words: str, *, right_to_left: bool = False) -> str:
    """The signs from left to right, each in the form that its neighbours ask for.

    ``right_to_left`` is the direction of the line, where it has words of both.

    >>> drawn("Enclosure 3 – page 2/5")
    'Enclosure 3 – page 2/5'
    >>> drawn("مرفق ٣ (٢/٥)") == "(٢/٥) ٣ \ufed6\ufed3\ufeae\ufee3"
    True
    >>> drawn("مرفق ٣ – \u2068A/78/5 (Vol. I)\u2069") == "A/78/5 (Vol. I) – ٣ \ufed6\ufed3\ufeae\ufee3"
    True
    """
    words = normalize("NFC", words)
    if not any(bidirectional(sign) in {"R", "AL"} for sign in words):
        return "".join(filter(_is_seen, words))
    return _ordered(_joined(words), right_to_left=right_to_left)


def is_simple(words: str) -> bool:
    """Whether :func:`drawn` says all that is to be known of how these words are drawn.

    It does not of scripts with signs that are placed, as in India and the countries beyond it, and in Hebrew with its
    points; nor of those whose letters join and have no presentation forms: Persian, Syriac, Mongolian.

    >>> [is_simple(words) for words in ("Enclosure 3", "مرفقاً ٣", "附件3", "ხელშეკრულება", "נספח")]
    [True, True, True, True, True]
    >>> [is_simple(words) for words in ("ឯកសារ", "नेपाल", "เอกสารที่", "נִספח", "پیوست", "ᠮᠣᠩᠭᠣᠯ")]
    [False, False, False, False, False, False]
    """
    return words.isascii() or not any(map(_is_complex, normalize("NFC", words)))


@cache
def _is_complex(sign: str) -> bool:
    if category(sign) in {"Mn", "Mc"}:
        # Those below are drawn where they stand, as they always were: composed, or alone.
        return ord(sign) >= _FIRST_PLACED and not any(ord(sign) in block for block in _ARABIC)
    if bidirectional(sign) == "AL" and category(sign) == "Lo":
        return sign not in _forms() and normalize("NFKC", sign) == sign
    return any(ord(sign) in block for block in _JOINING)


def _is_seen(sign: str) -> bool:
    return bidirectional(sign) not in _UNSEEN and category(sign) != "Cf"


def _joined(words: str) -> str:
    """Each letter in its form; lam and alef as one."""
    forms = _forms()
    for pair in (each for each in forms if len(each) == 2):
        # Private-use signs stand for the pair until it has its form.
        words = words.replace(pair, forms[pair]["isolated"])
    ligatures = {each["isolated"]: each for pair, each in forms.items() if len(pair) == 2}
    known = [forms.get(sign) or ligatures.get(sign) or {} for sign in words]
    shaped = ""
    # Marks above and below letters are in no one's way.
    letters = [index for index, sign in enumerate(words) if category(sign) != "Mn"]
    beside = dict(zip(letters, zip([None, *letters], [*letters[1:], None], strict=False), strict=True))
    for index, (sign, own) in enumerate(zip(words, known, strict=True)):
        last, following = beside.get(index, (None, None))
        before = last is not None and "initial" in known[last] and "final" in own
        after = following is not None and "initial" in own and "final" in known[following]
        shaped += own.get(_FORMS[before, after], sign)
    return shaped


@cache
def _forms() -> dict[str, dict[str, str]]:
    """Of each letter, and each pair of lam and alef, the forms that Unicode has."""
    forms: dict[str, dict[str, str]] = {_TATWEEL: dict.fromkeys(_FORMS.values(), _TATWEEL)}
    for code in _PRESENTATION_FORMS:
        kind, *letters = decomposition(chr(code)).split()
        letter = "".join(chr(int(each, 16)) for each in letters)
        forms.setdefault(letter, {})[kind.strip("<>")] = chr(code)
    return forms


def _ordered(words: str, *, right_to_left: bool) -> str:
    levels = _levels(words, right_to_left=right_to_left)
    signs = [sign.translate(_MIRRORED) if level % 2 else sign for sign, level in zip(words, levels, strict=True)]
    return "".join(sign for sign in _turned(signs, levels) if _is_seen(sign))


def runs(words: str, *, right_to_left: bool) -> list[tuple[str, bool]]:
    """Stretches of one direction in the order in which they are seen, each as it is read, and whether from the right.

    >>> runs("מרפס 3 – \u2068A/78/5\u2069", right_to_left=True)
    [('A/78/5', False), (' – ', True), ('3', False), ('מרפס ', True)]
    """
    levels = _levels(words, right_to_left=right_to_left)
    found: list[str] = []
    depths: list[int] = []
    for level, stretch in groupby(zip(words, levels, strict=True), key=lambda each: each[1]):
        if seen := "".join(sign for sign, _ in stretch if _is_seen(sign) or sign in _JOINERS):
            found.append(seen)
            depths.append(level)
    places = _turned(range(len(found)), depths)
    return [(found[place], depths[place] % 2 == 1) for place in places]


def _levels(words: str, *, right_to_left: bool) -> list[int]:
    kinds = [bidirectional(sign) for sign in words]
    base = 1 if right_to_left or _first_strong(kinds) in {"R", "AL"} else 0
    levels = [base] * len(words)
    _resolve(words, kinds, list(range(len(words))), base, levels)
    return levels


def _turned(items: Iterable[T], levels: Sequence[int]) -> list[T]:
    """Items of these levels in the order in which they are seen."""
    line = list(zip(items, levels, strict=True))
    for level in range(max(levels, default=0), 0, -1):
        # Rule L2: from the innermost out, each stretch of this level or a higher one is turned round.
        parts = [(inside, list(run)) for inside, run in groupby(line, key=lambda each: each[1] >= level)]
        line = [each for inside, run in parts for each in (reversed(run) if inside else run)]
    return [item for item, _ in line]


def _first_strong(kinds: Sequence[str]) -> str:
    """Rules P2 and P3: the direction of the first letter that is in no isolate."""
    depth = 0
    for kind in kinds:
        if depth == 0 and kind in {"L", "R", "AL"}:
            return kind
        depth = depth + 1 if kind in _INITIATORS else max(0, depth - (kind == "PDI"))
    return ""


def _resolve(words: str, kinds: Sequence[str], places: Sequence[int], base: int, levels: list[int]) -> None:
    """Set the levels at ``places``, of one embedding level ``base``, and in the isolates among them (X5a to X6a)."""
    own: list[int] = []
    at = 0
    while at < len(places):
        place = places[at]
        levels[place] = base
        kind = kinds[place]
        own += [place] if kind not in {"BN", "LRE", "RLE", "LRO", "RLO", "PDF"} else []
        at += 1
        if kind in _INITIATORS:
            end = _end_of(kinds, places, at)
            inner = places[at:end]
            leftwards = kind == "RLI" or (
                kind == "FSI" and _first_strong([kinds[each] for each in inner]) in {"R", "AL"}
            )
            _resolve(words, kinds, inner, base + 1 + (base % 2 == leftwards), levels)
            at = end
    simple = _neutral(words, own, _weak([kinds[place] for place in own], base), base)
    for place, kind in zip(own, simple, strict=True):
        # Rules I1 and I2.
        levels[place] = base + ((kind != "R") if base % 2 else {"L": 0, "R": 1}.get(kind, 2))


def _end_of(kinds: Sequence[str], places: Sequence[int], start: int) -> int:
    """Where the isolate ends whose inside begins at ``start``: at its PDI, or at the end of the line (BD9)."""
    depth = 1
    for at in range(start, len(places)):
        kind = kinds[places[at]]
        depth += (kind in _INITIATORS) - (kind == "PDI")
        if depth == 0:
            return at
    return len(places)


def _weak(kinds: Sequence[str], base: int) -> list[str]:
    """L, R, EN, AN and ON (rules W1 to W7)."""
    side = "LR"[base % 2]
    found = ["ON" if kind in _INITIATORS or kind == "PDI" else kind for kind in kinds]
    strong = side
    for at, kind in enumerate(found):
        if kind == "NSM":
            found[at] = found[at - 1] if at else side
        strong = found[at] if found[at] in {"L", "R", "AL"} else strong
        if found[at] == "EN" and strong == "AL":
            found[at] = "AN"
    found = ["R" if kind == "AL" else kind for kind in found]
    for at in range(1, len(found) - 1):
        before, kind, after = found[at - 1 : at + 2]
        if before == after and ((kind in {"ES", "CS"} and after == "EN") or (kind == "CS" and after == "AN")):
            found[at] = after
    for is_sign, run in groupby(range(len(found)), key=lambda at: found[at] == "ET"):
        own = list(run)
        if is_sign and "EN" in {found[own[0] - 1] if own[0] else "", *found[own[-1] + 1 : own[-1] + 2]}:
            found[own[0] : own[-1] + 1] = ["EN"] * len(own)
    strong = side
    for at, kind in enumerate(found):
        strong = kind if kind in {"L", "R"} else strong
        if kind == "EN" and strong == "L":
            found[at] = "L"
        elif kind not in {"L", "R", "EN", "AN"}:
            found[at] = "ON"
    return found


def _neutral(words: str, places: Sequence[int], kinds: list[str], base: int) -> list[str]:
    """What is neither letter nor number follows its neighbours, brackets in pairs (rules N0 to N2)."""
    side, other = ("R", "L") if base % 2 else ("L", "R")
    for opening, closing in _pairs([words[place] for place in places], kinds):
        inside = {_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        before = next(filter(None, map(_strong, reversed(kinds[:opening]))), side)
        if inside:
            kinds[opening] = kinds[closing] = side if side in inside or before != other else other
    at = 0
    for is_neutral, run in groupby(list(kinds), key=lambda kind: kind == "ON"):
        length = len(list(run))
        if is_neutral:
            around = [_strong(kind) for kind in (*kinds[max(0, at - 1) : at], *kinds[at + length : at + length + 1])]
            sides = {*around, *([side] if len(around) < 2 else [])}
            kinds[at : at + length] = [sides.pop() if len(sides) == 1 else side] * length
        at += length
    return kinds


def _strong(kind: str) -> str:
    """A number counts as right-to-left for what stands beside it."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _pairs(signs: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """The places of brackets that belong together, in the order of their opening ones (BD16)."""
    pairs, opened = [], list[tuple[int, str]]()
    for at, sign in enumerate(signs):
        if kinds[at] != "ON":
            continue
        if sign in _OPENING:
            if len(opened) == _MOST_OPEN:
                return []
            opened.append((at, _OPENING[sign]))
        else:
            found = next((depth for depth in reversed(range(len(opened))) if opened[depth][1] == sign), None)
            if found is not None:
                pairs.append((opened[found][0], at))
                del opened[found:]
    return sorted(pairs)

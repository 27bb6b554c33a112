"""Words as they are typed go in; the signs come out as they are drawn from left to right, Arabic letters joined.

Enough for a stamp: one line, no vowel signs to be placed. The joined forms are Unicode's presentation forms, which
fonts for Arabic have; the order follows the Unicode Bidirectional Algorithm (UAX 9), with no embeddings.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from unicodedata import bidirectional, decomposition

_PRESENTATION_FORMS = range(0xFE80, 0xFEFD)
_FORMS = {(False, False): "isolated", (True, False): "final", (False, True): "initial", (True, True): "medial"}
"""By whether the letter joins the one before it, and the one after it."""
_TATWEEL = "\u0640"
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")


def drawn(words: str) -> str:
    """The signs from left to right, each in the form that its neighbours ask for.

    >>> drawn("Enclosure 3 – page 2/5")
    'Enclosure 3 – page 2/5'
    >>> drawn("مرفق ٣ (٢/٥)") == "(٢/٥) ٣ \ufed6\ufed3\ufeae\ufee3"
    True
    """
    if not any(bidirectional(sign) in {"R", "AL"} for sign in words):
        return words
    return _ordered(_joined(words))


def _joined(words: str) -> str:
    """Each letter in its form; lam and alef as one."""
    forms = _forms()
    for pair in (each for each in forms if len(each) == 2):
        # Private-use signs stand for the pair until it has its form.
        words = words.replace(pair, forms[pair]["isolated"])
    ligatures = {each["isolated"]: each for pair, each in forms.items() if len(pair) == 2}
    known = [forms.get(sign) or ligatures.get(sign) or {} for sign in words]
    shaped = ""
    for index, (sign, own) in enumerate(zip(words, known, strict=True)):
        before = index > 0 and "initial" in known[index - 1] and "final" in own
        after = "initial" in own and "final" in (known[index + 1] if index + 1 < len(known) else {})
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


def _ordered(words: str) -> str:
    levels = _levels([bidirectional(sign) for sign in words])
    signs = [sign.translate(_MIRRORED) if level % 2 else sign for sign, level in zip(words, levels, strict=True)]
    line = list(zip(signs, levels, strict=True))
    for level in (2, 1):
        # Rule L2: from the innermost out, each stretch of this level or a higher one is turned round.
        runs = [(inside, list(run)) for inside, run in groupby(line, key=lambda each: each[1] >= level)]
        line = [each for inside, run in runs for each in (reversed(run) if inside else run)]
    return "".join(sign for sign, _ in line)


def _levels(kinds: Sequence[str]) -> list[int]:
    """1 for what is read from right to left, 2 for numbers (and in such a line, words) within it, 0 for the rest."""
    simple = _numbers(kinds)
    line = next(kind for kind in simple if kind in "LR")
    deep = {"R": 1, "L": 2 if line == "R" else 0, "N": 2}
    levels = []
    for index, kind in enumerate(simple):
        if kind != "?":
            levels.append(deep[kind])
            continue
        before = next((each for each in reversed(simple[:index]) if each != "?"), line)
        after = next((each for each in simple[index:] if each != "?"), line)
        # A number counts as right-to-left for what stands beside it (rule N1).
        sides = {"R" if each == "N" else each for each in (before, after)}
        levels.append(deep[sides.pop() if len(sides) == 1 else line])
    return levels


def _numbers(kinds: Sequence[str]) -> list[str]:
    """L, R, N for a number with the separators inside it, ? for what follows its neighbours (rules W2 to W7)."""
    simple = [{"L": "L", "R": "R", "AL": "R", "EN": "N", "AN": "N"}.get(kind, "?") for kind in kinds]
    for index in range(1, len(kinds) - 1):
        strong = next((each for each in reversed(kinds[:index]) if each in {"L", "R", "AL"}), "")
        joins = kinds[index] == "CS" or (kinds[index] == "ES" and strong != "AL")
        if joins and simple[index - 1] == simple[index + 1] == "N":
            simple[index] = "N"
    strong = next((each for each in simple if each in "LR"), "L")
    for index, kind in enumerate(simple):
        strong = kind if kind in {"L", "R"} else strong
        if kind == "N" and strong == "L":
            simple[index] = "L"
    return simple

"""Mentions of enclosures that were typed: a paragraph goes in, those that the list does not bear out come out.

“Annex 3” in running text stays as it was typed when the list is moved, or the meeting calls its enclosures otherwise.
Annexes of treaties, reports and other documents, what is quoted, and what a document calls its own are left alone:
where it is not sure that the package's own list is meant, nothing is said. The words are those of the language's file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol, get_args

from pipeline.languages import Language
from pipeline.localise import numbers, ordinals
from pipeline.numbering import Noun, in_latin, roman

_NOUNS: tuple[Noun, ...] = get_args(Noun)
_FIGURE = r"\d{1,3}(?:\.\d{1,3})*|[IVXLCDM]{1,7}|[A-Z]"
_ENDS_LETTER = r"(?=$|[\s!-/:-@\[-`{-¿\u2000-\u206f\u3000-\u303f\u17d4-\u17da])"
"""What may follow a letter of the language's own: where no spaces stand between words, a word may begin with one."""
_SPELT = 40
"""How far numbers are known in words, where a language writes so: 附件三, المرفق الثالث."""
_SPACE = r"[ \u00a0\u202f]"
_SYMBOL = r"[\w.]+/[\w./()*-]+"
"""A document's symbol, as A/78/5."""
_SHORT_NAME = r"\b[A-ZА-Я]{2,}\b"
"""A treaty's, as MARPOL."""
_BEFORE = re.compile(rf"(?:{_SYMBOL}|{_SHORT_NAME}|[”»》][的之]?)$")
"""What a document is called by, right before its annex."""
_CLAUSE = re.compile(r"[^.,;:!?،؛؟。，；：]{0,60}")
"""Where it says whose annex it is: to the next sign, and not far."""
_NEAR = 200
"""The most characters before a mention that say whose annex it is."""
_HEADING = 60
"""The most characters of a paragraph that is a heading of a document's own annex."""
_QUOTES = (("“", "”"), ("«", "»"), ("《", "》"), ("「", "」"), ("„", "“"))
_BETWEEN = " \u00a0\u202f(（,،，"


class Numbered(Protocol):
    """An enclosure, as far as texts name it by its number."""

    @property
    def position(self) -> int: ...
    @property
    def number(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Mention:
    """A number that is mentioned, with its noun."""

    typed: str
    position: int | None
    """Of the enclosure that has the number, so that the noun is another; None where none has it."""


def mentions(
    words: str, language: Language, noun: Noun, enclosures: Sequence[Numbered], own: Collection[str] = ()
) -> list[Mention]:
    """Each mention of a number that the list has not, or by another noun than the list's.

    ``own`` are the annexes that the document has of its own: see :func:`headings`.

    >>> from pipeline.languages import language_of
    >>> [each.typed for each in mentions("See Annex 3, and Annex 3 to the Treaty.", language_of("en"), "enclosure", ())]
    ['Annex 3']
    """
    rules = _rules(language)
    if rules is None:
        return []
    same = {each for each in _NOUNS if rules.nouns[each] == rules.nouns[noun]}
    found: list[Mention] = []
    for match in rules.pattern.finditer(words):
        if match[0].casefold() in own or _of_something_else(words, match, rules):
            continue
        named = next(each for each in _NOUNS if match[f"{each}_one"] or match[f"{each}_many"])
        for number in rules.figure.findall(match["numbers"]) if rules.several(match) else [match["first"]]:
            position = _places(enclosures, language).get(in_latin(number))
            if position is None or named not in same:
                found.append(Mention(match[0] if number == match["first"] else f"{match['noun']} … {number}", position))
    return found


def headings(paragraphs: Collection[str], language: Language) -> frozenset[str]:
    """The annexes that a document has of its own, in small letters: those that its short paragraphs begin with."""
    short = (words.strip() for words in paragraphs if len(words) <= _HEADING and not words.rstrip().endswith("."))
    rules = _rules(language)
    if rules is None:
        return frozenset()
    return frozenset(found[0].casefold() for words in short if (found := rules.pattern.match(words)))


def counted(words: str, language: Language, noun: Noun) -> Iterator[tuple[str, int]]:
    """How many enclosures a text says that there are, by the list's noun: *ten annexes*; each with its words.

    >>> from pipeline.languages import language_of
    >>> english = language_of("en")
    >>> list(counted("The package has ten annexes; the 3 annexes to the Treaty are known.", english, "annex"))
    [('ten annexes', 10)]
    """
    rules, spelt = _rules(language), cardinals(language)
    if rules is None:
        return
    for match in _counting(language, rules, noun).finditer(words):
        clause = _CLAUSE.match(words[match.end() :].lstrip(_BETWEEN))
        following, before = clause[0] if clause else "", words[: match.start()].rstrip(_BETWEEN)
        if not (rules.stands("owner", following) or rules.ends("belongs", before) or _quoted(before)):
            number = in_latin(match["number"]).casefold()
            yield match[0], int(number) if number.isdigit() else spelt[number]


@lru_cache(maxsize=256)
def _counting(language: Language, rules: _Rules, noun: Noun) -> re.Pattern[str]:
    spelt = "|".join(sorted(cardinals(language), key=len, reverse=True)) or "(?!)"
    one, several = rules.nouns[noun]
    if not rules.apart:
        return re.compile(rf"(?<![\d./])(?P<number>\d{{1,3}}|{spelt}){rules.words.get('counter', '')}(?:{one})(?!\d)")
    counts = rf"(?<![\w./])(?P<number>\d{{1,3}}|{spelt})"
    nouns = rf"(?:{several}{rules.words.get('counted', '').format(one)})"
    return re.compile(rf"{counts}{_SPACE}(?:{rules.words.get('prefix', '')}){nouns}(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=64)
def cardinals(language: Language) -> Mapping[str, int]:
    """Numbers in words, from two; none for a language without rules for them."""
    if not language.numbers.cardinal:
        return {}
    return {
        numbers.words(number, language, feminine=feminine): number
        for number in range(2, _SPELT)
        for feminine in (False, True)
    }


# --- whose it is ------------------------------------------------------------------------------------


def _of_something_else(words: str, match: re.Match[str], rules: _Rules) -> bool:
    """Whether another list than the package's is meant, or none, as far as what stands around it says."""
    before, after = words[max(match.start() - _NEAR, 0) : match.start()].rstrip(_BETWEEN), words[match.end() :]
    clause = _CLAUSE.match(after.lstrip(_BETWEEN))
    following = clause[0] if clause else ""
    if rules.stands("here", following) or rules.ends("here", before):
        return False
    if _quoted(words[: match.start()]) or rules.ends("belongs", before):
        return True
    if rules.ends("documents", before) or _BEFORE.search(before):
        return True
    if rules.stands("owner", following) and (rules.has("documents", following) or _named(following)):
        return True
    return _is_word(match, before, after, rules)


def _named(following: str) -> bool:
    return re.search(rf"{_SYMBOL}|{_SHORT_NAME}|[“«\"《]", following) is not None


def _quoted(before: str) -> bool:
    return before.count('"') % 2 == 1 or any(before.count(opens) > before.count(closes) for opens, closes in _QUOTES)


def _is_word(match: re.Match[str], before: str, after: str, rules: _Rules) -> bool:
    """Whether what seems a number is a word: “the enclosure I sent”, “ANNEXE A LA LETTRE”."""
    if not (len(match["first"]) == 1 and match["first"].isalpha()) or not re.match(rf"{_SPACE}\w", after):
        return False
    return match["noun"].isupper() or (match["noun"].islower() and rules.ends("article", before))


# --- the words of a language ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    words: Mapping[str, str]
    nouns: Mapping[Noun, tuple[str, str]]
    figure: re.Pattern[str]
    pattern: re.Pattern[str]
    apart: bool
    """Whether spaces stand between words."""

    def ends(self, name: str, before: str) -> bool:
        start = r"(?:^|(?<=\W))" if self.apart else ""
        return self._found(name, before, rf"{start}(?:{{}})\s*$")

    def stands(self, name: str, after: str) -> bool:
        return self._found(name, after, "^(?:{})")

    def has(self, name: str, words: str) -> bool:
        return self._found(name, words, r"(?:^|(?<=\W))(?:{})(?:\W|$)")

    def several(self, match: re.Match[str]) -> bool:
        return not self.apart or match["plural"] is not None

    def _found(self, name: str, words: str, how: str) -> bool:
        pattern = self.words.get(name, "")
        return bool(pattern) and re.search(how.format(pattern), words, re.IGNORECASE) is not None


@lru_cache(maxsize=64)
def _rules(language: Language) -> _Rules | None:
    """The rules of a language; None for one whose file has no word for what is mentioned."""
    data = language.table.mentions.model_dump(exclude_none=True)
    if not data.keys() >= {*_NOUNS, "joints"}:
        return None
    nouns: dict[Noun, tuple[str, str]] = {noun: tuple(data[noun]) for noun in _NOUNS}
    apart = data.get("spaces", True)
    spelt = "|".join(sorted(_spelt(language), key=len, reverse=True))
    lettered = f"(?:{'|'.join(sorted(language.letters, key=len, reverse=True))}){_ENDS_LETTER}"
    figures = [*([spelt] if spelt else []), _FIGURE, *([lettered] if language.letters else [])]
    figure = f"(?:{'|'.join(figures)})"
    end = r"(?![\w/])" if apart else r"(?![\d/])"
    several = "|".join(f"(?P<{noun}_many>{nouns[noun][1]})" for noun in _NOUNS)
    one = "|".join(f"(?P<{noun}_one>{nouns[noun][0]})" for noun in _NOUNS)
    space = f"{_SPACE}*"
    names = f"(?P<noun>(?:{data.get('prefix', '')})(?:(?P<plural>{several})|{one}))"
    begin, gap = (r"(?<!\w)", f"{_SPACE}") if apart else ("", space)
    joined = f"(?:{space}(?:{data['joints']}){space}(?:(?-i:{figure})){end})*"
    sign = data.get("sign", "(?!)")
    pattern = f"{begin}{names}{gap}(?:(?:{sign}){space})?(?P<numbers>(?P<first>(?-i:{figure})){end}{joined})"
    return _Rules(data, nouns, re.compile(figure), re.compile(pattern, re.IGNORECASE), apart)


@lru_cache(maxsize=64)
def _spelt(language: Language) -> Mapping[str, str]:
    """Numbers in words, where a language writes them after the noun, with their figures."""
    spelt = language.table.mentions.spelt
    if spelt == "cardinal":
        return {numbers.words(number, language): str(number) for number in range(1, _SPELT)}
    if spelt is None:
        return {}
    return {
        ordinals.in_words(number, language, gender=gender, case=case): str(number)
        for number in range(1, _SPELT)
        for gender in ("masculine", "feminine")
        for case in ("nominative", "genitive")
    }


def _places(enclosures: Sequence[Numbered], language: Language) -> dict[str, int]:
    """The positions, by every way in which a text may write the numbers."""
    places: dict[str, int] = {}
    for each in enclosures:
        # “Annex III” is found where the list has 3; A, and 2.1, are written in one way.
        number, styles = in_latin(each.number), [str(each.position), roman(each.position)]
        for written in {number, *(styles if number in styles else [])}:
            places[written] = each.position
    places |= {words: places[figure] for words, figure in _spelt(language).items() if figure in places}
    return places

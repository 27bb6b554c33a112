"""Typography by language and house profile: words with marks go in, the same words with the right signs come out.

Signs and spaces change; letters and figures never do. What :data:`marked.LEFT_ALONE` lists, a link's address, and
what stands between ``PROTECT`` and ``PROTECT_END`` stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline import text
from pipeline.errors import ConfigError
from pipeline.findings import Finding, Place, Value
from pipeline.findings.hints import near
from pipeline.languages import Language
from pipeline.localise.typography.kinds import Profile
from pipeline.localise.typography.kinds import profile as made
from pipeline.localise.typography.marked import LEFT_ALONE, Marked
from pipeline.localise.typography.markers import list_marker
from pipeline.text import PROTECT, PROTECT_END

__all__ = [
    "LEFT_ALONE",
    "PROTECT",
    "PROTECT_END",
    "Profile",
    "findings",
    "list_marker",
    "set_text",
]

_LETTER = re.compile(r"\w")
_REACH = 24
"""How many letters on each side of a change a finding shows at most."""
_ASKED = re.compile(r"(?<![^?!\n])[^?!\n]*[^?!\n(]([?!]+)")
_SENTENCE = re.compile(r"[^\s»”\"')\]].*", re.DOTALL)


def set_text(words: str, language: Language, profile: str | None = None) -> str:
    """The words with the signs and spaces of a language, under a house's profile or the language's first one.

    Raises ConfigError for a profile that the language lacks.

    >>> from pipeline.languages import language_of
    >>> set_text('Siem Reap - Angkor: "un monde sans mines"', language_of("fr")).replace("\\u00a0", "_")
    'Siem Reap - Angkor_: «_un monde sans mines_»'
    >>> set_text('Siem Reap - Angkor : "un monde sans mines"', language_of("fr"), "eu")
    'Siem Reap - Angkor: «un monde sans mines»'
    """
    chosen = _profile(language, profile)
    if not chosen.signs.search(words):
        return words
    marked = Marked(words)
    for rule in chosen.rules:
        marked.apply(rule.edits(marked.seen))
    return str(marked)


def findings(words: str, language: Language, profile: str | None = None) -> list[tuple[str, str]]:
    """What the rules find: each place as it stands and as it should be, without marks.

    Questions and exclamations that nothing opens, as Spanish opens them, are found too; :func:`set_text` leaves them,
    for only a reader knows where they begin. So ``findings(set_text(words, …), …)`` is what is left for a person.
    Raises ConfigError as :func:`set_text`.

    >>> from pipeline.languages import language_of
    >>> findings("¿Sí? No, gracias!", language_of("es"))
    [('No, gracias!', '¡No, gracias!')]
    """
    found = list(_differences(_shown(words), _shown(set_text(words, language, profile))))
    return found + list(_unopened(words, opening)) if (opening := language.table.punctuation.opening) else found


def _profile(language: Language, profile: str | None) -> Profile:
    profiles = language.table.typography
    if profile is None:
        return made(language, next(iter(profiles)))
    if profile not in profiles:
        values: dict[str, Value] = {"profile": profile, "language": language.tag, "near": near(profile, profiles)}
        raise ConfigError(Finding("typography-unknown", _place(language), values))
    return made(language, profile)


def _place(language: Language) -> Place:
    return Place("config.toml", key=("typography", language.tag))


def _shown(words: str) -> str:
    return text.plain(words)


def _differences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """The words around each change. Both strings have the same letters, so what is between them can be compared."""
    letters = _LETTER.findall(before)
    if not letters:
        if before != after:
            yield before, after
        return
    old, new = _LETTER.split(before), _LETTER.split(after)
    last = len(letters) - 1
    changed = [place for place in range(len(old)) if old[place] != new[place]]
    stretches: list[list[int]] = []
    for place in changed:
        first, end = _word(place, old)
        if stretches and first <= stretches[-1][1]:
            stretches[-1][1] = max(end, stretches[-1][1])
        else:
            stretches.append([first, end])
    for first, end in stretches:
        # The signs at the very edges are shown only where they changed.
        opening = first == 0 and changed[0] == 0
        closing = end == last and changed[-1] == last + 1
        yield _stretch(letters, old, first, end, opening, closing), _stretch(letters, new, first, end, opening, closing)


def _stretch(letters: list[str], gaps: list[str], first: int, end: int, opening: bool, closing: bool) -> str:
    words = "".join(
        letter + gap for letter, gap in zip(letters[first : end + 1], gaps[first + 1 : end + 2], strict=True)
    )
    if not closing:
        words = words.removesuffix(gaps[end + 1])
    return f"{gaps[first] if opening else ''}{words}"


def _word(place: int, gaps: list[str]) -> tuple[int, int]:
    """The first and last letter of the words on both sides of a gap, none of them too long."""
    first, end = max(place - 1, 0), min(place, len(gaps) - 2)
    while first > max(0, place - _REACH) and not gaps[first]:
        first -= 1
    while end < min(len(gaps) - 2, place + _REACH) and not gaps[end + 1]:
        end += 1
    return first, end


def _unopened(words: str, pairs: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Sentences with a closing ? or ! and nothing that opens it (RAE, Ortografía de la lengua española, III.3.4.9)."""
    marked = Marked(words)
    signs = marked.signs
    for asked in _ASKED.finditer(marked.seen):
        openers = [opener for opener, closer in map(tuple, pairs) if closer in asked[1]]
        if any(opener in asked[0] for opener in openers):
            continue
        start = asked.start() + max(asked[0].rfind(f"{end} ") + 2 if f"{end} " in asked[0] else 0 for end in ".…:;")
        if sentence := _SENTENCE.match(signs[start : asked.end()].lstrip()):
            yield sentence[0], f"{openers[0]}{sentence[0]}"

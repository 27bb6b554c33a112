"""Words at the edge: findings go in, sentences in a language come out, in English where its phrases lack them.

A phrase's key in ``program.po`` is ``report.`` and the code, for a sentence; the code and ``.mend``, for a cure;
``why.`` and the code, for a reason; ``place.`` and its kind, for a place. What several codes advise in the same words
is translated once, under any of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from gettext import c2py

from pipeline.findings import Finding, Key, Place, Reason, Value
from pipeline.findings.alike import apart
from pipeline.findings.catalogue import CATALOGUE, REASONS
from pipeline.findings.visible import visible

PLACES: Mapping[str, str] = {
    "letter": "letter",
    "index": "index",
    "slip-sheet": "sheet before enclosure {number}",
    "enclosure": "enclosure {number}",
    "titled": "{document} “{title}”",
    "in": "{place} ({file})",
    "group": "group {number}",
    "event": "event {number}",
    "instrument": "instrument {number}",
    "numbered": "{name}, entry {number}",
    "sheet": "sheet “{sheet}”",
    "cell": "cell {cell}",
    "slide": "slide {slide}",
    "page": "page {page}",
    "paragraph": "paragraph {paragraph}",
}
"""The words of places, by kind."""

_ONE_OF = {"groups": "group", "enclosures": "enclosure", "events": "event", "instruments": "instrument"}
"""What one entry of a list is called, by the list's key."""
OWN: Mapping[str, str] = {"between.reasons": "; ", "between.names": ", ", "between.last": " and ", "plural": "n != 1"}
"""What is kept beside the phrases of a language, by key: what stands between two reasons, two names, and the last two;
and which form of what is counted goes with a number, as gettext has it. ``language.`` and a tag
is a language's name."""
_LANGUAGES = {"ar": "Arabic", "en": "English", "es": "Spanish", "fr": "French", "ru": "Russian", "zh": "Chinese"}
"""In English, where no phrases are read."""


def _shared() -> Mapping[str, tuple[str, ...]]:
    """The codes that advise in the same words, by these words."""
    codes: dict[str, list[str]] = defaultdict(list)
    for code, entry in CATALOGUE.items():
        codes[entry.mend].append(code)
    return {words: tuple(same) for words, same in codes.items() if words}


SHARED = _shared()


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words, and the language that they are in."""

    words: str
    language: str


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words."""

    where: str
    what: str
    mend: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of findings in one language."""

    language: str = "en"
    phrases: Mapping[str, str] = field(default_factory=dict)
    """Plain words, by key without ``report.``."""
    right_to_left: bool = False

    def what(self, finding: Finding) -> Text:
        return self.filled((finding.code,), CATALOGUE[finding.code].what, apart(finding))

    def mend(self, finding: Finding) -> Text | None:
        """What to do about it, where there is anything to do."""
        advice = CATALOGUE[finding.code].mend
        keys = (f"{code}.mend" for code in (finding.code, *SHARED.get(advice, ())))
        return self.filled(tuple(keys), advice, apart(finding)) if advice else None

    def filled(self, keys: tuple[str, ...], english: str, values: Mapping[str, Value]) -> Text:
        """The phrase of the first key that there is, or the English words, with their places filled in."""
        phrase = next((self.phrases[key] for key in keys if key in self.phrases), None)
        if phrase is None:
            return Text(english.format_map({name: ENGLISH.value(value) for name, value in values.items()}), "en")
        filled = {name: self.value(value) for name, value in values.items()}
        if self.right_to_left:
            # Names and figures keep their own direction (Unicode Standard Annex 9, first strong isolate).
            filled = {name: f"\u2068{value}\u2069" for name, value in filled.items()}
        return Text(phrase.format_map(filled), self.language)

    def value(self, value: Value) -> str:
        """A value in words."""
        if isinstance(value, Reason):
            if value.code in REASONS:
                return self.filled((f"why.{value.code}",), REASONS[value.code], value.values).words
            return self.filled((value.code,), CATALOGUE[value.code].what, value.values).words
        if isinstance(value, tuple):
            reasons = any(isinstance(each, Reason) for each in value)
            return self._own("between.reasons" if reasons else "between.names").join(map(self.value, value))
        return visible(str(value))

    def counted(self, key: str, english: tuple[str, str], count: int, **values: Value) -> Text:
        """What is said of so many, in the form that the language has for the number."""
        if f"{key}[0]" in self.phrases:
            form = f"{key}[{_form(self._own('plural'), count)}]"
            return self.filled((form,), english[count != 1], {"count": count, **values})
        return self.filled((), english[count != 1], {"count": count, **values})

    def named(self, tag: str) -> str:
        """What a language is called; its tag where that is not known."""
        return self.phrases.get(f"language.{tag}") or (not self.phrases and _LANGUAGES.get(tag)) or f"“{tag}”"

    def listed(self, names: Sequence[str]) -> str:
        """Names in running text: “Spanish, Russian and Chinese”."""
        most = self._own("between.names").join(names[:-1])
        return self._own("between.last").join(filter(None, (most, *names[-1:])))

    def _own(self, key: str) -> str:
        return self.phrases.get(key, OWN[key])

    # --- places ------------------------------------------------------------------------------------

    def place(self, place: Place) -> str:
        """As a person reads it: the file first, and what is in it from the outside in; counted from 1."""
        file = visible(place.file)
        file = f"{file}:{place.line}" if file and place.line else file
        named, title = self._named(place), place.title
        if title:
            document = self._at("titled", document=named, title=title) if named else f"“{visible(title)}”"
            file, named = self._at("in", place=document, file=file) if file else document, ""
        inside = ", ".join(self._inside(place))
        quoted = f"“{visible(place.paragraph)}”" if isinstance(place.paragraph, str) and place.paragraph else ""
        return ": ".join(filter(None, (file, named, self._key(place.key), inside, quoted)))

    def _named(self, place: Place) -> str:
        """What the part of a bundle is, or the enclosure of a meeting."""
        if place.part in {"letter", "index", "slip-sheet"}:
            return self._at(place.part, number=place.enclosure)
        return self._at("enclosure", number=place.enclosure) if place.enclosure else ""

    def _inside(self, place: Place) -> Iterator[str]:
        if place.part and place.part not in PLACES:
            yield visible(place.part)
        if place.sheet:
            yield self._at("sheet", sheet=place.sheet)
        if place.cell:
            yield self._at("cell", cell=place.cell)
        if place.slide:
            yield self._at("slide", slide=place.slide)
        if place.page:
            yield self._at("page", page=place.page)
        if isinstance(place.paragraph, int):
            yield self._at("paragraph", paragraph=place.paragraph)
        if place.language:
            yield visible(place.language)

    def _key(self, key: Key) -> str:
        """A key as it is typed; an entry of a list by its number, as people count."""
        steps: list[str] = []
        names: list[str] = []
        for step in key:
            if isinstance(step, int):
                name = ".".join(names)
                names = []
                kind = _ONE_OF.get(name, "numbered")
                steps.append(self._at(kind, name=name, number=step + 1))
            else:
                names.append(visible(step))
        listed = ", ".join(steps)
        return ": ".join(filter(None, (listed, ".".join(names))))

    def _at(self, kind: str, **values: Value) -> str:
        return self.filled((f"place.{kind}",), PLACES[kind], values).words


@lru_cache(maxsize=64)
def _form(rule: str, count: int) -> int:
    return int(c2py(rule)(count))


ENGLISH = Words()


def say(finding: Finding, words: Words = ENGLISH) -> Told:
    """A finding in a reader's words.

    >>> say(Finding("font", Place("agenda.docx"), {"font": "Garamond", "substitute": "Caladea"})).what
    'It asks for the font “Garamond”, which is not there; “Caladea” stands in.'
    """
    mend = words.mend(finding)
    return Told(words.place(finding.place), words.what(finding).words, mend.words if mend else "")

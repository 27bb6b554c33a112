"""The words of enclosures: a meeting's enclosures go in, what lists, stamps and texts say of them comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Protocol

from pipeline import text
from pipeline.findings import Finding, Place
from pipeline.findings import Value as FindingValue
from pipeline.held import whole
from pipeline.languages import UNDETERMINED, Language
from pipeline.languages.names import called, name_in
from pipeline.localise import numbers
from pipeline.localise.direction import kept_in_place, right_to_left
from pipeline.localise.lists import joined
from pipeline.localise.phrases import Phrases
from pipeline.localise.wording import Value, Words, with_words
from pipeline.model import Enclosure, EnclosureGroup, Meeting
from pipeline.numbering import Noun
from pipeline.origins import Tracing, Typed

_NUMBERED_BY_NOUN: frozenset[Noun] = frozenset({"annex", "appendix"})
"""What a letter's list calls “Annex 1”; others have a figure there, under their heading."""

_BREAKS = re.compile("[-\u2013 ]")
"""Where a line could break a symbol."""

IN_TEXT = "in-text"
"""In a phrase's key: an enclosure in running text. What follows it is the name of a form: ``in-text.genitive``."""


class Setter(Protocol):
    """Sets words of a language, and keeps what is wrong with them."""

    def fill(self, key: str, typed: str, enclosure: str = "") -> str: ...

    def phrase(self, key: str, **words: Value) -> str: ...

    @property
    def trace(self) -> Tracing: ...


class EnclosureWords:
    """The words of a meeting's enclosures in one language."""

    def __init__(self, meeting: Meeting, language: Language, phrases: Phrases, setter: Setter) -> None:
        self._meeting, self._rules, self._phrases, self._setter = meeting, language, phrases, setter
        self._language = language.tag
        self._own: dict[int, Words] = {}

    # --- in lists ------------------------------------------------------------------------------

    def group(self, group: EnclosureGroup) -> Words:
        enclosures = tuple(map(self._listed, group.enclosures))
        # The one group of a package may have no title: templates ask for it with an if.
        title = self._setter.fill("groups.title", group.title[self._language]) if group.title else ""
        return Words({"enclosures": enclosures, "title": title})

    def _listed(self, enclosure: Enclosure) -> Words:
        words = self.own(enclosure)
        return with_words(words, title=_link(enclosure, str(words.title)))

    def own(self, enclosure: Enclosure) -> Words:
        """An enclosure's words, without a link to itself."""
        if enclosure.position not in self._own:
            self._own[enclosure.position] = self._made(enclosure)
        return self._own[enclosure.position]

    def _made(self, enclosure: Enclosure) -> Words:
        title = self._setter.fill("title", enclosure.title[self._language], enclosure.number)
        if note := self._only_in(enclosure):
            title = self._setter.phrase("list.noted", title=title, note=note)
        if enclosure.attach:
            title = self._setter.phrase("list.noted", title=title, note=self._setter.phrase("list.attached"))
        noun = self._meeting.noun
        number = self._number(enclosure)
        name = self._setter.phrase(f"{noun}.name", number=number)
        by_noun = noun in _NUMBERED_BY_NOUN
        return Words(
            {
                "number": number,
                "item": name if by_noun else self._setter.phrase("list.item", number=number),
                "name": name,
                "title": title,
                "symbol": self._symbol(enclosure),
                "stamp": self._stamp(enclosure, note),
            }
        )

    def _number(self, enclosure: Enclosure) -> str:
        key = enclosure.number.key if isinstance(enclosure.number, Typed) else ("groups",)
        number = self._rules.set_number(enclosure.number, lettered=self._meeting.lettered)
        return self._setter.trace(number, key, rule="numbering")

    def _symbol(self, enclosure: Enclosure) -> str:
        symbol = _unbroken(enclosure.symbol, self._language)
        key = enclosure.symbol.key if isinstance(enclosure.symbol, Typed) else ("groups",)
        return self._setter.trace(symbol, key)

    def _only_in(self, enclosure: Enclosure) -> str:
        """That the enclosure is there in another language only; nothing where it is in this one."""
        other = enclosure.written_in.get(self._language)
        if other is None or self._language in {other, *enclosure.languages}:
            return ""
        if len(enclosure.languages) > 1:
            names = joined([called(each, self._rules) for each in enclosure.languages], self._rules)
            key = self._for_nouns("language-only.several", *enclosure.languages)
            return self._setter.phrase(key, languages=names)
        return self._of_language("language-only", other)

    def _of_language(self, key: str, tag: str) -> str:
        """A phrase that names a language: the one of that language where the catalogue has it."""
        if (own := f"{key}.{tag}") in self._phrases.words or tag == UNDETERMINED:
            return self._setter.phrase(own)
        return self._setter.phrase(self._for_nouns(f"{key}.other", tag), language=called(tag, self._rules))

    def _for_nouns(self, key: str, *tags: str) -> str:
        """The key of a phrase, or of what is said instead where one of the languages has a noun for a name: Hindi,
        Urdu. The rows of [names] change the name of any other, as an adjective's."""
        noun = f"{key}.noun"
        nouns = (called(tag, self._rules) == name_in(tag, self._rules) for tag in tags)
        return noun if noun in self._phrases.words and any(nouns) else key

    def _stamp(self, enclosure: Enclosure, note: str) -> str:
        """The words at the head of its pages, with the places that the bundle fills in."""
        noun = self._meeting.noun
        places = {name: f"{{{name}}}" for name in ("number", "page", "pages")}
        stamp = self._setter.phrase("bundle.stamp" if noun == "enclosure" else f"bundle.stamp-{noun}", **places)
        if note:
            stamp = self._setter.phrase("list.noted", title=stamp, note=note)
        elif (original := enclosure.translated_from.get(self._language)) is not None:
            note = self._of_language("translated-from", original)
            stamp = self._setter.phrase("list.noted", title=stamp, note=note)
        return stamp

    # --- in texts ------------------------------------------------------------------------------

    def by_key(self, *, titles: bool = False, pages: bool = False) -> Words:
        """``enclosures``: how many there are, the words above their lists, and each that has a key, by it.

        Each of these is a link. Titles may name other enclosures, so that they can't be part of one another; how many
        ``pages`` an enclosure has is known once it is converted, so that no name of a file can have it.
        """
        words: dict[str, Value] = {"count": self._count()}
        noun, known = self._meeting.noun, self._phrases.words
        for name, key in (("heading", f"{noun}.heading"), ("list", index_phrase(noun, self._phrases))):
            if key in known:
                words[name] = self._setter.phrase(key)
        for each in self._meeting.enclosures:
            if each.key:
                words[each.key] = self._named(each, titles=titles, pages=pages)
        return Words(words)

    def _named(self, enclosure: Enclosure, *, titles: bool, pages: bool) -> Words:
        key = f"{self._meeting.noun}.{IN_TEXT}"
        forms = {"name": key} | {
            form.removeprefix(f"{key}."): form for form in self._phrases.words if form.startswith(f"{key}.")
        }
        number = self._number(enclosure)
        figures = {"number": number, "symbol": self._symbol(enclosure)}
        if pages and not enclosure.attach:
            figures["pages"] = self._setter.trace(text.pages_of(enclosure.position), rule="pages")
        words = {name: kept_in_place(value, self._language) for name, value in figures.items()}
        words |= {name: self._setter.phrase(form, number=number) for name, form in forms.items()}
        if titles:
            words["title"] = str(self.own(enclosure).title)
        return Words({name: _link(enclosure, value) if value else "" for name, value in words.items()})

    def _count(self) -> Words:
        """How many there are; in words, as they stand before the noun."""
        count = len(self._meeting.enclosures)
        gender: Any = getattr(self._rules.table.nouns, self._meeting.noun) or "masculine"
        words = {"figures": self._rules.set_figures(str(count))}
        if self._rules.numbers.cardinal and count <= self._rules.numbers.last:
            words["words"] = numbers.words(count, self._rules, gender=gender, before_noun=True)
        return Words({name: self._setter.trace(each, ("groups",), rule="enclosures") for name, each in words.items()})


def beyond_letters(meeting: Meeting, language: Language) -> Iterator[Finding]:
    """What is to be told where a meeting has more enclosures than the language has letters of its own for them."""
    count, last = len(meeting.enclosures), len(language.letters)
    if meeting.lettered and 0 < last < count:
        values: dict[str, FindingValue] = {"count": count, "language": language.tag, "last": last}
        yield Finding("letters-beyond", Place(str(meeting.file), key=("numbering",)), values)


def index_phrase(noun: Noun, phrases: Phrases) -> str:
    """The key of the phrase that names the list of enclosures."""
    own = f"bundle.index-{noun}"
    # Catalogues from before there were nouns call lists of annexes by it, too.
    return own if noun != "enclosure" and not (noun == "annex" and own not in phrases.words) else "bundle.index"


def _unbroken(symbol: str, language: str) -> str:
    """A symbol that no line breaks; one that none could break is as it was typed."""
    return whole(symbol, right_to_left=right_to_left(language)) if _BREAKS.search(symbol) else symbol


def _link(enclosure: Enclosure, words: str) -> str:
    """Words that lead to an enclosure's first page; one that is attached has none."""
    if enclosure.attach:
        return text.unlinked(words)
    return text.linked(f"enclosure:{enclosure.position}", text.unlinked(words))

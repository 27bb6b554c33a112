"""Stage 2, localise: a checked meeting and a language go in, the wording of its templates comes out.

Every word that a template may show is made here, before anything is merged: after the merge there is only XML
left to translate. The words may carry marks (:mod:`pipeline.text`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from pipeline import states, text
from pipeline.errors import ConfigError, MeetingError, TemplateError
from pipeline.findings import Finding, Key, Place, Unfit
from pipeline.findings.hints import near
from pipeline.languages import Language
from pipeline.localise import dates, letter
from pipeline.localise.direction import right_to_left
from pipeline.localise.earlier import NONE, earlier_words
from pipeline.localise.enclosures import EnclosureWords, beyond_letters, index_phrase
from pipeline.localise.figures import beyond, limits_of, number_words
from pipeline.localise.lists import joined as joined_list
from pipeline.localise.moments import Moments
from pipeline.localise.phrases import (
    Phrases,
    closing_key,
    joined,
    listed,
    meant_by,
    named,
    phrases_in,
    program_files,
    program_phrases,
    read_phrases,
)
from pipeline.localise.recipients import addressed, nobody, unfit
from pipeline.localise.typography import set_text
from pipeline.localise.wording import (
    Value,
    Wording,
    Words,
    as_data,
    by_name,
    from_data,
    listing,
    printed,
    with_counts,
    with_pages,
    with_words,
)
from pipeline.model import Deadline, Event, HeaderField, HouseStyle, Instrument, Meeting, PageSpan
from pipeline.origins import Tracing, Typed, untraced

__all__ = [
    "Phrases",
    "Value",
    "Wording",
    "Words",
    "addressed",
    "as_data",
    "beyond",
    "by_name",
    "from_data",
    "index_phrase",
    "listing",
    "localise",
    "phrases_in",
    "printed",
    "program_files",
    "program_phrases",
    "read_phrases",
    "right_to_left",
    "unfit",
    "with_counts",
    "with_pages",
]

_PLACEHOLDER = re.compile(r"\{\{([^{}\n]*)\}\}")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*")
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")
_Value = TypeVar("_Value", bound=Value)


def localise(
    meeting: Meeting,
    instrument: Instrument,
    language: Language,
    *,
    phrases: Phrases,
    letterhead: Mapping[str, str],
    style: HouseStyle,
    pages: Mapping[int, PageSpan] | None = None,
    enclosure: int | None = None,
    trace: Tracing = untraced,
) -> Wording:
    """The wording of one instrument of a meeting in one language.

    ``letterhead`` holds the letterhead's words in that language. With ``pages``, by position, each enclosure has also
    ``pages``, ``page`` and ``label``, for an index; with ``enclosure``, a position, that one's own words are under
    ``enclosure``. ``trace`` is told where each word comes from.

    Raises, with every problem at once, ConfigError for a style that is not known, MeetingError for a placeholder in
    ``meeting.toml`` that is not known, and TemplateError for a phrase that
    the catalogue lacks.
    """
    setter = _Setter(meeting, language, phrases, style, trace)
    enclosures = EnclosureWords(meeting, language, phrases, setter)
    names = setter.names()
    setter.known = Words({**names, "enclosures": enclosures.by_key()})
    groups = tuple(enclosures.group(group) for group in meeting.groups)
    setter.known = Words({**names, "enclosures": enclosures.by_key(titles=True)})
    title = setter.fill("title", meeting.title[language.tag])
    names["enclosures"] = enclosures.by_key(titles=True, pages=True)
    setter.known = Words(names)
    words: dict[str, Value] = {
        **names,
        "title": title,
        # What a meeting may lack is empty, not missing: templates ask for it with an if.
        "subject": setter.fill("subject", meeting.subject[language.tag]) if meeting.subject else "",
        "addressees": setter.lines("instruments.addressees", instrument.audience.lines[language.tag]),
        "body": setter.lines("instruments.body", instrument.body[language.tag]) if instrument.body else "",
        "listed_events": tuple(setter.event(event) for event in meeting.events if event.listed),
        "picture": letter.pictures(meeting.pictures, setter),
        "deadlines": tuple(setter.deadline(deadline) for deadline in meeting.deadlines),
        "groups": groups,
        "recipient": nobody(meeting.recipients[0].extra if meeting.recipients else ()),
        "letterhead": Words({key: trace(setter.set(words), letterhead=key) for key, words in letterhead.items()}),
    }
    if language.figures:
        words["digits"] = language.figures
    words |= setter.greeting(instrument)
    words |= letter.signatories(meeting.signatories, meeting.signature_block, setter)
    subject = str(words["subject"])
    made = [
        (field, setter.field(("instruments", instrument.key, "header", number), field, subject))
        for number, field in enumerate(instrument.header)
    ]
    words |= letter.fields([each for each in made if each[1]], setter, style)
    if enclosure is not None:
        words["enclosure"] = enclosures.own(meeting.enclosures[enclosure - 1])
    setter.raise_problems()
    wording = Wording(language.tag, Words(words), tuple(dict.fromkeys(setter.used)), limits_of(language))
    return with_pages(wording, pages) if pages is not None else wording


class _Setter:
    """Sets one package's words, and keeps the problems."""

    def __init__(
        self, meeting: Meeting, language: Language, phrases: Phrases, style: HouseStyle, trace: Tracing = untraced
    ) -> None:
        self._meeting, self._rules, self._phrases, self._style = meeting, language, phrases, style
        self.trace = trace
        self.language, self.right_to_left = language.tag, right_to_left(language.tag)
        self._dates = _date_style(language, style)
        self._moments = Moments(language, self._dates, meeting.zones, self.phrase, self.set)
        self.known = Words({})
        self.used: list[str] = []
        """The keys of the phrases that were taken."""
        self._problems: list[Finding] = [*beyond_letters(meeting, language)]
        self._missing: list[Finding] = []
        self._slipped: set[str] = set()
        """Keys of phrases that were typed wrong in the meeting, of which that is told."""

    def raise_problems(self) -> None:
        if self._problems:
            raise MeetingError(*dict.fromkeys([*self._problems, *self._missing]))
        if self._missing:
            raise TemplateError(*dict.fromkeys(self._missing))

    def _slips(self, instrument: Instrument) -> None:
        """Tells of salutations and closings that are a slip away from one, where the meeting names them."""
        audience = instrument.audience
        number = [each.key for each in self._meeting.instruments].index(instrument.key)
        named: list[tuple[Key, str]] = [
            (("salutations", at), f"salutation.{key}") for at, key in enumerate(audience.salutations)
        ]
        named += [(("closing",), f"closing.{audience.closing}")] if audience.closing else []
        for key, phrase in named:
            if (meant := meant_by(phrase, self._phrases.words)) is not None:
                place = Place(str(self._meeting.file), key=("instruments", number, *key))
                self._slipped.add(phrase)
                values = {"key": phrase.partition(".")[2], "meant": meant}
                self._problems.append(Finding("greeting-unknown", place, values))

    # --- words as they were typed ------------------------------------------------------------------

    def set(self, typed: str) -> str:
        """Words with their marks and with the language's typography."""
        words = set_text(text.parse(typed), self._rules, self._style.typography.get(self.language))
        return self.trace(words, typed.key) if isinstance(typed, Typed) else words

    def fill(self, key: str, typed: str, enclosure: str = "") -> str:
        """Words with their placeholders filled in; ``enclosure`` is the number of the one that they are of."""
        place = Place(str(self._meeting.file), key=(*key.split("."), self.language), enclosure=enclosure)

        def word(match: re.Match[str]) -> str:
            path = match[1].strip()
            found = _look_up(path, self.known)
            if not found:
                unfit = (
                    _unknown(path, self.known, self._rules) if found is None else Unfit("placeholder-empty", name=path)
                )
                self._problems.append(unfit.at(place))
            return self.trace(found or "", placeholder=path)

        filled = _PLACEHOLDER.sub(word, self.set(typed))
        if stray := text.BRACES.search(filled):
            self._problems.append(Finding("braces-stray", place, {"braces": stray[0]}))
        return filled

    def lines(self, key: str, typed: Sequence[str]) -> str:
        return text.paragraphs(tuple(self.fill(key, line) for line in typed))

    def phrase(self, key: str, **words: Value) -> str:
        """A phrase of the catalogue with its places, ``{number}``, filled in."""
        if key not in self._phrases.words:
            self._missing += [] if key in self._slipped else [self._phrases.lacks(key)]
            return ""
        self.used.append(key)
        words = {name: self.trace(each, inside=True) if isinstance(each, str) else each for name, each in words.items()}
        try:
            return self.trace(self._phrases.words[key].format(**words), phrase=key)
        except (LookupError, ValueError, AttributeError):
            place = Place(str(self._phrases.path), key=(key,))
            known = listed([f"{{{name}}}" for name in words])
            self._missing.append(Finding("phrase-place-unknown", place, {"key": key, "places": known}))
            return ""

    def greeting(self, instrument: Instrument) -> dict[str, Value]:
        """How an instrument greets and ends. What its kind has not is no placeholder: no template has it by mistake."""
        language = self.language
        if instrument.sender is not None and instrument.to is not None:
            sender = self.fill("instruments.sender", instrument.sender[language])
            to = self.fill("instruments.to", instrument.to[language])
            asked = ("instruments", instrument.key, "renewal")
            gender = instrument.sender_gender.get(language, "feminine")
            own = f"note.renewal.{gender}"
            key = own if own in self._phrases.words else "note.renewal"
            renewal = self.phrase(key, sender=sender, to=to) if instrument.renewal else ""
            renewal = self.trace(renewal, asked)
            return {"sender": sender, "sender_gender": gender, "to": to, "renewal": renewal}
        audience = instrument.audience
        of = ("instruments", instrument.key)
        self._slips(instrument)
        chosen = (self.phrase(f"salutation.{key}") for key in audience.salutations)
        salutation = joined([self.trace(each, (*of, "salutations")) for each in chosen], self._rules)
        key = closing_key(audience.closing, len(self._meeting.signatories), self._phrases)
        closing = self.phrase(key, salutation=named(text.unformatted(salutation), self._rules))
        return {
            "salutation": self.trace(salutation, rule="salutations"),
            "closing": self.trace(closing, (*of, "closing")),
        }

    # --- what the program makes --------------------------------------------------------------------

    def names(self) -> dict[str, Value]:
        """What strings of ``meeting.toml`` may name."""
        meeting, language, rules = self._meeting, self.language, self._rules
        suffix = self._style.ordinals.get(language)
        first: dict[str, Value] = {
            "date": self.trace(dates.day(meeting.date, rules, style=self._dates), ("date",), rule="dates"),
            "names": Words({key: self.set(name[language]) for key, name in meeting.names.items()}),
            "numbers": Words(
                {
                    key: self._of(number_words(number, rules, suffix), ("numbers", key), rule="numbers")
                    for key, number in meeting.numbers.items()
                }
            ),
            "states": Words({key: self._states(key, codes) for key, codes in meeting.states.items()}),
        }
        self.known = Words(first)  # what titles of events and deadlines may name
        return {
            **first,
            "event": Words({event.key: self.event(event) for event in meeting.events}),
            "earlier": self._earlier(),
            "deadline": Words({deadline.key: self.deadline(deadline) for deadline in meeting.deadlines}),
            **letter.links(meeting.links, self),
        }

    def _earlier(self) -> Words:
        earlier = self._meeting.earlier
        if earlier is None:
            return NONE
        about = "adds_to" if earlier.added_to else "corrects"
        day = self.trace(dates.day(earlier.date, self._rules, style=self._dates), (about, "date"), rule="dates")
        return earlier_words(earlier, self.language, day, self.set, self.phrase)

    def _states(self, key: str, codes: Sequence[str]) -> Words:
        own = self._style.state_names.get(self.language, {})
        try:
            ordered = states.in_order(codes, self._rules, own)
            shorts = tuple(
                self.trace(states.short(code, self._rules, own), ("states", key), rule="states") for code in ordered
            )
        except Unfit as unfit:
            self._problems.append(unfit.at(Place(str(self._meeting.file), key=("states", key))))
            return Words({})
        words: dict[str, Value] = {"list": joined_list(shorts, self._rules), "lines": text.paragraphs(shorts)}
        try:
            formals = tuple(
                self.trace(states.formal(code, self._rules, own), ("states", key), rule="states") for code in ordered
            )
            words["formal"] = joined_list(formals, self._rules)
        except ValueError:
            pass  # the table has no formal name for one of them: a template that asks is told so
        return Words(words)

    def event(self, event: Event) -> Words:
        language, style = self._rules, self._dates
        start, end = event.start, event.end
        days = dates.each_day(start, end)
        words: dict[str, Value] = {
            "dates": dates.compact(start, end, language, style=style),
            "days": dates.compact(start, end, language, year=False, style=style),
            "prose": dates.prose(start, end, language, style=style),
            "first_day": dates.day(start, language, style=style),
            "last_day": dates.day(end, language, style=style),
            "each_day": tuple(dates.weekday(day, language, style=style) for day in days),
        }
        if len(days) == 1:
            words["on"] = dates.on(start, language, style=style)
            words["weekday"] = dates.weekday(start, language, style=style)
        words["start"] = Words(self._moments.forms(start, event.zone))
        words["end"] = Words(self._moments.forms(end, event.zone))
        if isinstance(start, datetime) and isinstance(end, datetime):
            zone = self._moments.zone(event.zone)
            words["moment"] = dates.moments(start, end, language, zone=zone, style=style)
            words["start_time"] = dates.time(start, language, style=style)
            words["end_time"] = dates.time(end, language, style=style)
            if len(days) == 1:
                words["time"] = dates.times(start, end, language, style=style)
        ends = {end: ("events", event.key, end) for end in ("start", "end")}
        made = {
            name: self._of(value, *(ends[end] for end in _ENDS.get(name, ("start", "end"))), rule="dates")
            for name, value in words.items()
        }
        title = self.fill(f"events.{event.key}.title", event.title[self.language])
        return Words({"title": title, **made, **letter.place(event.venue, self, self._rules.comma)})

    def deadline(self, deadline: Deadline) -> Words:
        title = self.fill(f"deadlines.{deadline.key}.title", deadline.title[self.language])
        made = Words(self._moments.forms(deadline.by, deadline.zone))
        return with_words(self._of(made, ("deadlines", deadline.key, "by"), rule="dates"), title=title)

    def _of(self, value: _Value, *facts: Key, rule: str) -> _Value:
        """Words that the program makes of facts, by one of its rules."""
        if self.trace is untraced:
            return value
        traced: Any = value
        match value:
            case str():
                traced = self.trace(value, *facts, rule=rule)
            case Words():
                traced = Words({name: self._of(inner, *facts, rule=rule) for name, inner in by_name(value).items()})
            case tuple():
                traced = tuple(self._of(inner, *facts, rule=rule) for inner in value)
        return cast(_Value, traced)

    def field(self, key: Key, field: HeaderField, subject: str) -> str:
        """What a field at the letter's head or foot says; nothing for one that this letter has no need of."""
        if field.field == "pages":
            return self.phrase("header.page-of", page=text.PAGE, pages=text.PAGES)
        if field.field == "enclosures":
            count = len(self._meeting.enclosures)
            return self.trace(str(count), ("groups",), rule="enclosures") if count else ""
        if field.by is not None:
            moment = self._moments.moment(field.by, self._meeting.zone, running=False)
            return self.trace(moment, (*key, "by"), rule="dates")
        if field.deadline:
            named = next(each for each in self._meeting.deadlines if each.key == field.deadline)
            moment = str(self._moments.forms(named.by, named.zone)["date_time"])
            return self.trace(moment, ("deadlines", named.key, "by"), (*key, "deadline"), rule="dates")
        if field.field == "subject" and field.value is None:
            return subject
        return letter.value_of(field, self)


def check_style(style: HouseStyle, language: Language) -> None:
    """Raises ConfigError with each profile of typography and each setting of dates that the language has not."""
    problems: list[Finding] = []
    try:
        set_text("", language, style.typography.get(language.tag))
    except ConfigError as error:
        problems += error.problems
    try:
        _date_style(language, style)
    except ConfigError as error:
        problems += error.problems
    if problems:
        raise ConfigError(*problems)


def _date_style(language: Language, style: HouseStyle) -> dates.DateStyle:
    try:
        return dates.style_for(language, style.dates.get(language.tag, {}))
    except Unfit as unfit:
        raise ConfigError(unfit.at(Place("config.toml", key=("dates", language.tag)))) from None


def _unknown(path: str, known: Words, language: Language) -> Unfit:
    """What to tell of a placeholder that ``meeting.toml`` can't have."""
    of, _, name = path.rpartition(".")
    if unfit := beyond(_of(of, known), name, path, limits_of(language), language.tag):
        return unfit
    if path.split(".", maxsplit=1)[0] in _OF_TEMPLATES or _known_later(path, known):
        return Unfit("placeholder-of-templates", name=path)
    return Unfit("placeholder-missing", name=path, near=near(path, [name for name, _ in listing(known)]))


def _known_later(path: str, known: Words) -> bool:
    """Whether it is a word of an enclosure that there is, which is made of the string that asks for it, or after it."""
    enclosure, _, name = path.rpartition(".")
    return name in {"title", "pages"} and enclosure.startswith("enclosures.") and _of(enclosure, known) is not None


_OF_TEMPLATES = frozenset(
    "title subject body addressees signatory signatories signatures signed_by listed_events deadlines picture groups "
    "letterhead salutation closing sender sender_gender to renewal header foot fields enclosure recipient".split()
)
"""What is made of the strings of ``meeting.toml``, or after them."""

_ENDS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("first_day", "start", "start_time"), ("start",)),
    **dict.fromkeys(("last_day", "end", "end_time"), ("end",)),
}
"""The ends of an event that its words tell of, where that is not both."""


def _look_up(path: str, known: Words) -> str | None:
    value = _of(path, known) if _PATH.fullmatch(path) else None
    return printed(value) if value is not None else None


def _of(path: str, known: Words) -> Value | None:
    value: Value = known
    for name, position in _STEP.findall(path):
        if name and isinstance(value, Words) and name in value:
            value = getattr(value, name)
        elif position and isinstance(value, tuple) and int(position) < len(value):
            value = value[int(position)]
        else:
            return None
    return value

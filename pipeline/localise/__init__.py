"""Stage 2, localise: a checked meeting and a language go in, the wording of its templates comes out.

Every word that a template may show is made here, before anything is merged: after the merge there is only XML
left to translate. The words may carry marks (:mod:`pipeline.text`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from pipeline import text
from pipeline.errors import MeetingError, Problem, TemplateError, nearest
from pipeline.localise import dates, numbers
from pipeline.localise.phrases import Phrases, joined, read_phrases
from pipeline.localise.wording import Value, Wording, Words, as_data, listing
from pipeline.model import Enclosure, EnclosureGroup, Event, Instrument, Meeting, PageSpan

__all__ = ["Phrases", "Wording", "Words", "as_data", "listing", "localise", "read_phrases"]

_PLACEHOLDER = re.compile(r"\{\{\s*(.*?)\s*\}\}")
_PATH = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*|\[\d+\])*")
_STEP = re.compile(r"([A-Za-z_]\w*)|\[(\d+)\]")


def localise(
    meeting: Meeting,
    instrument: Instrument,
    language: str,
    *,
    phrases: Phrases,
    letterhead: Mapping[str, str],
    ordinals: Mapping[str, str],
    pages: Mapping[int, PageSpan] | None = None,
    enclosure: int | None = None,
) -> Wording:
    """The wording of one instrument of a meeting in one language.

    ``letterhead`` holds the letterhead's words in that language; ``ordinals`` the house's ending of ordinals, by
    language. With ``pages``, by position, each enclosure has also ``pages``, ``page`` and ``label``, for an index;
    with ``enclosure``, a position, that one's own words are under ``enclosure``.
    Raises, with every problem at once, MeetingError for a placeholder in ``meeting.toml`` that is not
    known or a language that dates can't be set in, and TemplateError for a phrase that the catalogue lacks.
    """
    if language not in dates.RULES:
        raise MeetingError(
            Problem(
                f"{meeting.file}: languages",
                f"Dates can't be set in “{language}”.",
                f"Take the language out. Known here: {', '.join(sorted(dates.RULES))}.",
            )
        )
    names: dict[str, Value] = {
        "date": dates.day(meeting.date, language),
        "names": Words({key: text.parse(name[language]) for key, name in meeting.names.items()}),
        "numbers": Words({key: _number(number, language, ordinals) for key, number in meeting.numbers.items()}),
        "event": Words({event.key: _event(event, language) for event in meeting.events}),
    }
    fill = _Filler(f"{meeting.file}", language, Words(names))
    missing: list[Problem] = []

    def phrase(key: str) -> str:
        if key not in phrases.words:
            missing.append(phrases.lacks(key))
        return phrases.words.get(key, "")

    audience = instrument.audience
    wording = Wording(
        language,
        Words(
            {
                **names,
                "title": fill("title", meeting.title[language]),
                "subject": fill("subject", meeting.subject[language]),
                "addressees": fill.lines("instruments.addressees", audience.lines[language]),
                "salutation": joined([phrase(f"salutation.{key}") for key in audience.salutations]),
                "closing": phrase(f"closing.{audience.closing}"),
                "signatory": Words(
                    {
                        "name": text.parse(meeting.signatory.name),
                        "titles": fill.lines("signatory.titles", meeting.signatory.titles[language]),
                    }
                ),
                "header": (),
                "renewal": "",
                "listed_events": tuple(_event(event, language) for event in meeting.events if event.listed),
                "groups": tuple(_group(group, language, fill, pages) for group in meeting.groups),
                "letterhead": Words({key: text.parse(words) for key, words in letterhead.items()}),
            }
        ),
    )
    if enclosure is not None:
        own = meeting.enclosures[enclosure - 1]
        title = fill(f"groups.enclosures[{enclosure}].title", own.title[language])
        wording = wording.plus(enclosure=Words({"number": own.number, "name": own.number, "title": title}))
    if fill.problems:
        raise MeetingError(*fill.problems, *missing)
    if missing:
        raise TemplateError(*missing)
    return wording


def _number(number: int, language: str, ordinals: Mapping[str, str]) -> Words:
    forms = {
        "figures": str(number),
        "words": numbers.words(number, language),
        "words_feminine": numbers.words(number, language, feminine=True),
        "ordinal": numbers.ordinal(number, language, ordinals.get(language)),
        "ordinal_feminine": numbers.ordinal(number, language, ordinals.get(language), feminine=True),
    }
    return Words({name: form for name, form in forms.items() if form is not None})


def _event(event: Event, language: str) -> Words:
    start, end = event.start, event.end
    name, address = text.parse(event.venue.name[language]), text.parse(event.venue.address[language])
    days = dates.each_day(start, end)
    words: dict[str, Value] = {
        "title": text.parse(event.title[language]),
        "dates": dates.compact(start, end, language),
        "days": dates.compact(start, end, language, year=False),
        "prose": dates.prose(start, end, language),
        "first_day": dates.day(start, language),
        "last_day": dates.day(end, language),
        "each_day": tuple(dates.weekday(day, language) for day in days),
        "venue": f"{name}, {address}",
        "venue_name": name,
        "venue_address": address,
    }
    if len(days) == 1:
        words["on"] = dates.on(start, language)
    if isinstance(start, datetime) and isinstance(end, datetime):
        words |= {"start_time": dates.time(start, language), "end_time": dates.time(end, language)}
        if len(days) == 1:
            words["time"] = dates.times(start, end, language)
    return Words(words)


def _group(group: EnclosureGroup, language: str, fill: _Filler, pages: Mapping[int, PageSpan] | None) -> Words:
    enclosures = tuple(_enclosure(enclosure, language, fill, pages) for enclosure in group.enclosures)
    # The one group of a package may have no title: templates ask for it with an if.
    title = fill("groups.title", group.title[language]) if group.title else ""
    return Words({"enclosures": enclosures, "title": title})


def _enclosure(enclosure: Enclosure, language: str, fill: _Filler, pages: Mapping[int, PageSpan] | None) -> Words:
    title = fill(f"groups.enclosures[{enclosure.position}].title", enclosure.title[language])
    words: dict[str, Value] = {
        "number": enclosure.number,
        "item": f"{enclosure.number}.",
        "name": enclosure.number,
        "title": text.linked(f"enclosure:{enclosure.position}", title),
    }
    if pages is not None:
        span = pages[enclosure.position]
        words |= {"pages": str(span.pages), "page": str(span.first), "label": span.label}
    return Words(words)


class _Filler:
    """Puts words in the place of the placeholders in a string of ``meeting.toml``, and keeps the problems."""

    def __init__(self, file: str, language: str, known: Words) -> None:
        self.problems: list[Problem] = []
        self._file, self._language, self._known = file, language, known

    def __call__(self, key: str, typed: str) -> str:
        def word(match: re.Match[str]) -> str:
            path = match[1]
            found = _look_up(path, self._known)
            if found is None:
                paths = [name for name, _ in listing(self._known)]
                self.problems.append(
                    Problem(
                        f"{self._file}: {key}.{self._language}",
                        f"There is no placeholder “{path}”.",
                        f"Correct it. {nearest(path, paths)}",
                    )
                )
            return found or ""

        filled = _PLACEHOLDER.sub(word, text.parse(typed))
        if stray := text.BRACES.search(filled):
            where = f"{self._file}: {key}.{self._language}"
            what = f"“{stray[0]}” stands alone, or holds what is no placeholder."
            self.problems.append(Problem(where, what, "Write {{ and }} around the name of a placeholder."))
        return filled

    def lines(self, key: str, typed: Sequence[str]) -> str:
        return text.paragraphs(tuple(self(key, line) for line in typed))


def _look_up(path: str, known: Words) -> str | None:
    if not _PATH.fullmatch(path):
        return None
    value: Value = known
    for name, position in _STEP.findall(path):
        if name and isinstance(value, Words) and name in value:
            value = getattr(value, name)
        elif position and isinstance(value, tuple) and int(position) < len(value):
            value = value[int(position)]
        else:
            return None
    return value if isinstance(value, str) else None

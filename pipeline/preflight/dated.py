"""Days and times that a text has and that can't be right: a package goes in, what contradicts a calendar or the meeting
comes out.

Most days of an enclosure are none of the meeting's: those of decisions, treaties and other meetings. So a day is held
against an event only where the event's title stands right before it, and its year is the event's; against a deadline,
where the sentence says what the deadline is for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import lru_cache

from pipeline.days import WEEKDAYS
from pipeline.findings import Finding, Reason, Value
from pipeline.folding import bare
from pipeline.languages import Language
from pipeline.localise import said
from pipeline.localise.said import Said, even
from pipeline.preflight.document import Document, Line, Read
from pipeline.preflight.facts import EventFact, Facts, day_of

_AHEAD = re.compile(r"(?:[^\w]*|.*[.:;!?。：；]\s*)(?:\w{1,4}[’' ]){0,2}")
"""What may stand before a title that begins a sentence: a number, an article."""
_STEM, _SHORTEST = 5, 4
"""In letters: how much of a word counts where it is declined, and what has no weight."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SENTENCE = re.compile(r"[^.!?。！？;；]*(?:\.(?=\S)[^.!?。！？;；]*)*")


def weekdays(read: Read) -> Iterator[Finding]:
    """Names of days that are not those of their dates."""
    own = _years(read.facts)
    for document in read.documents:
        named: frozenset[int] | None = None
        for line in document.lines if document.language else ():
            for each in said.days(line.words, document.spoken):
                if each.weekday is None:
                    continue
                if named is None:  # an enclosure may be of another meeting, whose year it says somewhere
                    named = _named(document.lines if document.kind == "enclosure" else ())
                years = [each.year] if each.year else [*own, *sorted(named | _named([line]))]
                right = [day.weekday() for year in years if (day := _day(each, year))]
                if right and each.weekday not in right:
                    told: dict[str, Value] = {"typed": each.typed, "right": Reason(WEEKDAYS[right[0]])}
                    yield Finding("weekday-wrong", document.at(line), told)


def events(read: Read) -> Iterator[Finding]:
    """Days and times beside an event's title that are not the event's."""
    facts = read.facts
    for document in read.documents:
        alone: EventFact | None = None
        for line in document.lines:
            found = said.days(line.words, document.spoken) if document.language == read.language else ()
            if alone is not None and len(found) == 1 and _is_all(found[0], line.words):
                yield from _differs(document, line, found[0], alone, facts)
            alone = _titled(line.words, facts) if document.language == read.language else None
            for event, day in _beside(line.words, document.spoken, found, facts):
                yield from _differs(document, line, day, event, facts)
                yield from _at_another_time(document, line, day, event)


def titled(events: Iterable[EventFact], language: Language | None) -> Iterator[tuple[str, str, dict[str, Value]]]:
    """The events whose own title has days that are not theirs: the key of each, and what is told of it."""
    for event in events:
        for day in said.days(event.title, language) if any(map(str.isdigit, event.title)) else ():
            alone = Facts(event.title, event.days[0], (event,))
            if day.year not in {None, *(each.year for each in event.days)} or not _known(day, alone):
                yield event.key, *_told(day, event)


def deadlines(read: Read) -> Iterator[Finding]:
    """Last days that have passed when the letter goes out, or that are not those of the deadlines they speak of."""
    facts = read.facts
    by = {day_of(each.by) for each in facts.deadlines}
    for document, line in _lines(read):
        for each in said.until(line.words, document.spoken):
            day = _day(each, each.year or facts.day.year)
            if day is None or day in by:
                continue
            if document.kind == "letter" and each.year and day < facts.day:
                values = {"typed": each.typed, "day": str(facts.day)}
                yield Finding("last-day-passed", document.at(line), values)
            elif facts.day <= day <= _last(facts):
                sentence = _around(even(line.words), each)
                meant = [deadline for deadline in facts.deadlines if _speaks_of(sentence, deadline.title)]
                if len(meant) == 1:
                    told = {"typed": each.typed, "title": meant[0].title, "by": str(day_of(meant[0].by))}
                    yield Finding("last-day-differs", document.at(line), told)


def _lines(read: Read) -> Iterator[tuple[Document, Line]]:
    """The lines that may say a day, with their documents, each once: instruments share their enclosures."""
    for document in read.documents:
        if document.language:
            for line in document.lines:
                yield document, line


# --- an event and what stands beside its title -----------------------------------------------------


def _beside(
    words: str, language: Language | None, found: Sequence[Said], facts: Facts
) -> Iterator[tuple[EventFact, Said]]:
    """The days that stand right behind an event's title, each with its event."""
    if not found:
        return
    text = even(words)
    spans = [(match.span(), event) for event in facts.events for match in _pattern(event.title).finditer(text)]
    for (start, end), event in spans:
        within = any(a <= start and end <= b and (a, b) != (start, end) for (a, b), _ in spans)
        after = next((each for each in found if each.start >= end), None)
        if within or after is None or not said.held(text[end : after.start], language):
            continue
        if _shares(after, event) or _AHEAD.fullmatch(text[:start]):
            yield event, after


def _differs(document: Document, line: Line, day: Said, event: EventFact, facts: Facts) -> Iterator[Finding]:
    if day.year in {None, *(each.year for each in event.days)} and not _known(day, facts):
        code, values = _told(day, event)
        yield Finding(code, document.at(line), values)


def _told(day: Said, event: EventFact) -> tuple[str, dict[str, Value]]:
    first, last = event.days
    values: dict[str, Value] = {"typed": day.typed, "title": event.title, "first": str(first), "last": str(last)}
    return ("event-days-differ" if first != last else "event-day-differs"), values


def _at_another_time(document: Document, line: Line, day: Said, event: EventFact) -> Iterator[Finding]:
    if not (isinstance(event.start, datetime) and isinstance(event.end, datetime)) or day.first != day.last:
        return
    first, last = event.days
    if first != last or _day(day, first.year) != first:
        return
    at = said.time_at(line.words, day.end, document.spoken)
    if at is not None and not (event.start.hour, event.start.minute) <= at[1:] <= (event.end.hour, event.end.minute):
        values = {"typed": at[0], "title": event.title, "start": f"{event.start:%H:%M}", "end": f"{event.end:%H:%M}"}
        yield Finding("event-time-differs", document.at(line), values)


def _titled(words: str, facts: Facts) -> EventFact | None:
    """The event whose title a line is."""
    near = (each for each in facts.events if abs(len(each.title) - len(words)) < _SHORTEST)
    return next((each for each in near if bare(each.title) == bare(words.strip(" .:,"))), None)


def _is_all(day: Said, words: str) -> bool:
    """Whether a line says a day and nothing else, but for a word before it."""
    text = even(words).strip(" .,()")
    return len(text) <= len(day.typed) + 6


def _known(day: Said, facts: Facts) -> bool:
    """Whether it lies within an event of the meeting, or is a day that the meeting has."""
    for event in facts.events:
        first, last = event.days
        begin, end = _day(day, first.year), _day(day, first.year, last=True)
        if begin and end and first <= begin <= end <= last and (day.first == day.last or (begin, end) == (first, last)):
            return True
    days = {*(day_of(each.by) for each in facts.deadlines), facts.day}
    return day.first == day.last and any(_day(day, each.year) == each for each in days)


def _shares(day: Said, event: EventFact) -> bool:
    """Whether a range has a day with an event in common, and is not a part of it."""
    first, last = event.days
    begin, end = _day(day, first.year), _day(day, first.year, last=True)
    if not begin or not end or day.first == day.last:
        return False
    return begin <= last and first <= end and not (first <= begin and end <= last)


@lru_cache(maxsize=256)
def _pattern(title: str) -> re.Pattern[str]:
    words = [re.sub(r"\\?['’]", "['’]", re.escape(word)) for word in even(title).split()]
    edge = "" if re.search("[\u4e00-\u9fff]", title) else r"\b"
    whole = r"\s+".join(words)
    return re.compile(f"{edge}{whole}{edge}" if words else r"(?!)", re.IGNORECASE)


# --- days ------------------------------------------------------------------------------------------


def _day(day: Said, year: int, *, last: bool = False) -> date | None:
    try:
        return day.days(year)[1 if last else 0]
    except ValueError:
        return None  # 29 February


def _years(facts: Facts) -> list[int]:
    """The years that a day without one may be of."""
    years = {facts.day.year, *(each.year for event in facts.events for each in event.days)}
    return sorted(years)


def _named(lines: Iterable[Line]) -> frozenset[int]:
    """The years that lines name."""
    return frozenset(int(year) for each in lines for year in _YEAR.findall(even(each.words)))


def _last(facts: Facts) -> date:
    return max([facts.day, *(event.days[1] for event in facts.events)])


# --- a deadline and what it is for -----------------------------------------------------------------


def _around(text: str, day: Said) -> str:
    """The sentence that a day stands in."""
    for match in _SENTENCE.finditer(text):
        if match.start() <= day.start < match.end():
            return match[0]
    return text


def _speaks_of(sentence: str, title: str) -> bool:
    """Whether a sentence has the words of a title, however they are declined."""
    has = bare(sentence)
    words = [word for word in re.findall(r"\w+", bare(title)) if len(word) >= _SHORTEST] or re.findall(
        r"\w+", bare(title)
    )
    return bool(words) and all(word[: max(_STEM, len(word) - 3)] in has for word in words)

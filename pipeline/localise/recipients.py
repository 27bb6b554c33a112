"""Stage 2, localise, for one of many: a letter's wording and a recipient go in, the wording of the letter to them
comes out.

The facts of the meeting are set once for all; a recipient's words take the place of those of the instrument's
audience, so that a template need not know whether it has one. What a list says is printed as it says it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from pipeline import states, text
from pipeline.findings import Unfit
from pipeline.findings.hints import near
from pipeline.folding import folded
from pipeline.languages import Language
from pipeline.localise import dates
from pipeline.localise.phrases import Phrases, closing_key, joined, named
from pipeline.localise.wording import Value, Wording, Words, with_words
from pipeline.model import HouseStyle, Instrument, Recipient

FIELDS = tuple("name form function organisation state category address lines salutation email copies language".split())
"""What templates may use of a recipient, besides ``recipient.extra``."""


def nobody(columns: Collection[str] = ()) -> Words:
    """What ``recipient`` is in a letter that has none: nothing, in each of its fields, so that templates may ask.

    >>> bool(nobody()), nobody(["seats"]).extra.seats
    (False, '')
    """
    return Words({**dict.fromkeys(FIELDS, ""), "extra": Words(dict.fromkeys(columns, ""))})


def addressed(
    wording: Wording,
    recipient: Recipient,
    instrument: Instrument,
    phrases: Phrases,
    style: HouseStyle,
    language: Language,
) -> Wording:
    """The wording of a letter to a recipient: ``recipient``, and their own ``addressees``, ``salutation`` and
    ``closing``; a note verbale's ``to``, where the list has it.

    Raises Unfit where the salutation can't be chosen, TemplateError for a phrase that the catalogue lacks.
    """
    tag = language.tag
    keys: list[str] = []

    def phrase(key: str, **words: str) -> str:
        keys.append(key)
        return phrases[key].format(**words)

    words: dict[str, Value] = {}
    salutation = ""
    if instrument.kind != "note-verbale":
        salutation = joined([phrase(salutation_key(recipient, phrases))], language)
        several: Any = wording.words.signatories
        key = closing_key(instrument.audience.closing, len(several), phrases)
        closing = phrase(key, salutation=named(text.plain(salutation), language))
        words |= {"salutation": salutation, "closing": closing}
    elif to := recipient.extra.get("to"):
        words["to"] = str(to)
    form = ""
    if recipient.person:
        name = ", ".join(recipient.person.split("\n"))
        key = address_key(recipient, phrases)
        form = phrase(key, name=name) if key else name
    state = ""
    if recipient.state:
        state = states.short(recipient.state, language, style.state_names.get(tag, {}))
    mission = phrase("address.missions") if _is_unnamed_mission(recipient) else ""
    lines = tuple(_lines(recipient, form, mission, state, language))
    words["addressees"] = text.in_lines(lines)
    own: dict[str, Value] = {
        "name": ", ".join(recipient.person.split("\n")),
        "form": form,
        "function": recipient.function,
        "organisation": recipient.organisation,
        "state": state,
        "category": recipient.category,
        "address": text.in_lines(recipient.address),
        "lines": text.in_lines(lines),
        "salutation": salutation,
        "email": recipient.email,
        "copies": ", ".join(recipient.copies),
        "language": tag,
        "extra": Words({name: _set(value, language, style) for name, value in recipient.extra.items()}),
    }
    words["recipient"] = Words(own)
    return replace(
        wording,
        words=with_words(wording.words, **words),
        phrases=tuple(dict.fromkeys([*wording.phrases, *keys])),
    )


def _set(value: str | date, language: Language, style: HouseStyle) -> str:
    """A free column's value: its lines are paragraphs, and a day is set as the letter sets its own."""
    if isinstance(value, date):
        return dates.day(value, language, style=dates.style_for(language, style.dates.get(language.tag, {})))
    return value.replace("\n", text.PARAGRAPH)


def unfit(recipient: Recipient, instrument: Instrument, phrases: Phrases) -> Unfit | None:
    """Why a recipient can't be greeted; None where they can."""
    try:
        if instrument.kind != "note-verbale":
            salutation_key(recipient, phrases)
    except Unfit as wrong:
        return wrong
    return None


def salutation_key(recipient: Recipient, phrases: Phrases) -> str:
    """The key of the phrase that greets a recipient: a person's by rank, gender and number, an office's by category.

    Raises Unfit for a rank that no phrase greets, and where a man and a woman are greeted otherwise and nobody says
    which it is.
    """
    if not recipient.person and not recipient.rank:
        return f"salutation.{recipient.category}"
    return _chosen("salutation", recipient, phrases)


def address_key(recipient: Recipient, phrases: Phrases) -> str:
    """The key of the form of address before a name, empty for the name alone, where the gender is not known."""
    try:
        return _chosen("address", recipient, phrases)
    except Unfit:
        return ""


def _chosen(what: str, recipient: Recipient, phrases: Phrases) -> str:
    known = phrases.words
    stem = f"{what}.{recipient.rank or 'person'}."
    if f"{stem}many" not in known and f"{stem}one.m" not in known:
        if not recipient.rank:  # a catalogue of old
            return "salutation.sir-or-madam"
        ranks = {key.split(".")[1] for key in known if key.startswith("salutation.") and key.endswith(".many")}
        language = recipient.language
        raise Unfit(
            "recipient-rank", rank=recipient.rank, language=language, near=near(recipient.rank, ranks - {"person"})
        )
    if recipient.several:
        return f"{stem}many"
    if recipient.gender:
        return f"{stem}one.{recipient.gender[0]}"
    if known.get(f"{stem}one.m") == known.get(f"{stem}one.f"):
        return f"{stem}one.m"
    if not recipient.rank and what == "salutation":
        return "salutation.sir-or-madam"
    raise Unfit("recipient-salutation", language=recipient.language)


def _is_unnamed_mission(recipient: Recipient) -> bool:
    return recipient.category == "missions" and not recipient.organisation


def _lines(recipient: Recipient, form: str, mission: str, state: str, language: Language) -> Iterator[str]:
    """The address, as on an envelope: the State stands in it where neither the organisation nor a line names it."""
    yield from filter(None, (form, recipient.function, recipient.organisation or mission))
    if recipient.state and not _names(recipient, language):
        yield state
    yield from recipient.address


def _names(recipient: Recipient, language: Language) -> bool:
    """Whether the organisation or the address has the State's name, in any language, or ends a line with another."""
    names = _called(recipient.state or "", language)
    said = (recipient.organisation, *recipient.address)
    return any(name in folded(line) for line in said for name in names) or any(
        states.find(re.split("[,;]", line)[-1], codes=False) == recipient.state for line in said if line
    )


@lru_cache(maxsize=1024)
def _called(state: str, language: Language) -> frozenset[str]:
    return frozenset(map(folded, (states.short(state, language), *states.names(state).values())))

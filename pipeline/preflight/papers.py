"""What templates and phrases tell before they are filled in: a package goes in, findings come out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from pipeline.beside import language_of
from pipeline.findings import Finding, Place
from pipeline.localise import Wording
from pipeline.localise.typography import findings
from pipeline.localise.wording import as_data
from pipeline.merge.omitted import omitted_by_index, omitted_by_letter, without_a_place
from pipeline.merge.promised import promised
from pipeline.merge.reading import paragraphs_of
from pipeline.officefile.clean import clean
from pipeline.package import Package, bundle_phrases
from pipeline.preflight.dated import titled
from pipeline.preflight.stated import events_of
from pipeline.preflight.typed import mentioned
from pipeline.text import plain


def of_papers(package: Package) -> Iterator[Finding]:
    """What a person should look at, of the papers that are filled in. Raises MeetingError."""
    papers = list(package.papers())
    yield from _protocol(package)
    yield from _omitted(package, dict(papers))
    yield from _typography(package)
    yield from mentioned(package, papers)
    yield from _dated(package)


def _dated(package: Package) -> Iterator[Finding]:
    """Days that are typed into the title of an event, and that are not the event's."""
    titles = (each.title[package.language] for each in package.meeting.events)
    if not any(sign.isdigit() for title in titles for sign in title):
        return  # what placeholders set is right
    for key, code, values in titled(events_of(package, as_data(package.words().words)), package.rules):
        yield Finding(code, Place(str(package.meeting.file), key=("events", key, "title", package.language)), values)


def outside(package: Package) -> Iterator[Finding]:
    """What papers would bring in from elsewhere, and do without, which their merge tells too. Raises MeetingError."""
    for path in dict.fromkeys(path for path, _ in package.papers()):
        yield from clean(path).findings


def _protocol(package: Package) -> list[Finding]:
    instrument = package.instrument
    if instrument.kind != "note-verbale" or "un-system" not in instrument.audience.categories:
        return []
    place = Place(str(package.meeting.file), key=("instruments", instrument.key, "audience"))
    return [Finding("note-verbale-un", place)]


def _to_be_shown(package: Package) -> Iterator[tuple[str, str]]:
    """What a letter must have a place for, as a template writes it, each with the pattern of a tag that shows it."""
    instrument, meeting, style = package.instrument, package.meeting, package.house.style
    for field in instrument.header:
        place = field.place or ("foot" if field.field in style.foot else "head")
        name = field.key or field.field.replace("-", "_")
        loop = {"head": "header", "foot": "foot"}.get(place)
        shown = f"{{% for field in {loop} %}}" if loop else f"{{{{ fields.{name}.value }}}}"
        yield (
            shown,
            "|".join([rf"\bfields\.{name}\b", *([rf"\bin\s+{loop}\b"] if loop else []), *_OWN_LINES.get(name, [])]),
        )
    if instrument.kind != "note-verbale":
        if len(meeting.signatories) > 1:
            yield "{% for one in signatories %}", r"\bsignatories\b|\bsignatures\."
        if any(each.signs_for or each.on_behalf_of for each in meeting.signatories):
            yield "{{ signatory.capacity }}", r"\.capacity\b"


_OWN_LINES = {"subject": [r"(?<![\w.])subject\b"]}
"""The tags of fields that letters have lines of their own for."""


def _omitted(package: Package, papers: Mapping[Path, Wording]) -> Iterator[Finding]:
    """What the templates of a letter and of its index leave out, and what they promise."""
    instrument, meeting = package.instrument, package.meeting
    greets = instrument.kind != "note-verbale"
    looked_for = {
        "subject": greets and meeting.subject,
        "salutation": greets,
        "closing": greets,
        "signatory.name": greets and meeting.signatories,
        "addressees": True,
        "listed_events": meeting.events,
        "date": True,
        "body": instrument.body,
        "earlier": meeting.earlier,
    }
    yield from omitted_by_letter(
        package.template(instrument.template),
        letterhead=package.letterhead,
        header=frozenset(field.field for field in instrument.header),
        has=[name for name, there in looked_for.items() if there],
    )
    yield from without_a_place(package.template(instrument.template), package.letterhead, list(_to_be_shown(package)))
    for path, wording in papers.items():
        yield from promised(path, wording.words)
    if meeting.index and meeting.enclosures:
        yield from omitted_by_index(package.template("index"))


def _typography(package: Package) -> list[Finding]:
    profiles, house = package.house.style.typography, package.house
    path, languages = package.template(package.instrument.template), package.meeting.languages
    return [
        _set_otherwise(path, stands, should)
        for words in paragraphs_of(path)
        for tag in (language_of(words, languages, package.language),)
        for stands, should in findings(words, house.language(tag), profiles.get(tag))
    ]


def _set_otherwise(path: Path, stands: str, should: str) -> Finding:
    place = Place(str(path), paragraph=stands)
    if should.translate(_SPACES) == stands.translate(_SPACES):
        return Finding("typography-space", place, {"should": re.sub("[\u00a0\u202f]", "⍽", should)})
    return Finding("typography", place, {"should": should})


_SPACES = str.maketrans("\u00a0\u202f", "  ")
"""Those that part no line look like any other."""


def unreviewed(package: Package) -> dict[str, str]:
    """The phrases that a package takes and that await review, by key."""
    phrases = package.phrases
    letter = package.words()
    # those who are greeted alike take the same phrases
    alike = {(each.category, each.rank, each.gender, each.several): each for each in package.recipients()}
    greeted = [key for each in alike.values() for key in package.addressed(letter, each).phrases]
    used = [*letter.phrases, *greeted, *bundle_phrases(package.meeting, package.instrument, phrases)]
    return {key: phrases.words[key] for key in used if key in phrases.unreviewed}


def awaits(path: Path, key: str, phrase: str) -> Finding:
    """That a phrase was read by no native speaker yet."""
    return Finding("phrase-unreviewed", Place(str(path), key=(key,)), {"phrase": plain(phrase)})


def await_in_all(path: Path, keys: list[str]) -> Finding:
    """The same, once for all phrases of a catalogue."""
    code = "phrases-unreviewed" if len(keys) > 1 else "phrases-unreviewed-one"
    return Finding(code, Place(str(path)), {"count": len(keys), "keys": tuple(keys)})

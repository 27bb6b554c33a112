"""An annotated ``meeting.toml``: languages and what is needed go in, the text of a file that builds comes out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from pipeline.examples import NAMES, examples_in

WRITTEN = date(2025, 1, 15)
"""The day of the letter as it is written here, a Wednesday, from which all others are counted."""
_DAY = re.compile(r"2025-\d\d-\d\d")


def written(root: Path, languages: Sequence[str], needs: Collection[str], letter: date = WRITTEN) -> str:
    """The text, its tables in the order in which the documentation has them. ``letter`` is its day: all dates move with
    it, and stay on their weekdays where it is a Wednesday."""
    text = "\n".join(filter(None, _sections(_Words(root, languages), languages, needs)))
    moved = _DAY.sub(lambda day: (date.fromisoformat(day[0]) + (letter - WRITTEN)).isoformat(), text)
    return moved.replace(_REFERENCE, _REFERENCE.replace("2025", str(letter.year)))


def letters_day(today: date) -> date:
    """The first Wednesday that lies ahead.

    >>> letters_day(date(2025, 1, 15)), letters_day(date(2026, 11, 29))
    (datetime.date(2025, 1, 22), datetime.date(2026, 12, 2))
    """
    return today + timedelta(days=(WRITTEN.weekday() - today.weekday() - 1) % 7 + 1)


class _Words:
    """The words of an example, in each language."""

    def __init__(self, root: Path, languages: Sequence[str]) -> None:
        self._languages = languages
        self._words = {language: examples_in(root, language) or {} for language in languages}

    def each(self, key: str, example: str = "") -> str:
        return "\n".join(f"{key}.{language} = {self._words[language][example or key]}" for language in self._languages)

    def below(self, key: str) -> str:
        return "\n".join(f"{language} = {self._words[language][key]}" for language in self._languages)


_REFERENCE = "SAMPLE/2025/1"
_HOURS = (
    "start = 2025-03-03          # or a moment: 2025-03-03T10:00:00+01:00\n"
    "end = 2025-03-05            # the last day, included",
    "start = 2025-03-03T10:00:00 # of the meeting's zone; texts write event.session.start.zones\n"
    "end = 2025-03-03T17:00:00",
)
_VENUE = ('# venue = "hall"          # once a table [venues.hall] says what and where that is', 'venue = "hall"')


def _sections(words: _Words, languages: Sequence[str], needs: Collection[str]) -> Iterator[str]:
    about = "" if "events" in needs else "_of_circular"
    yield _head(languages, needs)
    yield f"[title]                     # what a reader's window shows\n{words.below('title' + about)}\n"
    if "subject" in needs:
        yield f"[subject]                   # what the letter is about\n{words.below('subject' + about)}\n"
    if "venue" in needs:
        online = (
            'kind = "hybrid"             # or online\nlink = "https://example.org/join"\n' if "online" in needs else ""
        )
        yield f"[venues.hall]\n{online}{words.each('name')}\n{words.each('address')}\n"
    if "events" in needs:
        yield f"""\
[[events]]
key = "session"             # templates write event.session.dates
{words.each("title", "event")}
{_HOURS["zones" in needs]}
{_VENUE["venue" in needs]}
"""
    if "deadlines" in needs:
        yield f"""\
[[deadlines]]
key = "replies"             # texts write {{{{ deadline.replies.on }}}}
{words.each("title", "replies")}
by = 2025-02-14             # a day, or a moment
{'for = "session"             # before which it must be' if "events" in needs else ""}
""".replace("\n\n", "\n")
    if "co-chairs" in needs:
        several = [f'[[signatories]]\nname = "{name}"\n{words.each("titles", "chair")}\n' for name in NAMES]
        yield "\n".join(several)
    else:
        yield f'[signatory]\nname = "Name Surname"\n{words.each("titles")}\n'
    yield _letter(words, needs)
    if "note-verbale" in needs:
        yield _note(words, needs)
    if "enclosures" in needs:
        yield _enclosures(words, languages)


def _head(languages: Sequence[str], needs: Collection[str]) -> str:
    listed = ", ".join(f'"{language}"' for language in languages)
    example = "{{ event.session.prose }}" if "events" in needs else "{{ date }}"
    more = ""
    if "zones" in needs:
        more += '\nzone = "Europe/Zurich"      # of its hours\nzones = ["Europe/Zurich", "America/New_York"]'
    if "co-chairs" in needs:
        more += '\nsignature_block = "row"     # side by side; or column'
    if "annexes" in needs:
        more += '\nnoun = "annex"              # or attachment, appendix'
    if "running-numbers" in needs:
        more += "\nrunning_numbers = true      # every page bears its number in the bundle"
    of_enclosures = f"""
index = {_truth("index" in needs):19} # a list of the enclosures, with their pages, after the letter
slip_sheets = {_truth("slip-sheets" in needs):13} # a sheet with its number and title before each enclosure"""
    return f"""\
#:schema ../../docs/meeting.schema.json
# A meeting and the package that goes out for it. Replace the words in quotes; “papers check” tells what is wrong.
#
# Words may be marked: *italic*, ^raised^. Words in double braces, as {example}, are put in by the
# program, so that a date is typed once; “papers vocabulary” lists them all.

date = 2025-01-15           # the day the letter bears
{f"languages = [{listed}]":27} # the package is made in each
letterhead = "plain"        # a folder in letterheads/
author = "Secretariat"      # for the files' properties{of_enclosures if "enclosures" in needs else ""}{more}
{_RECIPIENTS if "recipients" in needs else ""}"""


_RECIPIENTS = """\
recipients = "recipients.xlsx" # whom a letter each goes to: open it in Excel
messages = false            # a draft of an e-mail for each, with the letter attached
"""


def _truth(value: object) -> str:
    return str(value).lower()


def _letter(words: _Words, needs: Collection[str]) -> str:
    circular = "circular" in needs
    name, kind = ("circular", 'kind = "circular"\n') if circular else ("invitation", "")
    body = f"# What it says, a paragraph a line:\n{words.each('body')}\n" if circular else ""
    return f"""\
[[instruments]]             # what the package goes out under
key = "{name}"
{kind}{f'template = "{name}"':27} # templates/<language>/{name}.docx
{words.each("addressees")}
salutations = ["excellencies"]  # phrases of templates/<language>/phrases.po
closing = "cordially"
{body}{_fields(needs)}"""


def _note(words: _Words, needs: Collection[str]) -> str:
    return f"""\
[[instruments]]             # the same package as a note verbale: in the third person, and unsigned
key = "note-verbale"
kind = "note-verbale"
template = "note-verbale"
audience = ["missions"]
{words.each("addressees")}
{words.each("sender")}
{words.each("to")}
{"" if "events" in needs else f"{words.each('body')}{chr(10)}"}{_fields(needs)}"""


def _fields(needs: Collection[str]) -> str:
    """The fields at the letter's head."""
    fields = {
        "reference": f'field = "reference"\nvalue = "{_REFERENCE}"',
        "deadlines": 'field = "action-by"\ndeadline = "replies"',
        "contact": 'field = "contact"\n\n[instruments.header.contact]\nperson = "Name Surname"\n'
        'telephone = "+00 00 000 00 00"\nemail = "secretariat@example.org"',
    }
    return "".join(f"\n[[instruments.header]]\n{field}\n" for need, field in fields.items() if need in needs)


def _enclosures(words: _Words, languages: Sequence[str]) -> str:
    files = "\n".join(f'file.{language} = "enclosures/01.{language}.txt"' for language in languages)
    return f"""\
# The enclosures, in groups, in order. Their numbers are their places: they run on through all groups. Texts name one by
# its key, wherever it stands: {{{{ enclosures.agenda.name }}}}, .number, .title, .pages.

[[groups]]
{words.each("title", "group")}

[[groups.enclosures]]
# key = "agenda"            # its name in texts
{words.each("title", "agenda")}
{files}
# template = true           # for a Word file that is filled in with the letter's words
"""

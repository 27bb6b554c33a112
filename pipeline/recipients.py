"""The recipients of a meeting: its list goes in, those whose letters can be made come out, and what is wrong with
others.

A list is read by the load stage; whether each recipient can be greeted in their language, the phrases say.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time
from pathlib import Path

from pipeline import states
from pipeline.beside import asked_for
from pipeline.files import draft_of, file_name
from pipeline.findings import Unfit
from pipeline.languages import SOURCE
from pipeline.load import CheckedHouse
from pipeline.load.recipients import RecipientList, load_recipients
from pipeline.localise import Phrases, unfit
from pipeline.model import Meeting, Recipient
from pipeline.workbooks.marked import write_marked

MARKED = "recipients-to-mend.xlsx"
"""The workbook of the rows that no letter can be made for, in the folder of the package."""


def read_recipients(
    house: CheckedHouse,
    meeting: Meeting,
    phrases_in: Callable[[str], Phrases | None],
    lacking: Callable[[str], str] = lambda _words: "",
    *,
    every_row: bool = False,
) -> RecipientList:
    """The list of a meeting, checked. Raises MeetingError for a list that is wrong as a whole.

    ``phrases_in`` gives the phrases of a language, as far as they can be read; ``lacking`` the signs of words that no
    font has. Of ``every_row`` its cells are given, and not only of those that something is wrong with.
    """
    instruments = {each.key: each for each in meeting.instruments}

    verdicts: dict[tuple[object, ...], Unfit | None] = {}

    def judged(each: Recipient) -> Unfit | None:
        alike = (each.language, each.instrument, each.category, each.rank, each.gender, each.several, bool(each.person))
        if alike not in verdicts:
            instrument = instruments[each.instrument]
            template = house.root / "templates" / each.language / f"{instrument.template}.docx"
            greets = dict.fromkeys((each.language, *asked_for(template, meeting.languages)))
            known = filter(None, map(phrases_in, greets))
            verdicts[alike] = next(filter(None, (unfit(each, instrument, phrases) for phrases in known)), None)
        return verdicts[alike]

    return load_recipients(meeting, house, judged, name_of=letter_name, lacking=lacking, every_row=every_row)


def mark(listed: RecipientList, meeting: Meeting, target: Path) -> Path | None:
    """Writes the rows that no letter can be made for, with their cells marked, for people to mend the list by; removes
    what an earlier check wrote where there are none any more."""
    if not listed.problems:
        target.unlink(missing_ok=True)
        return None
    created = datetime.combine(meeting.date, time(12), tzinfo=UTC)
    target.parent.mkdir(parents=True, exist_ok=True)
    with draft_of(target) as draft:
        write_marked(draft, listed.headings, listed.rows, (*listed.problems, *listed.notes), created)
    return target


def letter_name(recipient: Recipient) -> str:
    """The name of their letter's file, and of all that is made for them, without its ending."""
    return f"{letter_stem(recipient)}-{recipient.instrument}-{recipient.language}"


def letter_stem(recipient: Recipient) -> str:
    """The name of a recipient's letter without its ending, by which staff find it: the State or the organisation, the
    person, and the key, which no other has. In signs that every system takes.

    >>> letter_stem(Recipient("8bd81223ba7b", 2, "missions", "invitation", "fr", state="CIV", person="Marie Dupont"))
    'cote-d-ivoire-marie-dupont-8bd81223ba7b'
    """
    where = states.names(recipient.state)[SOURCE] if recipient.state else recipient.organisation
    return "-".join(filter(None, (file_name(where, 40), file_name(recipient.person, 40), recipient.key)))

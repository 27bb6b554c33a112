"""One row of a list after the other goes in; what it says of a recipient comes out, or what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Literal, get_args

from pipeline import states
from pipeline.findings import Finding, Place, Unfit, Value
from pipeline.findings.hiding import hiding
from pipeline.findings.hints import near
from pipeline.folding import folded
from pipeline.load import CheckedHouse
from pipeline.load.recipients.columns import Columns
from pipeline.load.recipients.words import Kind, Vocabulary
from pipeline.load.values import words_on_a_page
from pipeline.model import Category, Meeting, Recipient
from pipeline.tables import Cell, Fault, Row, column_name

LONGEST_CELL, LONGEST_LINE = 5_000, 200
"""Signs of a cell, and of a line of an address or of a name."""
MOST_LINES = 7
MANY = 60
"""Signs of a key."""
_EMAIL = re.compile(
    r"(?!\.)[A-Za-z0-9_.!#$%&'*+/=?^`{|}~-]{1,64}(?<!\.)@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{1,62}"
)
_KEY = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{MANY - 1}}}")
_BETWEEN = re.compile(r"[;,\n]")
_CJK = re.compile("[\u3400-\u9fff\uac00-\ud7af]")

Gender = Literal["feminine", "masculine", ""]


class Reader:
    """Reads the rows of one list, and keeps what is wrong with them."""

    def __init__(
        self,
        meeting: Meeting,
        house: CheckedHouse,
        words: Vocabulary,
        columns: Columns,
        place: Place,
        rows: Sequence[Row],
        lacking: Callable[[str], str],
    ) -> None:
        self.undrawn = lacking
        """Gives the signs of words that no font has."""
        self.words, self._columns, self._place, self._rows = words, columns, place, rows
        self.languages, self._house = meeting.languages, house
        self.instruments = _by_category(meeting)
        self._state_names = tuple(house.settings.state_names.values())
        self._known: dict[tuple[str, str], str | None] = {}
        self._excellencies: dict[str, bool] = {}
        self.problems: list[tuple[int, Finding]] = []
        """By row."""
        self.notes: list[Finding] = []
        """What a person should look at, of rows that are sound."""
        self.bad: set[int] = set()
        """The rows that something is wrong with."""
        self.guessed = "" if len(meeting.instruments) == 1 and not meeting.instruments[0].audience.categories else None
        """The category of all rows, where the list does not say: the one that there can be; empty where it is told
        by what a row has; None where the list must say."""
        if self.guessed is None and len(self.instruments) == 1:
            self.guessed = next(iter(self.instruments))
        self.men_are_h = {"h", "m"} <= self._letters("gender")
        """Whether M may be a woman: in Spanish, H is a man and M a woman; in French, H and F; in English, M and F."""

    # --- of the list as a whole --------------------------------------------------------------------

    def lacking(self) -> Iterator[Finding]:
        """The columns that a list can't do without."""
        fields = self._columns.fields
        if not fields.keys() & {"state", "organisation", "person", "family"}:
            yield self._lacks("organisation")
        if "language" not in fields and len(self.languages) > 1:
            yield self._lacks("language")
        if "category" not in fields and self.guessed is None:
            yield self._lacks("category")

    def _lacks(self, name: str) -> Finding:
        return Finding("list-column-missing", self._place, {"field": name, "columns": self._columns.told()})

    def _letters(self, name: str) -> set[str]:
        column = self._columns.fields.get(name)
        if column is None:
            return set()
        cells = {row.cells[column] for row in self._rows if column < len(row.cells)}
        return {each.strip().casefold() for each in cells if isinstance(each, str) and len(each) < 4}

    # --- of a row ----------------------------------------------------------------------------------

    def spot(self, row: int, name: str = "") -> Place:
        """The cell of a field in a row, or the row's first."""
        column = self._columns.fields.get(name, min(self._columns.words, default=0))
        return self.at(row, column)

    def at(self, row: int, column: int) -> Place:
        return Place(self._place.file, sheet=self._place.sheet, cell=f"{column_name(column + 1)}{row}")

    def report(self, finding: Finding, row: int) -> None:
        """Something that is wrong with a row: it makes no letter."""
        self.problems.append((row, finding))
        self.bad.add(row)

    def recipient(self, row: Row) -> Recipient | None:
        """Whom the row is about, with the list's own key or none; None for one that is wrong, or empty."""
        return _OfRow(self, row, self._columns).recipient()

    def means(self, kind: Kind, words: str) -> str | None:
        """What the words of a cell stand for; the same words are looked up once."""
        key = (kind, words)
        if key not in self._known:
            self._known[key] = self.words.meaning(kind, words)
        return self._known[key]

    def is_excellency(self, words: str) -> bool:
        """Whether the words of a gender go with a rank; the same words are looked up once."""
        if words not in self._excellencies:
            self._excellencies[words] = self.words.is_excellency(words)
        return self._excellencies[words]

    def language(self, words: str) -> str | None:
        """Which of the meeting's languages the words of a cell name; the same words are looked up once."""
        key = ("language", words)
        if key not in self._known:
            self._known[key] = self.words.language(words, self.languages)
        return self._known[key]

    def state(self, words: str) -> str | None:
        """The code of a State."""
        key = ("states", words)
        if key not in self._known:
            self._known[key] = states.find(words, self._state_names) or states.find(words, self.by_cldr)
        return self._known[key]

    @cached_property
    def by_cldr(self) -> tuple[Mapping[str, str], ...]:
        """What States are called in those of the meeting's languages in which the United Nations call them nothing."""
        spoken = (self._house.language(each) for each in self.languages)
        further = (each for each in spoken if not each.table.states.names)
        return tuple({code: states.short(code, each) for code in states.codes()} for each in further)


def _by_category(meeting: Meeting) -> dict[str, str]:
    """The instrument that goes to each category: the first that names it, or one that names none."""
    others = [each.key for each in meeting.instruments if not each.audience.categories]
    named = {category: each.key for each in reversed(meeting.instruments) for category in each.audience.categories}
    return {**(dict.fromkeys(get_args(Category), others[0]) if others else {}), **named}


class _OfRow:
    def __init__(self, reader: Reader, row: Row, columns: Columns) -> None:
        self._reader, self._row, self._columns = reader, row, columns
        self._sound = True

    def recipient(self) -> Recipient | None:
        fields = {name: self._words(column, name) for name, column in self._columns.fields.items()}
        lines = tuple(self._lines())
        extra = {name: self._free(column) for name, column in self._columns.free.items()}
        if self._sound and not any(fields.values()) and not lines and not any(extra.values()):
            return None  # nothing but spaces

        def said(name: str) -> str:
            return fields.get(name, "")

        person = _name(said("person"), f"{said('given')} {said('middle')}".strip(), said("family"))
        state = self._state(said("state"))
        category = self._category(said("category"), person, said("organisation"))
        gender, several = self._gender(said("gender"), person)
        language = self._language(said("language"))
        email = self._email(said("email"))
        copies = self._copies(said("copies"))
        key = self._key(said("key"))
        instrument = self._instrument(category)
        if gender and not said("rank") and self._reader.is_excellency(said("gender")):
            place = self._reader.spot(self._row.number, "gender")
            self._reader.notes.append(Finding("recipient-excellency", place, {"words": said("gender")}))
        name = person or said("organisation")
        if self._reader.words.is_example(name, email):
            place = self._reader.spot(self._row.number)
            self._reader.notes.append(Finding("recipient-example", place, {"name": name}))
        if not (person or said("organisation") or said("state")) and self._sound:
            self._wrong("recipient-unnamed", "organisation")
        if category == "persons" and not person and self._sound:
            self._wrong("recipient-no-person", "person")
        if len(lines) > MOST_LINES:
            column = self._columns.address[-1][-1]
            self._report(column, "recipient-lines", lines=len(lines), most=MOST_LINES)
        if not self._sound:
            return None
        if said("to"):
            extra["to"] = said("to")
        return Recipient(
            key=key,
            row=self._row.number,
            category=category,  # type: ignore[arg-type]
            instrument=instrument,
            language=language,
            state=state,
            organisation=said("organisation"),
            person=person,
            rank=self._rank(said("rank")),
            gender=gender,
            several=several,
            function=said("function"),
            address=lines,
            email=email,
            copies=copies,
            extra=extra or _NOTHING,
        )

    # --- cells -------------------------------------------------------------------------------------

    def _cell(self, column: int) -> Cell:
        cells = self._row.cells
        return cells[column] if column < len(cells) else ""

    def _words(self, column: int, name: str = "") -> str:
        """The words of a cell, without spaces around them; lines are kept where a field may have several."""
        cell = self._cell(column)
        if not cell:
            return ""
        if isinstance(cell, str) and _is_plain(cell):
            return cell
        if isinstance(cell, Fault):
            self._report(column, cell.code, **cell.values)
            return ""
        words = cell if isinstance(cell, str) else cell.isoformat()
        if len(words) > LONGEST_CELL:
            self._report(column, "cell-long", signs=len(words), most=LONGEST_CELL)
            return ""
        if not words.isprintable():
            words = self._printable(column, words)
        if not words.isascii():
            words = unicodedata.normalize("NFC", words)
            if hidden := hiding(words):
                place = self._reader.at(self._row.number, column)
                self._reader.notes.append(Finding("signs-unseen", place, {"words": hidden}))
            if name in _PRINTED and (signs := self._reader.undrawn(words)):
                place = self._reader.at(self._row.number, column)
                self._reader.notes.append(Finding("recipient-signs", place, {"signs": signs}))
        if "\n" in words and name in _IN_LINES:
            return "\n".join(line for each in words.split("\n") if (line := " ".join(each.split())))
        words = words.strip()
        if not words.isprintable() or "  " in words or "\n" in words:
            words = " ".join(words.split())
        if len(words) > LONGEST_LINE and name and name != "address":
            self._report(column, "cell-long", signs=len(words), most=LONGEST_LINE)
        return words

    def _printable(self, column: int, words: str) -> str:
        """Words with signs that are none of a line's: the ends of lines are kept, and others are told."""
        words = words.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\v", "\n")
        words = words.replace("\u2028", "\n").replace("\u2029", "\n")
        try:
            if words.strip():
                words_on_a_page(words.replace("\n", " "))
        except Unfit as unfit:
            self._report(column, unfit.code, **unfit.values)
            return ""
        return words

    def _lines(self) -> Iterator[str]:
        """The lines of the address: those of a cell with several lines, each on its own."""
        for columns in self._columns.address:
            words = " ".join(filter(None, [self._words(column, "address") for column in columns]))
            for line in words.split("\n") if "\n" in words else (words,):
                if len(line) > LONGEST_LINE:
                    self._report(columns[0], "cell-long", signs=len(line), most=LONGEST_LINE)
                if line:
                    yield line

    def _free(self, column: int) -> str | date:
        """What a free column has: days stay days, which letters set in their language."""
        cell = self._cell(column)
        return cell if isinstance(cell, date) else self._words(column)

    # --- what they stand for -----------------------------------------------------------------------

    def _state(self, words: str) -> str | None:
        if not words:
            return None
        found = self._reader.state(words)
        if found is None:
            names = [name for code in states.codes() for name in states.names(code).values()]
            names += [name for of in self._reader.by_cldr for name in of.values()]
            self._wrong("recipient-state", "state", words=words, near=near(words, names, most=0))
        return found

    def _category(self, words: str, person: str, organisation: str) -> str:
        if "category" not in self._columns.fields:
            return self._reader.guessed or ("persons" if person else "organisations" if organisation else "states")
        if not words:
            self._wrong("recipient-category-missing", "category")
            return ""
        found = self._reader.means("categories", words)
        if found is None:
            self._wrong("recipient-category", "category", words=words, near=near(words, self._reader.words.categories))
        return found or ""

    def _instrument(self, category: str) -> str:
        if not category:
            return ""
        found = self._reader.instruments.get(category)
        if found is None:
            self._wrong("recipient-no-instrument", "category", category=category)
        return found or ""

    def _gender(self, words: str, person: str) -> tuple[Gender, bool]:
        several = "\n" in person or ";" in person
        if not words:
            return "", several
        found = self._reader.means("genders", words)
        if found is None:
            self._wrong("recipient-gender", "gender", words=words)
        elif self._reader.men_are_h and words.casefold() == "m":
            self._wrong("recipient-gender-m", "gender")
        if found == "feminine":
            return "feminine", several
        if found == "masculine":
            return "masculine", several
        return "", True

    def _language(self, words: str) -> str:
        languages = self._reader.languages
        if not words:
            if len(languages) > 1:
                self._wrong("recipient-language-missing", "language", languages=languages)
            return languages[0]
        found = self._reader.language(words)
        if found is None:
            self._wrong("recipient-language", "language", words=words, languages=languages)
            return languages[0]
        return found

    def _email(self, words: str) -> str:
        if words and not _is_email(words):
            self._wrong("recipient-email", "email", words=words)
        return words

    def _copies(self, words: str) -> tuple[str, ...]:
        copies = tuple(each for part in _BETWEEN.split(words) if (each := part.strip()))
        for each in copies:
            if not _is_email(each):
                self._wrong("recipient-email", "copies", words=each)
        return copies

    def _rank(self, words: str) -> str:
        """The rank, or what may be one of the house's own."""
        if not words:
            return ""
        return self._reader.means("ranks", words) or _slug(words)

    def _key(self, words: str) -> str:
        if words and not _KEY.fullmatch(words):
            self._wrong("recipient-key", "key", words=words, most=MANY)
        return words

    def _wrong(self, code: str, name: str, /, **values: Value) -> None:
        self._sound = False
        self._reader.report(Finding(code, self._reader.spot(self._row.number, name), values), self._row.number)

    def _report(self, column: int, code: str, /, **values: Value) -> None:
        self._sound = False
        self._reader.report(Finding(code, self._reader.at(self._row.number, column), values), self._row.number)


_NOTHING: dict[str, str | date] = {}
_PRINTED = {"person", "given", "middle", "family", "organisation", "function", "address"}
_IN_LINES = {"person", "address", "copies"}
"""Fields whose cells may have several lines."""


def _is_plain(words: str) -> bool:
    """Whether nothing is to be done to the words of a cell: so most are."""
    return (
        len(words) <= LONGEST_LINE
        and words.isascii()
        and words.isprintable()
        and "  " not in words
        and words[0] != " "
        and words[-1] != " "
    )


def _is_email(words: str) -> bool:
    """Whether it is an address of e-mail, of one person, and nothing else (RFC 5321, 4.5.3.1).

    >>> [_is_email(words) for words in ("a.b@example.org", "info@müller.example", "a@b", "A <a@b.org>", "a@b..org")]
    [True, True, False, False, False]
    """
    return len(words) <= 254 and _EMAIL.fullmatch(words) is not None and ".." not in words


def _name(person: str, given: str, family: str) -> str:
    """A name from the columns that have it, of which one may be headed “Name” and have a part.

    >>> _name("Dupont", "Marie", ""), _name("Marie Dupont", "", "Dupont"), _name("", "Marie", "Dupont")
    ('Marie Dupont', 'Marie Dupont', 'Marie Dupont')
    """
    if person and ((given and family) or (given or family) in person):
        return person
    return _joined(given or person, family or person if given or family else "")


def _joined(given: str, family: str) -> str:
    """A name from its parts, in the order of the language that it is written in.

    >>> _joined("Marie", "Dupont"), _joined("小明", "王")
    ('Marie Dupont', '王小明')
    """
    if _CJK.search(family) and _CJK.search(given):
        return family + given
    return f"{given} {family}".strip()


def _slug(words: str) -> str:
    """Words as a key of phrases has them.

    >>> _slug("Vice-Minister")
    'vice-minister'
    """
    return "-".join(re.findall(r"[^\W_]+", words.casefold())) or folded(words)

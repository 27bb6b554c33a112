"""The types that travel between the stages, named in the field's words. All are frozen, none does any work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal

from pipeline.findings import Place
from pipeline.numbering import Noun

Language = str
"""A BCP 47 tag: ``fr``, ``zh``, ``pt-BR``."""

Paper = Literal["A4", "Letter"]

Level = Literal["2a", "2u", "2b", "3a", "3u", "3b"]
"""A part of PDF/A and a level of it: ISO 19005-2, or 19005-3 where files of other kinds are attached."""

Category = Literal["missions", "states", "organisations", "un-system", "ngos", "focal-points", "persons"]
"""What a recipient is; an instrument's audience has several."""

Localised = Mapping[Language, str]
"""The same words in each language that has them; the words may carry marks (see :mod:`pipeline.text`)."""


@dataclass(frozen=True, slots=True)
class Conformance:
    """What a PDF file meets, or declares that it meets."""

    pdfa: Level | None
    """None where it is no PDF/A."""
    pdfua: bool
    """PDF/UA-1 (ISO 14289-1)."""

    def as_json(self) -> dict[str, str | bool | None]:
        return {"pdfa": self.pdfa, "pdfua": self.pdfua}


HIGHEST = Conformance("2a", pdfua=True)
NONE = Conformance(None, pdfua=False)


@dataclass(frozen=True, slots=True)
class PasswordPlace:
    """Where a password is to be found: in one of the two."""

    variable: str | None
    """Of the environment."""
    file: Path | None
    """Its first line."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone that moments are told in too."""

    key: str
    """What templates call it: ``event.<key>.start.in.<key>``."""
    name: str
    """IANA's: ``America/New_York``."""
    city: Localised = field(default_factory=dict)
    """The meeting's own name of the place, in the languages that it gives one; CLDR's elsewhere."""


@dataclass(frozen=True, slots=True)
class Venue:
    name: Localised
    """Empty for one that is online and has no name."""
    address: Localised
    """Empty for one that is online."""
    kind: Literal["in-person", "online", "hybrid"] = "in-person"
    link: Localised = field(default_factory=dict)
    """Where one takes part online; empty where it is not told."""
    meeting_number: str = ""
    passcode: Localised = field(default_factory=dict)
    """How participants get it, or the passcode itself where the house allows that."""
    passcode_place: PasswordPlace | None = None
    """Where the passcode that is printed is found."""


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting of the package: a session, a preparatory meeting."""

    key: str
    """What templates call it: ``event.<key>.dates``."""
    title: Localised
    start: date | datetime
    end: date | datetime
    """The last day, included; or the moment it ends. Of the same kind as ``start``; times carry a zone."""
    venue: Venue | None
    listed: bool
    """Whether the letter's list of events shows it; one that the running text announces is not listed."""
    zone: str = ""
    """IANA's name of the zone whose clocks its times are of; empty where only their offsets are known."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that letters place."""

    file: Path
    width: float
    """In millimetres, as its height; one of them may be 0, which follows from the other."""
    height: float = 0.0
    description: Localised = field(default_factory=dict)


def signature_key(number: int) -> str:
    """What the picture of the ``number``-th signature is called among the pictures of a package."""
    return f"signature-{number}"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day or a moment until which something is asked for."""

    key: str
    """What templates call it: ``deadline.<key>.on``."""
    title: Localised
    by: date | datetime
    """The last day, included; or the moment, which carries its offset."""
    zone: str = ""
    """As an event's."""
    event: str = ""
    """The key of the event that it is for."""


@dataclass(frozen=True, slots=True)
class Signatory:
    name: Localised
    titles: Mapping[Language, tuple[str, ...]]
    """The lines below the name."""
    signs_for: Localised = field(default_factory=dict)
    """In whose place they sign; empty for themselves."""
    on_behalf_of: Localised = field(default_factory=dict)
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Audience:
    """Whom an instrument goes to when no recipients are listed."""

    lines: Mapping[Language, tuple[str, ...]]
    """The address block, a paragraph a line."""
    salutations: tuple[str, ...]
    """Keys of phrases in the language's catalogue, in the order of precedence; none for a note verbale."""
    closing: str | None
    """Key of a phrase in the language's catalogue; None for a note verbale."""
    categories: tuple[Category, ...] = ()


FieldName = Literal[
    "reference",
    "our-reference",
    "your-reference",
    "subject",
    "action-by",
    "initials",
    "file",
    "security",
    "distribution",
    "cc",
    "enclosures",
    "contact",
    "pages",
    "free",
]
"""A field at a letter's head or foot. ``free`` is one that the meeting names."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask; what is not told is empty."""

    person: Localised
    telephone: str
    email: str


@dataclass(frozen=True, slots=True)
class HeaderField:
    """A field at a letter's head or foot: its reference, its subject, until when it asks for action, its copies."""

    field: FieldName
    value: Localised | None
    """The language ``*`` stands for all. None where the program makes it, and where there are lines."""
    by: datetime | None
    lines: Mapping[Language, tuple[str, ...]] | None = None
    """In place of a value; the language ``*`` stands for all."""
    contact: Contact | None = None
    label: Localised | None = None
    """Of a free field."""
    key: str = ""
    """Of a free field: what templates call it."""
    place: Literal["head", "foot", "apart"] | None = None
    """At the letter's head, at its foot, or where the template writes it by name; None where the house says it."""
    deadline: str = ""
    """The key of the deadline that takes the place of ``by``."""


@dataclass(frozen=True, slots=True)
class Link:
    """A web address that letters name."""

    address: Localised
    """The language ``*`` stands for all."""
    title: Localised
    """What the link says; empty where it says its address."""
    width: float
    """Of its QR code, in millimetres."""


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a package goes out under."""

    key: str
    """``invitation``, ``note-verbale``."""
    template: str
    """The name of a Word template in ``templates/<lang>/``, without its ending."""
    audience: Audience
    kind: Literal["letter", "circular", "notification", "note-verbale"] = "letter"
    sender: Localised | None = None
    """A note verbale's."""
    to: Localised | None = None
    """Whom a note verbale greets, with article and case."""
    renewal: bool = False
    """Whether a note verbale renews the assurances of consideration."""
    header: tuple[HeaderField, ...] = ()
    body: Mapping[Language, tuple[str, ...]] | None = None
    """What it says, a paragraph a line; None where the template has it all."""
    sender_gender: Localised = field(default_factory=dict)
    """Of the name of a note verbale's sender; feminine where nothing is said."""


RESERVED = ("count", "heading", "list")
"""What ``enclosures.`` has besides the keys of enclosures, so that none can be called so."""


@dataclass(frozen=True, slots=True)
class Printing:
    """How a workbook is printed, where not as it says itself."""

    sheets: tuple[str, ...] = ()
    """The names of those that are printed; all that are visible where none is named."""
    area: str = ""
    """The cells of the one sheet that are printed: ``A1:H40``."""
    landscape: bool = False
    fit: Literal["width", ""] = ""
    """Whether each sheet is made as narrow as a page."""
    hidden: bool = False
    """Whether sheets may be named that the workbook hides."""


NO_PRINTING = Printing()


@dataclass(frozen=True, slots=True)
class Enclosure:
    position: int
    """From 1, through all groups. Links address an enclosure by it: ``enclosure:3``."""
    number: str
    """What is printed: made from the position by the numbering scheme."""
    title: Localised
    files: Mapping[Language, Path]
    """Absolute paths: what is enclosed in each language of the meeting."""
    template: bool
    """Whether the file is a Word template, to be merged with the letter's words."""
    written_in: Mapping[Language, Language | None]
    """For each language of the meeting, the language of what is enclosed; None for what has no words."""
    symbol: str = ""
    translated_from: Mapping[Language, Language] = field(default_factory=dict)
    """For the languages whose file is a translation, the language of the original."""
    password: PasswordPlace | None = None
    """Where the password of its files is; None where they open without."""
    right_to_assemble: bool = False
    """Whether the office has the right to put its PDF files together with others, where their author forbids it."""
    description: Localised = field(default_factory=dict)
    """What a picture shows, in each language of the meeting; empty where nobody says."""
    keep: frozenset[str] = frozenset()
    """What of its files goes out that is left out else: ``remarks``."""
    key: str = ""
    """What texts call it, wherever it stands in the list: ``enclosures.<key>.number``; nothing where none does."""
    attach: bool = False
    """Whether it stays a file, inside the bundle, and is not printed."""
    take: str = ""
    """The pages that are taken of it: ``1-3``; all where nothing is said."""
    printing: Printing = NO_PRINTING
    languages: tuple[Language, ...] = ()
    """Of one file for all languages: those that its words are in, where they are several or not the letter's."""


@dataclass(frozen=True, slots=True)
class EnclosureGroup:
    title: Localised | None
    """None for the one group of a package that has no groups."""
    enclosures: tuple[Enclosure, ...]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom one letter goes to: a row of a list of recipients, checked."""

    key: str
    """What names it wherever its name must not be seen: the list's own key, or a hash of who it is."""
    row: int
    """As a spreadsheet counts, the heading's rows included."""
    category: Category
    instrument: str
    """The key of the instrument whose audience has the category."""
    language: Language
    """One of the meeting's."""
    state: str | None = None
    """An ISO 3166-1 code of three letters."""
    organisation: str = ""
    person: str = ""
    """Without a form of address; empty for a letter to an office."""
    rank: str = ""
    """A key of the ranks that forms of address are known for: ``minister``, ``ambassador``."""
    gender: Literal["feminine", "masculine", ""] = ""
    several: bool = False
    """Whether more than one person is addressed."""
    function: str = ""
    """What the person does, in the words of the list: printed below the name."""
    address: tuple[str, ...] = ()
    """Lines, in the order of the country, as the list has them."""
    email: str = ""
    copies: tuple[str, ...] = ()
    """Further addresses of e-mail."""
    extra: Mapping[str, str | date] = field(default_factory=dict)
    """Free columns, by the name that templates call them, ``recipient.extra.seats``; days are set in the language."""


@dataclass(frozen=True, slots=True)
class Change:
    """What an earlier package says, and what is to be read in its place."""

    was: Localised
    now: Localised


@dataclass(frozen=True, slots=True)
class Earlier:
    """The package that a corrigendum corrects, or that an addendum adds to."""

    title: Localised
    date: date
    reference: str
    changes: tuple[Change, ...]
    added_to: bool
    """Whether what is about it is an addendum."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A letter that was printed, signed by hand and scanned."""

    instrument: str
    language: Language
    scan: Path
    of: str
    """A hash of the words of the letter that was printed."""
    record: Path
    """The file that says so."""
    said: str = ""
    """The same of the Word document that it was printed from; nothing in records that are older."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding that a person has accepted."""

    code: str
    place: Place
    of: str
    """A hash of what the finding was about then."""
    reason: str
    by: str
    on: date

    def as_json(self) -> dict[str, str]:
        return {"reason": self.reason, "by": self.by, "on": self.on.isoformat()}


@dataclass(frozen=True, slots=True)
class Meeting:
    """A checked ``meeting.toml``: whatever it holds can be built, as far as that file can tell."""

    slug: str
    folder: Path
    languages: tuple[Language, ...]
    date: date
    """The day the letter bears. Also the date that every file of the package carries."""
    title: Localised
    subject: Localised | None
    """What the letter is about: its "Re:" line, and the bundle's subject."""
    author: str
    letterhead: str
    names: Mapping[str, Localised]
    """Names that the texts use more than once, each typed once."""
    numbers: Mapping[str, int]
    states: Mapping[str, tuple[str, ...]]
    """Lists of States, by their ISO 3166-1 codes of three letters."""
    events: tuple[Event, ...]
    signatories: tuple[Signatory, ...]
    """Who signs, in order; nobody where all instruments are notes verbales."""
    instruments: tuple[Instrument, ...]
    groups: tuple[EnclosureGroup, ...]
    noun: Noun
    """What an enclosure is called."""
    lettered: bool
    """Whether enclosures have letters for numbers, which a language may have of its own."""
    index: bool
    slip_sheets: bool
    paper: Paper | None = None
    """What every page of the enclosures is set on; None leaves each page its own size."""
    earlier: Earlier | None = None
    """What it is a corrigendum or an addendum to; None for a package that stands for itself."""
    running_numbers: bool = False
    """Whether each page of a bundle bears its number in it."""
    two_sided: bool = False
    """Whether each part of a bundle begins on a right-hand page."""
    signed: tuple[Signed, ...] = ()
    """The letters that were signed by hand."""
    accepted: tuple[Accepted, ...] = ()
    signature_block: Literal["column", "row"] = "column"
    """How several signatories stand."""
    links: Mapping[str, Link] = field(default_factory=dict)
    recipients_file: Path | None = None
    """The file that lists its recipients; None where it has none."""
    recipients: tuple[Recipient, ...] = ()
    """Those whose letters can be made; none until the list is read, which only those who need it ask for."""
    messages: Literal["", "letter", "bundle"] = ""
    """What is attached to the draft of an e-mail that is made for each of them; empty where none is."""
    word_letters: bool = False
    """Whether the letter to each of them is there as a Word file too."""
    bundle_each: bool = False
    """Whether each of them gets a bundle with their letter."""
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    """By what templates call them: ``picture.<key>``."""
    deadlines: tuple[Deadline, ...] = ()
    zone: str = ""
    """The zone of the times that have no other; empty where there is none."""
    zones: tuple[Zone, ...] = ()
    """The zones that every moment is told in."""
    calendar: bool = False
    """Whether a calendar file of its events and deadlines is made."""
    concordance: bool = False
    """Whether its facts are shown side by side in all languages."""

    @property
    def file(self) -> Path:
        return self.folder / "meeting.toml"

    @property
    def placed(self) -> Mapping[str, Picture]:
        """The pictures that papers may place, by key: those that the meeting names, and those of signatures."""
        signatures = enumerate(self.signatories, start=1)
        return {**self.pictures, **{signature_key(number): each.picture for number, each in signatures if each.picture}}

    def key_of(self, picture: str) -> tuple[str | int, ...]:
        """Where the meeting names one of them."""
        if picture in self.pictures:
            return ("pictures", picture)
        number = int(picture.rpartition("-")[2]) - 1
        return ("signatory", "picture") if len(self.signatories) == 1 else ("signatories", number, "picture")

    @property
    def enclosures(self) -> tuple[Enclosure, ...]:
        return tuple(enclosure for group in self.groups for enclosure in group.enclosures)

    @property
    def printed(self) -> tuple[Enclosure, ...]:
        """The enclosures that have pages: all but those that are attached."""
        return tuple(each for each in self.enclosures if not each.attach)

    @property
    def attached(self) -> tuple[Enclosure, ...]:
        """The enclosures that stay files, inside the bundle."""
        return tuple(each for each in self.enclosures if each.attach)


@dataclass(frozen=True, slots=True)
class HouseStyle:
    """What a house prints its own way, by language where usage differs; empty for the usual."""

    ordinals: Mapping[Language, str] = field(default_factory=dict)
    """The ending of ordinals."""
    dates: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    """The fields of :class:`~pipeline.languages.rules.DateStyle`."""
    typography: Mapping[Language, str] = field(default_factory=dict)
    """The name of a profile of :mod:`~pipeline.localise.typography`."""
    state_names: Mapping[Language, Mapping[str, str]] = field(default_factory=dict)
    """Names of States, by their codes."""
    head: tuple[FieldName, ...] = ()
    """The fields of a letter's head, in order; those that are not named follow."""
    foot: tuple[FieldName, ...] = ("enclosures", "cc", "file", "initials")


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry of a calendar file, in plain words."""

    kind: Literal["event", "deadline"]
    key: str
    title: str
    start: date | datetime
    end: date | datetime
    """The last day, included; the moment it ends, the same as its start for a deadline."""
    zone: str = ""
    """As an event's."""
    place: str = ""
    description: str = ""
    link: str = ""
    """The address where one takes part online."""


@dataclass(frozen=True, slots=True)
class PageSpan:
    """Where an enclosure lies in a bundle."""

    first: int
    """The bundle's page that it begins on, counted from 1; its slip-sheet's if it has one."""
    pages: int
    """How many pages it has, its slip-sheet not counted."""
    label: str
    """The page label of its first page."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a merged document says of itself."""

    title: str
    author: str
    language: str
    created: datetime
    """With a time zone; from the meeting, never from the clock."""


@dataclass(frozen=True, slots=True)
class Part:
    """What goes into a bundle: one PDF file, and what the bundle says of it."""

    kind: Literal["letter", "index", "slip-sheet", "enclosure", "blank"]
    path: Path
    title: str
    """Plain words for the outline."""
    language: Language
    position: int | None = None
    """The enclosure's position; its slip-sheet has the same. None for the letter, the index and blank pages."""
    number: str | None = None
    """The enclosure's number as printed; its slip-sheet has the same."""
    group: str | None = None
    """The title of the enclosure's group, in plain words; None outside groups."""
    stamp: str | None = None
    """The words at the head of this part's pages, where they are not the binding's; the same braces."""
    names: tuple[str, ...] = ()
    """The names by which other parts may link to its file, the file's own first."""
    original: Path | None = None
    """The file as it came, where ``path`` is not: what a signature holds for."""
    letter: str = ""
    """Its number in the letters of the bundle's language, where that has some of its own."""

    @property
    def printed(self) -> str:
        """Its number as readers see it, but for their figures; nothing for what has none."""
        return self.letter or self.number or ""

    @property
    def key(self) -> str:
        """What sets the part's names apart from those of others in the bundle: ``enclosure3``, ``letter``."""
        return f"{self.kind}{self.position or ''}"

    @property
    def place(self) -> Place:
        """The part as staff know it: what it is, its number, its title and its file."""
        kind = "" if self.kind == "enclosure" else self.kind
        return Place(str(self.path), part=kind, enclosure=self.number or "", title=self.title)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a bundle holds as it is: in the place of an enclosure's pages, or the letter that was signed."""

    path: Path
    title: str
    """Plain words for the outline."""
    name: str
    """What it is called in the bundle."""
    mime: str
    position: int | None = None
    """The enclosure's; None for the letter."""
    number: str = ""
    group: str | None = None
    """The title of the enclosure's group, in plain words; None outside groups."""
    letter: str = ""
    """As a part has it."""

    @property
    def printed(self) -> str:
        """As a part has it."""
        return self.letter or self.number


@dataclass(frozen=True, slots=True)
class Binding:
    """What a bundle says of itself, and how its enclosures are stamped."""

    title: str
    author: str
    subject: str
    language: Language
    created: datetime
    """With a time zone; from the meeting, never from the clock."""
    stamp: str
    """The words at the head of an enclosure's page, with ``{number}``, ``{page}`` and ``{pages}``."""
    stamp_fonts: tuple[Path, ...]
    """What the stamps are drawn in: a sign that the first font lacks is taken from the next."""
    stamp_size: float = 8.0
    """In points, as seen."""
    right_to_left: bool = False
    keywords: tuple[str, ...] = field(default=())
    identifiers: tuple[str, ...] = ()
    """What names the bundle, then the documents in it: their symbols."""
    running: str = ""
    """The words of a page's number in the bundle, with ``{page}``; nothing where pages bear none."""
    figures: str = ""
    """The ten signs that numbers of enclosures and pages are set in, where they are others than 0123456789."""
    blank: str = ""
    """The words on pages that are left blank so that each part begins on a right-hand page; nothing where none is."""
    draft: str = ""
    """The words across every page of a draft; nothing for what goes out."""
    attached: tuple[Attached, ...] = ()
    """The enclosures that stay files, in their order."""

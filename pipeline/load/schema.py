"""What ``meeting.toml`` and ``config.toml`` may hold, as pydantic models; their JSON Schema is made of them.

The descriptions are for the people who write the files: editors show them.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pipeline.checked import OF, Table
from pipeline.days import Weekday, read_days
from pipeline.findings import Unfit
from pipeline.findings.catalogue import CATALOGUE
from pipeline.findings.hints import near
from pipeline.fonts import FAMILIES
from pipeline.languages import SOURCE
from pipeline.load.deadlines import AnyZone, DeadlineTable
from pipeline.load.desk import DeskSettings
from pipeline.load.letter import HeaderTable, LinkTable, SignatoryTable
from pipeline.load.lists import RecipientsTable
from pipeline.load.passwords import PasswordTable, no_value
from pipeline.load.pictures import PictureTable
from pipeline.load.translation import TranslationTable
from pipeline.load.values import (
    Code,
    Day,
    DayOrMoment,
    FileName,
    Lines,
    Name,
    Plain,
    StandingWords,
    Tag,
    TagOrAll,
    Words,
    ZoneName,
    one_for_all,
)
from pipeline.load.venues import VenueTable
from pipeline.load.words import WordsTable
from pipeline.model import Category, FieldName, HouseStyle
from pipeline.numbering import Noun
from pipeline.ranges import RANGES


def _no_number(title: dict[str, str]) -> dict[str, str]:
    for tag, words in title.items():
        if found := re.match(r"\W*(\d+)\s*[.)]\s", words):
            raise Unfit("title-numbered", language=tag, number=found[1])
    return title


def _days(words: str) -> str:
    read_days(words)
    return words


class EventTable(Table):
    key: Name
    """A short name of your own; templates write event.<key>.dates."""
    title: Words
    """What it is called, in each language; may use names and numbers: {{ names.committee }}."""
    start: DayOrMoment
    """The first day, or the moment it begins: 2024-06-20T15:00:00 where a zone is named here, for its venue or for the
    whole meeting, or with its offset, 2024-06-20T15:00:00+02:00."""
    end: DayOrMoment
    """The last day, included; or the moment it ends."""
    venue: Name | None = None
    """The name of one of the venues; may be left out."""
    listed: bool = True
    """Whether the letter's list of events shows it. False for one that the running text announces."""

    zone: ZoneName | None = None
    """The time zone of its times, where it is not the venue's or the meeting's."""

    @model_validator(mode="after")
    def _ends_as_it_starts(self) -> EventTable:
        if isinstance(self.start, datetime) != isinstance(self.end, datetime):
            raise Unfit("event-mixed")
        return self


class InstrumentTable(Table):
    key: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")] = "invitation"
    """What the package goes out under; part of its files' names."""
    kind: Literal["letter", "circular", "notification", "note-verbale"] = "letter"
    """A note verbale is in the third person and unsigned: it has a sender and no salutation of its own."""
    audience: list[Category] = []
    """Whom it goes to: missions, states, organisations, un-system, ngos, focal-points, persons."""
    template: FileName
    """The letter's Word template: the name of a file in templates/<language>/, without .docx."""
    addressees: Lines
    """The address block, a paragraph a line, in each language."""
    salutations: list[str] = []
    """Phrases of templates/<language>/phrases.po, by their key after "salutation."."""
    closing: str | None = None
    """A phrase of templates/<language>/phrases.po, by its key after "closing."."""
    body: Lines | None = None
    """What it says, a paragraph a line, in each language, where its template leaves that to the meeting."""
    sender_gender: dict[Tag, Literal["feminine", "masculine"]] = {}
    """For a note verbale: the gender of the sender's name, for languages whose verbs have one: sender_gender.ar."""
    sender: Words | None = None
    """For a note verbale: the office that sends it, as its first sentence begins, in each language."""
    to: Words | None = None
    """For a note verbale: whom its first sentence greets, with article and case: "aux Missions permanentes …"."""
    renewal: bool = False
    """For a note verbale: whether it ends by renewing the assurances of highest consideration."""
    header: list[HeaderTable] = []
    """The fields at the letter's head and foot, in order."""

    @model_validator(mode="after")
    def _has_what_its_kind_needs(self) -> InstrumentTable:
        if self.kind == "note-verbale":
            if "ngos" in self.audience:
                raise Unfit("note-verbale-ngos")
            if self.sender is None or self.to is None:
                raise Unfit("note-verbale-parties")
            if self.salutations or self.closing is not None:
                raise Unfit("note-verbale-greeting")
        elif not self.salutations or self.closing is None:
            raise Unfit("letter-greeting", kind=self.kind)
        elif self.sender is not None or self.to is not None or self.renewal or self.sender_gender:
            raise Unfit("letter-no-note", kind=self.kind)
        return self


def _pages(said: str) -> str:
    if RANGES.fullmatch(said) is None:
        raise Unfit("take-ranges", said=said)
    return said


def _area(said: str) -> str:
    if re.fullmatch(r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}:\$?[A-Za-z]{1,3}\$?[1-9]\d{0,6}", said) is None:
        raise Unfit("print-area", said=said)
    return said


class EnclosureTable(Table):
    key: Name | None = None
    """A short name of your own: templates and texts write enclosures.<key>.name, wherever it stands in the list."""
    title: Annotated[Words, AfterValidator(_no_number)]
    """As the letter's list has it. No number: the position in the list is the number."""
    file: Annotated[dict[TagOrAll, Plain], BeforeValidator(one_for_all, json_schema_input_type=str | dict[Tag, str])]
    """The file, from the meeting's folder: one for each language, or one without words for all of them. Where a
    language has none, the house's fallback is enclosed, and the list says so."""
    languages: list[Tag] = []
    """The languages that one file for all is in, where it has words: ["en", "fr"]."""
    symbol: Plain | None = None
    """The document's symbol, the same in all languages: APLC/MSP.5/2024/1."""
    translated_from: dict[Tag, Tag] = {}
    """For the languages whose file is a translation: translated_from.fr = "en"."""
    description: StandingWords | None = None
    """For a picture or a scan: what it shows, for readers who can't see it, in each language."""
    number: Annotated[int, Field(ge=1)] | None = None
    """May be left out. When given it must be the position, so that a moved entry is noticed."""
    template: bool = False
    """Whether the file is a Word template, to be filled in with the letter's words."""
    password: Annotated[PasswordTable, BeforeValidator(no_value)] | None = None
    """Where the password of a file that is locked is found, never the password itself."""
    right_to_assemble: bool = False
    """Whether your office has the right to put a PDF together with other files though its author forbids it."""
    take: Annotated[Plain, AfterValidator(_pages)] | None = None
    """The pages that are taken of it: "1-3", "2", "1, 4-6", "3-" for all from the third."""
    sheets: Annotated[list[Plain], Field(min_length=1)] | None = None
    """Of a workbook: the names of the sheets that are printed."""
    print_area: Annotated[Plain, AfterValidator(_area)] | None = None
    """Of a workbook of which one sheet is printed: the cells that are printed, "A1:H40"."""
    landscape: bool = False
    """Whether a workbook's pages lie on their side."""
    fit: Literal["width"] | None = None
    """Whether each sheet of a workbook is made as narrow as a page."""
    attach: bool = False
    """Whether it stays an Office file (.docx, .xlsx, .pptx) inside the bundle, and is not printed."""
    keep: list[Literal["remarks", "hidden-sheets"]] = []
    """What of the file goes out that is left out else: remarks of a PDF's readers, hidden sheets of a workbook."""


class GroupTable(Table):
    title: Words | None = None
    """The group's heading; may be left out when there is one group."""
    enclosures: Annotated[list[EnclosureTable], Field(min_length=1)]


class ChangeTable(Table):
    was: StandingWords
    """What the earlier package says, in each language whose letter says it."""
    now: StandingWords
    """What is to be read in its place, in the same languages."""

    @model_validator(mode="after")
    def _is_said_in_the_same_languages(self) -> ChangeTable:
        if self.was.keys() != self.now.keys():
            raise Unfit("change-languages")
        return self


class EarlierTable(Table):
    title: StandingWords
    """The earlier package's title, as it bears it, in each language."""
    date: Day
    """The day that its letter bears."""
    reference: Plain | None = None
    """Its reference or its symbol, the same in all languages: EX/2024/12."""
    changes: list[ChangeTable] = []
    """What is to be read otherwise in it, in order."""


class PlaceTable(Table):
    file: str = ""
    """From the house's folder."""
    key: list[str | Annotated[int, Field(ge=0)]] = []
    part: str = ""
    enclosure: str = ""
    title: str = ""
    language: str = ""
    sheet: str = ""
    cell: str = ""
    slide: Annotated[int, Field(ge=1)] | None = None
    paragraph: str | Annotated[int, Field(ge=1)] = ""


def _acceptable(code: str) -> str:
    if code not in CATALOGUE:
        raise Unfit("acceptance-code", code=code)
    if not CATALOGUE[code].acceptable:
        raise Unfit("not-acceptable", code=code)
    return code


class AcceptedTable(Table):
    code: Annotated[str, AfterValidator(_acceptable)]
    """What was found; “papers check --accept” writes the whole entry."""
    place: PlaceTable
    """Where."""
    of: Annotated[str, Field(pattern=OF)]
    """A hash of what it was about: where that changes, the entry no longer holds."""
    reason: Plain
    """Why it was accepted."""
    by: Plain
    """Who accepted it."""
    on: Day
    """When."""


class MeetingTable(Table):
    """A meeting and the package that goes out for it."""

    date: Day
    """The day the letter bears."""
    languages: Annotated[list[Tag], Field(min_length=1)]
    """The languages that the package is made in."""
    title: Words
    """The package's title, in each language: what a reader's window shows."""
    subject: Words | None = None
    """What the letter is about, in each language; may use placeholders such as {{ event.session.prose }}. May be left
    out, as by a circular that has none."""
    author: Plain
    """Who sends the package, for the files' properties."""
    letterhead: FileName
    """The name of a folder in letterheads/."""
    names: dict[Name, StandingWords] = {}
    """Names that the texts use more than once, each typed once; templates write names.<key>."""
    numbers: dict[Name, Annotated[int, Field(ge=0)]] = {}
    """Numbers that the texts use; templates write numbers.<key>.figures, .words, .ordinal."""
    states: dict[Name, Annotated[list[Code], Field(min_length=1)]] = {}
    """Lists of States, by ISO 3166 codes of three letters; templates write states.<key>.list."""
    zone: ZoneName | None = None
    """The time zone of all times that have no other, by IANA's name: "Europe/Zurich"."""
    zones: list[AnyZone] = []
    """The zones that each moment can be shown in: zones = ["America/New_York", "Asia/Tokyo"], or a table for each."""
    venues: dict[Name, VenueTable] = {}
    events: list[EventTable] = []
    """What the package invites to; nothing for a circular or a call for comments."""
    deadlines: list[DeadlineTable] = []
    """Until when something is asked for."""
    calendar: bool | None = None
    """Whether a calendar file (.ics) of its events and deadlines is made, in each language. If left out, one is made
    where there are deadlines."""
    concordance: bool = False
    """Whether a page is made that shows the days, times, numbers, symbols and addresses of the letter and of enclosures
    in all languages side by side, to be signed and kept."""
    signatory: SignatoryTable | None = None
    """Who signs; may be left out where all instruments are notes verbales."""
    signatories: list[SignatoryTable] = []
    """Who sign, in order, in place of “signatory”."""
    signature_block: Literal["column", "row"] = "column"
    """How several signatories stand: below each other, or side by side."""
    pictures: dict[Name, PictureTable] = {}
    """Pictures that the letter and its papers place; templates write picture.<key>."""
    links: dict[Name, LinkTable] = {}
    """Web addresses, each typed once; templates write links.<key>.address and qr.<key>."""
    instruments: Annotated[list[InstrumentTable], Field(min_length=1)]
    groups: list[GroupTable] = []
    """The enclosures, in groups, in order."""
    corrects: EarlierTable | None = None
    """For a corrigendum: the package that it corrects; templates write earlier.title, earlier.date."""
    adds_to: EarlierTable | None = None
    """For an addendum: the package that it adds to."""
    noun: Noun | None = None
    """What they are called: Enclosure 1, Annex 1, Attachment 1, Appendix 1. Enclosures if left out."""
    numbering: Literal["through", "by-group", "roman", "letter", "annex", "annex-letter", "annex-roman"] = "through"
    """How they are numbered: through all groups, anew in each, in Roman figures, in letters; or as annexes 1, A, I."""
    index: bool = False
    """Whether a list of the enclosures with their pages follows the letter."""
    slip_sheets: bool = False
    """Whether a sheet with its number and title stands before each enclosure."""
    paper: Literal["A4", "Letter"] | None = None
    """What every page of the enclosures is set on in the bundle, made smaller where it must be; their own size if
    left out. The letter, the index and the slip-sheets have the size of the letterhead."""
    running_numbers: bool = False
    """Whether every page bears its number in the bundle, at its foot: the page that the list of enclosures names."""
    two_sided: bool = False
    """Whether each part begins on a right-hand page, for printing on both sides; blank pages between them say so."""
    recipients: Plain | None = None
    """The list of those whom a letter each goes to, from the meeting's folder: a CSV, Excel or OpenDocument file."""
    messages: bool | Literal["bundle"] = False
    """Whether a draft of an e-mail is made for each of them, with the letter attached, or with their bundle."""
    word_letters: bool = False
    """Whether the letter to each of them is there as a Word file too, with their words alone."""
    bundle_each: bool = False
    """Whether each of them gets a bundle: their letter with all enclosures, in one PDF."""
    accepted: list[AcceptedTable] = []
    """Findings that a person has accepted."""


class StampTable(Table):
    font: Plain = "Carlito"
    """A font family, by its own name or its file's."""
    fonts: dict[Tag, Plain] = {}
    """Another family for the languages that need one: zh = "WenQuanYi Micro Hei"."""
    symbol: bool = False
    """Whether a document's symbol stands in the stamp."""
    size: Annotated[float, Field(gt=3, le=14)] = 8.0
    """In points."""


class FontsTable(Table):
    folders: list[Plain] = []
    """Further folders of fonts, before the system's own."""
    families: list[Plain] = list(FAMILIES)
    """The families that documents may use, besides those that stand in for others; nothing else that is installed is
    seen. In this order they stand in for a family that has no substitute."""
    substitutes: dict[Plain, Plain] = {}
    """What stands in for a family that is not there: Calibri = "Carlito". Added to those of the program."""


class ConvertTable(Table):
    time_limit: Annotated[float, Field(gt=0, le=86400)] = 60.0
    """In seconds, for one document."""
    documents_each: Annotated[int, Field(ge=1)] = 300
    """How many documents an office converts before it is started anew."""
    ocr: bool = False
    """Whether a program reads the words on pages of PDFs that are pictures of text."""
    ocr_languages: list[Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z_-]{1,20}$")]] = []
    """The languages that it reads besides the file's own."""


class ArchiveTable(Table):
    place: Plain = "archive"
    """The folder of the bags and their register, from the project's folder."""
    organisation: Plain | None = None
    """Whose bags they are: Source-Organization in bag-info.txt. The meeting's author if left out."""
    retention: Plain | None = None
    """The house's code for how long such a package is kept: Retention-Code in bag-info.txt."""
    fonts: bool = True
    """Whether the fonts whose licence allows copies go into the bag."""


class SignedTable(Table):
    attach_letter: bool = False
    """Whether a signed copy holds the letter as it was built, as an attached file."""


class LetterTable(Table):
    head: list[FieldName] = []
    """The fields of a letter's head, in the house's order; those that are not named follow as the meeting has them."""
    foot: list[FieldName] = list(HouseStyle().foot)
    """The fields that stand at a letter's foot, in the house's order."""
    least_dpi: Annotated[float, Field(ge=30, le=1200)] = 150
    """How many dots an inch the pictures that letters place have at least, at the size that they are placed in."""

    @model_validator(mode="after")
    def _each_once(self) -> LetterTable:
        every = [*self.head, *self.foot]
        if twice := next((name for number, name in enumerate(every) if name in every[:number]), None):
            raise Unfit("twice", value=twice)
        return self


class OnlineTable(Table):
    passcodes_in_files: bool = False
    """Whether a meeting.toml may have the passcode of an online meeting itself."""


class EmailTable(Table):
    limit: Annotated[float, Field(gt=0, le=10000)] | None = None
    """In megabytes: a bundle that is larger is told, with its heaviest parts."""


def _code(code: str) -> str:
    if code not in CATALOGUE:
        raise Unfit("grade-unknown", code=code, near=near(code, CATALOGUE))
    return code


class GradeTable(Table):
    severity: Literal["error", "warning", "note"]
    """How grave it is here: an error stops what goes out, unless somebody accepts it."""
    reason: Annotated[Plain, Field(min_length=1)]
    """Why, for those who come after."""


class ConfigTable(Table):
    """The house's settings."""

    fallback: list[Tag] = [SOURCE]
    """Which language's file is enclosed where a language has none of its own, in order of preference."""
    typography: dict[Tag, Plain] = {}
    """The house's rules of typography, by language, where usage differs: fr = "swiss"."""
    state_names: dict[Tag, dict[Code, Plain]] = {}
    """Names of States that the house writes otherwise: state_names.en.TUR = "Turkey"."""
    dates: dict[Tag, dict[str, Annotated[str, Field(min_length=1)]]] = {}
    """How dates are set, by language, where usage differs: dates.ru.year = "{year} г."."""
    ordinals: dict[Tag, Plain] = {}
    """The ending of ordinals where usage differs: fr = "ème" or "e"."""
    holidays: dict[Annotated[str, AfterValidator(_days)], Plain] = {}
    """Days that the house does not work, with their names: 2025-04-18 = "Good Friday", 12-25 = "Christmas Day" for each
    year, "2025-12-24/2026-01-02" = "Year-end closure". Deadlines on them are pointed out."""
    weekend: list[Weekday] = ["saturday", "sunday"]
    """The days of the week that it does not work."""
    stamp: StampTable = StampTable()
    fonts: FontsTable = FontsTable()
    convert: ConvertTable = ConvertTable()
    archive: ArchiveTable = ArchiveTable()
    signed: SignedTable = SignedTable()
    letter: LetterTable = LetterTable()
    online: OnlineTable = OnlineTable()
    email: EmailTable = EmailTable()
    recipients: RecipientsTable = RecipientsTable()
    """How lists of recipients are read."""
    translation: TranslationTable = TranslationTable()
    desk: DeskSettings = DeskSettings()
    """The web page for staff: where it is served, who may do what there."""
    words: WordsTable = WordsTable()
    """What texts are to say, and what not."""
    findings: dict[Annotated[str, AfterValidator(_code)], GradeTable] = {}
    """Findings that the house has graver or less grave, by the codes that “papers check” shows:
    findings.sheet-split = { severity = "error", reason = "…" }."""

"""What a letter says besides its text: tables go in, the fields at its head and foot, who signs and links come out."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from pipeline import addresses, qr
from pipeline.checked import EVERY_LANGUAGE, Table
from pipeline.findings import Unfit
from pipeline.load.values import (
    AnyWords,
    Lines,
    Moment,
    Name,
    Plain,
    Printable,
    Standing,
    Tag,
    TagOrAll,
    Words,
    one_for_all,
)
from pipeline.model import Contact, FieldName, HeaderField, Link, Picture, Signatory

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@(?:[^\s@<>()\[\],;:\\\".-][^\s@<>()\[\],;:\\\".]*\.)+[^\W\d_]{2,}")
"""What mail servers take of RFC 5321, 4.1.2: no quoted local parts, no addresses in figures."""
_TELEPHONE = re.compile(r"\+?[0-9(][0-9 \u00a0()./-]*(?: ?(?:ext\.?|x|#) ?[0-9]{1,6})?")
_FIGURES = range(5, 21)
"""How many figures a telephone number has: ITU-T E.164 has 15 at most, and an extension may follow."""


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value) or not value.isprintable():
        raise Unfit("email-malformed", value=value)
    return value


def _telephone(value: str) -> str:
    if not _TELEPHONE.fullmatch(value) or sum(map(str.isdigit, value)) not in _FIGURES:
        raise Unfit("telephone-malformed", value=value)
    return value


def _address(value: str) -> str:
    addresses.checked(value)
    return value


def _lines_for_all(value: Any) -> Any:
    return {EVERY_LANGUAGE: value} if isinstance(value, list) else value


AnyLines = Annotated[
    dict[TagOrAll, Annotated[list[Printable], Field(min_length=1)]],
    BeforeValidator(_lines_for_all, json_schema_input_type=list[str] | Lines),
]
Anyone = Annotated[dict[TagOrAll, Standing], BeforeValidator(one_for_all, json_schema_input_type=str | dict[Tag, str])]
AnyAddress = Annotated[
    dict[TagOrAll, Annotated[Plain, AfterValidator(_address)]],
    BeforeValidator(one_for_all, json_schema_input_type=str | dict[Tag, str]),
]
Millimetres = Annotated[float, Field(ge=10, le=150)]


class ContactTable(Table):
    person: Anyone | None = None
    """Whom to ask: a name that serves all languages, or one in each."""
    telephone: Annotated[Plain, AfterValidator(_telephone)] | None = None
    """As it is dialled from abroad: "+41 22 917 12 34"."""
    email: Annotated[Plain, AfterValidator(_email)] | None = None
    """It becomes a link."""

    @model_validator(mode="after")
    def _says_something(self) -> ContactTable:
        if self.person is None and self.telephone is None and self.email is None:
            raise Unfit("contact-empty")
        return self


_NEED_A_VALUE = frozenset({"reference", "our-reference", "your-reference", "initials", "file", "security", "free"})
_NAMES = frozenset(name.replace("-", "_") for name in get_args(FieldName))
_TAKE_LINES = frozenset({"distribution", "cc"})
_MADE = frozenset({"action-by", "pages", "enclosures", "contact"})
"""What the program makes, of something else than a value or of nothing."""


class HeaderTable(Table):
    field: FieldName
    """What it is; its label is the phrase "header.…" of the language. "free" has a label of its own."""
    value: Annotated[AnyWords, BeforeValidator(one_for_all, json_schema_input_type=str | Words)] | None = None
    """What it says, for all languages or in each. Not for "action-by", "pages", "enclosures" and "contact"; "subject"
    has its own."""
    lines: AnyLines | None = None
    """For "cc" and "distribution", in place of a value: several lines, for all languages or in each."""
    by: Moment | None = None
    """For "action-by": until when; with its offset, unless the meeting names a zone."""
    deadline: Name | None = None
    """For "action-by", in place of "by": the key of one of the deadlines."""
    contact: ContactTable | None = None
    """For "contact": person, telephone, email."""
    label: Words | None = None
    """For "free": what stands before the value, in each language."""
    key: Name | None = None
    """For "free": a short name; templates write fields.<key>.value."""
    place: Literal["head", "foot", "apart"] | None = None
    """Where it stands: at the letter's head, at its foot, or where the template writes it by its name. As the house
    has it if left out."""

    @model_validator(mode="after")
    def _has_what_it_says(self) -> HeaderTable:
        if (self.field == "action-by") != (self.by is not None or self.deadline is not None):
            raise Unfit("header-by")
        if self.by is not None and self.deadline is not None:
            raise Unfit("header-by-twice")
        if (self.field == "contact") != (self.contact is not None):
            raise Unfit("header-contact")
        if (self.field == "free") != (self.label is not None) or (self.key is not None and self.field != "free"):
            raise Unfit("header-free")
        if self.key is not None and self.key in _NAMES:
            raise Unfit("header-key", key=self.key)
        if self.field == "free" and self.place == "apart" and self.key is None:
            raise Unfit("key-missing", key="key")
        if self.lines is not None and (self.field not in _TAKE_LINES or self.value is not None):
            raise Unfit("header-lines")
        if self.value is None and self.lines is None and self.field in _NEED_A_VALUE | _TAKE_LINES:
            raise Unfit("header-needs-value", field=self.field)
        if self.field in _MADE and self.value is not None:
            raise Unfit("header-takes-no-value", field=self.field)
        return self


class SignatoryTable(Table):
    name: Anyone
    """A name that serves all languages, or one in each: name.ar, name.zh."""
    titles: Lines
    """The lines below the name, in each language."""
    signs_for: Words | None = None
    """In whose place they sign, with its article: signs_for.fr = "le Secrétaire général"."""
    on_behalf_of: Words | None = None
    """On whose behalf, as it stands after these words: on_behalf_of.en = "the Bureau", .fr = "du Bureau"."""
    picture: Plain | None = None
    """A picture of the signature, from the meeting's folder."""
    width: Millimetres = 45
    """How wide the picture is, in millimetres."""

    @model_validator(mode="after")
    def _width_is_of_a_picture(self) -> SignatoryTable:
        if self.picture is None and "width" in self.model_fields_set:
            raise Unfit("width-of-nothing")
        return self


class LinkTable(Table):
    address: AnyAddress | None = None
    """The web address, for all languages or in each."""
    venue: Name | None = None
    """In place of an address: the online venue whose link it is."""
    title: Words | None = None
    """What the link says in running text, in each language; the address itself if left out."""
    width: Millimetres | None = None
    """How wide its QR code is, its margin included, in millimetres; 25 or what its address needs if left out."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> LinkTable:
        if (self.address is None) == (self.venue is None):
            raise Unfit("link-nowhere")
        return self


def header_field(entry: HeaderTable, by: datetime | None) -> HeaderField:
    """A field at the head or the foot of a letter; ``by`` is its moment, with its offset."""
    contact = entry.contact
    return HeaderField(
        entry.field,
        entry.value,
        by,
        deadline=entry.deadline or "",
        lines=None if entry.lines is None else {language: tuple(each) for language, each in entry.lines.items()},
        contact=Contact(contact.person or {}, contact.telephone or "", contact.email or "") if contact else None,
        label=entry.label,
        key=entry.key or "",
        place=entry.place,
    )


def signatory(entry: SignatoryTable, picture: Path | None) -> Signatory:
    """Who signs, with the picture of the signature."""
    return Signatory(
        entry.name,
        {language: tuple(each) for language, each in entry.titles.items()},
        entry.signs_for or {},
        entry.on_behalf_of or {},
        Picture(picture, entry.width) if picture else None,
    )


def link(entry: LinkTable, of_venue: dict[str, str] | None) -> Link:
    """A link; ``of_venue`` is the link of the venue that it names. Raises Unfit for a code that is too small."""
    words = entry.address or of_venue or {}
    every = [addresses.checked(each) for each in words.values()]
    least = max(map(qr.least_width, every), default=0)
    if entry.width is not None and entry.width < least:
        raise Unfit("qr-dense", width=f"{entry.width:g}", least=least)
    return Link(words, entry.title or {}, entry.width or max(map(qr.usual_width, every), default=0))

"""What goes in and comes out of the interface for programs, as models: OpenAPI is made of them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

LONGEST_WAIT = 300
Wait = Annotated[int, Field(ge=0, le=LONGEST_WAIT)]


class Told(BaseModel):
    """Something that was found, or went wrong."""

    code: str
    severity: str
    where: str
    what: str
    mend: str
    place: dict[str, Any]
    values: dict[str, Any]


class Problems(BaseModel):
    """Why something was not done."""

    status: int
    problems: list[Told]


class Meeting(BaseModel):
    """How a meeting stands; ``sent`` says whether a person has marked it so."""

    slug: str
    title: str
    titles: dict[str, str]
    date: str | None
    languages: list[str]
    state: Literal["draft", "ready", "sealed"]
    built: bool
    bag: str | None
    sent: dict[str, str] | None


class NewMeeting(BaseModel):
    """What a new meeting is made of: of what it needs, or like a past one."""

    slug: str
    languages: list[str] = []
    needs: dict[str, bool] = {}
    like: str | None = None
    day: date | None = None


class Sent(BaseModel):
    """Whether a package was sent: a mark that a person sets, the desk sends nothing."""

    sent: bool


class Facts(BaseModel):
    """A meeting's facts, and the mark of the text that they stand in."""

    read: str
    toml: str


class OneChange(BaseModel):
    """One value that is to be otherwise: as JSON, or as TOML where that has more, as days."""

    kind: Literal["set", "remove", "insert", "move"] = "set"
    key: list[str | int] = Field(min_length=1)
    value: Any = None
    toml: str | None = None


class Changes(BaseModel):
    read: str
    changes: list[OneChange] = Field(min_length=1)


class Checked(BaseModel):
    """Everything that is wrong with a meeting, and what is to be told besides."""

    problems: list[Told]
    notes: list[Told]


class Place(BaseModel):
    """Where an enclosure goes: ``up``, ``down``, ``remove``, or the place of another, as ``0-2``."""

    to: str
    read: str = ""


class Template(BaseModel):
    """A Word file that a meeting's letters are made of; ``at`` is its name in the house."""

    at: str
    language: str
    bytes: int


class Placeholder(BaseModel):
    """What a template may say."""

    placeholder: str
    value: str


class Recipient(BaseModel):
    """A row of the list; without a key it gets no letter as long as it is wrong."""

    row: int
    key: str | None
    cells: list[str]
    problems: list[Told]


class Recipients(BaseModel):
    headings: list[str]
    rows: list[Recipient]


class Page(BaseModel):
    """A page as it will be; ``picture`` is the address of its picture (PNG)."""

    picture: str
    text: str
    width: int
    height: int


class Document(BaseModel):
    language: str
    kind: str
    title: str
    pages: list[Page]


class Passwords(BaseModel):
    """Passwords of enclosures: by the variables in which their meeting says that they are, or by their files, as it has
    them; one whose enclosure has no variable yet gets one. They serve what they are sent with, and are kept nowhere."""

    passwords: dict[Annotated[str, Field(max_length=300)], Annotated[str, Field(max_length=1000)]] = Field(
        default={}, max_length=200
    )


class Order(Passwords):
    """What is to be built; ``wait`` is how many seconds the answer may take, 0 for one at once."""

    of: Literal["package", "draft", "sample"] = "package"
    languages: list[str] = []
    wait: Wait = 0


class Job(BaseModel):
    """Work that takes a while."""

    number: int
    meeting: str
    kind: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    over: bool
    problems: list[Told]
    bundles: list[str]
    progress: dict[str, Any]
    made: dict[str, Any]


class File(BaseModel):
    """A file of a package; ``address`` is what it is asked for by."""

    name: str
    address: str
    role: str
    language: str | None
    instrument: str | None
    recipient: str | None
    pages: int | None
    sha256: str
    bytes: int


class Bag(BaseModel):
    """A package in the archive; one that is ``gone`` was removed, and its seal stands."""

    name: str
    slug: str
    date: str
    title: str
    languages: list[str]
    sealed: str
    gone: bool
    files: list[str]


class Sealed(BaseModel):
    """A bag that was sealed; ``new`` is false where the package was sealed before."""

    bag: str
    new: bool
    last_hash: str


class Verified(BaseModel):
    """Whether a bag is as it was sealed."""

    bag: str
    files: int
    problems: list[Told]


class Again(Passwords):
    """What is to be done with a bag: build its package again, or hold it against the meeting's package of now. A bag's
    passwords are by their variables alone."""

    what: Literal["regenerate", "compare"] = "regenerate"
    wait: Wait = 0

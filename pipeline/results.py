"""What the library's verbs answer with: frozen records, which tell the same as plain JSON data.

None of them has a sentence: findings have codes, places and values, and words are made at the edge.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pipeline.findings import Finding
from pipeline.findings.accepted import accepts
from pipeline.findings.groups import Group, groups

if TYPE_CHECKING:
    from datetime import date

    from pipeline.archive.listing import Listed
    from pipeline.errors import PapersError
    from pipeline.findings import Reason
    from pipeline.model import Accepted


@dataclass(frozen=True, slots=True)
class Step:
    """A task of a build, as it came out."""

    name: str
    stage: str
    why: tuple[Reason, ...]
    """Why it was made anew; none where what stood was current."""
    recipient: str | None = None
    """The key of the one whom it is made for alone."""

    @property
    def ran(self) -> bool:
        return bool(self.why)

    def as_json(self) -> dict[str, Any]:
        return {"name": self.name, "ran": self.ran, "why": [each.as_json() for each in self.why]}


@dataclass(frozen=True, slots=True)
class ConvertedFile:
    """One file as a PDF."""

    path: Path
    pages: int
    findings: tuple[Finding, ...]
    """What of the source could not be kept, and what was mended."""

    def as_json(self) -> dict[str, Any]:
        return {"path": str(self.path), "pages": self.pages, "findings": [each.as_json() for each in self.findings]}


@dataclass(frozen=True, slots=True)
class Build:
    """A package as it was built."""

    out: Path
    """The folder of the package and of its manifest."""
    manifest: Mapping[str, Any]
    languages: tuple[str, ...]
    """Those that were built now, in the meeting's order."""
    steps: tuple[Step, ...]
    to_look_at: tuple[Path, ...]
    """The reports that tell of something that a person should look at before the package leaves."""
    acceptances: tuple[Mapping[str, Any], ...] = ()
    """What the meeting says that a person has accepted."""
    elsewhere: tuple[Finding, ...] = ()
    """What is to be told of other machines that were to do the work."""
    failed: tuple[Finding, ...] = ()
    """The rows of the list of recipients that are wrong, and the letters that could not be made; all else was."""
    marked: Path | None = None
    """A workbook of these rows, with the cells marked that are wrong."""
    left_out: tuple[Finding, ...] = ()
    """What of the list of recipients was hidden or not read, so that it made no letter."""

    @property
    def bundles(self) -> tuple[Path, ...]:
        """The bundles of the languages that were built now, without those of recipients."""
        return tuple(
            self.out / entry["path"]
            for entry in self.manifest["outputs"]
            if entry["role"] == "bundle" and entry["recipient"] is None and entry["language"] in self.languages
        )

    @property
    def stale(self) -> tuple[str, ...]:
        """The languages that stand as an earlier build left them, from inputs that have changed since."""
        return tuple(sorted({entry["language"] for entry in self.manifest["outputs"] if entry.get("stale")}))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was changed, removed, or is to be looked at in the languages that were built now."""
        own = [note for note in self.manifest["notes"] if note["language"] in self.languages]
        own.sort(key=lambda note: self.languages.index(note["language"]))
        return tuple(map(Finding.from_json, own))

    @property
    def open(self) -> tuple[Finding, ...]:
        """What of it nobody has accepted."""
        return tuple(each for each in self.findings if not any(accepts(entry, each) for entry in self.acceptances))

    def as_json(self) -> dict[str, Any]:
        steps = [step.as_json() for step in self.steps]
        failed: dict[str, Any] = {"failed": [each.as_json() for each in self.failed]} if self.failed else {}
        failed |= {"marked": str(self.marked)} if self.marked else {}
        failed |= {"left_out": [each.as_json() for each in self.left_out]} if self.left_out else {}
        return {"manifest": str(self.out / "manifest.json"), **self.manifest, "steps": steps, **failed}

    @property
    def exit_code(self) -> int:
        """0 where all was made; that of an error of the meeting where letters to some recipients were not."""
        from pipeline.errors import MeetingError  # noqa: PLC0415 - few builds need it

        return MeetingError.exit_code if self.failed else 0


@dataclass(frozen=True, slots=True)
class New:
    """A meeting that was made."""

    folder: Path
    to_look_at: tuple[Finding, ...] = ()
    """What of an earlier one is in it, and what differs from that."""

    def as_json(self) -> dict[str, Any]:
        return {"folder": str(self.folder), "to_look_at": [each.as_json() for each in self.to_look_at]}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language that a house knows."""

    tag: str
    name: str
    """In English."""
    own: bool
    """Whether the house has its file; else it is as it ships."""
    inherits: tuple[str, ...]
    """The languages that are asked for what it does not say."""
    from_cldr: tuple[str, ...]
    """The rows that nobody says but CLDR."""
    phrases_missing: int
    program_missing: int
    """How many of them the program says, in reports and findings: in English, as long as they are missing."""
    phrases_unreviewed: int
    unreviewed: tuple[str, ...]
    """The rows that no native speaker has signed as they are."""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class NewLanguage:
    """A language that was made."""

    folder: Path
    like: str
    """The language whose templates were copied."""
    to_do: tuple[Finding, ...] = ()
    """What it needs elsewhere."""

    def as_json(self) -> dict[str, Any]:
        return {"folder": str(self.folder), "like": self.like, "to_do": [each.as_json() for each in self.to_do]}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A sheet of a native speaker that was taken back."""

    tag: str
    signed: tuple[str, ...]
    """The rows that are signed now."""
    to_do: tuple[Finding, ...] = ()
    """What they corrected, and what has changed since the sheet was made."""

    def as_json(self) -> dict[str, Any]:
        return {"language": self.tag, "signed": list(self.signed), "to_do": [each.as_json() for each in self.to_do]}


@dataclass(frozen=True, slots=True)
class Shown:
    """How a letterhead looks."""

    page: Path
    """A page in HTML that shows the pictures."""
    pictures: tuple[Path, ...]

    def as_json(self) -> dict[str, Any]:
        return {"page": str(self.page), "pictures": [str(each) for each in self.pictures]}


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that is wrong with a meeting."""

    meeting: str
    errors: tuple[PapersError, ...]
    """The most fundamental first; none for a meeting that can be built."""
    notes: tuple[Finding, ...]
    """What does not stop a build."""
    summary: tuple[Finding, ...] = ()
    """The same in short: one note for all the phrases of a catalogue that await review."""
    accepted: tuple[tuple[Finding, Accepted], ...] = ()
    """What of both a person has accepted."""
    marked: Path | None = None
    """A workbook of the recipients whose letters can't be made, with the cells marked that are wrong."""

    @property
    def problems(self) -> tuple[Finding, ...]:
        """All that stops a build, unless it is accepted."""
        return tuple(finding for error in self.errors for finding in error.findings)

    @property
    def groups(self) -> tuple[Group, ...]:
        """All of it in short, by what it says, numbered; the numbers stay as long as the same is found."""
        return groups((*self.problems, *self.summary), dict(self.accepted))

    @property
    def open(self) -> tuple[Finding, ...]:
        """What stops a build, and nobody has accepted."""
        accepted = dict(self.accepted)
        return tuple(each for each in self.problems if each not in accepted)

    @property
    def to_look_at(self) -> tuple[Finding, ...]:
        """All that nobody has accepted, in short."""
        accepted = dict(self.accepted)
        return tuple(each for each in (*self.problems, *self.summary) if each not in accepted)

    @property
    def exit_code(self) -> int:
        """That of the first error that is not accepted; 0 where there is none."""
        accepted = dict(self.accepted)
        return next((each.exit_code for each in self.errors if not all(one in accepted for one in each.findings)), 0)

    def as_json(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "problems": self._as_json(self.problems),
            "notes": self._as_json(self.notes),
            **({"marked": str(self.marked)} if self.marked else {}),
        }

    def _as_json(self, findings: Iterable[Finding]) -> list[dict[str, Any]]:
        """With the number of each that can be accepted, and who accepted it."""
        numbers = {each: group.number for group in self.groups for each in group.findings if each.acceptable}
        entries = dict(self.accepted)
        return [
            {
                **each.as_json(),
                **({"number": numbers[each]} if each in numbers else {}),
                **({"accepted": entries[each].as_json()} if each in entries else {}),
            }
            for each in findings
        ]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a template may show."""

    name: str
    value: str
    instrument: str | None = None
    """Where instruments differ: the one that has this value."""

    def as_json(self) -> dict[str, str]:
        own = {"instrument": self.instrument} if self.instrument else {}
        return {"placeholder": self.name, "value": self.value, **own}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every placeholder that the templates of a meeting may use in a language."""

    meeting: str
    language: str
    placeholders: tuple[Placeholder, ...]

    def as_json(self) -> dict[str, Any]:
        placeholders = [each.as_json() for each in self.placeholders]
        return {"meeting": self.meeting, "language": self.language, "placeholders": placeholders}


@dataclass(frozen=True, slots=True)
class Titled:
    """An enclosure, by the name that the letter's list gives it."""

    number: str
    """In plain figures or letters, as :meth:`~pipeline.House.numbers` has it."""
    title: str

    def as_json(self) -> dict[str, str]:
        return {"number": self.number, "title": self.title}


@dataclass(frozen=True, slots=True)
class Contents:
    """The enclosures of a meeting as the list in a language has them, in plain words."""

    meeting: str
    language: str
    groups: tuple[tuple[str, tuple[Titled, ...]], ...]
    """Each group's title and enclosures, in order."""

    @property
    def enclosures(self) -> tuple[Titled, ...]:
        return tuple(each for _, enclosures in self.groups for each in enclosures)

    def as_json(self) -> dict[str, Any]:
        groups = [
            {"title": title, "enclosures": [each.as_json() for each in enclosures]} for title, enclosures in self.groups
        ]
        return {"meeting": self.meeting, "language": self.language, "groups": groups}


@dataclass(frozen=True, slots=True)
class Listing:
    """The bags of an archive that were looked for."""

    bags: tuple[Listed, ...]
    registered: int
    """How many bags the register has."""
    last_hash: str
    """Of the register: what to keep on paper."""
    problems: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "bags": [each.as_json() for each in self.bags],
            "register": {"bags": self.registered, "last_hash": self.last_hash},
            "problems": [each.as_json() for each in self.problems],
        }


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a build left in its folder."""

    out: Path
    outputs: tuple[Mapping[str, Any], ...]
    """As the manifest has them: role, language, instrument, recipient, path from ``out``, hash, pages. None where
    nothing is built."""

    def as_json(self) -> dict[str, Any]:
        return {"out": str(self.out), "outputs": [dict(each) for each in self.outputs]}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a meeting stands."""

    slug: str
    titles: Mapping[str, str]
    """By language, as they are typed."""
    date: date | None
    """The day that its letter bears."""
    languages: tuple[str, ...]
    state: Literal["draft", "ready", "sealed"]
    """``ready`` is built, and nothing has changed since, as far as sizes and times tell; ``sealed`` is in the archive
    so; all else is a ``draft``."""
    built: bool
    """Whether there is a package, be it of an earlier state."""
    bag: str = ""
    """The last bag of it in the archive, be it of an earlier state."""
    unread: tuple[Finding, ...] = ()
    """Why its ``meeting.toml`` can't be read."""

    def as_json(self) -> dict[str, Any]:
        return {
            "slug": self.slug,
            "titles": dict(self.titles),
            "date": self.date.isoformat() if self.date else None,
            "languages": list(self.languages),
            "state": self.state,
            "built": self.built,
            "bag": self.bag or None,
            "problems": [each.as_json() for each in self.unread],
        }

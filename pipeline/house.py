"""A house: a folder goes in; its meetings are found and made, and its archive is sealed, verified and listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pipeline.folders import DRAFT, find_meeting, find_root
from pipeline.needs import NEEDS, Need

if TYPE_CHECKING:
    from pipeline.archive.dispose import Disposed
    from pipeline.archive.seal import Sealed
    from pipeline.archive.verify import Verified
    from pipeline.archivist.regenerate import Regenerated
    from pipeline.editing import Change
    from pipeline.executor.events import OnEvent
    from pipeline.findings.words import Words
    from pipeline.listing import Recipients
    from pipeline.load.desk import DeskSettings
    from pipeline.results import Listing, New, NewLanguage, Outputs, Reviewed, Spoken, Standing
    from pipeline.translations import Translations


@dataclass(frozen=True, slots=True)
class House:
    """The folder that holds templates, letterheads, meetings and their settings."""

    root: Path

    needs: ClassVar[tuple[Need, ...]] = NEEDS
    """What a new meeting may need, in the order of asking."""

    @classmethod
    def open(cls, path: str | Path) -> House:
        """The house that a folder lies in: the nearest above that has a ``config.toml``. ConfigError for none."""
        return cls(find_root(Path(path).resolve()))

    @property
    def meetings(self) -> tuple[str, ...]:
        """The names of its meetings."""
        return tuple(sorted(file.parent.name for file in self.root.glob("meetings/*/meeting.toml")))

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that a new meeting may be in. ConfigError for a house that has templates for none."""
        from pipeline.new import languages_of  # noqa: PLC0415 - loaded by those who need it

        return tuple(languages_of(self.root))

    def find(self, meeting: str | Path) -> Path:
        """The folder of a meeting, by its name, its folder, or its ``meeting.toml``. UsageError for one that is not
        there, with the nearest that is."""
        return find_meeting(Path(meeting), self.root)

    @property
    def standings(self) -> tuple[Standing, ...]:
        """How each meeting stands: title, day, and how far it is. ConfigError for settings that are wrong."""
        from pipeline.standing import standings  # noqa: PLC0415 - loaded by those who need it

        return standings(self.root, self.archive.place)

    def standing(self, meeting: str | Path) -> Standing:
        """How one meeting stands."""
        from pipeline.standing import standing  # noqa: PLC0415

        return standing(self.root, self.find(meeting), self.archive.place)

    def facts(self, meeting: str | Path) -> bytes:
        """The text of a meeting's ``meeting.toml``."""
        return (self.find(meeting) / "meeting.toml").read_bytes()

    def change(self, meeting: str | Path, changes: Sequence[Change], *, read: bytes) -> bytes:
        """Changes a meeting's ``meeting.toml``, which was seen as ``read``; comments and order stay.

        Gives the new text. ChangedError where somebody else has changed the same since; MeetingError for what would
        make the meeting wrong in a way that it is not now.
        """
        from pipeline.editing import change  # noqa: PLC0415
        from pipeline.load import fallback_in  # noqa: PLC0415

        folder = self.find(meeting)
        return change(folder, changes, read=read, fallback=fallback_in(folder))

    @property
    def schema(self) -> Mapping[str, Any]:
        """What a ``meeting.toml`` may hold, as a JSON Schema, with what is said of each key."""
        from pipeline.load.described import json_schema  # noqa: PLC0415
        from pipeline.load.schema import MeetingTable  # noqa: PLC0415

        return json_schema(MeetingTable)

    def recipients(self, meeting: str | Path) -> Recipients | None:
        """A meeting's list of recipients, with what is wrong in each cell; None for a meeting that has none.
        MeetingError for a list that is wrong as a whole."""
        from pipeline.listing import recipients_of  # noqa: PLC0415

        return recipients_of(self.find(meeting))

    def change_recipient(
        self,
        meeting: str | Path,
        row: int,
        cells: Mapping[int, str],
        *,
        was: Mapping[int, str],
        listed: Recipients | None = None,
    ) -> None:
        """Puts other words into cells of a row of the list, by their columns from 0, which were seen as they ``was``.
        ``listed`` is the list as it stands, for whoever has just read it. ChangedError where somebody else has changed
        a cell since; MeetingError for what can't be changed in its file."""
        from pipeline.listing import change_row, list_to_change  # noqa: PLC0415

        change_row(listed or list_to_change(self.find(meeting), row), row, cells, was)

    def mark_recipients(self, meeting: str | Path, target: Path, *, language: str) -> None:
        """Writes the whole list as a workbook to ``target``, its bad cells marked, for people to put right in Excel and
        give back; what is wrong is said in a language."""
        from pipeline.listing import mark_list  # noqa: PLC0415

        mark_list(self.find(meeting), target, self.words(language))

    def numbers(self, meeting: str | Path) -> tuple[str, ...]:
        """What its enclosures are numbered, in their order: 1, 2 or A, B. MeetingError for one that can't be read."""
        from pipeline.load import load_house, load_meeting  # noqa: PLC0415

        folder = self.find(meeting)
        settings = load_house(folder).settings
        known = load_meeting(folder, settings.fallback, passcodes=settings.online.passcodes_in_files)
        return tuple(each.number for each in known.enclosures)

    def desk(self, given: Mapping[str, Any] | None = None) -> DeskSettings:
        """How its desk is served: ``[desk]`` of ``config.toml``, with what is ``given`` in its place. ConfigError for
        what is wrong with either."""
        from pipeline.load.desk import desk_settings  # noqa: PLC0415

        return desk_settings(self.root, given or {})

    def printed(self, value: date, languages: Sequence[str]) -> Mapping[str, str]:
        """How each language prints a day, or the day and the time of a moment, as this house does."""
        from pipeline.speaking import printed  # noqa: PLC0415

        return printed(self.root, value, languages)

    def outputs(self, meeting: str | Path, *, draft: bool = False) -> Outputs:
        """What the last build of a meeting left in ``build/<slug>``, or that of its draft."""
        from pipeline.built import read_manifest  # noqa: PLC0415
        from pipeline.results import Outputs  # noqa: PLC0415

        out = self.root / "build" / self.find(meeting).name
        out = out / DRAFT if draft else out
        return Outputs(out, tuple(read_manifest(out).get("outputs", ())))

    def words(self, language: str) -> Words:
        """The words of findings in a language, in English where its catalogue has none."""
        from pipeline.speaking import words_of_findings  # noqa: PLC0415

        return words_of_findings(self.root, language)

    def new(
        self,
        slug: str,
        *,
        languages: Sequence[str] = (),
        needs: Mapping[str, bool] | None = None,
        like: str | Path | None = None,
        corrigendum: str | None = None,
        addendum: str | None = None,
        day: date | None = None,
    ) -> New:
        """Makes a meeting's folder, with an annotated ``meeting.toml``, that builds as it is.

        ``needs`` says what it has and what not, by the names of its :attr:`needs`; what is not said is as usual. Its
        dates lie ahead of ``day``.
        ``like`` is a past meeting to begin from: its dates are moved by whole weeks, the letter's to about ``day``, and
        what is still of the past is told. ``corrigendum`` or ``addendum`` names a meeting that went out, or its bag:
        what differs since is what the new letter, of ``day``, says, and is told, with the letters and languages that it
        touches. UsageError for a name that is taken or can't be part of a file's name
        everywhere, and for a language without templates; MeetingError for a past meeting that can't be read.
        """
        from pipeline.new import make_correction, make_like, make_meeting  # noqa: PLC0415 - loaded by those who need it
        from pipeline.results import New  # noqa: PLC0415

        if like is not None:
            return make_like(slug, self.root, self.find(like), day)
        earlier = corrigendum or addendum
        if earlier is not None:
            kind: Literal["corrects", "adds_to"] = "corrects" if corrigendum else "adds_to"
            return make_correction(slug, self.root, earlier, self.archive.place, day or date.min, kind)
        return New(make_meeting(slug, self.root, languages, needs or {}, day))

    def letterhead_words(self, name: str) -> Mapping[str, Mapping[str, str]]:
        """The words of a letterhead, by language and key. ConfigError for one that is not there."""
        from pipeline.letterheads import words_of  # noqa: PLC0415

        return words_of(self.root, name)

    def new_letterhead(
        self,
        name: str,
        logo: Path,
        *,
        words: Mapping[str, Mapping[str, str]] | None = None,
        like: str = "plain",
        width: float | None = None,
    ) -> Path:
        """Makes ``letterheads/<name>/`` from a logo, ``width`` millimetres wide, and words, and gives the folder.

        It has the form of the letterhead ``like``, and its words where ``words`` has no others. UsageError for a name
        that is taken; ConfigError for words that can't be printed, and for a logo that has too few dots.
        """
        from pipeline.letterheads import make_letterhead  # noqa: PLC0415

        return make_letterhead(self.root, name, logo, words or {}, like, width)

    def spoken(self) -> tuple[Spoken, ...]:
        """The languages that it knows: what each inherits, lacks, and has reviewed. ConfigError for files that are
        wrong."""
        from pipeline.reviewing import spoken  # noqa: PLC0415

        return spoken(self.root)

    def new_language(self, tag: str, *, like: str | None = None) -> NewLanguage:
        """Makes ``templates/<tag>/``: rules of CLDR, all keys of the phrases, and the templates of ``like``, or else of
        the nearest language. UsageError for what is no tag, and for a language that is there."""
        from pipeline.reviewing.new import make_language  # noqa: PLC0415

        return make_language(self.root, tag, like)

    def review(self, tag: str, target: Path) -> Path:
        """Writes the sheet for a native speaker of a language, in Word. ConfigError for one that is not known."""
        from pipeline.reviewing.signing import make_sheet  # noqa: PLC0415

        return make_sheet(self.root, tag, target)

    def take_back_review(self, sheet: Path) -> Reviewed:
        """Signs the rows that a native speaker ticked, with their name and date. UsageError for what is no sheet, or
        signed by nobody."""
        from pipeline.reviewing.signing import take_back  # noqa: PLC0415

        return take_back(self.root, sheet)

    @property
    def archive(self) -> Archive:
        return Archive(self)

    @property
    def translations(self) -> Translations:
        """What translators do: :class:`~pipeline.translations.Translations`."""
        from pipeline.translations import Translations  # noqa: PLC0415 - loaded by those who need it

        return Translations(self.root)


@dataclass(frozen=True, slots=True)
class Archive:
    """The bags of a house."""

    house: House

    @property
    def place(self) -> Path:
        """Where they are kept. ConfigError for settings that are wrong."""
        from pipeline.archivist.place import place_of  # noqa: PLC0415

        return place_of(self.house.root)

    def find(self, bag: str | Path) -> Path:
        """A bag of this archive by its name; for a name that it has not, a path from the house's folder."""
        from pipeline.archive.listing import find_bag  # noqa: PLC0415

        return find_bag(Path(bag), self.house.root, self.place)

    def seal(
        self,
        meeting: str | Path,
        *,
        today: str,
        out: Path | None = None,
        zipped: bool = False,
        redact: str | None = None,
    ) -> Sealed:
        """Seals a built package as a bag (BagIt 1.0, RFC 8493). ``today``, as 2025-03-03, is for the register alone;
        ``redact`` is ``"recipients"`` for a copy without their personal data. ArchiveError for what is not built."""
        from pipeline.archivist.sealing import seal  # noqa: PLC0415

        return seal(self.house.find(meeting), out, today=today, zipped=zipped, redact=redact)

    def list(self, **wanted: str) -> Listing:
        """The bags whose ``slug``, ``date``, ``symbol``, ``title`` or ``recipient`` has these words; all without."""
        from pipeline.archive.listing import bags  # noqa: PLC0415
        from pipeline.results import Listing  # noqa: PLC0415

        found, register, problems = bags(self.place, wanted)
        return Listing(tuple(found), len(register.lines), register.last, problems)

    def dispose(self, bag: str, *, today: str, reason: str) -> Disposed:
        """Removes a bag by its name; the register keeps its seal, and says when and why it went."""
        from pipeline.archive.dispose import dispose  # noqa: PLC0415

        return dispose(self.place, bag, today=today, reason=reason)

    def verify(
        self, bag: str | Path, *, register: Path | None = None, last_hash: str | None = None, levels: bool = False
    ) -> Verified:
        """Checks a bag by its name; see :func:`pipeline.verify`."""
        from pipeline.archive.verify import verify  # noqa: PLC0415

        return verify(self.find(bag), register, last_hash, levels=levels)

    def regenerate(
        self,
        bag: str | Path,
        *,
        keep: Path | None = None,
        jobs: int | None = None,
        passwords: Path | None = None,
        secrets: Mapping[str, str] | None = None,
        on_event: OnEvent = lambda _event: None,
    ) -> Regenerated:
        """Builds a bag's package again, by the bag's name; see :func:`pipeline.regenerate`."""
        from pipeline.archivist.regenerate import regenerate  # noqa: PLC0415

        return regenerate(self.find(bag), keep=keep, jobs=jobs, passwords=passwords, secrets=secrets, on_event=on_event)

"""What translators do with a house: a meeting goes in; its languages come out side by side, and are confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.folders import find_meeting

if TYPE_CHECKING:
    from pipeline.translating.arriving import Arriving
    from pipeline.translating.exchange.doors import ExchangeResult
    from pipeline.translating.renaming import Renamed
    from pipeline.translating.results import Templates


@dataclass(frozen=True, slots=True)
class Translations:
    """The templates of a house's meetings in their languages."""

    root: Path
    """The folder of the house."""

    def compare(
        self,
        meeting: str | Path,
        *,
        source: str | None = None,
        languages: Sequence[str] = (),
        page: Path | None = None,
    ) -> Templates:
        """The meeting's templates, each language beside the one that it is translated from.

        That is ``source``, or else what the house's settings say, or the meeting's first language. ``languages`` are
        those that are held against it, all others if not given. A ``page`` in HTML is written where a path is given.
        Raises what loading raises, and TemplateError for a template of the source that can't be read.
        """
        from pipeline.translating.templates import compare_templates  # noqa: PLC0415

        return compare_templates(find_meeting(Path(meeting), self.root), source, languages, page)

    def arriving(self, meeting: str | Path, at: Path, new: Path) -> Arriving:
        """What is told of ``new`` before it takes the place of ``at``, a template or a letterhead of the house: what
        would stop a build, and what is otherwise than in the other languages. Nothing is changed or converted."""
        from pipeline.translating.arriving import arriving  # noqa: PLC0415

        return arriving(self.root, find_meeting(Path(meeting), self.root), at, new)

    def confirm(
        self,
        meeting: str | Path,
        *,
        by: str,
        on: date,
        source: str | None = None,
        languages: Sequence[str] = (),
    ) -> tuple[Path, ...]:
        """Records, in ``confirmed.toml`` beside each translation, that it says what the source says now.

        Gives the records. Raises what :meth:`compare` raises, and UsageError for a name that is none.
        """
        from pipeline.translating.templates import confirm_templates  # noqa: PLC0415

        return confirm_templates(find_meeting(Path(meeting), self.root), source, languages, by=by, on=on)

    def rename(self, meeting: str | Path, old: str, new: str, *, everywhere: bool = False) -> Renamed:
        """Gives a placeholder another name, as ``names.committee``: in ``meeting.toml`` and in the templates of all
        languages, of which nothing else changes.

        With ``everywhere`` the other meetings that use these templates get it too; UsageError without, if they have the
        old name. UsageError for a name that is not there, taken or none. Nothing is changed then.
        """
        from pipeline.translating.renaming import rename  # noqa: PLC0415

        return rename(self.root, find_meeting(Path(meeting), self.root), old, new, everywhere=everywhere)

    def export(
        self, meeting: str | Path, target: Path, *, source: str | None = None, languages: Sequence[str] = ()
    ) -> ExchangeResult:
        """Writes what is translated of a meeting to a file for translators' programs: PO or XLIFF for one language, a
        translation memory in TMX for several; its suffix says which. UsageError for another."""
        from pipeline import __version__  # noqa: PLC0415
        from pipeline.translating.exchange.doors import export  # noqa: PLC0415

        return export(find_meeting(Path(meeting), self.root), target, source, languages, __version__)

    def bring_back(
        self, meeting: str | Path, path: Path, *, source: str | None = None, languages: Sequence[str] = ()
    ) -> ExchangeResult:
        """Takes the translations of such a file into ``meeting.toml``, phrases and templates, of which all else stays.
        TemplateError with all that is wrong with the file: nothing is written then."""
        from pipeline.translating.exchange.doors import bring_back  # noqa: PLC0415

        return bring_back(find_meeting(Path(meeting), self.root), path, source, languages)

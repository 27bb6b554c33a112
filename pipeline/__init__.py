"""Assembles the formal invitation package of an official meeting: metadata and templates go in, one PDF comes out.

This is a library; what it exports here is its door, and holds still. The command line is one client of it.

>>> from pipeline import House, Session
>>> with Session(House.open("."), jobs=2) as session:  # doctest: +SKIP
...     session.build("siem-reap-2024", languages=["fr"]).bundles
(PosixPath('…/build/siem-reap-2024/siem-reap-2024-invitation-fr.pdf'),)

Behind it are the stages, each a function of values and paths:

1. :mod:`~pipeline.load`      ``meeting.toml``, ``config.toml`` → a checked :class:`~pipeline.model.Meeting`
2. :mod:`~pipeline.localise`  meeting, language → the wording: every word that a template may show
3. :mod:`~pipeline.merge`     wording, template, letterhead → a Word document
4. :mod:`~pipeline.convert`   any office file → a tagged PDF
5. :mod:`~pipeline.bundle`    letter and numbered enclosures → one PDF; :mod:`~pipeline.audit` reads it back,
                              and :mod:`~pipeline.report` tells people what was done
6. :mod:`~pipeline.archive`   a built package → a bag that can be checked and built again;
                              :mod:`~pipeline.comparison` says what differs

:mod:`~pipeline.plan` has their order as :mod:`~pipeline.tasks`, :mod:`~pipeline.executor` does what is stale of them,
:mod:`~pipeline.building` goes from a meeting to its package, :mod:`~pipeline.archivist` does what archivists do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.archive.dispose import Disposed
    from pipeline.archive.listing import Listed
    from pipeline.archive.seal import Sealed
    from pipeline.archive.verify import Verified, verify
    from pipeline.archivist.regenerate import Regenerated, regenerate
    from pipeline.comparison.compare import Comparison, compare
    from pipeline.comparison.report import write_report
    from pipeline.comparison.unseen import Difference
    from pipeline.editing import Change
    from pipeline.errors import (
        ArchiveError,
        BundleError,
        CancelledError,
        ChangedError,
        ConfigError,
        ConverterError,
        MeetingError,
        PapersError,
        TemplateError,
        UsageError,
    )
    from pipeline.executor.cancel import Cancellation
    from pipeline.executor.events import Event
    from pipeline.findings import Finding, Place, Reason
    from pipeline.findings.aloud import aloud
    from pipeline.findings.groups import Group, groups
    from pipeline.findings.visible import json_text, visible
    from pipeline.findings.words import Told, Words, say
    from pipeline.folders import find_meeting
    from pipeline.house import Archive, House
    from pipeline.listing import ListedRow, Recipients
    from pipeline.load.desk import DeskSettings
    from pipeline.needs import Need
    from pipeline.preview.results import Enclosed, Explanation, Page, Preview, Previewed, Source, Word
    from pipeline.preview.watching import Watched
    from pipeline.results import (
        Build,
        Contents,
        ConvertedFile,
        Findings,
        Listing,
        New,
        Outputs,
        Placeholder,
        Shown,
        Standing,
        Step,
        Titled,
        Vocabulary,
    )
    from pipeline.session import Session
    from pipeline.speaking import read_words
    from pipeline.translating.arriving import Arriving
    from pipeline.translating.exchange.doors import ExchangeResult
    from pipeline.translating.renaming import Renamed
    from pipeline.translating.results import Templates, Translated
    from pipeline.translations import Translations

__version__ = "0.1.0"

__all__ = [
    "Archive",
    "ArchiveError",
    "Arriving",
    "Build",
    "BundleError",
    "Cancellation",
    "CancelledError",
    "Change",
    "ChangedError",
    "Comparison",
    "ConfigError",
    "Contents",
    "ConvertedFile",
    "ConverterError",
    "DeskSettings",
    "Difference",
    "Disposed",
    "Enclosed",
    "Event",
    "ExchangeResult",
    "Explanation",
    "Finding",
    "Findings",
    "Group",
    "House",
    "Listed",
    "ListedRow",
    "Listing",
    "MeetingError",
    "Need",
    "New",
    "Outputs",
    "Page",
    "PapersError",
    "Place",
    "Placeholder",
    "Preview",
    "Previewed",
    "Reason",
    "Recipients",
    "Regenerated",
    "Renamed",
    "Sealed",
    "Session",
    "Shown",
    "Source",
    "Standing",
    "Step",
    "TemplateError",
    "Templates",
    "Titled",
    "Told",
    "Translated",
    "Translations",
    "UsageError",
    "Verified",
    "Vocabulary",
    "Watched",
    "Word",
    "Words",
    "aloud",
    "compare",
    "find_meeting",
    "groups",
    "json_text",
    "read_words",
    "regenerate",
    "say",
    "verify",
    "visible",
    "write_report",
]

_MODULES = {
    "archive.listing": ("Listed",),
    "archive.dispose": ("Disposed",),
    "archive.seal": ("Sealed",),
    "archive.verify": ("Verified", "verify"),
    "archivist.regenerate": ("Regenerated", "regenerate"),
    "comparison.report": ("write_report",),
    "comparison.unseen": ("Difference",),
    "comparison.compare": ("Comparison", "compare"),
    "editing": ("Change",),
    "errors": (
        *(
            "ArchiveError",
            "BundleError",
            "CancelledError",
            "ChangedError",
            "ConfigError",
            "ConverterError",
            "MeetingError",
        ),
        *("PapersError", "TemplateError", "UsageError"),
    ),
    "executor.cancel": ("Cancellation",),
    "executor.events": ("Event",),
    "findings": ("Finding", "Place", "Reason"),
    "findings.aloud": ("aloud",),
    "findings.groups": ("Group", "groups"),
    "findings.visible": ("json_text", "visible"),
    "findings.words": ("Told", "Words", "say"),
    "folders": ("find_meeting",),
    "house": ("Archive", "House"),
    "listing": ("ListedRow", "Recipients"),
    "load.desk": ("DeskSettings",),
    "needs": ("Need",),
    "preview.watching": ("Watched",),
    "preview.results": ("Enclosed", "Explanation", "Page", "Preview", "Previewed", "Source", "Word"),
    "results": (
        "Build",
        "Contents",
        "ConvertedFile",
        "Findings",
        "Listing",
        "New",
        "Outputs",
        "Placeholder",
        "Shown",
        "Standing",
        "Step",
        "Titled",
        "Vocabulary",
    ),
    "session": ("Session",),
    "speaking": ("read_words",),
    "translating.arriving": ("Arriving",),
    "translating.exchange.doors": ("ExchangeResult",),
    "translating.renaming": ("Renamed",),
    "translating.results": ("Templates", "Translated"),
    "translations": ("Translations",),
}
"""Where each name of the door is: loaded when it is first asked for, so that nobody waits for what they don't use."""


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415

    for module, names in _MODULES.items():
        if name in names:
            found = getattr(import_module(f"pipeline.{module}"), name)
            globals()[name] = found
            return found
    raise AttributeError(f"module “pipeline” has no attribute “{name}”")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]

"""A new meeting: what it needs, or an earlier one, goes in; a folder with a ``meeting.toml`` that builds comes out.

=============  ===================================================================
``written``    an annotated ``meeting.toml``, made of ``examples``
``listed``     a list of recipients to fill in
``like``       a past meeting with its dates moved, and what of it to look at
``correction`` a corrigendum or an addendum, from the facts that differ
``copied``     what of an earlier meeting's folder both begin with
=============  ===================================================================
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.errors import ConfigError, UsageError
from pipeline.examples import examples_in
from pipeline.findings import Finding, Place
from pipeline.findings.hints import near
from pipeline.folders import find_root
from pipeline.languages import SOURCE
from pipeline.languages import known as languages_known
from pipeline.needs import needed
from pipeline.new.copied import copy_files
from pipeline.new.like import like
from pipeline.new.listed import LIST, write_list
from pipeline.new.written import WRITTEN, letters_day, written
from pipeline.results import New
from pipeline.settings import read_settings
from pipeline.toml import read_toml

if TYPE_CHECKING:
    from pipeline.new.correction import Kind


def make_meeting(
    slug: str,
    start: Path,
    languages: Sequence[str] = (),
    said: Mapping[str, bool] = MappingProxyType({}),
    day: date | None = None,
) -> Path:
    """Makes ``meetings/<slug>/`` in the house that ``start`` is in, in the languages named, or in English and French.

    ``said`` has what it needs and what not, by the names of :data:`~pipeline.needs.NEEDS`; its dates lie ahead of
    ``day``, or are those of an example where nobody says what day it is. Raises UsageError for a
    slug that is taken or can't be part of a file's name, and for a language that has no templates; ConfigError where
    none has.
    """
    root = find_root(start)
    needs, letter = needed(said), letters_day(day) if day else WRITTEN
    with _begun(slug, root) as draft:
        languages = _chosen(languages, root)
        (draft / "enclosures").mkdir()
        for language in languages if "enclosures" in needs else ():
            words = (examples_in(root, language) or {}).get("enclosure", "")
            (draft / "enclosures" / f"01.{language}.txt").write_text(words, encoding="utf-8")
        if "recipients" in needs:
            # what it says of when it was made
            write_list(draft / LIST, languages, datetime.combine(letter, time(12), tzinfo=UTC), root / "templates")
        (draft / "meeting.toml").write_text(written(root, languages, needs, letter), encoding="utf-8")
    return root / "meetings" / slug


def make_like(slug: str, start: Path, old: Path, day: date | None = None) -> New:
    """Makes ``meetings/<slug>/`` as the meeting in the folder ``old`` is, with its dates moved by whole weeks.

    The letter's day is as near to ``day`` as can be, or a year of 52 weeks on. Raises UsageError as
    :func:`make_meeting`, and MeetingError for a meeting that can't be read.
    """
    root = find_root(start)
    with _begun(slug, root) as draft:
        copy_files(old, draft)
        found = like(old, draft, day)
    folder = root / "meetings" / slug
    return New(folder, tuple(each.at(str(folder / "meeting.toml")) for each in found))


def make_correction(slug: str, start: Path, named: str, place: Path, day: date, kind: Kind) -> New:
    """Makes ``meetings/<slug>/``, a corrigendum or an addendum to a meeting or a bag of the archive ``place``.

    Its letter is of ``day``, or of the day of the meeting's letter where that is later. Raises UsageError as
    :func:`make_meeting`, where nothing differs, and where nobody knows what went out; and what loading raises.
    """
    from pipeline.new.before import before  # noqa: PLC0415 - what merges templates, few have need of
    from pipeline.new.correction import correction  # noqa: PLC0415

    root = find_root(start)
    old = before(named, root, place)
    with _begun(slug, root) as draft:
        found = correction(kind, old, draft, day)
    folder = root / "meetings" / slug
    within = str(draft / "meeting.toml")
    told = (each.at(str(folder / "meeting.toml")) if each.place.file == within else each for each in found)
    return New(folder, tuple(told))


@contextmanager
def _begun(slug: str, root: Path) -> Iterator[Path]:
    """A folder to fill, which becomes that of the meeting once all is there."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", slug):
        raise UsageError(Finding("slug-unusable", Place(slug)))
    folder = root / "meetings" / slug
    if folder.exists():
        raise UsageError(Finding("slug-taken", Place(str(folder))))
    draft = folder.with_name(f".{slug}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _lacking(language: str, root: Path, words: Mapping[str, Any]) -> Iterator[Finding]:
    """What a language that has an invitation still needs before a meeting can begin in it."""
    if (root / "templates" / language / "invitation.docx").is_file():
        if language not in words:
            place = Place(str(root / "letterheads" / "plain" / "words.toml"))
            yield Finding("language-not-begun", place, {"language": language})
        if not examples_in(root, language):
            place = Place(str(root / "templates" / language / "examples.toml"))
            yield Finding("language-not-begun", place, {"language": language})


def languages_of(root: Path) -> list[str]:
    """The languages that a new meeting of a house may be in. ConfigError where there is none."""
    return _known(root, _plain_words(root))


def _plain_words(root: Path) -> Mapping[str, Any]:
    return read_toml(root / "letterheads" / "plain" / "words.toml", ConfigError)[0]


def _known(root: Path, words: Mapping[str, Any]) -> list[str]:
    known = [
        language
        for language in languages_known(root / "templates")
        if language in words
        and examples_in(root, language)
        and (root / "templates" / language / "invitation.docx").is_file()
    ]
    if not known:
        raise ConfigError(Finding("languages-none", Place(str(root / "templates"))))
    return known


def _chosen(languages: Sequence[str], root: Path) -> list[str]:
    words = _plain_words(root)
    known = _known(root, words)
    lacking = [each for language in languages for each in _lacking(language, root, words)]
    unknown = lacking or [
        Finding("language-without-invitation", Place(f"--lang {language}"), {"near": near(language, known)})
        for language in languages
        if language not in known
    ]
    if unknown:
        raise UsageError(*unknown)
    usual = [SOURCE, *read_settings(root).data.get("fallback", ())]
    return list(dict.fromkeys(languages)) or [each for each in dict.fromkeys(usual) if each in known] or known[:1]

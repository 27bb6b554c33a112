"""The way out and the way back: a meeting and a file for translators' programs go in; it is written, or taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import TemplateError, UsageError
from pipeline.files import write_whole
from pipeline.findings import Finding, Place, Unfit, Value
from pipeline.localise import right_to_left
from pipeline.translating.exchange import po, tmx, xliff
from pipeline.translating.exchange.files import Translatable, translatable, written
from pipeline.translating.exchange.units import Exchanged, Pieces, Sent, Unit, same_words
from pipeline.translating.gathering import Gathered, gathered, wanted
from pipeline.translating.together import write_all

KINDS = (".po", ".xlf", ".xliff", ".tmx")
"""The suffixes of files for translators."""
_LARGEST = 1 << 24


@dataclass(frozen=True, slots=True)
class ExchangeResult:
    """Words that went out or came back."""

    files: tuple[Path, ...]
    """What was written."""
    languages: tuple[str, ...]
    segments: int
    """How many texts went out, or were changed."""
    untranslated: int
    """How many of them have no translation."""

    def as_json(self) -> dict[str, Any]:
        return {
            "files": [str(each) for each in self.files],
            "languages": list(self.languages),
            "segments": self.segments,
            "untranslated": self.untranslated,
        }


def export(folder: Path, target: Path, source: str | None, languages: Sequence[str], version: str) -> ExchangeResult:
    """Writes what is translated of a meeting for a language, as PO or XLIFF, or for several, as TMX.

    UsageError for a kind of file that is none of these, and for several languages where a file has one.
    """
    kind = target.suffix.lower()
    if kind not in KINDS:
        raise UsageError(Finding("exchange-kind", Place(str(target)), {"kinds": KINDS}))
    known = gathered(folder, source)
    into = wanted(known, languages)
    if kind != ".tmx" and len(into) != 1:
        raise UsageError(Finding("exchange-one-language", Place(str(target)), {"languages": into}))
    units = {each: _units(translatable(known, each)) for each in into}
    every = [unit for several in units.values() for unit in several]
    if kind == ".tmx":
        content = tmx.written(units, known.source, version)
    else:
        sent = Sent(folder.name, known.source, into[0])
        directions = (right_to_left(known.source), right_to_left(into[0]))
        content = po.written(every, sent) if kind == ".po" else xliff.written(every, sent, directions)
    write_whole(target, content.encode())
    return ExchangeResult((target,), into, len(every), sum(not unit.target for unit in every))


def _units(files: Sequence[Translatable]) -> list[Unit]:
    return [unit for each in files for unit in each.units]


def bring_back(folder: Path, path: Path, source: str | None, languages: Sequence[str]) -> ExchangeResult:
    """Takes the translations of a file into ``meeting.toml``, catalogues, templates and messages: all of them or none.

    TemplateError with all that is wrong with the file: what can't be read, another language, texts whose source has
    changed since it went out, placeholders that are lost; UsageError for a kind of file that is not taken back.
    """
    kind = path.suffix.lower()
    if kind not in {".po", ".xlf", ".xliff"}:
        raise UsageError(Finding("exchange-kind", Place(str(path)), {"kinds": KINDS[:3]}))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(Finding("exchange-missing", Place(str(path)))) from None
    known = gathered(folder, source)
    language = _language(known, path, data, languages)
    files = translatable(known, language)
    units = {unit.key: (each, unit) for each in files for unit in each.units}
    read = _read(path, data, {key: unit for key, (_, unit) in units.items()})
    made: dict[str, tuple[Unit, Pieces]] = {}
    problems: list[Finding] = []
    for key, (was, target) in read.texts.items():
        place = Place(str(path), key=(key,))
        if key not in units:
            problems.append(Finding("exchange-extra", place))
            continue
        file, unit = units[key]
        if not same_words(was, unit.source):
            values = {"was": unit.shown(_known(unit, was)), "now": unit.shown(unit.source)}
            problems.append(Finding("exchange-stale", place, values))
        elif target is not None:
            try:
                pieces = unit.with_target(target)
                file.check(unit, pieces)
            except Unfit as unfit:
                problems.append(unfit.at(place))
                continue
            if pieces != unit.target:
                made[key] = (unit, pieces)
    if problems:
        raise TemplateError(*problems)
    changed = dict(written(files, made))
    write_all(changed)
    untranslated = sum(target is None for _, target in read.texts.values())
    return ExchangeResult(tuple(sorted(changed)), (language,), len(made), untranslated)


def _known(unit: Unit, pieces: Pieces) -> Pieces:
    return tuple(piece for piece in pieces if isinstance(piece, str) or piece.id in unit.codes)


def _read(path: Path, data: bytes, units: dict[str, Unit]) -> Exchanged:
    try:
        if len(data) > _LARGEST:
            raise Unfit("exchange-large", most=_LARGEST >> 20)
        return po.read(data, units) if path.suffix.lower() == ".po" else xliff.read(data, units)
    except Unfit as unfit:
        raise TemplateError(unfit.at(Place(str(path)))) from None


def _language(known: Gathered, path: Path, data: bytes, languages: Sequence[str]) -> str:
    """The language that a file translates into. TemplateError for another than was asked for, or than the meeting
    has."""
    said = _read(path, data, {})
    if said.source not in {"", known.source}:  # a program may leave it out; each text's source is looked at
        raise TemplateError(
            Finding("exchange-source", Place(str(path)), {"language": said.source, "wanted": known.source})
        )
    if said.target not in (languages or known.others) or said.target not in known.others:
        values: dict[str, Value] = {"language": said.target, "wanted": tuple(languages or known.others)}
        raise TemplateError(Finding("exchange-language", Place(str(path)), values))
    return said.target
